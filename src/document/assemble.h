/* Lines to a document: what each line is, which of them belong together, cover and notes. */
#ifndef DCX_DOCUMENT_ASSEMBLE_H
#define DCX_DOCUMENT_ASSEMBLE_H

#include "document/document.h"
#include "document/line.h"

/* Lines are changed, and must live as long as the document. */
document *assemble(arena *a, const layout_set *layout, const char *name, lines *all);
/* Every line as a block of its own. */
document *assemble_lines(arena *a, const char *name, lines *all);

#endif
