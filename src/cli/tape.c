#include "cli/tape.h"

#include <stdlib.h>
#include <string.h>

#include "cli/message.h"

typedef enum sort { RECORD, MISSED, DOCUMENT, BLOCK, MARK, WARNING, NOTICE } sort;

/* A row: behind it stand its columns' lengths, then their bytes. A report: behind it stands a dcx_error. */
typedef struct event {
    size_t size; /* with all that stands behind it, a multiple of its own alignment */
    sort sort;
    const dcx_schema *schema;
} event;

enum { COLUMNS = 64 }; /* more than any schema has */

/* Room for an event and `more` bytes behind it. */
static event *add(tape *t, sort s, const dcx_schema *schema, size_t more) {
    size_t align = sizeof(max_align_t), size = (sizeof(event) + more + align - 1) / align * align;
    if (t->room - t->length < size) {
        t->room = t->room * 2 + size + 4096;
        t->at = need(t->at, t->room);
    }
    event *e = (event *)(void *)(t->at + t->length);
    *e = (event){size, s, schema};
    t->length += size;
    return e;
}

static int keep_row(void *data, sort s, const dcx_row *row) {
    size_t n = row->schema->columns, bytes = n * sizeof(size_t);
    for (size_t i = 0; i < n; i++)
        bytes += row->field[i].length;
    size_t *length = (size_t *)(void *)(add(data, s, row->schema, bytes) + 1);
    char *to = (char *)(length + n);
    for (size_t i = 0; i < n; i++) {
        length[i] = row->field[i].length;
        if (length[i])
            memcpy(to, row->field[i].at, length[i]);
        to += length[i];
    }
    return 0;
}

static void keep_report(void *data, sort s, const dcx_error *what) {
    memcpy(add(data, s, NULL, sizeof *what) + 1, what, sizeof *what);
}

static int keep_record(void *data, const dcx_row *row) {
    return keep_row(data, RECORD, row);
}

static int keep_missed(void *data, const dcx_row *row) {
    return keep_row(data, MISSED, row);
}

static int keep_document(void *data, const dcx_row *row) {
    return keep_row(data, DOCUMENT, row);
}

static int keep_block(void *data, const dcx_row *row) {
    return keep_row(data, BLOCK, row);
}

static int keep_mark(void *data, const dcx_row *row) {
    return keep_row(data, MARK, row);
}

static void keep_warning(void *data, const dcx_error *what) {
    keep_report(data, WARNING, what);
}

static void keep_notice(void *data, const dcx_error *what) {
    keep_report(data, NOTICE, what);
}

dcx_handler tape_recorder(tape *t, const dcx_handler *wanted) {
    return (dcx_handler){.data = t,
                         .record = keep_record,
                         .missed = wanted->missed ? keep_missed : NULL,
                         .document = wanted->document ? keep_document : NULL,
                         .block = wanted->block ? keep_block : NULL,
                         .mark = wanted->mark ? keep_mark : NULL,
                         .warning = wanted->warning ? keep_warning : NULL,
                         .notice = wanted->notice ? keep_notice : NULL};
}

static int play_row(const event *e, dcx_row_fn *fn, void *data) {
    dcx_text field[COLUMNS];
    const size_t *length = (const size_t *)(const void *)(e + 1);
    const char *at = (const char *)(length + e->schema->columns);
    for (size_t i = 0; i < e->schema->columns; i++) {
        field[i] = (dcx_text){at, length[i]};
        at += length[i];
    }
    return fn ? fn(data, &(dcx_row){e->schema, field}) : 0;
}

static void play_report(const event *e, dcx_report_fn *fn, void *data) {
    if (fn)
        fn(data, (const dcx_error *)(const void *)(e + 1));
}

static int play(const event *e, const dcx_handler *to) {
    switch (e->sort) {
    case RECORD: return play_row(e, to->record, to->data);
    case MISSED: return play_row(e, to->missed, to->data);
    case DOCUMENT: return play_row(e, to->document, to->data);
    case BLOCK: return play_row(e, to->block, to->data);
    case MARK: return play_row(e, to->mark, to->data);
    case WARNING: play_report(e, to->warning, to->data); return 0;
    default: play_report(e, to->notice, to->data); return 0;
    }
}

bool tape_play(const tape *t, const dcx_handler *to) {
    for (size_t i = 0; i < t->length;) {
        const event *e = (const event *)(const void *)(t->at + i);
        if (play(e, to))
            return false;
        i += e->size;
    }
    return true;
}

void tape_clear(tape *t) {
    t->length = 0;
}

void tape_free(tape *t) {
    free(t->at);
    *t = (tape){NULL, 0, 0};
}
