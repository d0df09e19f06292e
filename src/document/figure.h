/* Cells of tables: the signs between them, and the numbers in them, whatever marks stand around those. */
#ifndef DCX_DOCUMENT_FIGURE_H
#define DCX_DOCUMENT_FIGURE_H

#include "base/utf8.h"

/* Signs of a row's line. */
enum {
    CELL_END = 0x1F,  /* stands between the cells of a row */
    CELL_LEFT = 0x1E, /* alone in a cell: the one to its left reaches over it, */
    CELL_ABOVE = 0x1D /* the one above it does */
};

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
