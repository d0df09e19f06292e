/* Tables: rows of cells, and what their heads say of each figure. */
#ifndef DCX_DOCUMENT_TABLE_H
#define DCX_DOCUMENT_TABLE_H

#include "document/grid.h"

typedef struct table_cell {
    uint32_t line;     /* which holds its characters: another one's where a cell above reaches over this row */
    uint32_t from, to; /* there */
    row_cell figure;   /* kind == NULL: no figure. from and to are not set */
} table_cell;

typedef struct table_row {
    uint32_t line;
    uint32_t count;
    bool texts; /* its cells may hold sentences */
    const table_cell *cell;
} table_row;

typedef struct table table;

/* The table whose first row is the line `first`. before: the one that stands before it in the document, NULL: none;
 * where it has no heads and nothing but the end of a page parts them, it goes on with that one's. */
table *table_read(arena *a, const layout_set *layout, const lines *all, uint32_t first, const table *before);
uint32_t table_rows(const table *t);
/* The last of its lines. */
uint32_t table_last(const table *t);
/* A row, to be asked for in ascending order; valid until the next one is. */
const table_row *table_row_at(table *t, uint32_t row);
/* The row that was asked for last. */
const table_row *table_row_again(const table *t);

#endif
