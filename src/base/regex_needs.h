/* What every match of a pattern holds: characters, and pairs of neighbours, one of each of several sets. A text that
 * has none of a set cannot match, which is found out without matching. */
#ifndef DCX_BASE_REGEX_NEEDS_H
#define DCX_BASE_REGEX_NEEDS_H

#include <stdint.h>

#include "base/arena.h"
#include "base/utf8.h"

/* The characters and pairs of a text, as bits of a hash. */
enum { TRAIT_BITS = 65536 };
typedef struct regex_traits {
    uint64_t bits[TRAIT_BITS / 64];
} regex_traits;

/* Notes what the text has. */
void regex_traits_add(regex_traits *t, runes text);

/* Sets of bits, one behind the other, each led by its length; ended by a length of 0. */
typedef const uint16_t *regex_needs;

/* What the pattern needs, as far as it is written in a way that is understood here; in the arena. */
regex_needs regex_needs_of(arena *a, runes pattern);
/* Their size in bytes. */
size_t regex_needs_size(regex_needs needs);
/* false: the text that has these traits cannot match. */
bool regex_needs_met(regex_needs needs, const regex_traits *t);

#endif
