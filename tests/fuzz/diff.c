/* Records to what changed, to series and to contradictions. The bytes are records, a line each, their fields separated
 * by |; an empty line separates documents. */
#include "fuzz/fuzz.h"

static const dcx_record_field columns[] = {DCX_METRIC,   DCX_VALUE,     DCX_UNIT,      DCX_YEAR,       DCX_KIND,
                                           DCX_CLAIM,    DCX_QUALIFIER, DCX_VALUE_MAX, DCX_PERIOD,     DCX_OF,
                                           DCX_QUOTE,    DCX_SENTENCE,  DCX_SECTION,   DCX_BASE_VALUE, DCX_BASE_UNIT,
                                           DCX_DOCUMENT, DCX_LINE};
enum { COLUMNS = sizeof columns / sizeof *columns, DOCUMENTS = 4, FIGURES = 200 };

/* Adds the records and returns how many documents have some. */
static size_t add_records(dcx_set *set, dcx_text text) {
    size_t document = 0, figures = 0;
    bool any = false;
    while (text.length && document < DOCUMENTS && figures < FIGURES) {
        dcx_text line = fuzz_cut(&text, '\n'), field[DCX_RECORD_FIELDS] = {{NULL, 0}};
        if (!line.length) {
            document += any;
            any = false;
            continue;
        }
        for (int f = 0; f < DCX_RECORD_FIELDS; f++)
            field[f] = text_of_c("");
        for (size_t i = 0; i < COLUMNS && line.length; i++)
            field[columns[i]] = fuzz_cut(&line, '|');
        dcx_status status = dcx_set_add(set, document, &(dcx_row){dcx_record_schema(), field}, NULL);
        CHECK(status == DCX_OK || status == DCX_BAD_INPUT || status == DCX_NO_MEMORY);
        any |= !status;
        figures += !status;
    }
    return document + any;
}

/* Both directions find the same pairs. */
static dcx_status compare(dcx_set *set, fuzz_log *log) {
    dcx_diff_counts there = {0}, back = {0};
    dcx_diff_options options = {.order = DCX_BY_CHANGE, .percent = "10", .exceeding = fuzz_log_row};
    options.old_year = dcx_set_year(set, 0, 0);
    options.new_year = dcx_set_year(set, 1, 0);
    dcx_status status = dcx_diff(set, 0, 1, &options, fuzz_log_row, log, &there, NULL);
    int old_year = options.old_year;
    options.old_year = options.new_year;
    options.new_year = old_year;
    options.order = DCX_BY_SECTION;
    if (!status)
        status = dcx_diff(set, 1, 0, &options, fuzz_log_row, log, &back, NULL);
    CHECK(status || there.matched == back.matched);
    CHECK(status || (there.only_old == back.only_new && there.only_new == back.only_old));
    return status;
}

static dcx_status relate(dcx_set *set, size_t documents, fuzz_log *log) {
    dcx_check_options options = {.against = documents > 1 ? 0 : DCX_NO_DOCUMENT, .explain = 1, .place = fuzz_log_row};
    dcx_check_counts counts = {0};
    dcx_status status = dcx_check(set, &options, fuzz_log_row, log, &counts, NULL);
    CHECK(counts.relations >= counts.holding + counts.errors + counts.notes);
    for (int wide = 0; wide < 2 && !status; wide++)
        status = dcx_series(set, &(dcx_series_options){.wide = wide, .all = 1}, NULL, fuzz_log_row, log, NULL, NULL);
    return status;
}

/* fail_at: the request for memory that gets none, 0: all get theirs. Returns how many there were. */
static long run(dcx_text text, long fail_at, fuzz_log *log) {
    allocations counted = {.fail_at = fail_at};
    const dcx_allocator hooks = allocations_hooks(&counted);
    dcx_set *set;
    dcx_status status = dcx_set_open(&set, fuzz_pack(), &hooks, NULL);
    size_t documents = status ? 0 : add_records(set, text);
    if (documents > 1)
        status = compare(set, log);
    if (documents && !status)
        status = relate(set, documents, log);
    CHECK(status == DCX_OK || (status == DCX_NO_MEMORY && fail_at));
    dcx_set_free(set);
    CHECK(counted.live == 0);
    return counted.asked;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    const dcx_text text = {(const char *)bytes, size};
    fuzz_run(text, run);
    return 0;
}
