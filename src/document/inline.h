/* The characters of a line to the builder: note marks resolved, signs of Markdown left out. */
#ifndef DCX_DOCUMENT_INLINE_H
#define DCX_DOCUMENT_INLINE_H

#include "document/builder.h"
#include "document/line.h"
#include "document/notes.h"

/* The characters from offset `from` of the line up to `to`. */
void put_part(builder *b, const lines *all, const line *l, size_t from, size_t to, const notes *n);
void put_line(builder *b, const lines *all, const line *l, const notes *n);

#endif
