/* Plain decimals as text: exact, of any length. "-12.50" has a sign, digits and printed precision. */
#ifndef DCX_BASE_DECIMAL_H
#define DCX_BASE_DECIMAL_H

#include <stdint.h>

#include "base/arena.h"
#include "dcx.h"

/* value times ten to the power, in the arena. Zeros that the shift makes superfluous are left out. */
const char *decimal_shift(arena *a, const char *value, int power);
/* The value with the other sign; "" and zero stay. */
const char *decimal_negate(arena *a, const char *value);
/* The power of ten by which shifted is larger than value, both of the same digits; 0 where they are not. */
int decimal_power(const char *value, const char *shifted);

/* A count or a place of a document; empty for 0. */
dcx_text decimal_count(arena *a, uint64_t n);

/* part of whole in percent, rounded to at most two decimals. whole is not 0; both are below 10^12. */
const char *decimal_percent(arena *a, uint64_t part, uint64_t whole);

#endif
