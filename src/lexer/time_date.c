/* Dates and ranges of dates, as figures and marks write them. */
#include "lexer/moment.h"

/* ---- numbers in dates ---- */

size_t small_at(const scan *s, size_t at, int least, int most, int *value) {
    numeral n;
    if (!numeral_at(s, at, &n) || !n.whole || n.scale || n.bare || n.high != n.low || n.low < (uint64_t)least ||
        n.low > (uint64_t)most)
        return at;
    *value = (int)n.low;
    return n.to;
}

size_t year_number_at(const scan *s, size_t at, int *year) {
    enum { YEAR_DIGITS = 4 };
    numeral n;
    if (!numeral_at(s, at, &n) || !n.whole || n.to - at != YEAR_DIGITS || n.form == NUMERAL_COMPUTED ||
        n.low < FIRST_YEAR || n.low > LAST_YEAR)
        return at;
    *year = (int)n.low;
    return n.to;
}

size_t marked(const scan *s, size_t at, size_t end, word_class mark) {
    const pack_word *w = end > at ? word_at(s, mark, end) : NULL;
    return w ? end + w->length : at;
}

int digits_at(const scan *s, size_t at, size_t count) {
    int value = 0;
    for (size_t i = 0; i < count; i++) {
        if (!digit_at(s, at + i))
            return -1;
        value = value * 10 + (int)(rune_at(s, at + i) - '0');
    }
    return digit_at(s, at + count) ? -1 : value;
}

/* 2025-06-30 and its kin, with points or strokes. */
static size_t iso_at(const scan *s, size_t at, date *d) {
    int year, month = 0, day = 0;
    size_t end = at + 4;
    for (size_t i = at; i < end; i++)
        if (!digit_at(s, i))
            return at;
    char32_t mark = rune_at(s, end);
    if ((mark != '-' && mark != '.' && mark != '/') || !digit_at(s, end + 1))
        return at;
    year = (int)((s->text[at] - '0') * 1000 + (s->text[at + 1] - '0') * 100 + (s->text[at + 2] - '0') * 10 +
                 (s->text[at + 3] - '0'));
    int *part[] = {&month, &day};
    for (size_t k = 0; k < 2; k++) {
        if (rune_at(s, end) != mark || !digit_at(s, end + 1))
            return at;
        size_t two = digit_at(s, end + 2) ? 2 : 1;
        *part[k] = (int)(s->text[end + 1] - '0');
        if (two == 2)
            *part[k] = *part[k] * 10 + (int)(s->text[end + 2] - '0');
        end += 1 + two;
    }
    if (digit_at(s, end) || year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1 ||
        day > days_in_month(year, month))
        return at;
    *d = (date){year, month, day};
    return end;
}

/* A date with its marks: any of year, month and day, in this order, without gaps. */
static size_t date_at(const scan *s, size_t at, date *d) {
    *d = (date){0};
    int value = 0;
    size_t to = at, end = marked(s, to, year_number_at(s, to, &value), WORD_YEAR_MARK);
    if (end > to)
        d->year = value, to = end;
    end = marked(s, to, small_at(s, to, 1, 12, &value), WORD_MONTH_MARK);
    if (end > to)
        d->month = value, to = end;
    end = d->month || !d->year ? marked(s, to, small_at(s, to, 1, 31, &value), WORD_DAY_MARK) : to;
    if (end > to && (d->month || digit_at(s, to)))
        d->day = value, to = end;
    return to > at ? to : iso_at(s, at, d);
}

/* ---- ranges of dates ---- */

static void complete(date *to, const date *from) {
    if (!to->year)
        to->year = from->year;
    if (!to->month && to->day)
        to->month = from->month;
}

/* The first end without its mark: "2020-2024 <year>", "1-11 <month>". */
static size_t loose_range_at(const scan *s, size_t at, date *from, date *to) {
    numeral n;
    if (from->day || !numeral_at(s, at, &n) || !n.whole || n.scale)
        return at;
    const pack_word *w = word_at(s, WORD_RANGE, n.to);
    size_t start = w ? n.to + w->length : 0, end = w ? date_at(s, start, to) : 0;
    if (end <= start)
        return at;
    int value, least = 1, most = to->month ? 12 : 31, *part = to->month ? &from->month : &from->day;
    if (to->year && !to->month)
        least = FIRST_YEAR, most = LAST_YEAR, part = &from->year;
    if (*part || (to->year && to->month) || (to->month && to->day) || small_at(s, at, least, most, &value) == at)
        return at;
    *part = value;
    if (part == &from->year && from->month)
        return at;
    complete(to, from);
    return end;
}

static size_t closed_range_at(const scan *s, size_t at, const date *from, date *to) {
    const pack_word *w = word_at(s, WORD_RANGE, at);
    size_t start = w ? at + w->length : 0, end = w ? date_at(s, start, to) : 0;
    if (end <= start || !from->day != !to->day || (from->month && !to->month && !to->day))
        return at;
    complete(to, from);
    return end;
}

/* Two years without marks, as in the title of a plan. */
static size_t bare_years_at(const scan *s, size_t at, date *from, date *to) {
    unit u;
    size_t end = year_number_at(s, at, &from->year);
    const pack_word *w = end > at ? word_at(s, WORD_RANGE, end) : NULL;
    if (!w)
        return at;
    size_t start = end + w->length;
    end = year_number_at(s, start, &to->year);
    bool plain = end > start && !unit_at(s, end, &u) && !alnum_at(s, end) && !word_at(s, WORD_RANGE, end);
    return plain && from->year < to->year ? end : at;
}

size_t stretch_at(const scan *s, size_t at, moment *m) {
    size_t end = date_at(s, at, &m->from);
    m->to = m->from;
    size_t range = loose_range_at(s, end, &m->from, &m->to);
    if (range == end && end > at)
        range = closed_range_at(s, end, &m->from, &m->to);
    if (range == end)
        m->to = m->from;
    if (range == at)
        range = bare_years_at(s, at, &m->from, &m->to);
    return range;
}
