/* Parts and multiples that are not a number and a unit: percent of, fractions, doublings, ratios. */
#include <string.h>

#include "base/decimal.h"
#include "lexer/figure.h"
#include "lexer/numeral.h"
#include "lexer/unit.h"

static size_t portion_at(const scan *s, size_t at, token *t) {
    const pack_word *w = word_at(s, WORD_FRACTION, at);
    if (!w)
        return at;
    *t = token_new(TOKEN_PERCENT, at, at + w->length);
    t->value = arena_print(s->a, "%d", w->value);
    t->unit = "%";
    t->fraction = w->extra;
    return t->to;
}

/* "Percent of three to four": the upper end, with the words before it said again or not. */
static size_t upper_percent_at(const scan *s, const pack_word *parts, const numeral *low, token *t) {
    const pack_word *range = word_at(s, WORD_RANGE, low->to), *again;
    if (!range || low->high > low->low)
        return low->to;
    size_t at = low->to + range->length;
    if ((again = word_at(s, WORD_PARTS, at)))
        at += again->length;
    numeral upper;
    unit u;
    bool apart = again && (again != parts || (range->value && word_before(s, WORD_FROM, t->from)));
    if (apart || !numeral_at(s, at, &upper) || upper.scale || upper.high > upper.low ||
        (!again && unit_at(s, upper.to, &u)))
        return low->to;
    t->value_max = numeral_value(s, &upper);
    t->to = t->quote_to = (uint32_t)upper.to;
    return upper.to;
}

static size_t percent_of_at(const scan *s, size_t at, token *t) {
    const pack_word *w = word_at(s, WORD_PARTS, at);
    numeral n;
    if (!w || !numeral_at(s, at + w->length, &n) || n.scale)
        return at;
    *t = token_new(TOKEN_PERCENT, at, n.to);
    t->value = numeral_value(s, &n);
    if (n.high > n.low)
        t->value_max = arena_print(s->a, "%lu", (unsigned long)n.high);
    t->unit = w->extra;
    return upper_percent_at(s, w, &n, t);
}

static void fill_fraction(const scan *s, token *t, uint64_t part, uint64_t whole) {
    t->value = decimal_percent(s->a, part, whole);
    t->unit = "%";
    t->fraction = arena_print(s->a, "%lu/%lu", (unsigned long)part, (unsigned long)whole);
}

static bool is_part(const numeral *part, const numeral *whole) {
    enum { LARGEST = 1000000 };
    return part->whole && whole->whole && !part->scale && !whole->scale && part->low == part->high && part->low > 0 &&
           part->low < whole->low && whole->low == whole->high && whole->low <= LARGEST;
}

static size_t spoken_fraction_at(const scan *s, size_t at, token *t) {
    numeral whole, part;
    if (!numeral_at(s, at, &whole))
        return at;
    const pack_word *over = word_at(s, WORD_OVER, whole.to);
    if (!over || !numeral_at(s, whole.to + over->length, &part) || !is_part(&part, &whole))
        return at;
    *t = token_new(TOKEN_PERCENT, at, part.to);
    fill_fraction(s, t, part.low, whole.low);
    return part.to;
}

static size_t written_fraction_at(const scan *s, size_t at, token *t) {
    enum { LONGEST = 3 };
    numeral part, whole;
    if (!digit_at(s, at) || (at && s->text[at - 1] == '/') || !numeral_at(s, at, &part) || rune_at(s, part.to) != '/' ||
        !digit_at(s, part.to + 1) || !numeral_at(s, part.to + 1, &whole))
        return at;
    if (!is_part(&part, &whole) || part.to - at > LONGEST || whole.to - part.to > LONGEST + 1 ||
        rune_at(s, whole.to) == '/' || alnum_at(s, whole.to))
        return at;
    *t = token_new(TOKEN_PERCENT, at, whole.to);
    fill_fraction(s, t, part.low, whole.low);
    return whole.to;
}

static size_t doubling_at(const scan *s, size_t at, token *t) {
    enum { MOST = 30 };
    const pack_word *w = word_at(s, WORD_DOUBLED, at);
    if (w) {
        *t = token_new(TOKEN_DOUBLING, at, at + w->length);
        t->value = arena_print(s->a, "%d", w->value);
        t->unit = w->extra;
        return t->to;
    }
    numeral n;
    unit u;
    w = word_at(s, WORD_DOUBLE, at);
    if (!w || !numeral_at(s, at + w->length, &n) || !n.whole || n.low < 1 || n.low > MOST || !unit_at(s, n.to, &u) ||
        !unit_is(s, &u, "doubling"))
        return at;
    *t = token_new(TOKEN_DOUBLING, at, u.to);
    t->value = arena_print(s->a, "%lu", 1UL << n.low);
    t->unit = w->extra;
    return u.to;
}

/* Hours and minutes look like a ratio: 8:30, but not 1:50. */
static bool is_clock(const numeral *left, const numeral *right) {
    return left->low != 1 && left->low <= 24 && right->to - right->from == 2 && right->low < 60;
}

static size_t ratio_at(const scan *s, size_t at, token *t) {
    numeral left, right;
    unit u;
    if (!digit_at(s, at) || !numeral_at(s, at, &left) || left.scale)
        return at;
    char32_t colon = rune_at(s, left.to);
    if ((colon != ':' && colon != MARK_COLON) || !digit_at(s, left.to + 1) || !numeral_at(s, left.to + 1, &right) ||
        word_before(s, WORD_NAME_HEAD, at))
        return at;
    bool clock = is_clock(&left, &right);
    if (!clock && (unit_at(s, right.to, &u) || (colon == MARK_COLON && left.low != 1)))
        return at;
    *t = token_new(clock ? TOKEN_TIME : TOKEN_RATIO, at, right.to);
    if (clock) {
        t->form = TIME_POINT;
        return right.to;
    }
    t->value = numeral_value(s, &left);
    t->value_max = numeral_value(s, &right);
    return right.to;
}

/* ---- ratios of several parts: 9.1:41.2:49.7 ---- */

static bool is_colon(char32_t c) {
    return c == ':' || c == MARK_COLON;
}

/* The end of plain digits, with a point among them or not. */
static size_t digits_end(const scan *s, size_t at) {
    while (digit_at(s, at))
        at++;
    if (rune_at(s, at) == '.' && digit_at(s, at + 1))
        for (at++; digit_at(s, at);)
            at++;
    return at;
}

/* Where the ratio begins that the number at an offset may be a part of. */
static size_t parts_begin(const scan *s, size_t at) {
    enum { LONGEST = 64 };
    size_t first = at > LONGEST ? at - LONGEST : 0;
    while (at > first && (digit_at(s, at - 1) || s->text[at - 1] == '.' || is_colon(s->text[at - 1])))
        at--;
    return at;
}

/* Whether what begins here is a ratio of three parts and more, no clock time. */
static bool is_of_parts(const scan *s, size_t at) {
    size_t parts = 0, from = at, longest = 0;
    bool points = false;
    for (;; at++, from = at) {
        at = digits_end(s, at);
        if (at == from)
            return false;
        for (size_t i = from; i < at; i++)
            points |= s->text[i] == '.';
        longest = at - from > longest ? at - from : longest;
        parts++;
        if (!is_colon(rune_at(s, at)))
            break;
    }
    unit u;
    return parts > 2 && (points || longest != 2 || parts > 3) && !alnum_at(s, at) && !unit_at(s, at, &u);
}

static size_t part_at(const scan *s, size_t at, token *t) {
    size_t end = digits_end(s, at);
    bool may_be = is_colon(rune_at(s, end)) || (at && is_colon(s->text[at - 1]));
    if (!digit_at(s, at) || !may_be || !is_of_parts(s, parts_begin(s, at)))
        return at;
    *t = token_new(TOKEN_RATIO, at, end);
    t->value = t->base_value = slice(s, at, end);
    return end;
}

/* ---- */

/* Parts of a hundred are their own base; parts of a thousand are a tenth of that, and so on. */
static void fill_base(const scan *s, token *t) {
    int power = 0;
    t->base_unit = t->unit;
    runes text = utf8_to_runes(s->a, t->unit, strlen(t->unit));
    const pack_word *w = text.length ? pack_find(s->pack, WORD_UNIT, text.at, text.length) : NULL;
    if (w) {
        power = w->value;
        t->base_unit = w->extra;
        t->dimension = w->dimension;
    }
    t->base_value = decimal_shift(s->a, t->value, power);
    t->base_max = *t->value_max ? decimal_shift(s->a, t->value_max, power) : "";
}

/* Whether the numeral at an offset has behind it what joins it to another one. */
static bool is_joined(const scan *s, size_t at) {
    numeral n;
    if (!numeral_at(s, at, &n))
        return false;
    char32_t mark = rune_at(s, n.to);
    return mark == '/' || mark == ':' || mark == MARK_COLON || may_begin(s, CLASS_BIT(WORD_OVER), n.to);
}

size_t proportion_at(const scan *s, size_t at, token *t) {
    static const struct {
        size_t (*read)(const scan *, size_t, token *);
        uint64_t begins; /* classes that it begins with; 0: a numeral */
    } form[] = {{portion_at, CLASS_BIT(WORD_FRACTION)},
                {percent_of_at, CLASS_BIT(WORD_PARTS)},
                {spoken_fraction_at, 0},
                {written_fraction_at, 0},
                {doubling_at, CLASS_BIT(WORD_DOUBLED) | CLASS_BIT(WORD_DOUBLE)},
                {ratio_at, 0}};
    size_t part = part_at(s, at, t);
    if (part > at)
        return part;
    bool joined = is_joined(s, at);
    for (size_t i = 0; i < sizeof form / sizeof *form; i++) {
        if (form[i].begins ? !may_begin(s, form[i].begins, at) : !joined)
            continue;
        size_t end = form[i].read(s, at, t);
        if (end > at) {
            if (t->kind == TOKEN_PERCENT || t->kind == TOKEN_DOUBLING)
                fill_base(s, t);
            return end;
        }
    }
    return at;
}
