#include "lexer/digits.h"

#include "base/decimal.h"
#include "lexer/unit.h"

enum { GROUP = 3, MOST_EXPONENT = 99 };

bool begins_digits(const scan *s, size_t at) {
    if (rune_at(s, at) != '.')
        return digit_at(s, at);
    return digit_at(s, at + 1) && (!at || (!alnum_at(s, at - 1) && s->text[at - 1] != '.'));
}

static size_t run_end(const scan *s, size_t at) {
    while (digit_at(s, at))
        at++;
    return at;
}

/* ---- thousands ---- */

static bool is_comma(char32_t c) {
    return c == ',' || c == MARK_COMMA;
}

/* Whether exactly three digits stand behind the mark at an offset. */
static bool is_group(const scan *s, size_t at) {
    for (size_t i = 1; i <= GROUP; i++)
        if (!digit_at(s, at + i))
            return false;
    return !digit_at(s, at + GROUP + 1);
}

/* Whether clauses are set apart with ASCII commas around an offset: one stands right behind a Chinese character. */
static bool has_ascii_clauses(const scan *s, size_t at) {
    enum { NEAR = 200 };
    size_t end = s->length - at < NEAR ? s->length : at + NEAR;
    for (size_t i = at < NEAR ? 1 : at - NEAR + 1; i < end; i++)
        if (s->text[i] == ',' && rune_is_han(s->text[i - 1]))
            return true;
    return false;
}

/* Whether words follow the figure that ends at an offset, as they do in a clause that begins with it. */
static bool leads_a_clause(const scan *s, size_t at) {
    int power;
    unit u;
    at = scale_at(s, at, &power);
    if (!unit_at(s, at, &u))
        return false;
    return rune_is_han(rune_at(s, u.to)) && !word_at(s, WORD_HEDGE_AFTER, u.to) && !word_at(s, WORD_CLOSING, u.to);
}

/* Whether the comma behind from..comma, with three digits behind it, may be a clause's. "The index rose to 102, 350
 * firms took part": a number without unit stands where one can, and what follows begins a clause. */
static bool may_part_clauses(const scan *s, size_t from, size_t comma) {
    if (comma - from < 2 || (s->text[comma] == ',' && !has_ascii_clauses(s, comma)) ||
        !word_before(s, WORD_INDEX_HEAD, from))
        return false;
    size_t end = comma + 1 + GROUP;
    return rune_at(s, end) != '.' && !(is_comma(rune_at(s, end)) && is_group(s, end)) && leads_a_clause(s, end);
}

/* The end of the groups behind the first one, which ends at an offset: a comma and three digits each, or a space where
 * that is how the first group is set apart (GB/T 15835). */
static size_t groups_end(const scan *s, size_t from, size_t at) {
    char32_t first = rune_at(s, at);
    if (!is_comma(first) && first != ' ')
        return at;
    if (is_group(s, at) && first != ' ' && may_part_clauses(s, from, at))
        return at;
    while ((rune_at(s, at) == ' ' ? first == ' ' : is_comma(rune_at(s, at)) && first != ' ') && is_group(s, at))
        at += GROUP + 1;
    return at;
}

static void read_whole(const scan *s, digit_run *d) {
    size_t end = run_end(s, d->from), count = end - d->from;
    d->whole_to = end;
    if (!count || count > GROUP || s->text[d->from] == '0')
        return;
    d->whole_to = groups_end(s, d->from, end);
    d->grouped = d->whole_to > end;
    if (rune_at(s, d->whole_to) != ',')
        return;
    size_t more = run_end(s, d->whole_to + 1) - d->whole_to - 1;
    d->broken = d->grouped ? more > 0 : more > GROUP; /* 1,000,00 and 12,3456 */
}

/* ---- powers of ten ---- */

static int superscript(char32_t c) {
    static const char32_t raised[] = {0x2070, 0xB9, 0xB2, 0xB3, 0x2074, 0x2075, 0x2076, 0x2077, 0x2078, 0x2079};
    for (int i = 0; i < 10; i++)
        if (c == raised[i])
            return i;
    return -1;
}

/* The exponent in plain or raised digits at an offset; returns the offset where there is none. */
static size_t exponent_at(const scan *s, size_t at, bool raised, int *exponent) {
    enum { RAISED_MINUS = 0x207B };
    char32_t sign = rune_at(s, at);
    bool negative = sign == (raised ? RAISED_MINUS : '-');
    size_t from = at + (negative || (!raised && sign == '+')), i = from;
    int value = 0;
    for (;; i++) {
        int digit = raised ? superscript(rune_at(s, i)) : digit_at(s, i) ? (int)(s->text[i] - '0') : -1;
        if (digit < 0 || value > MOST_EXPONENT)
            break;
        value = value * 10 + digit;
    }
    if (i == from || value > MOST_EXPONENT)
        return at;
    *exponent = negative ? -value : value;
    return i;
}

static void read_exponent(const scan *s, digit_run *d) {
    size_t at = d->to, end;
    char32_t c = rune_at(s, at);
    if (c == 'e' || c == 'E') {
        bool plain = c == 'E' && d->whole_to == d->mantissa_to && !d->broken; /* 3E5 may be a name */
        bool sign = rune_at(s, at + 1) == '-' || rune_at(s, at + 1) == '+';
        end = exponent_at(s, at + 1, false, &d->exponent);
        if (end > at + 1 && !alnum_at(s, end) && (sign || !plain))
            d->to = end;
        else
            d->exponent = 0;
        return;
    }
    bool ten =
        (c == MARK_TIMES || c == 'x' || c == 'X' || c == '*') && rune_at(s, at + 1) == '1' && rune_at(s, at + 2) == '0';
    if (!ten)
        return;
    bool raised = rune_at(s, at + 3) != '^';
    size_t from = at + 3 + !raised;
    end = exponent_at(s, from, raised, &d->exponent);
    if (end > from)
        d->to = end;
}

digit_run read_digits(const scan *s, size_t at) {
    digit_run d = {.from = at};
    read_whole(s, &d);
    d.mantissa_to = d.whole_to;
    if (rune_at(s, d.whole_to) == '.' && digit_at(s, d.whole_to + 1))
        d.mantissa_to = run_end(s, d.whole_to + 1);
    d.to = d.mantissa_to;
    if (!d.broken)
        read_exponent(s, &d);
    char32_t next = rune_at(s, d.to);
    d.broken |= next == '^' || (d.grouped && next == '.' && digit_at(s, d.to + 1));
    return d;
}

const char *digit_run_text(const scan *s, const digit_run *d) {
    char *out = arena_alloc(s->a, d->mantissa_to - d->from + 2), *p = out;
    if (s->text[d->from] == '.')
        *p++ = '0';
    for (size_t i = d->from; i < d->mantissa_to; i++)
        if (digit_at(s, i) || s->text[i] == '.')
            *p++ = (char)s->text[i];
    *p = '\0';
    return decimal_shift(s->a, out, d->exponent);
}
