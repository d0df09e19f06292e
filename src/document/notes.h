/* The notes that a document defines, and which of them a mark means. */
#ifndef DCX_DOCUMENT_NOTES_H
#define DCX_DOCUMENT_NOTES_H

#include "document/document.h"
#include "document/line.h"

typedef struct notes notes;

/* Gives every LINE_NOTE line that begins with a label its note (line.note), and knows them all. */
notes *notes_new(arena *a, const lines *all);
/* Whether any note has this label. */
bool notes_know(const notes *n, unsigned key);
/* The next note with this label behind a line, else the last before it; NULL: there is none. */
const note *notes_find(const notes *n, unsigned key, uint32_t number);
/* The note of a line, to be completed; NULL: it has no label. */
note *notes_of(notes *n, const line *l);
/* Reads the label at the beginning of a note's line, a mark or a number with a full stop; its length with what
 * follows it up to the note's text, or 0. */
size_t note_label(runes text, unsigned *key, runes *label);

#endif
