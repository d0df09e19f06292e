/* Times: dates, years and periods, against what "now" is. */
#include <string.h>

#include "lexer/figure.h"
#include "lexer/moment.h"

/* What may stand behind a numeral that is a time. */
static const uint64_t DATE_MARKS = CLASS_BIT(WORD_YEAR_MARK) | CLASS_BIT(WORD_MONTH_MARK) | CLASS_BIT(WORD_DAY_MARK) |
                                   CLASS_BIT(WORD_RANGE) | CLASS_BIT(WORD_ERA) | CLASS_BIT(WORD_CLOCK);

/* Whether what stands behind the numeral at an offset can make it a time: a mark of a date or of a clock, a range. */
static bool is_dated(const scan *s, size_t at) {
    enum { YEAR_DIGITS = 4 };
    numeral n;
    if (!numeral_at(s, at, &n))
        return false;
    char32_t mark = rune_at(s, at + YEAR_DIGITS); /* points of a date may have been read as a decimal's */
    return may_begin(s, DATE_MARKS, n.to) || mark == '-' || mark == '.' || mark == '/';
}

/* What a time begins with. */
typedef enum beginning { WITH_WORD, WITH_NUMERAL, WITH_DIGIT, WITH_LETTER_OR_DIGIT } beginning;

static bool can_begin(const scan *s, size_t at, beginning with, uint64_t begins, bool dated) {
    switch (with) {
    case WITH_NUMERAL: return dated;
    case WITH_DIGIT: return digit_at(s, at);
    case WITH_LETTER_OR_DIGIT: return alnum_at(s, at);
    default: return may_begin(s, begins, at);
    }
}

static size_t core_at(const scan *s, size_t at, moment *m) {
    static const struct {
        size_t (*read)(const scan *, size_t, moment *);
        uint64_t begins; /* classes of the words that it begins with */
        beginning with;
    } form[] = {{plan_at, CLASS_BIT(WORD_PLAN), WITH_WORD},
                {era_year_at, CLASS_BIT(WORD_ERA_YEAR), WITH_WORD},
                {relative_year_at, CLASS_BIT(WORD_RELATIVE_YEAR), WITH_WORD},
                {coded_at, 0, WITH_LETTER_OR_DIGIT},
                {double_year_at, 0, WITH_DIGIT},
                {listed_year_at, 0, WITH_DIGIT},
                {century_at, 0, WITH_NUMERAL},
                {stretch_at, 0, WITH_NUMERAL},
                {short_year_at, 0, WITH_DIGIT},
                {short_years_at, 0, WITH_DIGIT},
                {bare_year_at, 0, WITH_DIGIT},
                {part_of_year_at, CLASS_BIT(WORD_SPAN) | CLASS_BIT(WORD_FIRST_MONTHS), WITH_WORD},
                {edge_of_now_at, CLASS_BIT(WORD_YEAR_MARK) | CLASS_BIT(WORD_MONTH_MARK) | CLASS_BIT(WORD_QUARTER_MARK),
                 WITH_WORD},
                {relative_month_at, CLASS_BIT(WORD_RELATIVE_MONTH), WITH_WORD},
                {same_period_at, CLASS_BIT(WORD_SAME_PERIOD), WITH_WORD},
                {clock_at, 0, WITH_NUMERAL}};
    bool as_of = m->as_of, dated = is_dated(s, at);
    for (size_t i = 0; i < sizeof form / sizeof *form; i++) {
        if (!can_begin(s, at, form[i].with, form[i].begins, dated))
            continue;
        *m = (moment){.edge = -1, .as_of = as_of};
        size_t end = form[i].read(s, at, m);
        if (end > at)
            return end;
    }
    return at;
}

/* "The six months ended": behind the day on which they end. */
static size_t months_ended_at(const scan *s, size_t to, moment *m) {
    const pack_word *ended = m->as_of ? word_at(s, WORD_ENDED, to) : NULL;
    if (!ended || !m->to.month || !m->to.year)
        return to;
    int months = 0;
    size_t from = to + ended->length, end = marked(s, from, small_at(s, from, 2, 18, &months), WORD_MONTH_COUNT);
    const pack_word *year = word_at(s, WORD_YEAR_MARK, from);
    if (end == from) { /* no number of months: the year */
        if (!year)
            return to;
        months = 12;
        end = from + year->length;
    }
    int first = m->to.year * 12 + m->to.month - months;
    m->from = (date){first / 12, first % 12 + 1, 0};
    m->to.day = 0;
    m->as_of = false;
    return end;
}

/* What may follow: a part of the year named, "during", "at the end of", "since". */
static size_t tail_at(const scan *s, size_t to, moment *m) {
    size_t end;
    if (m->from.year && m->from.year == m->to.year && !m->from.month && (end = part_behind_year_at(s, to, m)) > to)
        to = end;
    to = months_ended_at(s, to, m);
    if (m->to.day && (end = clock_at(s, to, &(moment){0})) > to)
        to = end;
    const pack_word *w = word_at(s, WORD_WITHIN, to);
    to += w ? w->length : 0;
    w = m->to.month ? NULL : word_at(s, WORD_YEAR_MARK, to);
    const pack_word *edge = w ? word_at(s, WORD_EDGE, to + w->length) : word_at(s, WORD_EDGE, to);
    if (edge && m->edge < 0 && !m->to.day && !m->clock) {
        to += (size_t)edge->length + (w ? w->length : 0U);
        m->edge = edge->value;
        m->relative &= !m->from.year;
    }
    if ((w = word_at(s, WORD_SAME_PERIOD, to)) && *w->extra == '\0') {
        m->relative = m->same = true;
        to += w->length;
    }
    if ((w = word_at(s, WORD_SINCE, to))) {
        m->since = true;
        to += w->length;
    }
    return to;
}

/* ---- the token ---- */

static const char *period_of(arena *a, const moment *m) {
    if (m->edge == 1)
        return date_text(a, last_day(m->to));
    if (m->edge == 0)
        return date_text(a, first_day(m->from));
    bool one = m->from.year == m->to.year && m->from.month == m->to.month;
    if (m->as_of && !m->to.day && !(one && m->to.month))
        return date_text(a, last_day(m->to));
    if (m->as_of)
        return date_text(a, m->to);
    return m->since && m->from.year == m->to.year ? "" : period_text(a, m->from, m->to);
}

/* The months or the quarter that a time counts from the month that is spoken of. */
static void count_months(moment *m, int year, int month) {
    enum { YEAR_MONTHS = 12, QUARTER = 3 };
    bool quarter = m->reference == TIME_QUARTERS;
    if ((m->reference != TIME_MONTHS && !quarter) || !month || !year)
        return;
    int length = quarter ? QUARTER : 1;
    int first = (year * YEAR_MONTHS + month - 1) / length * length + m->shift * length, last = first + length - 1;
    m->from = (date){first / YEAR_MONTHS, first % YEAR_MONTHS + 1, 0};
    m->to = (date){last / YEAR_MONTHS, last % YEAR_MONTHS + 1, 0};
}

static bool is_unsettled(const moment *m) {
    const date to = m->to;
    bool counts = m->reference == TIME_MONTHS || m->reference == TIME_QUARTERS;
    return !to.year || m->clock || m->relative || (counts && !to.month) ||
           (to.day && (!to.month || to.day > days_in_month(to.year, to.month)));
}

void time_settle(arena *a, token *t, int year, int month) {
    moment m = t->moment;
    count_months(&m, year, month);
    bool counts = (m.reference == TIME_MONTHS || m.reference == TIME_QUARTERS) && !m.to.month;
    m.relative |= counts || m.reference == TIME_SAME || m.reference == TIME_DAY;
    if (!m.to.year && !m.clock && !m.relative)
        m.to.year = year;
    if (!m.from.year)
        m.from.year = m.to.year;
    if (m.to.day && !m.to.month)
        m.from.month = m.to.month = month;
    t->year = m.to.year;
    t->as_of = m.as_of || m.edge >= 0;
    t->period = is_unsettled(&m) ? "" : period_of(a, &m);
    if (m.relative)
        t->form = TIME_RELATIVE;
    else if (t->as_of || m.to.day || m.clock)
        t->form = TIME_POINT;
    else
        t->form = m.from.year == m.to.year && !*period_text(a, m.from, m.to) ? TIME_YEAR : TIME_RANGE;
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
    if (m.reference == TIME_YEARLESS && m.to.year)
        m.reference = TIME_OWN;
    t->moment = m;
    time_settle(s->a, t, s->led ? s->led : s->now.year, s->now.month);
    return end;
}

static size_t span_token(const scan *s, size_t at, size_t end, int count, int first, token *t) {
    *t = token_new(TOKEN_SPAN, at, end);
    t->value = arena_print(s->a, "%d", count);
    t->recent = true;
    t->moment.shift = first;
    return t->to;
}

/* So many years or months: how many, and where they end; *years: years. */
static size_t length_at(const scan *s, size_t at, int least, int *count, bool *years) {
    size_t number = small_at(s, at, least, 100, count);
    const pack_word *year = number > at ? word_at(s, WORD_YEAR_MARK, number) : NULL;
    const pack_word *month = number > at ? word_at(s, WORD_MONTH_COUNT, number) : NULL;
    *years = year && year->length == 1;
    if (!*years && !(month && month->length > 1))
        return at;
    return number + (*years ? year : month)->length;
}

/* What a span of years that ends so many years from now covers. */
static void cover_years(const scan *s, token *t, int first, int last) {
    int now = s->now.year;
    t->year = now ? now + last : 0;
    t->moment.to.year = t->year;
    t->moment.from.year = now ? now + first : 0;
    if (now && first != last)
        t->period = arena_print(s->a, "%04d/%04d", now + first, now + last);
}

/* "Three years ago", "within three years", "over the three years". */
static size_t span_behind_at(const scan *s, size_t at, token *t) {
    enum { LATELY, AGO, WITHIN };
    int count = 0;
    bool years;
    size_t end = length_at(s, at, 1, &count, &years);
    const pack_word *w = end > at ? word_at(s, WORD_SPAN_AFTER, end) : NULL;
    if (!w || (w->value == LATELY && count < 2))
        return at;
    end = span_token(s, at, end + w->length, count, 0, t);
    t->year = s->now.year;
    if (years && w->value == AGO) {
        cover_years(s, t, -count, -count);
        t->moment.reference = TIME_AGO;
    } else if (years && w->value == LATELY) {
        cover_years(s, t, 1 - count, 0);
    } else if (years) {
        cover_years(s, t, count, count);
        t->moment.reference = TIME_COMING;
    }
    return end;
}

size_t recent_at(const scan *s, size_t at, token *t) {
    const pack_word *past = word_at(s, WORD_RECENT, at), *coming = word_at(s, WORD_COMING, at);
    const pack_word *w = past ? past : coming;
    if (!w)
        return digit_at(s, at) || may_begin(s, CLASS_BIT(WORD_DIGIT) | CLASS_BIT(WORD_SCALE), at)
                   ? span_behind_at(s, at, t)
                   : at;
    int count = 0;
    bool years;
    size_t from = at + w->length, end = length_at(s, from, 2, &count, &years);
    if (end == from || (!years && !w->value))
        return at;
    const pack_word *since = word_at(s, WORD_SINCE, end), *within = word_at(s, WORD_SPAN_AFTER, end);
    end += since ? since->length : within && within->value != 1 ? within->length : 0U;
    end = span_token(s, at, end, count, 0, t);
    t->year = s->now.year;
    if (years && past) {
        cover_years(s, t, 1 - count, 0);
    } else if (years) {
        cover_years(s, t, 1, count);
        t->moment.reference = TIME_COMING;
    }
    return end;
}
