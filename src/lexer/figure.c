/* Numbers with their units, hedges and ranges. */
#include "lexer/figure.h"

#include <string.h>

#include "base/decimal.h"
#include "lexer/numeral.h"
#include "lexer/unit.h"

typedef struct amount {
    size_t from, to; /* as printed, hedges inside included */
    numeral n;
    size_t scale_from, scale_to; /* final scale words, also behind a hedge */
    int scale;
    bool has_unit;
    unit u;
    const pack_word *joined; /* the unit that a hedge parts in two, then u.word is its first half */
    qualifier q;
    bool negative, half;
    unsigned tenth; /* the digit behind tenths: 3 tenths 5 is 35 % */
} amount;

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

/* ---- reading one amount ---- */

static void read_inside_hedge(const scan *s, amount *m) {
    const pack_word *w = word_at(s, WORD_HEDGE_INSIDE, m->to);
    unit u;
    bool round = m->n.arabic || m->n.bare || m->n.low >= 10 || m->scale;
    if (!w || !round || alnum_at(s, m->to + w->length))
        return;
    int power = 0;
    size_t after = m->to + w->length, end = m->scale ? after : scale_at(s, after, &power);
    if (end == after && !m->scale && !unit_at(s, end, &u))
        return;
    m->q = (qualifier)w->value;
    m->to = end;
    if (end > after) {
        m->scale_from = after;
        m->scale_to = end;
        m->scale = power;
    }
}

static bool is_long(const scan *s, const amount *m) {
    return unit_is(s, &m->u, "duration");
}

/* "3 <measure word> more <month>": the unit goes on behind a hedge or a half. */
static void read_joined_unit(const scan *s, amount *m) {
    enum { ROOM = 12 };
    const pack_word *half = m->n.whole ? word_at(s, WORD_HALF, m->to) : NULL;
    const pack_word *w = half ? half : word_at(s, WORD_HEDGE_INSIDE, m->to);
    char32_t both[ROOM];
    size_t n = m->u.to - m->u.from;
    if (!w || n >= ROOM / 2)
        return;
    size_t rest = m->to + w->length, more = s->length - rest < ROOM / 2 ? s->length - rest : ROOM / 2;
    memcpy(both, s->text + m->u.from, n * sizeof *both);
    memcpy(both + n, s->text + rest, more * sizeof *both);
    const pack_word *joined = pack_find(s->pack, WORD_UNIT, both, n + more);
    if (!joined || joined->length <= n)
        return;
    m->joined = joined;
    m->half = half != NULL;
    if (!half)
        m->q = (qualifier)w->value;
    m->to = rest + joined->length - n;
}

/* What may follow the unit and still belongs to the amount: a half, "and more", a last digit. */
static void read_unit_tail(const scan *s, amount *m) {
    bool tenth = unit_is(s, &m->u, "tenth"), times = unit_is(s, &m->u, "times");
    const pack_word *w;
    if (tenth && (m->tenth = chinese_digit_at(s, m->to))) {
        m->to++;
        return;
    }
    if ((is_long(s, m) || times) && m->n.whole && (w = word_at(s, WORD_HALF, m->to))) {
        m->half = true;
        m->to += w->length;
    } else if ((is_long(s, m) || tenth || times) && (w = word_at(s, WORD_HEDGE_TAIL, m->to))) {
        m->q = (qualifier)w->value;
        m->to += w->length;
    } else if (m->u.to == m->u.first_to) {
        read_joined_unit(s, m);
    }
}

/* Half a year: a half with a length of time and no numeral. */
static bool read_half(const scan *s, amount *m, const pack_word *half) {
    m->to += half->length;
    m->half = true;
    m->scale_from = m->scale_to = m->to;
    m->n = (numeral){.from = m->from, .to = m->to, .form = NUMERAL_COMPUTED, .whole = true, .marks = 1};
    m->has_unit = unit_at(s, m->to, &m->u);
    if (!m->has_unit || !is_long(s, m))
        return false;
    m->to = m->u.to;
    return true;
}

static bool amount_at(const scan *s, size_t at, amount *m) {
    *m = (amount){.from = at, .to = at};
    const pack_word *w = word_at(s, WORD_MINUS, at);
    if (w && digit_at(s, at + w->length) && !(at && alnum_at(s, at - 1))) {
        m->negative = true;
        m->to += w->length;
    }
    w = word_at(s, WORD_HALF, at);
    if (w)
        return read_half(s, m, w);
    if (!numeral_at(s, m->to, &m->n))
        return false;
    m->to = m->scale_to = m->n.to;
    m->scale_from = m->n.scale_from;
    m->scale = m->n.scale;
    read_inside_hedge(s, m);
    m->has_unit = unit_at(s, m->to, &m->u);
    if (m->has_unit) {
        m->to = m->u.to;
        read_unit_tail(s, m);
    }
    return true;
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
    if (!m->has_unit)
        return n->form == NUMERAL_COMPUTED && n->marks > 1 && (m->scale || n->low >= 10) &&
               (n->high == n->low || m->scale || n->low % 10 == 0);
    if (n->marks == 1 && n->low == 1)
        return ratio || m->half;
    return n->marks > 1 || !unit_is(s, &m->u, "noun");
}

/* ---- filling the token ---- */

static const char *amount_value(const scan *s, const amount *m, bool upper) {
    const char *value =
        upper && m->n.high > m->n.low ? arena_print(s->a, "%lu", (unsigned long)m->n.high) : numeral_value(s, &m->n);
    if (m->half)
        value = arena_print(s->a, "%s.5", value);
    if (m->has_unit && unit_is(s, &m->u, "tenth")) {
        value = m->tenth ? arena_print(s->a, "%s%u", value, m->tenth) : decimal_shift(s->a, value, 1);
    }
    return m->negative ? decimal_negate(s->a, value) : value;
}

static token_kind kind_of(const scan *s, const amount *m) {
    static const struct {
        const char *dimension;
        token_kind kind;
    } special[] = {
        {"percent", TOKEN_PERCENT}, {"tenth", TOKEN_PERCENT}, {"points", TOKEN_POINTS}, {"times", TOKEN_TIMES}};
    if (!m->has_unit)
        return m->scale ? TOKEN_QUANTITY : TOKEN_NUMBER;
    for (size_t i = 0; i < sizeof special / sizeof *special; i++)
        if (unit_is(s, &m->u, special[i].dimension))
            return special[i].kind;
    return TOKEN_QUANTITY;
}

static const char *unit_text(const scan *s, const amount *m) {
    if (m->has_unit && unit_is(s, &m->u, "tenth"))
        return m->u.word->extra;
    const char *text = "";
    if (m->joined)
        text = utf8_from_runes(s->a, m->joined->text, m->joined->length).at;
    else if (m->has_unit)
        text = slice(s, m->u.from, m->u.to);
    if (m->scale_to == m->scale_from)
        return text;
    return arena_print(s->a, "%s%s", slice(s, m->scale_from, m->scale_to), text);
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
    t->unit = unit_text(s, high);
    t->qualifier = high->q ? high->q : low->q;
    const pack_word *w = high->joined ? high->joined : high->has_unit ? high->u.word : NULL;
    int power = high->scale;
    if (w) {
        t->dimension = w->dimension;
        t->base_unit = high->joined ? w->extra : unit_base(s, &high->u);
        if (t->kind != TOKEN_PERCENT || !unit_is(s, &high->u, "tenth"))
            power += w->value;
    }
    t->base_value = decimal_shift(s->a, t->value, power);
    t->base_max = *t->value_max ? decimal_shift(s->a, t->value_max, power) : "";
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
    if (!w || low->q || low->tenth || !amount_at(s, low->to + w->length, high) || high->negative)
        return false;
    if (low->has_unit && w->value && word_before(s, WORD_FROM, start))
        return false;
    if (low->has_unit ? !same_unit(s, low, high) : low->n.bare || !is_amount(s, high, true))
        return false;
    if (low->n.arabic != high->n.arabic)
        return false;
    if (high->has_unit)
        return true;
    return !low->has_unit && low->n.arabic && label_end(s, low->from, low->to) == 0 &&
           label_end(s, high->from, high->to) == 0;
}

/* ---- bare numbers ---- */

static bool is_year(const numeral *n) {
    bool digits = n->arabic && n->whole && n->form == NUMERAL_DIGITS && n->to - n->from == 4;
    return digits && n->low >= 1990 && n->low <= 2050;
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
    if (!amount_at(s, at, &low))
        return at;
    if (!hedged)
        *past = low.n.to;
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
    if (low.n.arabic && (!low.has_unit || named) && !low.scale && low.q == QUALIFIER_NONE)
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
    if (t->kind == TOKEN_NAME || t->kind == TOKEN_TIME)
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
