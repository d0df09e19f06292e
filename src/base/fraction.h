/* Fractions of 64-bit integers, exact or not at all: what does not fit is told, never wrapped. For number.c alone. */
#ifndef DCX_BASE_FRACTION_H
#define DCX_BASE_FRACTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* bottom is above zero, they have no common divisor, and neither is INT64_MIN. */
typedef struct fraction {
    int64_t top, bottom;
} fraction;

/* False: the result, or what it takes to find it, does not fit. */
bool fraction_sum(fraction a, fraction b, bool minus, fraction *out);
bool fraction_multiply(fraction a, fraction b, fraction *out);
/* b is not zero. */
bool fraction_divide(fraction a, fraction b, fraction *out);
/* -1, 0, 1 */
bool fraction_compare(fraction a, fraction b, int *order);
bool fraction_power_of_ten(int power, fraction *out);
/* Digits, perhaps behind a minus, of which so many stand behind the point. */
bool fraction_parse(const char *digits, int places, fraction *out);
/* The size times so many tens, rounded half up. */
bool fraction_round(fraction a, int places, int64_t *out);

#endif
