/* Text to records: the whole way, with every row that there is. */
#include "fuzz/fuzz.h"

typedef struct outcome {
    fuzz_log log;
    size_t records, missed;
    uint32_t lines, columns;
} outcome;

static long whole(dcx_text t) {
    char room[24];
    CHECK(t.length && t.length < sizeof room && fuzz_is_decimal(t));
    (void)snprintf(room, sizeof room, "%.*s", (int)t.length, t.at);
    return strtol(room, NULL, 10);
}

static bool is_one_of(dcx_text t, const char *const *words) {
    while (*words && !text_equal(t, text_of_c(*words)))
        words++;
    return *words;
}

static int take_any(void *data, const dcx_row *row) {
    outcome *o = data;
    for (size_t i = 0; i < row->schema->columns; i++)
        CHECK(fuzz_is_utf8(row->field[i]));
    return fuzz_log_row(&o->log, row);
}

static void check_numbers(const dcx_text *field) {
    static const dcx_record_field decimals[] = {DCX_VALUE_MAX, DCX_BASE_VALUE};
    CHECK(fuzz_is_decimal(field[DCX_VALUE]));
    for (size_t i = 0; i < 2; i++)
        CHECK(!field[decimals[i]].length || fuzz_is_decimal(field[decimals[i]]));
    CHECK(!field[DCX_YEAR].length || whole(field[DCX_YEAR]) > 0);
}

static int take_record(void *data, const dcx_row *row) {
    static const char *const kinds[] = {"level", "growth", "change", "share", "multiple", "rank", NULL};
    static const char *const claims[] = {"actual", "target", "forecast", NULL};
    static const char *const qualifiers[] = {"", "ge", "le", "approx", NULL};
    static const char *const bases[] = {"clause", "sentence", "paragraph", "document", NULL};
    outcome *o = data;
    const dcx_text *f = row->field;
    CHECK(row->schema == dcx_record_schema() && f[DCX_METRIC].length && f[DCX_QUOTE].length && f[DCX_RULE].length);
    CHECK(is_one_of(f[DCX_KIND], kinds) && is_one_of(f[DCX_CLAIM], claims));
    CHECK(is_one_of(f[DCX_QUALIFIER], qualifiers) && is_one_of(f[DCX_SOURCE_BASIS], bases));
    CHECK(f[DCX_ID].length == 12 && strspn(f[DCX_ID].at, "0123456789abcdef") >= 12);
    long line = whole(f[DCX_LINE]), column = whole(f[DCX_COLUMN]);
    CHECK(line >= 1 && line <= o->lines && column >= 1 && column <= o->columns && whole(f[DCX_LENGTH]) >= 1);
    check_numbers(f);
    o->records++;
    return take_any(data, row);
}

static int take_missed(void *data, const dcx_row *row) {
    outcome *o = data;
    o->missed++;
    return take_any(data, row);
}

/* Lines of the text and characters of its longest line, both counted generously. */
static void measure(dcx_text t, uint32_t *lines, uint32_t *columns) {
    uint32_t length = 0;
    *lines = 1;
    *columns = 1;
    for (size_t i = 0; i < t.length; i++) {
        bool ends = t.at[i] == '\n' || t.at[i] == '\r';
        *lines += ends;
        length = ends ? 0 : length + 1;
        if (length > *columns)
            *columns = length;
    }
}

static dcx_status extract(dcx_reader *reader, const uint8_t *bytes, size_t size, outcome *o) {
    dcx_error error = {0};
    dcx_counts counts = {0};
    const dcx_handler handler = {.data = o,
                                 .record = take_record,
                                 .missed = take_missed,
                                 .document = take_any,
                                 .block = take_any,
                                 .mark = take_any};
    measure((dcx_text){(const char *)bytes, size}, &o->lines, &o->columns);
    dcx_status status = dcx_extract(reader, "name", size ? bytes : NULL, size, &handler, &counts, &error);
    CHECK(status != DCX_OK ||
          (counts.records == o->records && counts.unbound + counts.excluded + counts.unknown == o->missed));
    CHECK(error.status == status);
    return status;
}

static void run(dcx_reader *reader, const uint8_t *bytes, size_t size, outcome *o) {
    dcx_status status = extract(reader, bytes, size, o);
    CHECK(status == DCX_OK || status == DCX_BAD_INPUT || status == DCX_LIMIT);
}

static const dcx_options options = {.encoding = "UTF-8", .input_format = "text"};

/* With a reader that has read nothing before, which takes long. */
enum { RARELY = 16 * FUZZ_AGAIN };
static void run_afresh(const uint8_t *bytes, size_t size, outcome *o) {
    allocations counted = {0};
    const dcx_allocator hooks = allocations_hooks(&counted);
    dcx_reader *reader;
    CHECK(!dcx_reader_open(&reader, fuzz_pack(), &options, &hooks, NULL));
    run(reader, bytes, size, o);
    dcx_reader_free(reader);
    CHECK(counted.live == 0);
}

/* With a reader that got no memory somewhere on the way: afterwards it is as good as before. */
static void run_starving(const uint8_t *bytes, size_t size, outcome *o) {
    enum { REQUESTS = 2000 };
    allocations counted = {.fail_at = fuzz_choice((dcx_text){(const char *)bytes, size}, REQUESTS)};
    const dcx_allocator hooks = allocations_hooks(&counted);
    dcx_reader *reader;
    outcome ignored = {.records = 0};
    dcx_status status = dcx_reader_open(&reader, fuzz_pack(), &options, &hooks, NULL);
    CHECK(status == DCX_OK || (status == DCX_NO_MEMORY && !reader));
    if (reader) {
        status = extract(reader, bytes, size, &ignored);
        CHECK(status == DCX_NO_MEMORY || counted.asked < counted.fail_at || status == DCX_OK);
        counted.fail_at = 0;
        run(reader, bytes, size, o);
    }
    dcx_reader_free(reader);
    fuzz_log_free(&ignored.log);
    CHECK(counted.live == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    static dcx_reader *reader;
    outcome first = {.records = 0}, second = {.records = 0};
    if (!reader)
        CHECK(!dcx_reader_open(&reader, fuzz_pack(), &options, NULL, NULL));
    run(reader, bytes, size, &first);
    if (size % RARELY == 0)
        run_afresh(bytes, size, &second);
    else if (size % RARELY == 1)
        run_starving(bytes, size, &second);
    else if (size % FUZZ_AGAIN == 0)
        run(reader, bytes, size, &second);
    CHECK(!second.log.length || fuzz_log_equal(&first.log, &second.log));
    fuzz_log_free(&first.log);
    fuzz_log_free(&second.log);
    return 0;
}
