/* Plain decimals as text ("-41.06"): exact at any length. Results are in the arena. */
#ifndef DCX_LEXER_DECIMAL_H
#define DCX_LEXER_DECIMAL_H

#include <stdint.h>

#include "base/arena.h"

/* value times ten to the power; the digits stay as they are, only the point moves. */
const char *decimal_shift(arena *a, const char *value, int power);
const char *decimal_negate(arena *a, const char *value);
/* part of whole in percent, rounded to at most two decimals. whole is not 0; both are below 10^12. */
const char *decimal_percent(arena *a, uint64_t part, uint64_t whole);

#endif
