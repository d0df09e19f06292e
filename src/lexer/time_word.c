/* Words of time: parts of a year, plans, years and months counted from now. */
#include <string.h>

#include "lexer/moment.h"

/* ---- words of time ---- */

static int two_digits(const char *text) {
    return (text[0] - '0') * 10 + (text[1] - '0');
}

/* Where a word of a part of the year counts: value of the class. */
enum { ANYWHERE, BEHIND_YEAR, BEFORE_PART };

/* Whether a list goes on with other parts of the year: "the first and the second half". */
static bool part_follows(const scan *s, size_t at) {
    enum { PARTS = 4 };
    for (size_t n = 1; n < PARTS && at < s->length; n++) {
        const pack_word *join = pack_find(s->pack, WORD_JOIN, s->text + at, s->length - at);
        const pack_word *w = join && !join->value ? word_at(s, WORD_SPAN, at + join->length) : NULL;
        if (!w || w->value == BEHIND_YEAR)
            return false;
        if (w->value == ANYWHERE)
            return true;
        at += (size_t)join->length + w->length;
    }
    return false;
}

/* A part of the year: "01/06" in the pack. */
static size_t span_at(const scan *s, size_t at, moment *m, bool behind_year) {
    const pack_word *w = word_at(s, WORD_SPAN, at);
    if (!w || strlen(w->extra) != 5 || (w->value == BEHIND_YEAR && !behind_year))
        return at;
    size_t to = at + w->length;
    if ((w->value == BEFORE_PART && !part_follows(s, to)) || (rune_is_alpha(s->text[at]) && alnum_at(s, to)))
        return at;
    m->from.month = two_digits(w->extra);
    m->to.month = two_digits(w->extra + 3);
    return to;
}

/* "The first eleven months." */
static size_t first_months_at(const scan *s, size_t at, moment *m) {
    const pack_word *w = word_at(s, WORD_FIRST_MONTHS, at);
    int months = 0;
    size_t from = at + (w ? w->length : 0);
    size_t end = w ? marked(s, from, small_at(s, from, 2, 12, &months), WORD_MONTH_COUNT) : from;
    if (end == from)
        return at;
    m->from.month = 1;
    m->to.month = months;
    return end;
}

size_t plan_at(const scan *s, size_t at, moment *m) {
    const pack_word *w = word_at(s, WORD_PLAN, at);
    if (!w || strlen(w->extra) != 9)
        return at;
    m->from.year = two_digits(w->extra) * 100 + two_digits(w->extra + 2);
    m->to.year = two_digits(w->extra + 5) * 100 + two_digits(w->extra + 7);
    m->reference = TIME_OWN;
    return at + w->length;
}

/* Centuries and decades: passed over, they date no figure. */
size_t century_at(const scan *s, size_t at, moment *m) {
    enum { CENTURY = 100, CENTURIES = 30, DECADE = 10 };
    int value = 0;
    size_t to = at, end;
    for (int part = CENTURY; part >= DECADE; part /= DECADE) {
        end = small_at(s, to, 1, part == CENTURY ? CENTURIES : LAST_YEAR, &value);
        const pack_word *w = end > to ? word_at(s, WORD_ERA, end) : NULL;
        if (!w || w->value != part)
            continue;
        to = end + w->length;
        m->clock = true;
    }
    return to;
}

size_t clock_at(const scan *s, size_t at, moment *m) {
    int hours = 0, minutes = 0;
    size_t end = digit_at(s, at) ? small_at(s, at, 0, 24, &hours) : at;
    const pack_word *w = end > at ? word_at(s, WORD_CLOCK, end) : NULL;
    if (!w || !w->value)
        return at;
    size_t to = end + w->length;
    end = small_at(s, to, 0, 59, &minutes);
    const pack_word *unit_of_minutes = end > to ? word_at(s, WORD_CLOCK, end) : NULL;
    m->clock = true;
    if (unit_of_minutes && !unit_of_minutes->value)
        return end + unit_of_minutes->length;
    return w->value == 1 ? to : at;
}

/* "At the end of the year", of the month or the quarter that is spoken of. */
size_t edge_of_now_at(const scan *s, size_t at, moment *m) {
    const pack_word *year = word_at(s, WORD_YEAR_MARK, at), *month = word_at(s, WORD_MONTH_MARK, at);
    const pack_word *quarter = word_at(s, WORD_QUARTER_MARK, at);
    const pack_word *mark = year ? year : month ? month : quarter;
    const pack_word *edge = mark ? word_at(s, WORD_EDGE, at + mark->length) : NULL;
    if (!edge)
        return at;
    if (!year)
        m->reference = month ? TIME_MONTHS : TIME_QUARTERS;
    m->edge = edge->value;
    return at + mark->length + edge->length;
}

/* This month, the quarter before. */
size_t relative_month_at(const scan *s, size_t at, moment *m) {
    const pack_word *w = word_at(s, WORD_RELATIVE_MONTH, at);
    if (!w)
        return at;
    m->reference = *w->extra ? TIME_QUARTERS : TIME_MONTHS;
    m->shift = w->value;
    return at + w->length;
}

static size_t part_at(const scan *s, size_t at, moment *m, bool behind_year) {
    size_t end = span_at(s, at, m, behind_year);
    return end > at ? end : first_months_at(s, at, m);
}

size_t part_of_year_at(const scan *s, size_t at, moment *m) {
    return part_at(s, at, m, false);
}

size_t part_behind_year_at(const scan *s, size_t at, moment *m) {
    return part_at(s, at, m, true);
}

/* This year, last year, and what part of it. */
size_t relative_year_at(const scan *s, size_t at, moment *m) {
    const pack_word *w = word_at(s, WORD_RELATIVE_YEAR, at);
    if (!w)
        return at;
    size_t to = at + w->length, end = stretch_at(s, to, m);
    if (end > to && (m->from.year || m->to.year)) {
        *m = (moment){.edge = -1};
        end = to;
    }
    if (end == to)
        end = part_behind_year_at(s, to, m);
    int year = s->now.spoken && !strcmp(w->extra, "spoken") ? s->now.spoken : s->now.year;
    m->reference = TIME_COUNTED;
    m->spoken = !strcmp(w->extra, "spoken");
    m->shift = w->value;
    m->from.year = m->to.year = year ? year + w->value : 0;
    m->relative = end == to && !strcmp(w->extra, "base");
    return end;
}

size_t same_period_at(const scan *s, size_t at, moment *m) {
    const pack_word *w = word_at(s, WORD_SAME_PERIOD, at);
    if (!w)
        return at;
    m->relative = true;
    m->reference = *w->extra ? TIME_DAY : TIME_SAME;
    return at + w->length;
}
