/* Pairs of the greatest total weight, each item in one pair at most. */
#ifndef DCX_COMPARE_ASSIGN_H
#define DCX_COMPARE_ASSIGN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

typedef struct edge {
    int64_t weight;       /* above zero */
    uint32_t left, right; /* numbers of the items */
    uint32_t component;   /* set by assign */
    int score;
    unsigned flags;
    bool chosen;
} edge;

/* Chooses among edges of lefts times rights items. Items that compete directly or through others are solved together
 * exactly where they are few, by descending weight where they are many. Weights that differ make the result the same
 * when left and right are exchanged. Takes time and memory from the arena in proportion to the edges. */
void assign(arena *a, edge *e, size_t edges, size_t lefts, size_t rights);

#endif
