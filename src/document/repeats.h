/* Short lines that a document repeats: running heads, and headings that its table of contents lists. */
#ifndef DCX_DOCUMENT_REPEATS_H
#define DCX_DOCUMENT_REPEATS_H

#include "base/arena.h"
#include "document/line.h"

typedef struct repeat {
    uint32_t line, last; /* the first and the last of the lines that are the same */
    uint32_t count;      /* how many there are */
    uint32_t left;       /* how many the caller has not passed yet */
    uint32_t interrupts, at_page;
    uint32_t number;    /* the last page number beside it */
    bool varies, falls; /* the numbers beside it differ; do not always rise */
} repeat;

typedef struct repeats repeats;

/* Gives every short line that comes again its entry (line.repeat). Two lines are the same if they differ in nothing but
 * white space, page numbers at their ends and the marks around them. */
repeats *repeats_new(arena *a, lines *all);
/* The entry of a line; NULL for a line that comes once, or is too long. */
repeat *repeats_of(repeats *r, const line *l);
/* Looks where the repeated body lines stand: running heads interrupt the text, or stand beside page numbers. */
void repeats_observe(repeats *r, const lines *all);
/* Sets running heads aside, as LINE_SKIP; the first of each only if first is true: it may be the title. */
void repeats_drop_heads(repeats *r, lines *all, bool first);

#endif
