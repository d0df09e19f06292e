/* Things that have one hash, together; two hashes that are equal count as the same thing. */
#ifndef DCX_COMPARE_GROUPS_H
#define DCX_COMPARE_GROUPS_H

#include <stdint.h>

#include "base/arena.h"

/* Hashes, numbered from 0 as they come. */
typedef struct numbering {
    uint64_t *hash;
    uint32_t count, room;
    uint32_t *slot; /* a hash table of the numbers, from 1; 0: free */
    size_t slots;   /* a power of two */
} numbering;

/* The hash's number, a new one where it had none. */
uint32_t numbering_add(numbering *n, arena *a, uint64_t hash);
/* The hash's number, or n->count. */
uint32_t numbering_find(const numbering *n, uint64_t hash);

typedef struct groups {
    numbering by;
    uint32_t *first; /* where each group begins in `item`, one more at the end */
    uint32_t *item;  /* numbers of things, those of a group in rising order */
} groups;

/* Takes time in proportion to their count. */
groups groups_make(arena *a, const uint64_t *hash, size_t count);

/* Makes bits of x depend on all of its bits. */
uint64_t spread(uint64_t x);

#endif
