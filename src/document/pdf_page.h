/* One page of print: rows of words with their places, put in reading order. */
#ifndef DCX_DOCUMENT_PDF_PAGE_H
#define DCX_DOCUMENT_PDF_PAGE_H

#include "base/buffer.h"

/* In points, from the upper left corner of the page. */
typedef struct pdf_box {
    double left, top, right, bottom;
} pdf_box;

typedef struct pdf_page {
    buffer text, words, rows;
    double gutter; /* between the two columns of the page before; 0: it had one column */
} pdf_page;

void pdf_page_init(pdf_page *p, arena *a);
/* Begins a row; the words that follow stand in it. */
void pdf_page_row(pdf_page *p, pdf_box box);
void pdf_page_word(pdf_page *p, pdf_box box);
/* More text of the word. */
void pdf_page_text(pdf_page *p, dcx_text text);
/* Appends the page to *out with a form feed behind it, and begins the next one. */
void pdf_page_print(pdf_page *p, buffer *out);

#endif
