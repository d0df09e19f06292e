/* The formats of documents, and how each becomes lines. */
#ifndef DCX_DOCUMENT_FORMAT_H
#define DCX_DOCUMENT_FORMAT_H

#include "document/line.h"

/* A document that is to be read. */
typedef struct source {
    arena *arena; /* for the lines */
    const layout_set *layout;
    const char *name;
    dcx_text bytes;
    const read_options *options;
    dcx_error *error;
    const char *format; /* what it is read as, once that is decided */
} source;

/* Each reads its format; false and *s->error where that cannot be done. Those of text take UTF-8 in s->bytes. */
typedef bool format_read_fn(const source *s, lines *out);
format_read_fn text_read, html_read, docx_read, pdf_read, csv_read, workbook_read, spreadsheet_read;

/* Fills *s->error. Returns false. */
bool source_fail(const source *s, dcx_status status, const char *hint, const char *what);

#endif
