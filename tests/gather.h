/* Collects records, for tests that look at what a document gave. */
#ifndef DCX_TESTS_GATHER_H
#define DCX_TESTS_GATHER_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "dcx.h"

enum { GATHER_MOST = 200, GATHER_FIELD = 320 };

typedef struct gathered_record {
    char field[DCX_RECORD_FIELDS][GATHER_FIELD]; /* cut to fit */
    bool expected;                               /* for the test's own use */
} gathered_record;

typedef struct gathered {
    gathered_record at[GATHER_MOST];
    size_t count;
} gathered;

/* A dcx_row_fn; data is a gathered. Stops when it is full. */
static inline int gather(void *data, const dcx_row *row) {
    gathered *g = data;
    if (g->count == GATHER_MOST)
        return 1;
    gathered_record *r = &g->at[g->count++];
    r->expected = false;
    for (int f = 0; f < DCX_RECORD_FIELDS; f++)
        (void)snprintf(r->field[f], GATHER_FIELD, "%.*s", (int)row->field[f].length, row->field[f].at);
    return 0;
}

/* The records of a text, with a reader of its own. */
static inline dcx_status gather_text(const dcx_pack *rules, const dcx_options *options, const char *text,
                                     gathered *found, dcx_error *error) {
    dcx_reader *reader;
    const dcx_handler handler = {.data = found, .record = gather};
    found->count = 0;
    dcx_status status = dcx_reader_open(&reader, rules, options, NULL, error);
    if (status == DCX_OK)
        status = dcx_extract(reader, "text", text, strlen(text), &handler, NULL, error);
    dcx_reader_free(reader);
    return status;
}

#endif
