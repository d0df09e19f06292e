/* Dates, years and periods, against what "now" is. */
#include <string.h>

#include "lexer/calendar.h"
#include "lexer/figure.h"
#include "lexer/numeral.h"
#include "lexer/unit.h"

enum { FIRST_YEAR = 1800, LAST_YEAR = 2100 };

/* What may stand behind a numeral that is a time. */
static const uint64_t DATE_MARKS = CLASS_BIT(WORD_YEAR_MARK) | CLASS_BIT(WORD_MONTH_MARK) | CLASS_BIT(WORD_DAY_MARK) |
                                   CLASS_BIT(WORD_RANGE) | CLASS_BIT(WORD_ERA) | CLASS_BIT(WORD_CLOCK);

/* What a phrase of time says, before "now" fills it in. */
typedef struct moment {
    date from, to;
    bool settled;  /* it has a year of its own, or one that counts from now */
    bool relative; /* it names a base of comparison, or refers to a time named elsewhere */
    bool clock;    /* a time of day */
    bool as_of, since;
    int edge; /* 1: its end, 0: its beginning, -1: neither */
} moment;

/* ---- numbers in dates ---- */

static size_t small_at(const scan *s, size_t at, int least, int most, int *value) {
    numeral n;
    if (!numeral_at(s, at, &n) || !n.whole || n.scale || n.bare || n.high != n.low || n.low < (uint64_t)least ||
        n.low > (uint64_t)most)
        return at;
    *value = (int)n.low;
    return n.to;
}

static size_t year_number_at(const scan *s, size_t at, int *year) {
    enum { YEAR_DIGITS = 4 };
    numeral n;
    if (!numeral_at(s, at, &n) || !n.whole || n.to - at != YEAR_DIGITS || n.form == NUMERAL_COMPUTED ||
        n.low < FIRST_YEAR || n.low > LAST_YEAR)
        return at;
    *year = (int)n.low;
    return n.to;
}

static size_t marked(const scan *s, size_t at, size_t end, word_class mark) {
    const pack_word *w = end > at ? word_at(s, mark, end) : NULL;
    return w ? end + w->length : at;
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

static size_t stretch_at(const scan *s, size_t at, moment *m) {
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

/* ---- words of time ---- */

static int two_digits(const char *text) {
    return (text[0] - '0') * 10 + (text[1] - '0');
}

/* A part of the year: "01/06" in the pack. */
static size_t span_at(const scan *s, size_t at, moment *m) {
    const pack_word *w = word_at(s, WORD_SPAN, at);
    if (!w || strlen(w->extra) != 5)
        return at;
    m->from.month = two_digits(w->extra);
    m->to.month = two_digits(w->extra + 3);
    return at + w->length;
}

/* "The first eleven months." */
static size_t first_months_at(const scan *s, size_t at, moment *m) {
    const pack_word *w = word_at(s, WORD_TOP, at);
    int months = 0;
    size_t from = at + (w ? w->length : 0);
    size_t end = w ? marked(s, from, small_at(s, from, 2, 12, &months), WORD_MONTH_COUNT) : from;
    if (end == from)
        return at;
    m->from.month = 1;
    m->to.month = months;
    return end;
}

static size_t plan_at(const scan *s, size_t at, moment *m) {
    const pack_word *w = word_at(s, WORD_PLAN, at);
    if (!w || strlen(w->extra) != 9)
        return at;
    m->from.year = two_digits(w->extra) * 100 + two_digits(w->extra + 2);
    m->to.year = two_digits(w->extra + 5) * 100 + two_digits(w->extra + 7);
    m->settled = true;
    return at + w->length;
}

/* Centuries and decades: passed over, they date no figure. */
static size_t era_at(const scan *s, size_t at, moment *m) {
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

static size_t clock_at(const scan *s, size_t at, moment *m) {
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

/* "At the end of the year", of the year or month that is now. */
static size_t edge_of_now_at(const scan *s, size_t at, moment *m) {
    const pack_word *year = word_at(s, WORD_YEAR_MARK, at), *month = word_at(s, WORD_MONTH_MARK, at);
    const pack_word *mark = year ? year : month, *edge = mark ? word_at(s, WORD_EDGE, at + mark->length) : NULL;
    if (!edge)
        return at;
    if (month)
        m->from.month = m->to.month = s->now.month;
    m->relative = month && !s->now.month;
    m->edge = edge->value;
    return at + mark->length + edge->length;
}

static size_t relative_month_at(const scan *s, size_t at, moment *m) {
    const pack_word *w = word_at(s, WORD_RELATIVE_MONTH, at);
    if (!w)
        return at;
    if (!s->now.month || !s->now.year) {
        m->relative = true;
        return at + w->length;
    }
    int months = s->now.year * 12 + s->now.month - 1 + w->value;
    m->from = m->to = (date){months / 12, months % 12 + 1, 0};
    return at + w->length;
}

static size_t part_of_year_at(const scan *s, size_t at, moment *m) {
    size_t end = span_at(s, at, m);
    return end > at ? end : first_months_at(s, at, m);
}

/* This year, last year, and what part of it. */
static size_t relative_year_at(const scan *s, size_t at, moment *m) {
    const pack_word *w = word_at(s, WORD_RELATIVE_YEAR, at);
    if (!w)
        return at;
    size_t to = at + w->length, end = stretch_at(s, to, m);
    if (end > to && (m->from.year || m->to.year)) {
        *m = (moment){.edge = -1};
        end = to;
    }
    if (end == to)
        end = part_of_year_at(s, to, m);
    int year = s->now.spoken && !strcmp(w->extra, "spoken") ? s->now.spoken : s->now.year;
    m->settled = year > 0;
    m->from.year = m->to.year = year ? year + w->value : 0;
    m->relative = end == to && !strcmp(w->extra, "base");
    return end;
}

static size_t same_period_at(const scan *s, size_t at, moment *m) {
    const pack_word *w = word_at(s, WORD_SAME_PERIOD, at);
    if (w)
        m->relative = true;
    return at + (w ? w->length : 0);
}

/* Whether what stands behind the numeral at an offset can make it a time: a mark of a date or of a clock, a range. */
static bool is_dated(const scan *s, size_t at) {
    enum { YEAR_DIGITS = 4 };
    numeral n;
    if (!numeral_at(s, at, &n))
        return false;
    char32_t mark = rune_at(s, at + YEAR_DIGITS); /* points of a date may have been read as a decimal's */
    return may_begin(s, DATE_MARKS, n.to) || mark == '-' || mark == '.' || mark == '/';
}

static size_t core_at(const scan *s, size_t at, moment *m) {
    static const struct {
        size_t (*read)(const scan *, size_t, moment *);
        uint64_t begins; /* classes that it begins with */
        bool numeric;    /* it begins with a numeral */
    } form[] = {{plan_at, CLASS_BIT(WORD_PLAN), false},
                {relative_year_at, CLASS_BIT(WORD_RELATIVE_YEAR), false},
                {era_at, 0, true},
                {stretch_at, 0, true},
                {part_of_year_at, CLASS_BIT(WORD_SPAN) | CLASS_BIT(WORD_TOP), false},
                {edge_of_now_at, CLASS_BIT(WORD_YEAR_MARK) | CLASS_BIT(WORD_MONTH_MARK), false},
                {relative_month_at, CLASS_BIT(WORD_RELATIVE_MONTH), false},
                {same_period_at, CLASS_BIT(WORD_SAME_PERIOD), false},
                {clock_at, 0, true}};
    bool as_of = m->as_of, dated = is_dated(s, at);
    for (size_t i = 0; i < sizeof form / sizeof *form; i++) {
        if (form[i].numeric ? !dated : !may_begin(s, form[i].begins, at))
            continue;
        *m = (moment){.edge = -1, .as_of = as_of};
        size_t end = form[i].read(s, at, m);
        if (end > at)
            return end;
    }
    return at;
}

/* What may follow: a part of the year named, "during", "at the end of", "since". */
static size_t tail_at(const scan *s, size_t to, moment *m) {
    size_t end;
    if (m->from.year && m->from.year == m->to.year && !m->from.month && (end = part_of_year_at(s, to, m)) > to)
        to = end;
    if (m->to.day && (end = clock_at(s, to, &(moment){0})) > to)
        to = end;
    const pack_word *w = word_at(s, WORD_WITHIN, to);
    to += w ? w->length : 0;
    w = m->to.month ? NULL : word_at(s, WORD_YEAR_MARK, to);
    const pack_word *edge = w ? word_at(s, WORD_EDGE, to + w->length) : word_at(s, WORD_EDGE, to);
    if (edge && m->edge < 0 && !m->to.day && !m->clock) {
        to += (size_t)edge->length + (w ? w->length : 0U);
        m->edge = edge->value;
        m->relative &= !m->settled;
    }
    if ((w = word_at(s, WORD_SAME_PERIOD, to)) && *w->extra == '\0') {
        m->relative = true;
        to += w->length;
    }
    if ((w = word_at(s, WORD_SINCE, to))) {
        m->since = true;
        to += w->length;
    }
    return to;
}

/* ---- the token ---- */

static const char *period_of(const scan *s, const moment *m) {
    if (m->edge == 1)
        return date_text(s->a, last_day(m->to));
    if (m->edge == 0)
        return date_text(s->a, first_day(m->from));
    bool one = m->from.year == m->to.year && m->from.month == m->to.month;
    if (m->as_of && !m->to.day && !(one && m->to.month))
        return date_text(s->a, last_day(m->to));
    if (m->as_of)
        return date_text(s->a, m->to);
    return m->since && m->from.year == m->to.year ? "" : period_text(s->a, m->from, m->to);
}

static void fill(const scan *s, const moment *m, token *t) {
    date from = m->from, to = m->to;
    moment known = *m;
    if (!to.year && !m->clock && !m->relative)
        to.year = s->led ? s->led : s->now.year;
    if (!from.year)
        from.year = to.year;
    if (to.day && !to.month)
        from.month = to.month = s->now.month;
    known.from = from, known.to = to;
    t->year = to.year;
    t->as_of = m->as_of || m->edge >= 0;
    if (!to.year || m->clock || m->relative || (to.day && (!to.month || to.day > days_in_month(to.year, to.month))))
        t->period = "";
    else
        t->period = period_of(s, &known);
    if (m->relative)
        t->form = TIME_RELATIVE;
    else if (t->as_of || to.day || m->clock)
        t->form = TIME_POINT;
    else
        t->form = from.year == to.year && !*period_text(s->a, from, to) ? TIME_YEAR : TIME_RANGE;
}

size_t time_at(const scan *s, size_t at, token *t) {
    const pack_word *as_of = word_at(s, WORD_AS_OF, at);
    size_t from = at + (as_of ? as_of->length : 0);
    moment m = {.as_of = as_of != NULL};
    size_t end = core_at(s, from, &m);
    if (end == from)
        return at;
    end = tail_at(s, end, &m);
    *t = token_new(TOKEN_TIME, at, end);
    fill(s, &m, t);
    return end;
}

size_t recent_at(const scan *s, size_t at, token *t) {
    const pack_word *w = word_at(s, WORD_RECENT, at);
    int count = 0;
    size_t from = at + (w ? w->length : 0), number = w ? small_at(s, from, 2, 100, &count) : from;
    if (number == from)
        return at;
    const pack_word *year = word_at(s, WORD_YEAR_MARK, number), *month = word_at(s, WORD_MONTH_COUNT, number);
    if (!year && !(month && w->value))
        return at;
    size_t end = number + (year ? year : month)->length;
    const pack_word *since = word_at(s, WORD_SINCE, end);
    *t = token_new(TOKEN_SPAN, at, end + (since ? since->length : 0));
    t->value = arena_print(s->a, "%d", count);
    t->recent = true;
    t->year = s->now.year;
    if (year && s->now.year)
        t->period = arena_print(s->a, "%04d/%04d", s->now.year - count + 1, s->now.year);
    return t->to;
}
