/* Rows on their way out: a writer and where it writes to, as the options say. */
#ifndef DCX_CLI_SHEET_H
#define DCX_CLI_SHEET_H

#include "cli/options.h"
#include "cli/output.h"

typedef struct sheet {
    output out;
    dcx_writer *writer;
    int *columns;
    bool database;   /* a file that the writer keeps itself */
    dcx_error error; /* why a row was not written, status DCX_OK: none was refused */
} sheet;

/* An output must not take the place of an input, nor of the other output. What is wrong is said; false then. */
bool sheet_check_outputs(const options *o);
/* Opens the output called path, before anything else of the sheet: what comes later may have no right to. A database
 * opens its file itself. What is wrong is said. */
exit_code sheet_prepare(sheet *s, const char *format, const char *path);
/* Opens what --format, --output and --columns ask for. The sheet is prepared. On failure it is said, and
 * nothing is to be closed. */
exit_code sheet_open(sheet *s, const dcx_schema *schema, const options *o);
/* A second output beside the first, prepared likewise: all columns of schema as csv. */
exit_code sheet_open_csv(sheet *s, const dcx_schema *schema, const options *o);
/* fn where the sheet shows rows of the schema, else NULL. */
dcx_row_fn *sheet_takes(const sheet *s, const dcx_schema *schema, dcx_row_fn *fn);
/* As dcx_row_fn; data is the sheet. */
int sheet_row(void *data, const dcx_row *row);
/* Writes the rest and puts the file in its place. */
exit_code sheet_commit(sheet *s);
/* Commits what a library function wrote to the sheet, or says why it did not end well. */
exit_code sheet_end(sheet *s, dcx_status status, const dcx_error *error);
/* Leaves no file behind. Allowed after commit and on a zeroed sheet. */
void sheet_discard(sheet *s);
/* What it means that rows were refused; says it where it must be said. */
exit_code sheet_failure(const sheet *s);

#endif
