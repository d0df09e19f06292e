/* What a cell of a table's head, a label or a caption says of the figures that it stands over. */
#ifndef DCX_DOCUMENT_HEAD_H
#define DCX_DOCUMENT_HEAD_H

#include "document/layout.h"

enum { HEAD_NAME_LONGEST = 160 };

typedef struct head_words {
    char32_t name[HEAD_NAME_LONGEST]; /* what is left for the figure's name */
    size_t length;
    runes unit, time;   /* as printed; empty: none */
    cell_period period; /* what is said in relation to the document's own */
    const char *kind;   /* "level" where nothing else is said */
    const char *claim;  /* target, forecast; NULL: nothing is said */
    bool measures;      /* it names a unit */
    bool bare;          /* an index: its figures have no unit */
} head_words;

#define HEAD_NEW ((head_words){.kind = "level"})

/* Text of a cell without its white space, but that between digits, in the arena. */
runes head_text(arena *a, runes cell);
/* The same in room for HEAD_NAME_LONGEST characters; what is longer is cut. */
runes head_text_in(char32_t *room, runes cell);
/* Adds what the text, which head_text gave and which lives as long as the head, says. under: the head of a column,
 * not a row's label. first: its words stand before those that are there already. */
void head_read(const layout_set *set, head_words *h, runes text, bool column, bool first);
/* Text behind what leads to it: numbering, "of which". */
runes head_without_lead(const layout_set *set, runes text);
/* What a pattern of the role catches in the text; empty: it has none. */
runes head_caught(const layout_set *set, layout_role role, runes text);

#endif
