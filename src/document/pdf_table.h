/* Tables of a page of print: which of its lines are rows, and in which columns their pieces stand. */
#ifndef DCX_DOCUMENT_PDF_TABLE_H
#define DCX_DOCUMENT_PDF_TABLE_H

#include "document/columns.h"

/* A line of print: pieces that stand side by side. */
typedef struct pdf_line {
    double top, bottom;
    uint32_t first, count; /* segments, from left to right */
} pdf_line;

/* The end of the table that begins with the first of the lines; 0: none does. em: the width of a character. */
uint32_t pdf_table_end(const pdf_line *l, uint32_t lines, const segment *s, double em);
/* Fills in the columns of all segments of a table's lines; returns how many columns there are. heads: how many lines
 * stand above the first figures. */
uint32_t pdf_table_columns(arena *a, const pdf_line *l, uint32_t lines, segment *s, double em, uint32_t *heads);
/* What is usual in a table. */
typedef struct pdf_spacing {
    double leading; /* room between rows that hold figures */
    double widest;  /* right end of the longest label */
    double em;
} pdf_spacing;
pdf_spacing pdf_table_spacing(arena *a, const pdf_line *l, uint32_t lines, const segment *s, double em);
/* How many lines, from this one on, are one row, whose label is broken. */
uint32_t pdf_table_row(const pdf_line *l, uint32_t lines, const segment *s, pdf_spacing usual);
/* How many of the heads' lines, from this one on, stand as close as lines of one cell do. */
uint32_t pdf_table_head(const pdf_line *l, uint32_t heads, pdf_spacing usual);

#endif
