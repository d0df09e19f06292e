/* Numbers as spreadsheets show them. */
#include <string.h>

#include "record/records.h"

enum {
    GROUP = 3,              /* digits between separators of thousands */
    LARGEST_POWER = 9999,   /* more would only fill memory */
    SPREADSHEET_DIGITS = 15 /* that a spreadsheet keeps of a number */
};

typedef struct scanner {
    runes text;
    size_t at;
    char *digit;
    size_t count;
} scanner;

static char32_t peek(const scanner *s) {
    return s->at < s->text.length ? s->text.at[s->at] : 0;
}

static size_t take_digits(scanner *s) {
    size_t before = s->count;
    for (; rune_is_digit(peek(s)); s->at++)
        s->digit[s->count++] = (char)peek(s);
    return s->count - before;
}

static bool is_group_mark(char32_t c, char32_t point) {
    return (c == (point == '.' ? ',' : '.')) || c == '\'' || c == ' ' || c == 0x202F;
}

/* The digits before the point. */
static bool take_whole(scanner *s, char32_t point) {
    size_t length = take_digits(s);
    char32_t mark = peek(s);
    if (!length || !is_group_mark(mark, point))
        return length > 0;
    if (length > GROUP)
        return false;
    while (peek(s) == mark) {
        s->at++;
        if (take_digits(s) != GROUP)
            return false;
    }
    return true;
}

static bool take_exponent(scanner *s, int *power) {
    *power = 0;
    if (peek(s) != 'e' && peek(s) != 'E')
        return true;
    s->at++;
    bool negative = peek(s) == '-';
    s->at += negative || peek(s) == '+';
    size_t from = s->at;
    for (; rune_is_digit(peek(s)) && *power <= LARGEST_POWER; s->at++)
        *power = *power * 10 + (int)(peek(s) - '0');
    if (s->at == from || *power > LARGEST_POWER)
        return false;
    *power = negative ? -*power : *power;
    return true;
}

static runes trim(runes t) {
    while (t.length && rune_is_space(t.at[0]))
        t.at++, t.length--;
    while (t.length && rune_is_space(t.at[t.length - 1]))
        t.length--;
    return t;
}

static bool take_sign(runes *t) {
    bool brackets = t->length > 2 && t->at[0] == '(' && t->at[t->length - 1] == ')';
    if (brackets)
        *t = (runes){t->at + 1, t->length - 2};
    bool minus = t->length && t->at[0] == '-';
    if (minus || (t->length && t->at[0] == '+'))
        *t = (runes){t->at + 1, t->length - 1};
    return minus || brackets;
}

bool digits_read(arena *a, runes text, char32_t point, digits *out) {
    text = trim(text);
    out->negative = take_sign(&text);
    scanner s = {.text = text, .digit = arena_alloc(a, text.length + 1)};
    if (!take_whole(&s, point))
        return false;
    int behind = 0, power;
    if (peek(&s) == point) {
        s.at++;
        behind = (int)take_digits(&s);
        if (!behind)
            return false;
    }
    if (!take_exponent(&s, &power) || s.at < text.length)
        return false;
    while (s.count && *s.digit == '0')
        s.digit++, s.count--;
    out->at = s.digit;
    out->count = s.count;
    out->last = power - behind;
    return true;
}

const char *digits_text(arena *a, digits d) {
    size_t behind = d.last < 0 ? (size_t)-d.last : 0, zeros = d.last > 0 && d.count ? (size_t)d.last : 0;
    size_t lead = behind >= d.count ? behind + 1 - d.count : d.count ? 0 : 1;
    char *out = arena_alloc(a, d.count + zeros + lead + 3), *p = out;
    size_t whole = lead + d.count + zeros - behind;
    if (d.negative)
        *p++ = '-';
    char *from = p;
    memset(p, '0', lead);
    memcpy(p + lead, d.at, d.count);
    memset(p + lead + d.count, '0', zeros);
    if (behind) {
        memmove(from + whole + 1, from + whole, behind);
        from[whole] = '.';
    }
    return out;
}

bool digits_plain(dcx_text text) {
    size_t i = text.length && text.at[0] == '-', points = 0, from = i;
    for (; i < text.length; i++)
        if (text.at[i] == '.' && i > from && !points)
            points++;
        else if (!rune_is_digit((unsigned char)text.at[i]))
            return false;
    return i > from && text.at[i - 1] != '.';
}

static digits without_end_zeros(digits d, size_t keep) {
    while (d.count > keep && d.at[d.count - 1] == '0')
        d.count--, d.last++;
    return d;
}

bool digits_same(digits x, digits y) {
    x = without_end_zeros(x, 0);
    y = without_end_zeros(y, 0);
    return x.count == y.count && (!x.count || (x.last == y.last && !memcmp(x.at, y.at, x.count)));
}

/* One more in the last place. */
static digits step_up(arena *a, digits d) {
    char *at = arena_alloc(a, d.count + 2);
    at[0] = '0';
    if (d.count)
        memcpy(at + 1, d.at, d.count);
    size_t i = d.count;
    while (at[i] == '9')
        at[i--] = '0';
    at[i]++;
    bool carried = at[0] != '0';
    return (digits){carried ? at : at + 1, d.count + carried, d.last, d.negative};
}

bool digits_agree(arena *a, digits exact, digits shown) {
    shown = without_end_zeros(shown, SPREADSHEET_DIGITS);
    if (digits_same(exact, shown))
        return true;
    if (shown.last <= exact.last || (size_t)(shown.last - exact.last) > exact.count)
        return false;
    size_t dropped = (size_t)(shown.last - exact.last);
    digits kept = {exact.at, exact.count - dropped, shown.last, false};
    const char *rest = exact.at + kept.count;
    bool half = *rest == '5' && strspn(rest + 1, "0") >= dropped - 1;
    return (*rest >= '5' && digits_same(step_up(a, kept), shown)) ||
           ((*rest < '5' || half) && digits_same(kept, shown));
}

static bool joins(runes text, size_t at) {
    return at + 1 < text.length && (text.at[at] == '.' || text.at[at] == ',') && rune_is_digit(text.at[at + 1]);
}

runes digits_next(runes text, size_t *at) {
    while (*at < text.length && !rune_is_digit(text.at[*at]))
        ++*at;
    size_t from = *at;
    while (*at < text.length && (rune_is_digit(text.at[*at]) || joins(text, *at)))
        ++*at;
    return (runes){text.at + from, *at - from};
}
