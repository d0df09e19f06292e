/* What a format is, and what it may use to write itself. */
#ifndef DCX_WRITER_WRITER_H
#define DCX_WRITER_WRITER_H

#include <stdbool.h>
#include <uchar.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "dcx.h"
#include "record/label.h"

/* Every format, in the order they are listed: a file that defines writer_NAME, and a line here. */
#define WRITER_FORMATS(X)                                                                                              \
    X(csv, DCX_STREAM, "comma-separated values, for spreadsheets and scripts (RFC 4180)")                              \
    X(tsv, DCX_STREAM, "tab-separated values, one row a line")                                                         \
    X(json, DCX_STREAM, "one array of objects")                                                                        \
    X(jsonl, DCX_STREAM, "one object a line")                                                                          \
    X(table, DCX_STREAM, "aligned columns to be read on a terminal")                                                   \
    X(md, DCX_STREAM, "a Markdown table, for pull requests and wikis")                                                 \
    X(cite, DCX_STREAM, "each record as a quotation with its reference (GB/T 7714)")                                   \
    X(sarif, DCX_STREAM, "what verify finds, for code hosts and editors (SARIF 2.1.0)")                                \
    X(html, DCX_STREAM, "a page to review every figure in a browser")                                                  \
    X(xlsx, DCX_BINARY, "a workbook for Excel, WPS and LibreOffice")                                                   \
    X(sqlite, DCX_OWN_FILE, "an SQLite database that runs add to")

/* All but row may be NULL. row takes one text for each chosen column, in their order. All of them put what they write
 * into writer->out; what stands there after a call goes to the sink. */
typedef struct writer_format {
    void (*begin)(dcx_writer *w);
    void (*row)(dcx_writer *w, const dcx_text *cell);
    void (*side)(dcx_writer *w, const dcx_row *row); /* of a table that wants asks for */
    void (*end)(dcx_writer *w);
    void (*release)(dcx_writer *w); /* memory that state holds outside the writer's arena */
    /* Whether rows of another table are wanted beside those of w->schema. */
    bool (*wants)(const dcx_writer *w, const dcx_schema *schema);
    bool names_only; /* columns and words are written as their fixed names, whatever the heading style */
    bool whole;      /* rows are written with all of their columns */
    bool readable;   /* words are written in readable English where nothing else is asked for */
    /* Names of the columns that are written where none are chosen, ended by NULL; NULL: all. */
    const char *const *(*usual_columns)(const dcx_schema *schema, int width);
} writer_format;

struct dcx_writer {
    memory mem;
    arena arena; /* lives as long as the writer */
    arena row;   /* until the next row */
    buffer out;
    const writer_format *format;
    const dcx_schema *schema;
    dcx_layout layout; /* format and columns are not to be used: they may be gone */
    const dcx_column *column;
    const int *field; /* number of each chosen column in the schema */
    size_t columns;
    bool usual;              /* columns are the format's choice, not the caller's */
    const dcx_text *heading; /* what people read for each column's name */
    const char **group;      /* of the words in each column, NULL: none */
    label_style words;       /* how they are written */
    dcx_text *cell;
    const dcx_text *all; /* fields of the row that is being written, those that were not chosen too */
    size_t rows;
    dcx_sink_fn *sink;
    void *data;
    bool failed;
    dcx_error trouble; /* why a format could not go on; status DCX_OK: nothing is wrong */
    void *state;       /* the format's own */
};

#define X(name, output, help) extern const writer_format writer_##name;
WRITER_FORMATS(X)
#undef X

/* Notes why the format cannot go on; the writer takes no more rows. */
void writer_fail(dcx_writer *w, dcx_status status, const char *hint, const char *what);
/* Reads one code point of a text from *at on and moves *at behind it; what is not UTF-8 becomes U+FFFD. */
char32_t writer_next(dcx_text text, size_t *at);
/* Characters that a terminal would obey or hide instead of showing: C0, C1, DEL, line separators, bidirectional
 * controls. */
bool writer_is_control(char32_t c);
/* What stands for a character on one line: nothing that a terminal would obey. */
char32_t writer_harmless(char32_t c);
/* What is wanted most of each table that is wider than a window of this width (0: a page); NULL: all. */
const char *const *writer_usual_columns(const dcx_schema *schema, int width);
/* -?digits(.digits)? */
bool writer_is_number(dcx_text text);

#endif
