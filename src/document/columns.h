/* Columns of what is set with white space: found from where the pieces of all rows stand. */
#ifndef DCX_DOCUMENT_COLUMNS_H
#define DCX_DOCUMENT_COLUMNS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* A piece of a row: words that stand close together. Any unit of length, the same for all. */
typedef struct segment {
    double left, right;
    uint32_t from, to; /* what the caller calls its characters */
    uint32_t column;   /* in which it stands, */
    uint32_t across;   /* and how many it reaches over */
    bool number;
    bool piece; /* it may be the end of a number; of a head: it stands in its column alone, which is known */
    bool opens; /* it holds a colon: it stands over what follows, or says what is so */
    bool close; /* it may belong to the piece before it: single characters that are set apart */
} segment;

typedef struct extent {
    double left, right;
} extent;

typedef struct columns {
    extent *at; /* from left to right */
    uint32_t count;
} columns;

/* The columns of rows that hold figures. row[i] to row[i + 1] are the segments of row i. */
columns columns_find(arena *a, const segment *all, const uint32_t *row, uint32_t rows);
/* Fills in the columns of the segments of one row; no two numbers share one where there is room. */
void columns_assign(const columns *c, segment *s, uint32_t count);
/* The same for a row of heads, which may stand beside their columns. below: which columns have heads below them, over
 * which these reach; NULL: none has. */
void columns_assign_heads(const columns *c, segment *s, uint32_t count, const bool *below);

#endif
