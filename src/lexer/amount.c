#include "lexer/amount.h"

#include <inttypes.h>
#include <string.h>

#include "base/decimal.h"

bool amount_is(const scan *s, const amount *m, const char *name) {
    return m->has_unit && unit_is(s, &m->u, name);
}

static bool is_one_of(const scan *s, const amount *m, const char *const *names, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (amount_is(s, m, names[i]))
            return true;
    return false;
}

#define IS_ONE_OF(s, m, ...)                                                                                           \
    is_one_of(s, m, (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

/* ---- before the number ---- */

typedef enum sign_kind { /* values of WORD_MINUS */
                         SIGN_MINUS,
                         SIGN_PLUS,    /* belongs to a rate only */
                         SIGN_BRACKET, /* negative, if it is closed right behind the digits */
                         SIGN_DOWN,    /* an arrow: negative, belongs to a rate only */
                         SIGN_NONE
} sign_kind;

/* Whether a sign may stand at an offset: not behind letters and digits; a word before Chinese digits stands where a
 * number can, as it ends other words too. */
static bool may_be_signed(const scan *s, const pack_word *w, size_t at) {
    char32_t before = at ? s->text[at - 1] : 0;
    if (begins_digits(s, at + w->length))
        return !(at && alnum_at(s, at - 1)) && before != ')' && before != MARK_UNQUOTE;
    return rune_is_han(w->text[0]) && (!rune_is_han(before) || word_before(s, WORD_INDEX_HEAD, at));
}

static sign_kind read_sign(const scan *s, amount *m) {
    const pack_word *w = word_at(s, WORD_MINUS, m->to);
    if (!w || !may_be_signed(s, w, m->to))
        return SIGN_NONE;
    m->to += w->length;
    return (sign_kind)w->value;
}

static void read_currency(const scan *s, amount *m) {
    const pack_word *w = word_at(s, WORD_CURRENCY, m->to);
    if (!w || (m->to && alnum_at(s, m->to) && alnum_at(s, m->to - 1)))
        return;
    size_t end = m->to + w->length;
    end += rune_at(s, end) == ' ' && digit_at(s, end + 1);
    if (!begins_digits(s, end) && !may_begin(s, CLASS_BIT(WORD_MINUS) | CLASS_BIT(WORD_DIGIT), end))
        return;
    m->currency = w;
    m->to = end;
}

/* ---- between the number and its unit ---- */

/* "Some": behind a round number, before a unit. */
static void read_hedge(const scan *s, amount *m) {
    const pack_word *w = word_at(s, WORD_HEDGE_INSIDE, m->to);
    unit u;
    bool round = m->n.arabic || m->n.bare || m->n.low >= 10 || m->scale;
    if (!w || m->q || !round || alnum_at(s, m->to + w->length))
        return;
    size_t end = m->to + w->length;
    bool ends = m->n.form == NUMERAL_COMPUTED && m->n.marks > 1 && !rune_is_han(rune_at(s, end));
    if (!m->scale && !ends && !unit_at(s, end, &u))
        return;
    m->q = (qualifier)w->value;
    m->to = end;
}

/* Whether nothing that is counted stands at an offset. */
static bool is_closed(const scan *s, size_t at) {
    return !rune_is_han(rune_at(s, at)) || word_at(s, WORD_HEDGE_AFTER, at) || word_at(s, WORD_CLOSING, at);
}

/* Three hundred millions: a measure word between the number and a word of scale. */
static void read_counter(const scan *s, amount *m) {
    const pack_word *w = m->scale || m->q ? NULL : word_at(s, WORD_COUNTER, m->to);
    if (!w)
        return;
    const pack_word *hedge = word_at(s, WORD_HEDGE_INSIDE, m->to + w->length);
    size_t from = m->to + w->length + (hedge ? hedge->length : 0);
    int power;
    size_t end = scale_at(s, from, &power);
    if (end == from || alnum_at(s, end) || !is_closed(s, end))
        return;
    m->q = hedge ? (qualifier)hedge->value : m->q;
    m->scale = power;
    m->scale_text = slice(s, from, end);
    m->to = end;
}

/* ---- behind the unit ---- */

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

/* Whether the word with this text is among the space-separated words of a list. */
static bool lists(const scan *s, const char *list, size_t from, size_t to) {
    const char *text = slice(s, from, to);
    size_t n = strlen(text);
    for (const char *p = list; *(p += strspn(p, " ")); p += strcspn(p, " "))
        if (strcspn(p, " ") == n && !strncmp(p, text, n))
            return true;
    return false;
}

/* How many of the second unit are one of the first; 0 where they do not go together. */
static uint64_t step_between(const scan *s, const unit *first, size_t at, unit *second) {
    enum { MOST = 6 }; /* powers of ten */
    const pack_word *step = word_at(s, WORD_STEP, at);
    if (!unit_at(s, at, second) && !step)
        return 0;
    if (step && lists(s, step->extra, first->from, first->to)) {
        if (!second->word || second->to < at + step->length)
            *second = (unit){.word = first->word, .from = at, .first_to = at + step->length, .to = at + step->length};
        return (uint64_t)step->value;
    }
    const pack_word *a = first->word, *b = second->word;
    bool measures = b && !unit_is(s, first, "count") && !unit_is(s, first, "noun") && !unit_is(s, first, "people");
    if (!measures || a->dimension != b->dimension || strcmp(a->extra, b->extra) != 0 || a->value <= b->value ||
        a->value - b->value > MOST)
        return 0;
    uint64_t factor = 1;
    for (int i = b->value; i < a->value; i++)
        factor *= 10;
    return factor;
}

/* Two hours thirty minutes: a second number in a smaller unit. */
static bool read_second(const scan *s, amount *m) {
    enum { MOST = 1000000000 };
    numeral n;
    unit u = {.word = NULL};
    if (!m->n.whole || m->scale || m->q || m->n.low > MOST || !numeral_at(s, m->to, &n) || !n.whole || n.scale ||
        n.arabic != m->n.arabic || n.high != n.low || n.bare || m->total > MOST)
        return false;
    uint64_t step = step_between(s, &m->u, n.to, &u);
    if (!step || n.low >= step)
        return false;
    m->total = (m->compound ? m->total : m->n.low) * step + n.low;
    m->compound = true;
    m->u = u;
    m->to = u.to;
    return true;
}

/* What may follow the unit and still belongs to the amount: a half, "and more", a last digit. */
static void read_tail(const scan *s, amount *m) {
    bool tenth = amount_is(s, m, "tenth"), times = amount_is(s, m, "times"), lasts = amount_is(s, m, "duration");
    bool measure = lasts || times || tenth ||
                   IS_ONE_OF(s, m, "length", "area", "volume", "mass", "energy", "angle", "temperature", "age");
    const pack_word *w;
    if (tenth && (m->tenth = chinese_digit_at(s, m->to))) {
        m->to++;
        return;
    }
    if (measure && m->n.whole && !m->scale && (w = word_at(s, WORD_HALF, m->to))) {
        m->half = true;
        m->to += w->length;
    } else if ((w = word_at(s, WORD_HEDGE_TAIL, m->to)) &&
               (lasts || tenth || times || (!m->q && is_closed(s, m->to + w->length)))) {
        m->q = (qualifier)w->value;
        m->to += w->length;
    } else if (m->u.to == m->u.first_to) {
        while (read_second(s, m))
            continue;
        if (!m->compound)
            read_joined_unit(s, m);
    }
}

/* ---- the amount ---- */

/* Half a year: a half with a length of time and no numeral. */
static bool read_half(const scan *s, amount *m, const pack_word *half) {
    m->to += half->length;
    m->half = true;
    m->n = (numeral){.from = m->from, .to = m->to, .form = NUMERAL_COMPUTED, .whole = true, .marks = 1};
    m->has_unit = unit_at(s, m->to, &m->u);
    if (!m->has_unit || !amount_is(s, m, "duration"))
        return false;
    m->to = m->u.to;
    return true;
}

/* The digits that cannot be read, with the unit behind them. Chinese digits may be words; with digits and words of
 * scale before a unit they are a number. */
static bool leave_unread(const scan *s, amount *m, unread_reason why) {
    m->past = m->n.to;
    m->to = m->n.to;
    m->has_unit = unit_at(s, m->to, &m->u);
    bool arabic = false;
    for (size_t i = m->n.from; i < m->n.to; i++)
        arabic |= digit_at(s, i);
    if (arabic || (m->has_unit && !amount_is(s, m, "noun") && m->n.marks > 2))
        m->unread = why;
    if (m->has_unit)
        m->to = m->u.to;
    return false;
}

/* A negative number in brackets, with its unit behind them; or a text that is nothing else. */
static bool close_bracket(const scan *s, amount *m) {
    char32_t close = rune_at(s, m->n.to);
    bool clear = m->n.form == NUMERAL_DIGITS && !m->n.scale &&
                 (m->n.digits.grouped || m->n.digits.mantissa_to > m->n.digits.whole_to);
    if (!clear || (close != MARK_CLOSE && close != ')'))
        return false;
    unit u;
    m->to = m->n.to + 1;
    size_t end = scale_at(s, m->to, &m->scale);
    if (end == m->to && !unit_at(s, end, &u) && (m->from || end < s->length))
        return false;
    m->scale_text = slice(s, m->to, end);
    m->to = end;
    return true;
}

/* An arrow or a plus belongs to a rate, or to a decimal number. */
static bool fits_sign(const scan *s, const amount *m, sign_kind sign) {
    if (sign != SIGN_PLUS && sign != SIGN_DOWN)
        return true;
    return IS_ONE_OF(s, m, "percent", "points", "times") ||
           (m->n.form == NUMERAL_DIGITS && m->n.digits.mantissa_to > m->n.digits.whole_to);
}

/* Whether a large scale word without a unit is rather a prefix of a unit that is left out: "100 mega". */
static bool is_prefix_alone(const amount *m) {
    enum { MEGA_OR_TRILLION = 12 };
    return !m->has_unit && !m->currency && m->n.form == NUMERAL_DIGITS && m->n.scale == MEGA_OR_TRILLION &&
           m->n.to - m->n.scale_from == 1;
}

bool amount_at(const scan *s, size_t at, amount *m) {
    *m = (amount){.from = at, .to = at, .past = at, .scale_text = ""};
    const pack_word *half = word_at(s, WORD_HALF, at);
    if (half)
        return read_half(s, m, half);
    read_currency(s, m);
    sign_kind sign = read_sign(s, m);
    if (!numeral_at(s, m->to, &m->n))
        return m->n.broken && leave_unread(s, m, UNREAD_WHOLE);
    m->past = m->n.to;
    m->negative = sign == SIGN_MINUS || sign == SIGN_BRACKET || sign == SIGN_DOWN;
    m->to = m->n.to;
    m->scale = m->n.scale;
    m->scale_text = numeral_scale(s, &m->n);
    m->q = m->n.q;
    if (sign == SIGN_BRACKET && !close_bracket(s, m)) {
        m->past = at + 1;
        return false;
    }
    read_hedge(s, m);
    read_counter(s, m);
    m->has_unit = unit_at(s, m->to, &m->u);
    if (m->has_unit) {
        m->to = m->u.to;
        read_tail(s, m);
    }
    if (is_prefix_alone(m))
        return leave_unread(s, m, UNREAD_UNIT);
    if (!fits_sign(s, m, sign)) {
        m->past = at + 1;
        return false;
    }
    return true;
}

/* ---- values and units ---- */

const char *amount_value(const scan *s, const amount *m, bool upper) {
    const char *value = m->compound                     ? arena_print(s->a, "%" PRIu64, m->total)
                        : upper && m->n.high > m->n.low ? arena_print(s->a, "%" PRIu64, m->n.high)
                                                        : numeral_value(s, &m->n);
    if (m->half)
        value = arena_print(s->a, "%s.5", value);
    if (amount_is(s, m, "tenth"))
        value = m->tenth ? arena_print(s->a, "%s%u", value, m->tenth) : decimal_shift(s->a, value, 1);
    return m->negative ? decimal_negate(s->a, value) : value;
}

const pack_word *amount_currency(const scan *s, const amount *m) {
    const char *names = m->currency ? m->currency->extra : "";
    size_t n = strcspn(names, " ");
    if (!n || (m->has_unit && !lists(s, names + n, m->u.from, m->u.first_to)))
        return NULL;
    runes name = utf8_to_runes(s->a, names, n);
    return pack_find(s->pack, WORD_UNIT, name.at, name.length);
}

/* As printed. Only where no unit is printed behind the number, the currency before it stands for one. */
const char *amount_unit(const scan *s, const amount *m) {
    if (amount_is(s, m, "tenth"))
        return m->u.word->extra;
    const pack_word *whole = m->joined;
    if (!whole && !m->has_unit)
        whole = amount_currency(s, m);
    const char *text = "";
    if (whole)
        text = utf8_from_runes(s->a, whole->text, whole->length).at;
    else if (m->has_unit)
        text = slice(s, m->u.from, m->u.to);
    return *m->scale_text ? arena_print(s->a, "%s%s", m->scale_text, text) : text;
}
