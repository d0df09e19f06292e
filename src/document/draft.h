/* Lines that the reader of a format puts together, each a paragraph, heading, item or row, with the place of every
 * character. White space at their ends is left out, lines of nothing else are not kept. */
#ifndef DCX_DOCUMENT_DRAFT_H
#define DCX_DOCUMENT_DRAFT_H

#include "document/document.h"
#include "document/figure.h"
#include "document/line.h"

typedef struct draft draft;

draft *draft_new(arena *a);
/* Begins a line; the one before ends. level is that of a heading, else 0. */
void draft_line(draft *d, line_role role, int level);
void draft_put(draft *d, char32_t c, place where);
/* How many characters it holds. */
size_t draft_length(const draft *d);
/* In a row: the next cell begins. */
void draft_cell(draft *d);
/* The row that was begun last is the first of a table. */
void draft_table(draft *d);
/* A mark of the note with this number, from 1 to 999. */
void draft_mark(draft *d, unsigned number, place where);
/* Begins the note with this number, which the marks mean. */
void draft_note(draft *d, unsigned number, place where);
/* The lines so far, all there are. */
void draft_end(draft *d, lines *out);

#endif
