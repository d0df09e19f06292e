/* Periods that a spreadsheet took for dates. */
#include <string.h>

#include "lexer/fold.h"
#include "record/records.h"

enum { PARTS = 6, MONTHS = 12 };

/* The numbers of a date as it is shown, and the month where it is a word. */
typedef struct parts {
    int number[PARTS];
    size_t width[PARTS]; /* digits */
    size_t count;
    size_t before; /* numbers before the word */
    int month;     /* 0: no word */
} parts;

typedef struct day {
    int year, month, day; /* day 0: the month */
} day;

static int month_of(runes word) {
    static const char names[MONTHS][10] = {"january", "february", "march",     "april",   "may",      "june",
                                           "july",    "august",   "september", "october", "november", "december"};
    for (int m = 0; m < MONTHS; m++) {
        size_t n = 0;
        while (n < word.length && names[m][n] && (word.at[n] | 0x20) == (char32_t)names[m][n])
            n++;
        if (n >= 3 && n == word.length)
            return m + 1;
    }
    return 0;
}

static size_t run(runes t, size_t at, bool (*is)(char32_t)) {
    size_t n = 0;
    while (at + n < t.length && is(t.at[at + n]))
        n++;
    return n;
}

/* False where there is a word that is no month, or a number that no date has. */
static bool split(runes t, parts *p) {
    *p = (parts){.count = 0};
    for (size_t i = 0; i < t.length;) {
        size_t number = run(t, i, rune_is_digit), word = run(t, i, rune_is_alpha);
        if (number > 5 || (number && p->count == PARTS))
            return false;
        if (number) {
            p->width[p->count] = number;
            for (size_t k = 0; k < number; k++)
                p->number[p->count] = p->number[p->count] * 10 + (int)(t.at[i + k] - '0');
            p->count++;
        }
        if (word > 1) { /* single letters stand between date and time */
            if (p->month || !(p->month = month_of((runes){t.at + i, word})))
                return false;
            p->before = p->count;
        }
        i += number + word ? number + word : 1;
    }
    return p->count > 0;
}

/* A date may have a time, which is midnight. */
static void drop_time(parts *p) {
    while (p->count > (p->month ? 2 : 3) && p->number[p->count - 1] == 0)
        p->count--;
    if (p->count == 2 && p->width[0] == 5 && p->number[1] == 0)
        p->count = 1;
}

/* Two digits are those of the record's year, else as spreadsheets take them. */
static int whole_year(int number, size_t width, int year) {
    if (width == 4 || (year && number == year % 100))
        return width == 4 ? number : year;
    return number < 30 ? 2000 + number : 1900 + number;
}

static int days_in(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

/* The number of a day, as spreadsheets count them: 1 is the first of January 1900, which they take for a leap year. */
static day from_serial(int serial) {
    int left = serial - 2;
    day d = {1900, 1, 0};
    for (; left >= (days_in(d.year, 2) == 29 ? 366 : 365); d.year++)
        left -= days_in(d.year, 2) == 29 ? 366 : 365;
    for (; left >= days_in(d.year, d.month); d.month++)
        left -= days_in(d.year, d.month);
    d.day = left + 1;
    return d;
}

static runes without_spaces(arena *a, runes text) {
    char32_t *out = arena_array(a, text.length + 1, sizeof *out);
    size_t n = 0;
    for (size_t i = 0; i < text.length; i++)
        if (!rune_is_space(text.at[i]))
            out[n++] = text.at[i];
    return (runes){out, n};
}

/* Whether the text prints the number, and second (unless it is 0) behind it after a single character that does not
 * join them to one number. */
static bool prints(runes text, int first, int second) {
    int before = -1;
    size_t end = 0;
    for (size_t i = 0; i < text.length; i++) {
        size_t n = run(text, i, rune_is_digit);
        if (!n)
            continue;
        int number = 0;
        for (size_t k = 0; k < n && k < 5; k++)
            number = number * 10 + (int)(text.at[i + k] - '0');
        bool apart = i == end + 1 && text.at[end] != '.' && text.at[end] != ',';
        if (second ? before == first && number == second && apart : number == first)
            return true;
        before = number;
        end = i + n;
        i = end - 1;
    }
    return false;
}

/* Which of two numbers is the month as the sentence has it, 0: it does not say. */
static int month_in(runes text, int a, int b, int year) {
    const int pair[][3] = {{year, a, a}, {year, b, b}, {a, b, a}, {b, a, b}};
    for (size_t i = 0; i < sizeof pair / sizeof *pair; i++)
        if (prints(text, pair[i][0], pair[i][1]))
            return pair[i][2];
    return prints(text, a, 0) == prints(text, b, 0) ? 0 : prints(text, a, 0) ? a : b;
}

/* Which of two numbers is the month, 0: it may be either. */
static int which_month(int a, int b, int year, date_order order, runes text) {
    if (order != ORDER_UNKNOWN)
        return order == MONTH_FIRST ? a : b;
    if (a > MONTHS || b > MONTHS || a == b)
        return a > MONTHS ? b : a;
    int month = month_in(text, a, b, year);
    if (!month && (a == 1 || b == 1)) /* months are far more frequent than days, and become their first day */
        month = a == 1 ? b : a;
    return month;
}

/* A month in words has its year before or behind it, and may have a day. */
static day with_word(const parts *p, int year) {
    const int *n = p->number;
    if (p->count == 1 && p->before && p->width[0] < 3 && year && n[0] != year % 100)
        return (day){year, p->month, n[0]};
    if (p->count == 1)
        return (day){whole_year(n[0], p->width[0], year), p->month, 0};
    bool first = p->width[0] == 4;
    return (day){whole_year(n[!first], p->width[!first], year), p->month, n[first]};
}

static day with_numbers(const parts *p, int year, date_order order, runes text) {
    const int *n = p->number;
    size_t last = p->count - 1;
    bool front = p->width[0] == 4 || (p->width[last] < 3 && year && n[0] == year % 100);
    if (p->count == 2 && p->width[0] < 3 && p->width[1] < 3)
        return (day){year, n[0], n[1]}; /* the year is not shown */
    day d = {whole_year(n[front ? 0 : last], p->width[front ? 0 : last], year), n[front], 0};
    if (p->count == 2)
        return d;
    if (front)
        return (day){d.year, n[1], n[2]};
    d.month = which_month(n[0], n[1], d.year, order, text);
    d.day = d.month == n[0] ? n[1] : n[0];
    return d;
}

/* A day with the month 0 where it cannot be told. */
static day understand(runes cell, int year, date_order order, runes text) {
    parts p;
    const day none = {0, 0, 0};
    if (!split(cell, &p))
        return none;
    drop_time(&p);
    day d = none;
    if (p.month && p.count <= 2)
        d = with_word(&p, year);
    else if (!p.month && p.count == 1 && p.width[0] == 5)
        d = from_serial(p.number[0]);
    else if (!p.month && (p.count == 2 || p.count == 3))
        d = with_numbers(&p, year, order, text);
    if (d.year < 1000 || d.year > 9999 || d.month < 1 || d.month > MONTHS || d.day > days_in(d.year, d.month))
        return none;
    /* The first of a month is what a spreadsheet makes of the month, unless the sentence speaks of the day. */
    if (d.day == 1 && !prints(text, d.month, 1))
        d.day = 0;
    return d;
}

/* The length of a year, month or day in ISO 8601 at the beginning of the text, 0: there is none. */
static size_t iso_length(dcx_text t) {
    static const char pattern[] = "0000-00-00";
    size_t n = 0;
    while (n < t.length && n < sizeof pattern - 1 &&
           (pattern[n] == '-' ? t.at[n] == '-' : rune_is_digit((unsigned char)t.at[n])))
        n++;
    return n == 4 || n == 7 || n == 10 ? n : 0;
}

/* A day or interval as it is written in record files. */
static bool is_period(dcx_text t) {
    size_t first = iso_length(t);
    if (!first || first == t.length || t.at[first] != '/')
        return first && first == t.length;
    dcx_text rest = {t.at + first + 1, t.length - first - 1};
    return rest.length && iso_length(rest) == rest.length;
}

/* One or two digits at *p, which is then behind them; 0: there are none. */
static int short_number(const char **p, const char *end) {
    int n = 0;
    for (int i = 0; i < 2 && *p < end && rune_is_digit((unsigned char)**p); i++)
        n = n * 10 + *(*p)++ - '0';
    return n;
}

/* A single date that can be read in one way only tells how all are written. */
date_order repair_date_order(dcx_text content) {
    const char *end = content.at + content.length;
    for (const char *p = content.at; p < end; p++) {
        const char *at = p;
        if ((p > content.at && rune_is_digit((unsigned char)p[-1])) || !rune_is_digit((unsigned char)*p))
            continue;
        int first = short_number(&at, end);
        char mark = at < end ? *at++ : 0;
        int second = strchr("/.-", mark) ? short_number(&at, end) : 0;
        bool dated = second && end - at > 4 && *at == mark && iso_length((dcx_text){at + 1, 4}) == 4;
        if (dated && first <= 31 && second <= 31 && (first > MONTHS) != (second > MONTHS))
            return first > MONTHS ? DAY_FIRST : MONTH_FIRST;
    }
    return ORDER_UNKNOWN;
}

dcx_status repair_period(intake *in, dcx_text field[DCX_RECORD_FIELDS], runes text) {
    dcx_text *cell = &field[DCX_PERIOD];
    arena *a = &in->row;
    if (!cell->length || is_period(*cell))
        return DCX_OK;
    int year = 0;
    for (size_t i = 0; i < field[DCX_YEAR].length; i++)
        year = year * 10 + (field[DCX_YEAR].at[i] - '0');
    runes shown = fold(a, utf8_to_runes(a, cell->at, cell->length));
    day d = understand(shown, year, in->order, without_spaces(a, text));
    if (!d.month)
        return records_fail_at(
            in, DCX_PERIOD, "write it as 2024-12, 2024-12-31 or 2024-01/2024-06",
            arena_print(a, "'%s' is no day or period that can be understood", records_show(in, *cell)));
    const char *out = arena_print(a, d.day ? "%04d-%02d-%02d" : "%04d-%02d", d.year, d.month, d.day);
    records_warn_at(in, DCX_PERIOD, arena_print(a, "'%s' is read as %s", records_show(in, *cell), out));
    *cell = text_of_c(out);
    return DCX_OK;
}
