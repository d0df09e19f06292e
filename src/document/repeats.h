/* Short lines that a document repeats: running heads, and headings that its table of contents lists. */
#ifndef DCX_DOCUMENT_REPEATS_H
#define DCX_DOCUMENT_REPEATS_H

#include "base/arena.h"
#include "document/line.h"

typedef struct repeat {
    uint32_t line;  /* the first of the lines that are the same; 0: free */
    uint32_t count; /* how many there are */
    uint32_t left;  /* how many the caller has not passed yet */
    uint32_t interrupts, at_page;
    uint32_t number; /* the last page number beside it */
    bool varies, falls; /* the numbers beside it differ; do not always rise */
} repeat;

typedef struct repeats repeats;

/* Two lines are the same without white space, page numbers at their ends and the marks around them. */
repeats *repeats_new(arena *a, const lines *all);
/* The entry of a line; NULL for a line that is too long. */
repeat *repeats_of(repeats *r, const lines *all, const line *l);
/* Sets aside, as LINE_SKIP, the body lines that are running heads. */
void repeats_drop_heads(repeats *r, lines *all);

#endif
