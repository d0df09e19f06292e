/* What can be told of every match of a pattern from the way it is written. */
#ifndef DCX_BASE_REGEX_OUTLINE_H
#define DCX_BASE_REGEX_OUTLINE_H

#include "base/regex_needs.h"

/* What is known of a pattern, as far as it is written in a way that is understood here. Stands in the arena. */
typedef struct regex_outline {
    regex_needs needs;
    const regex_edge *first, *last; /* what a text that matches begins and ends with */
    const regex_start *start;       /* how a match that is anchored begins; NULL: that is not known */
    const regex_lead *lead;         /* where it does not begin with its first figure; NULL: that is not known */
} regex_outline;
regex_outline regex_outline_of(arena *a, runes pattern, regex_use use);

#endif
