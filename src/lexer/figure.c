/* Numbers with their units, hedges and ranges. */
#include "lexer/figure.h"

#include <string.h>

#include "base/decimal.h"
#include "lexer/amount.h"

token token_new(token_kind kind, size_t from, size_t to) {
    return (token){.kind = kind,
                   .from = (uint32_t)from,
                   .to = (uint32_t)to,
                   .quote_from = (uint32_t)from,
                   .quote_to = (uint32_t)to,
                   .value = "",
                   .value_max = "",
                   .unit = "",
                   .dimension = -1,
                   .base_value = "",
                   .base_max = "",
                   .base_unit = "",
                   .fraction = "",
                   .period = ""};
}

/* ---- is it an amount? ---- */

/* Chinese numerals are part of many words. They are an amount with a measure word or a hedge, or when they hold
 * several characters of which one is a scale word; scale words alone need a hedge, "one" never counts alone. */
static bool is_amount(const scan *s, const amount *m, bool hedged) {
    const numeral *n = &m->n;
    if (n->arabic)
        return true;
    hedged |= m->q != QUALIFIER_NONE;
    bool ratio = m->has_unit && (unit_is(s, &m->u, "times") || unit_is(s, &m->u, "tenth"));
    if (m->has_unit && unit_is(s, &m->u, "doubling"))
        return false;
    if (n->bare)
        return hedged && (m->has_unit || m->scale > 4 || (m->scale && n->marks > 1));
    if (!m->has_unit && n->decimals)
        return true;
    if (!m->has_unit)
        return n->form == NUMERAL_COMPUTED && n->marks > 1 && (m->scale || n->low >= 10) &&
               (n->high == n->low || m->scale || n->low % 10 == 0);
    enum { SURE = 4 }; /* so many digits one by one are no word */
    if (n->form == NUMERAL_POSITIONS && n->marks < SURE && !m->scale && !n->decimals)
        return unit_is(s, &m->u, "money") || unit_is(s, &m->u, "percent") || unit_is(s, &m->u, "points");
    if (n->marks == 1 && n->low == 1)
        return ratio || m->half;
    return n->marks > 1 || !unit_is(s, &m->u, "noun");
}

/* ---- filling the token ---- */

static token_kind kind_of(const scan *s, const amount *m) {
    static const struct {
        const char *dimension;
        token_kind kind;
    } special[] = {
        {"percent", TOKEN_PERCENT}, {"tenth", TOKEN_PERCENT}, {"points", TOKEN_POINTS}, {"times", TOKEN_TIMES}};
    if (!m->has_unit)
        return m->scale || m->currency ? TOKEN_QUANTITY : TOKEN_NUMBER;
    for (size_t i = 0; i < sizeof special / sizeof *special; i++)
        if (unit_is(s, &m->u, special[i].dimension))
            return special[i].kind;
    return TOKEN_QUANTITY;
}

/* The value with scale words and the unit's prefix multiplied in, and what it is then measured in. */
static void fill_base(const scan *s, token *t, const amount *m) {
    const pack_word *named = amount_currency(s, m), *w = named ? named : m->joined ? m->joined : NULL;
    int power = m->scale;
    if (!w && m->has_unit)
        w = m->u.word;
    if (w) {
        t->dimension = w->dimension;
        t->base_unit = w == m->u.word ? unit_base(s, &m->u) : w->extra;
        if (t->kind != TOKEN_PERCENT || !unit_is(s, &m->u, "tenth"))
            power += w->value;
    }
    t->base_value = decimal_shift(s->a, t->value, power);
    t->base_max = *t->value_max ? decimal_shift(s->a, t->value_max, power) : "";
}

/* The token of one amount, or of a range from low to high, whose unit is that of high. */
static void fill(const scan *s, token *t, const amount *low, const amount *high) {
    *t = token_new(kind_of(s, high), low->from, high->to);
    amount first = *low;
    bool inherits = !low->has_unit && !low->scale;
    first.has_unit = high->has_unit;
    first.u = high->u;
    t->value = amount_value(s, &first, false);
    if (low != high && !inherits)
        t->value = decimal_shift(s->a, t->value, low->scale - high->scale);
    if (low != high || high->n.high > high->n.low)
        t->value_max = amount_value(s, high, true);
    t->unit = amount_unit(s, high);
    t->qualifier = high->q ? high->q : low->q;
    fill_base(s, t, high);
}

static size_t unread(token *t, size_t from, size_t to, unread_reason why) {
    *t = token_new(TOKEN_UNREAD, from, to);
    t->unread = why;
    return to;
}

/* ---- ranges ---- */

/* The same unit, or one that is cut short: "2.1 <measure word> to 2.5 <measure word> percentage points". */
static bool same_unit(const scan *s, const amount *a, const amount *b) {
    size_t n = a->has_unit && b->has_unit ? a->u.to - a->u.from : 0;
    return n && n <= b->u.to - b->u.from && !memcmp(s->text + a->u.from, s->text + b->u.from, n * sizeof *s->text);
}

/* The upper end of a range whose lower end is low. "From 3% to 5%" is no range but two values. */
static bool upper_at(const scan *s, const amount *low, size_t start, amount *high) {
    const pack_word *w = word_at(s, WORD_RANGE, low->to);
    if (!w || low->q || low->tenth || !amount_at(s, low->to + w->length, high) || (high->negative && !low->negative))
        return false;
    if (!high->currency)
        high->currency = low->currency;
    if (low->has_unit && w->value && word_before(s, WORD_FROM, start))
        return false;
    if (low->has_unit ? !same_unit(s, low, high) : low->n.bare || !is_amount(s, high, true))
        return false;
    if (low->n.arabic != high->n.arabic)
        return false;
    if (high->has_unit || high->scale)
        return true;
    return !low->has_unit && low->n.arabic && label_end(s, low->from, low->to) == 0 &&
           label_end(s, high->from, high->to) == 0;
}

/* ---- bare numbers ---- */

static bool is_year(const numeral *n) {
    bool four = n->whole && n->form == NUMERAL_DIGITS && n->to - n->from == 4;
    return four && n->low >= 1990 && n->low <= 2050;
}

/* Whether the letters behind a number up to end are rather a unit that is not known than the end of a name: the number
 * is long, or has a fraction or thousands that names do not have. */
static bool is_unknown_unit(const scan *s, const numeral *n, size_t end) {
    enum { LONG = 4, FINE = 2 };
    for (size_t i = n->to; i < end; i++)
        if (!rune_is_alpha(s->text[i]))
            return false;
    const digit_run *d = &n->digits;
    return d->grouped || d->mantissa_to > d->whole_to + FINE ||
           (d->whole_to - d->from >= LONG && s->text[n->to] >= 'a');
}

/* A number without a unit: part of a name, a year, or a number. */
static size_t bare_at(const scan *s, const amount *m, bool hedged, token *t) {
    size_t end = label_end(s, m->n.from, m->n.to);
    bool year = is_year(&m->n) && !hedged && !m->negative;
    char32_t next = rune_at(s, m->n.to);
    if (year && !end && (rune_is_han(next) || next == MARK_QUOTE || next == ' '))
        end = m->n.to;
    if (year && (!end || end == m->n.to) && !rune_is_han(next) && next != MARK_QUOTE && next != ' ') {
        *t = token_new(TOKEN_TIME, m->from, m->to);
        t->form = TIME_YEAR;
        t->year = (int)m->n.low;
        return m->to;
    }
    if (end > m->n.to && is_unknown_unit(s, &m->n, end))
        return unread(t, m->n.from, end, UNREAD_UNIT);
    if (end) {
        bool numbering = is_numbering(s, m->n.from, m->n.to);
        *t = token_new(numbering ? TOKEN_ORDINAL : TOKEN_NAME, m->n.from, end);
        if (numbering && end == m->n.to)
            t->value = numeral_value(s, &m->n);
        return end;
    }
    fill(s, t, m, m);
    return m->to;
}

static size_t amounts_at(const scan *s, size_t at, size_t start, token *t, size_t *past) {
    amount low, high;
    bool hedged = start < at;
    bool found = amount_at(s, at, &low);
    if (!hedged)
        *past = low.past;
    if (low.unread)
        return unread(t, low.from, low.to, low.unread);
    if (!found)
        return at;
    if (upper_at(s, &low, start, &high)) {
        fill(s, t, &low, &high);
        return high.to;
    }
    bool named = low.has_unit && is_year(&low.n) && unit_is(s, &low.u, "noun"); /* "2025 city forum" */
    const pack_word *grade = low.has_unit || low.scale ? word_at(s, WORD_GRADE, low.to) : NULL;
    if (grade && kind_of(s, &low) == TOKEN_QUANTITY && !hedged) { /* a 100,000-ton class berth */
        *t = token_new(TOKEN_NAME, low.from, low.to + grade->length);
        return t->to;
    }
    if (low.n.arabic && (!low.has_unit || named) && !low.scale && !low.currency && low.q == QUALIFIER_NONE)
        return bare_at(s, &low, hedged, t);
    if (!low.has_unit && !low.scale && !low.n.arabic && is_numbering(s, low.n.from, low.n.to)) {
        *t = token_new(TOKEN_ORDINAL, low.from, low.to);
        t->value = numeral_value(s, &low.n);
        return low.to;
    }
    if (!is_amount(s, &low, hedged))
        return at;
    fill(s, t, &low, &low);
    return low.to;
}

/* ---- hedges around ---- */

static const pack_word *hedge_at(const scan *s, size_t at) {
    const pack_word *w = word_at(s, WORD_HEDGE_BEFORE, at);
    if (!w && (w = word_at(s, WORD_HEDGE_BARE, at)) && !word_at(s, WORD_SCALE, at + w->length))
        return NULL;
    return w && !word_at(s, WORD_SKIP, at + w->length) ? w : NULL;
}

size_t figure_at(const scan *s, size_t at, token *t, size_t *past) {
    *past = at;
    const pack_word *before = hedge_at(s, at);
    size_t from = at + (before ? before->length : 0), end = proportion_at(s, from, t);
    if (end == from)
        end = amounts_at(s, from, at, t, past);
    if (end == from)
        return at;
    if (t->kind == TOKEN_NAME || t->kind == TOKEN_TIME || t->kind == TOKEN_UNREAD)
        return end;
    const pack_word *after = word_at(s, WORD_HEDGE_AFTER, end);
    t->from = (uint32_t)at;
    if (before && *before->extra) /* the word stands for the digit: several hundred */
        t->quote_from = (uint32_t)at;
    t->to = (uint32_t)(end + (after ? after->length : 0));
    if (after && after->value)
        t->qualifier = (qualifier)after->value;
    else if (before && !t->qualifier)
        t->qualifier = (qualifier)before->value;
    return t->to;
}
