#include "lexer/calendar.h"

#include <stdbool.h>

int days_in_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

const char *date_text(arena *a, date d) {
    if (!d.year)
        return "";
    if (!d.month)
        return arena_print(a, "%04d", d.year);
    if (!d.day)
        return arena_print(a, "%04d-%02d", d.year, d.month);
    return arena_print(a, "%04d-%02d-%02d", d.year, d.month, d.day);
}

static bool same(date a, date b) {
    return a.year == b.year && a.month == b.month && a.day == b.day;
}

const char *period_text(arena *a, date from, date to) {
    if (!from.year || !to.year)
        return "";
    bool whole = from.year == to.year && from.month <= 1 && !from.day && !to.day && (!to.month || to.month == 12) &&
                 !from.month == !to.month;
    if (whole)
        return "";
    if (same(from, to))
        return date_text(a, from);
    return arena_print(a, "%s/%s", date_text(a, from), date_text(a, to));
}

date first_day(date d) {
    return (date){d.year, d.month ? d.month : 1, d.day ? d.day : 1};
}

date last_day(date d) {
    int month = d.month ? d.month : 12;
    return (date){d.year, month, d.day ? d.day : days_in_month(d.year, month)};
}
