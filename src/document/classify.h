/* What every line is: heading, caption, note, part of a table of contents, of the cover, or of the text. */
#ifndef DCX_DOCUMENT_CLASSIFY_H
#define DCX_DOCUMENT_CLASSIFY_H

#include "document/layout.h"
#include "document/line.h"
#include "document/repeats.h"
#include "document/wrap.h"

/* The lines of a cover; 0: none. */
typedef struct cover {
    uint32_t title[5]; /* a title on several lines */
    uint32_t titles;
    uint32_t year, publisher;
    runes year_text, publisher_text; /* what counts of these lines */
} cover;

/* Sets role, level, skip and note of every line, from its own characters and what stands before it. */
void classify(arena *a, const layout_set *set, repeats *repeated, lines *all);
/* Finds the lines before the text and makes them LINE_TITLE. */
cover cover_find(const layout_set *set, repeats *repeated, lines *all, const wrap *w);

#endif
