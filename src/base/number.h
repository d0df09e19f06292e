/* Exact rational numbers: two 64-bit integers, over libtommath where these do not do; and intervals of them. Immutable;
 * all of a pool are released together. */
#ifndef DCX_BASE_NUMBER_H
#define DCX_BASE_NUMBER_H

#include <stdbool.h>

#include "base/arena.h"

typedef struct number number;
typedef struct number_pool number_pool;

enum { NUMBER_DIGITS = 400 }; /* more digits than this are no number here */

/* The pool belongs to whoever owns mem; its functions jump to mem's trap when memory is lacking. */
number_pool *number_pool_new(memory *mem);
void number_pool_free(number_pool *p);
/* Where the pool stands, and back to there: numbers made in between are released. */
size_t number_pool_mark(const number_pool *p);
void number_pool_reset(number_pool *p, size_t mark);

/* A plain decimal ("-12.50"), or NULL: it is none, or too long. */
const number *number_parse(number_pool *p, const char *text, size_t length);
const number *number_of(number_pool *p, long n);
const number *number_power_of_ten(number_pool *p, int power);
const number *number_add(number_pool *p, const number *a, const number *b);
const number *number_subtract(number_pool *p, const number *a, const number *b);
const number *number_multiply(number_pool *p, const number *a, const number *b);
/* NULL when b is zero. */
const number *number_divide(number_pool *p, const number *a, const number *b);
/* -1, 0, 1. */
int number_compare(number_pool *p, const number *a, const number *b);
int number_sign(const number *a);
/* Decimal text with so many places (at most 40), rounded half away from zero. */
const char *number_text(number_pool *p, arena *a, const number *n, int places);
/* How many digits stand behind the point of a plain decimal. */
int decimal_places(const char *text, size_t length);
/* How many digits it is printed with, leading zeros not counted. */
int decimal_significant(const char *text, size_t length);

typedef struct interval {
    const number *low, *high; /* NULL: without bound */
} interval;

/* Whether they have a number in common. */
bool interval_meet(number_pool *p, interval a, interval b);
interval interval_add(number_pool *p, interval a, interval b);
interval interval_subtract(number_pool *p, interval a, interval b);
/* Of intervals above zero only (bounds missing or not above zero give a result without that bound). */
interval interval_divide(number_pool *p, interval a, interval b);

#endif
