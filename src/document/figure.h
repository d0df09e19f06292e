/* Numbers in the cells of tables: where they begin and end, whatever marks stand around them. */
#ifndef DCX_DOCUMENT_FIGURE_H
#define DCX_DOCUMENT_FIGURE_H

#include "base/utf8.h"

/* A number at the beginning of a cell: where it and the marks around it stand. */
typedef struct cell_number {
    size_t from, to; /* sign, digits */
    bool bracketed;  /* in brackets, which make it negative */
} cell_number;
/* false: it begins with none. */
bool cell_number_read(runes text, cell_number *out);

/* A dash or dots: no value. */
bool cell_is_gap(runes text);
/* Where the marks of notes from i on end, and white space. */
size_t cell_skip_marks(runes text, size_t i);
bool rune_is_figure_sign(char32_t c);

#endif
