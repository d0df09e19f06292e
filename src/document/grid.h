/* The grid of a table: rows of cells, however the format sets them. */
#ifndef DCX_DOCUMENT_GRID_H
#define DCX_DOCUMENT_GRID_H

#include "document/columns.h"
#include "document/figure.h"
#include "document/layout.h"
#include "document/line.h"

/* A row, or one of the rows that are stacked in its cells: the part-th line of each, from 0. */
typedef struct grid_row {
    uint32_t line;
    uint16_t part, parts; /* parts 1: it is not stacked */
} grid_row;

typedef enum cell_span { CELL_OWN, CELL_OF_LEFT, CELL_OF_ABOVE } cell_span;

/* Where a cell's characters stand in its line; those of a cell that reaches over others stand in the first alone. */
typedef struct grid_cell {
    uint32_t from, to;
    cell_span span;
} grid_cell;

typedef enum cell_kind {
    CELL_EMPTY,
    CELL_GAP,    /* a dash or dots: no value */
    CELL_FIGURE, /* a number with what belongs to it */
    CELL_YEAR,   /* a number that may be a year: 1900 to 2089 */
    CELL_TIME,
    CELL_TEXT
} cell_kind;

typedef struct grid {
    const layout_set *layout;
    const lines *all;
    grid_row *row;
    uint32_t rows, columns;
    uint32_t last; /* line of the last row */
    bool spaced;   /* it is set with white space: */
    columns set;
} grid;

/* The rows from line `first` on. */
void grid_read(grid *g, arena *a, const layout_set *layout, const lines *all, uint32_t first);
/* Fills in all g->columns cells of a row. below: it is a row of heads; which columns have heads below them, over which
 * its cells may reach where white space sets them. NULL: it is none. */
void grid_cells(const grid *g, uint32_t row, const bool *below, grid_cell *out);
static inline runes grid_text(const grid *g, uint32_t row_line, const grid_cell *c) {
    return (runes){g->all->text + g->all->at[row_line].from + c->from, c->to - c->from};
}
cell_kind grid_kind(const grid *g, runes text);

/* Makes lines that are set in columns with white space LINE_ROW, where several stand together and hold numbers. */
void grid_find_rows(lines *all);

#endif
