/* A sheet of a workbook, or a file of separated values: cells by row and column, which become lines. */
#ifndef DCX_DOCUMENT_SHEET_H
#define DCX_DOCUMENT_SHEET_H

#include "document/draft.h"

enum { SHEET_COLUMNS = 16384, SHEET_ROWS = 1 << 20 };

typedef struct sheet sheet;

sheet *sheet_new(arena *a);
/* Empties it, for the next one. */
void sheet_reset(sheet *s);
/* A cell that is shown, in ascending order of rows and columns, both from 1. text: UTF-8, copied. where: its first
 * character's place. */
void sheet_cell(sheet *s, uint32_t row, uint32_t column, dcx_text text, place where);
/* One cell reaches from the first row and column to the last. */
void sheet_merge(sheet *s, uint32_t first_row, uint32_t first_column, uint32_t last_row, uint32_t last_column);
void sheet_hide_columns(sheet *s, uint32_t first, uint32_t last);
bool sheet_is_empty(const sheet *s);
/* Its lines, below a heading with its name; empty: none. */
void sheet_put(sheet *s, draft *d, dcx_text name);

#endif
