/* Days, months and years, and how ISO 8601 writes stretches of them. */
#ifndef DCX_LEXER_CALENDAR_H
#define DCX_LEXER_CALENDAR_H

#include "base/arena.h"

typedef struct date {
    int year, month, day; /* 0: not said */
} date;

int days_in_month(int year, int month);
/* "2025", "2025-06" or "2025-06-30"; "" without a year. */
const char *date_text(arena *a, date d);
/* The stretch from one date to another, "" if it is one calendar year or has no year. */
const char *period_text(arena *a, date from, date to);
/* The first and the last day of what a date names. */
date first_day(date d);
date last_day(date d);

#endif
