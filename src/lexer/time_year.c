/* Years that are not four digits with a mark: in codes, in pairs and lists, in two digits, of another era. */
#include <string.h>

#include "lexer/moment.h"

enum {
    CENTURY = 2000, /* that years of two digits belong to */
    PAST = 12,      /* how far from the year that is spoken of they may lie */
    COMING = 12,
    LISTED = 16, /* years of a list */
    MONTHS = 12
};

static size_t set_year(moment *m, int year, size_t end) {
    m->from.year = m->to.year = year;
    m->reference = TIME_OWN;
    return end;
}

/* A year of four digits, or of two near the year that is spoken of; 0: none. */
static int full_year(const scan *s, int value, size_t digits) {
    if (digits == 4)
        return value >= FIRST_YEAR && value <= LAST_YEAR ? value : 0;
    int year = CENTURY + value, now = s->now.year;
    return value >= 0 && now && year >= now - PAST && year <= now + COMING ? year : 0;
}

static int year_at(const scan *s, size_t at, size_t *digits) {
    for (*digits = 4; *digits > 1; *digits -= 2) {
        int value = digits_at(s, at, *digits);
        if (value >= 0)
            return *digits == 4 || s->now.year ? full_year(s, value, *digits) : CENTURY + value;
    }
    return 0;
}

/* How many months a part has that a letter names: quarter, half, month; 0: it names none. */
static int months_of(char32_t letter) {
    switch (letter) {
    case 'Q':
    case 'q': return 3;
    case 'H': return 6;
    case 'M': return 1;
    default: return 0;
    }
}

/* The number behind the letter that a range of parts ends with: "Q1-Q3", "Q1-3". */
static size_t last_part_at(const scan *s, size_t at, char32_t letter, int *last) {
    const pack_word *w = word_at(s, WORD_RANGE, at);
    size_t to = w ? at + w->length : at;
    to += w && rune_at(s, to) == letter;
    int value = w ? digits_at(s, to, 1) : -1;
    if (value <= *last)
        return at;
    *last = value;
    return to + 1;
}

/* Year, letter, number: 24Q1, 2023H1, 2022Q1-Q3. */
static size_t year_first_at(const scan *s, size_t at, moment *m) {
    size_t digits;
    int year = year_at(s, at, &digits);
    char32_t letter = rune_at(s, at + digits);
    int months = year ? months_of(letter) : 0, first = months > 1 ? digits_at(s, at + digits + 1, 1) : -1, last = first;
    if (first < 1)
        return at;
    size_t end = last_part_at(s, at + digits + 2, letter, &last);
    if (last * months > MONTHS || alnum_at(s, end))
        return at;
    m->from.month = (first - 1) * months + 1;
    m->to.month = last * months;
    return set_year(m, year, end);
}

/* Number, letter, year: 1H23, 3Q2023, 9M23 (the first nine months). */
static size_t year_last_at(const scan *s, size_t at, moment *m) {
    int number = digits_at(s, at, 1);
    char32_t letter = rune_at(s, at + 1);
    int months = number > 0 ? months_of(letter) : 0;
    size_t digits;
    int year = months ? year_at(s, at + 2, &digits) : 0;
    if (!year || number * months > MONTHS || alnum_at(s, at + 2 + digits))
        return at;
    m->from.month = letter == 'M' ? 1 : (number - 1) * months + 1;
    m->to.month = number * months;
    return set_year(m, year, at + 2 + digits);
}

/* FY2023, FY23, and a year that a letter calls actual or estimated: 2024E. */
static size_t lettered_at(const scan *s, size_t at, moment *m) {
    bool fiscal = rune_at(s, at) == 'F' && rune_at(s, at + 1) == 'Y';
    size_t from = fiscal ? at + 2 : at, digits;
    int year = year_at(s, from, &digits);
    if (!year)
        return at;
    char32_t letter = rune_at(s, from + digits);
    bool called = letter == 'E' || letter == 'A' || letter == 'F';
    size_t end = from + digits + called;
    return (fiscal || (called && digits == 4)) && !alnum_at(s, end) ? set_year(m, year, end) : at;
}

size_t coded_at(const scan *s, size_t at, moment *m) {
    size_t end = year_first_at(s, at, m);
    end = end > at ? end : year_last_at(s, at, m);
    return end > at ? end : lettered_at(s, at, m);
}

size_t double_year_at(const scan *s, size_t at, moment *m) {
    enum { HUNDRED = 100 };
    int first = digits_at(s, at, 4);
    const pack_word *w = first > 0 ? word_at(s, WORD_RANGE, at + 4) : NULL;
    bool stroke = first > 0 && rune_at(s, at + 4) == '/';
    if (first < FIRST_YEAR || first > LAST_YEAR || (!w && !stroke))
        return at;
    size_t to = at + 4 + (w ? w->length : 1U), digits = 2;
    int second = digits_at(s, to, 2);
    if (second < 0 && stroke) {
        second = digits_at(s, to, 4) - first / HUNDRED * HUNDRED;
        digits = 4;
    }
    int year = first / HUNDRED * HUNDRED + second;
    size_t end = marked(s, to, to + digits, WORD_YEAR_MARK);
    bool fiscal = !stroke || (year == first + 1 && (digits == 2 || end > to + digits + 1));
    if (second < 0 || end == to || year <= first || !fiscal)
        return at;
    m->from.year = first;
    m->to.year = year;
    m->reference = TIME_OWN;
    return end;
}

/* Behind the sign that parts the years of a list. */
static size_t next_listed(const scan *s, size_t at) {
    if (rune_at(s, at) == '/' || rune_at(s, at) == MARK_LIST)
        return at + 1;
    const pack_word *w = at < s->length ? pack_find(s->pack, WORD_JOIN, s->text + at, s->length - at) : NULL;
    return w && !w->value ? at + w->length : at;
}

size_t listed_year_at(const scan *s, size_t at, moment *m) {
    size_t digits = digits_at(s, at, 4) >= 0 ? 4 : 2, to = at + digits;
    int year = full_year(s, digits_at(s, at, digits), digits), last = year;
    for (size_t n = 0; year && n < LISTED; n++) {
        size_t next = next_listed(s, to);
        int other = next > to ? full_year(s, digits_at(s, next, digits), digits) : 0;
        if (!other || other == last)
            return at;
        last = other;
        to = next + digits;
        if (word_at(s, WORD_YEAR_MARK, to))
            return set_year(m, year, at + digits);
    }
    return at;
}

size_t era_year_at(const scan *s, size_t at, moment *m) {
    const pack_word *w = word_at(s, WORD_ERA_YEAR, at);
    numeral n;
    size_t from = at + (w ? w->length : 0);
    if (!w || !numeral_at(s, from, &n) || !n.whole || n.scale || !n.low || n.low > LAST_YEAR - FIRST_YEAR)
        return at;
    bool closed = rune_at(s, n.to) == ')' || rune_at(s, n.to) == MARK_CLOSE;
    size_t number = n.to + (*w->extra && closed), end = marked(s, from, number, WORD_YEAR_MARK);
    return end > from && closed == (*w->extra != '\0') ? set_year(m, w->value + (int)n.low, end) : at;
}

/* Whether a length of time is meant, by what stands around it. */
static bool lasts(const scan *s, size_t at, size_t number, size_t end) {
    return word_before(s, WORD_LENGTH_BEFORE, at) || end >= s->length || !rune_is_usual(rune_at(s, end)) ||
           word_at(s, WORD_SPAN_AFTER, end) || word_at(s, WORD_HEDGE_AFTER, end) || word_at(s, WORD_HEDGE_TAIL, end) ||
           pack_find(s->pack, WORD_LENGTH_BEHIND, s->text + end, s->length - end) || number == end;
}

/* The last two digits of a year; of an era that counts from 1911 where there are three. */
size_t short_year_at(const scan *s, size_t at, moment *m) {
    enum { ERA = 1911, ERA_PAST = 30 };
    size_t digits = digits_at(s, at, 2) >= 0 ? 2 : 3, number = at + digits;
    int value = digits_at(s, at, digits), year = digits == 2 ? full_year(s, value, 2) : ERA + value;
    bool near = s->now.year && year >= s->now.year - (digits == 2 ? PAST : ERA_PAST) && year <= s->now.year + COMING;
    const pack_word *mark = value > 0 && near ? word_at(s, WORD_YEAR_MARK, number) : NULL;
    size_t end = mark ? number + mark->length : at;
    if (end == at || (at > s->first && alnum_at(s, at - 1)))
        return at;
    moment part = {.edge = -1};
    bool year_goes_on = mark->length > 1 || part_behind_year_at(s, end, &part) > end || word_at(s, WORD_EDGE, end) ||
                        stretch_at(s, end, &part) > end;
    return year_goes_on || !lasts(s, at, number, end) ? set_year(m, year, end) : at;
}

size_t short_years_at(const scan *s, size_t at, moment *m) {
    int first = full_year(s, digits_at(s, at, 2), 2);
    const pack_word *w = first ? word_at(s, WORD_RANGE, at + 2) : NULL;
    size_t from = at + 2 + (w ? w->length : 0U), end = w ? marked(s, from, from + 2, WORD_YEAR_MARK) : from;
    int last = end > from ? full_year(s, digits_at(s, from, 2), 2) : 0;
    bool follows = last > first && word_at(s, WORD_SPAN_AFTER, end) == NULL;
    if (!follows || !s->now.year || (at > s->first && alnum_at(s, at - 1)))
        return at;
    m->from.year = first;
    m->to.year = last;
    m->reference = TIME_OWN;
    return end;
}

size_t bare_year_at(const scan *s, size_t at, moment *m) {
    enum { NEAR = 15 };
    int year = digits_at(s, at, 4);
    char32_t before = at > s->first ? rune_at(s, at - 1) : 0, behind = rune_at(s, at + 4);
    bool begins = before == MARK_COMMA || before == 0xFF1B || before == ',' || before == ';';
    unit u;
    if (!s->dated || !begins || year < s->dated - NEAR || year > s->dated + NEAR || !rune_is_usual(behind) ||
        unit_at(s, at + 4, &u))
        return at;
    return set_year(m, year, at + 4);
}
