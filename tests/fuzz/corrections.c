/* Files of corrections, applied to a document. */
#include "fuzz/fuzz.h"

static const char bulletin[] = "# 北岭县2025年林业简报\n\n2025年，造林面积为3.6万亩，苗圃数量达42个。\n";

static void ignore(void *data, const dcx_error *what) {
    (void)data;
    CHECK(*what->message);
}

/* Whether it is a status that corrections of any content may end with; lack of memory only where it was made. */
static bool may_be(dcx_status status, const allocations *counted) {
    return status == DCX_OK || status == DCX_BAD_INPUT || (status == DCX_NO_MEMORY && counted->fail_at);
}

static void apply(dcx_corrections *corrections, const allocations *counted, fuzz_log *log) {
    static dcx_reader *reader;
    if (!reader)
        CHECK(!dcx_reader_open(&reader, fuzz_pack(), NULL, NULL, NULL));
    dcx_error error = {0};
    dcx_handler next = {.data = log, .record = fuzz_log_row, .rejected = fuzz_log_row, .warning = ignore}, filter;
    dcx_corrections_begin(corrections, &next, &filter);
    dcx_status status = dcx_extract(reader, "name", bulletin, strlen(bulletin), &filter, NULL, &error);
    CHECK(status == DCX_OK || status == DCX_STOPPED);
    dcx_status ended = dcx_corrections_end(corrections, &error);
    CHECK(may_be(ended, counted) && (status == DCX_OK || ended != DCX_OK));
    CHECK(may_be(dcx_corrections_list(corrections, fuzz_log_row, log, &error), counted));
}

/* fail_at: the request for memory that gets none, 0: all get theirs. Returns how many there were. */
static long run(dcx_text text, long fail_at, fuzz_log *log) {
    allocations counted = {.fail_at = fail_at};
    const dcx_allocator hooks = allocations_hooks(&counted);
    dcx_corrections *corrections;
    dcx_error error = {0};
    dcx_status status = dcx_corrections_open(&corrections, fuzz_pack(), &hooks, &error);
    if (!status) {
        status = dcx_corrections_read(corrections, "name", text.at, text.length, ignore, NULL, &error);
        CHECK(status == DCX_OK || (error.status == status && *error.message));
        if (!status)
            apply(corrections, &counted, log);
    }
    CHECK(may_be(status, &counted));
    dcx_corrections_free(corrections);
    CHECK(counted.live == 0);
    return counted.asked;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    const dcx_text text = {(const char *)bytes, size};
    fuzz_run(text, run);
    return 0;
}
