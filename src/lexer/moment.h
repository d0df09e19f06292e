/* How the parts of a time are read: each reader looks at one offset and fills in what it finds of a moment, and returns
 * where that ends, or the offset it was given. For lexer/ alone. */
#ifndef DCX_LEXER_MOMENT_H
#define DCX_LEXER_MOMENT_H

#include "lexer/numeral.h"
#include "lexer/unit.h"

enum { FIRST_YEAR = 1800, LAST_YEAR = 2100 };

/* A whole number within bounds. */
size_t small_at(const scan *s, size_t at, int least, int most, int *value);
/* Four digits that can be a year. */
size_t year_number_at(const scan *s, size_t at, int *year);
/* So many ASCII digits at an offset, not one more: their value, or -1. */
int digits_at(const scan *s, size_t at, size_t count);
/* Behind the mark that follows the number at..end; `at` where none does. */
size_t marked(const scan *s, size_t at, size_t end, word_class mark);

/* time_date.c: a date or a range of dates. */
size_t stretch_at(const scan *s, size_t at, moment *m);

/* time_year.c: years that are written in other ways. */
size_t coded_at(const scan *s, size_t at, moment *m);       /* 24Q1, 1H23, FY2023, 2024E */
size_t double_year_at(const scan *s, size_t at, moment *m); /* 2025/26, 2021-23 */
size_t listed_year_at(const scan *s, size_t at, moment *m); /* the 2020 of "2020, 2021 and 2022 <year>" */
size_t era_year_at(const scan *s, size_t at, moment *m);    /* years that another era counts */
size_t short_year_at(const scan *s, size_t at, moment *m);  /* 22 <year> */
size_t short_years_at(const scan *s, size_t at, moment *m); /* 24-26 <year> */
size_t bare_year_at(const scan *s, size_t at, moment *m);   /* a year without its mark beside another year */

/* time_word.c: words of time. */
size_t plan_at(const scan *s, size_t at, moment *m);
size_t century_at(const scan *s, size_t at, moment *m);
size_t clock_at(const scan *s, size_t at, moment *m);
size_t edge_of_now_at(const scan *s, size_t at, moment *m);
size_t relative_month_at(const scan *s, size_t at, moment *m);
size_t relative_year_at(const scan *s, size_t at, moment *m);
size_t same_period_at(const scan *s, size_t at, moment *m);
size_t part_of_year_at(const scan *s, size_t at, moment *m);
/* The same right behind a year, where words that mean other things elsewhere are parts of it. */
size_t part_behind_year_at(const scan *s, size_t at, moment *m);

#endif
