/* Puts a document together, block by block. A reader of any format calls it with the text it finds; the builder
 * knows how text is written (which spaces count, how lines join), headings' paths and places, and no format. */
#ifndef DCX_DOCUMENT_BUILDER_H
#define DCX_DOCUMENT_BUILDER_H

#include "document/document.h"

typedef struct builder builder;

/* Everything lives in the arena. */
builder *builder_new(arena *a);

/* Begins a block; level is a heading's depth, else 0. Blocks do not nest. */
void builder_open(builder *b, block_kind kind, int level);
/* One character and where it stands. White space is remembered, and kept as one space only between Latin letters
 * or digits and what belongs to them. */
void builder_put(builder *b, char32_t c, place where);
/* So many characters, none of them white space, that stand one behind the other. */
void builder_put_all(builder *b, const char32_t *all, size_t count, place first);
/* Something that nobody wrote stood here and was left out; it is only counted. */
void builder_damaged(builder *b);
/* How many characters the open block has. */
size_t builder_length(const builder *b);
/* A line ended here, and the block goes on: words keep apart, a number that was broken does not. */
void builder_break(builder *b);
/* A note mark stood here; NULL: it has no note. */
void builder_mark(builder *b, const note *n);
/* Ends the block. One without text is dropped: NULL. It is valid until the next block is opened. */
block *builder_close(builder *b);
/* Ends the block without adding it to the document; its text. */
dcx_text builder_take(builder *b);

/* Forgets headings, and what was counted. */
void builder_rewind(builder *b);
/* What builder_damaged counted. */
size_t builder_damage(const builder *b);

#endif
