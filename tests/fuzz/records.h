/* Record files: what is read is the same when it was written and is read again. */
#ifndef DCX_TESTS_FUZZ_RECORDS_H
#define DCX_TESTS_FUZZ_RECORDS_H

#include "fuzz/fuzz.h"

typedef struct fuzz_records {
    fuzz_log rows, file;
    dcx_writer *writer;
    size_t warnings;
} fuzz_records;

static inline int fuzz_take_record(void *data, const dcx_row *row) {
    fuzz_records *r = data;
    CHECK(row->schema == dcx_record_schema() && row->field[DCX_METRIC].length);
    for (int f = 0; f < DCX_RECORD_FIELDS; f++)
        CHECK(row->field[f].at && fuzz_is_utf8(row->field[f]));
    CHECK(fuzz_is_decimal(row->field[DCX_VALUE]));
    if (r->writer)
        CHECK(dcx_writer_row(r->writer, row, NULL) == DCX_OK);
    return fuzz_log_row(&r->rows, row);
}

static inline void fuzz_count_warning(void *data, const dcx_error *what) {
    fuzz_records *r = data;
    CHECK(*what->message);
    r->warnings++;
}

static inline int fuzz_take_bytes(void *data, const char *bytes, size_t size) {
    fuzz_records *r = data;
    fuzz_log_put(&r->file, bytes, size);
    r->file.length--;
    return 0;
}

static inline dcx_status fuzz_read_records(fuzz_records *r, dcx_text file) {
    allocations counted = {0};
    const dcx_allocator hooks = allocations_hooks(&counted);
    const dcx_handler handler = {.data = r, .record = fuzz_take_record, .warning = fuzz_count_warning};
    dcx_error error = {0};
    dcx_status status = dcx_records_read(NULL, "name", file.at, file.length, &handler, &hooks, &error);
    fuzz_check_status(status, &error);
    CHECK(counted.live == 0);
    return status;
}

/* Reads it while a request for memory fails. */
static inline void fuzz_read_records_starving(dcx_text file) {
    enum { REQUESTS = 12 };
    fuzz_records r = {.writer = NULL};
    allocations counted = {.fail_at = fuzz_choice(file, REQUESTS)};
    const dcx_allocator hooks = allocations_hooks(&counted);
    const dcx_handler handler = {.data = &r, .record = fuzz_take_record, .warning = fuzz_count_warning};
    dcx_status status = dcx_records_read(NULL, "name", file.at, file.length, &handler, &hooks, NULL);
    CHECK(status == DCX_OK || status == DCX_BAD_INPUT || status == DCX_LIMIT || status == DCX_NO_MEMORY);
    CHECK(counted.live == 0);
    fuzz_log_free(&r.rows);
}

/* Reads the file, writes its records in the format, and reads them again. */
static inline void fuzz_round_trip(dcx_text file, const char *format) {
    fuzz_records first = {.writer = NULL}, second = {.writer = NULL};
    CHECK(!dcx_writer_open(&first.writer, dcx_record_schema(), &(dcx_layout){.format = format}, fuzz_take_bytes, &first,
                           NULL, NULL));
    (void)dcx_is_record_file(file.at, file.length);
    if (!fuzz_read_records(&first, file)) {
        CHECK(dcx_writer_end(first.writer, NULL) == DCX_OK);
        const dcx_text written = {first.file.at, first.file.length};
        CHECK(!fuzz_read_records(&second, written) || !written.length); /* JSON Lines without a record */
        CHECK(fuzz_log_equal(&first.rows, &second.rows));
        (void)dcx_is_record_file(written.at, written.length);
    }
    if (file.length % FUZZ_AGAIN == 1)
        fuzz_read_records_starving(file);
    dcx_writer_free(first.writer);
    fuzz_log_free(&first.rows);
    fuzz_log_free(&first.file);
    fuzz_log_free(&second.rows);
}

#endif
