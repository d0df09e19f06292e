/* Tables: rows of cells, and what their heads say of each figure. */
#ifndef DCX_DOCUMENT_TABLE_H
#define DCX_DOCUMENT_TABLE_H

#include "document/layout.h"
#include "document/line.h"

/* Makes lines that are set in columns with white space LINE_ROW, where several stand together and hold numbers. */
void table_find_rows(lines *all);

typedef struct table_cell {
    uint32_t from, to; /* in the line */
    row_cell figure;   /* kind == NULL: no figure. from and to are not set */
} table_cell;

typedef struct table_row {
    uint32_t line;
    uint32_t count;
    const table_cell *cell;
} table_row;

typedef struct table {
    const table_row *row;
    uint32_t rows;
} table;

/* Reads the table whose first row is the line `first`. */
table table_read(arena *a, const layout_set *layout, const lines *all, uint32_t first);

#endif
