/* Records to a format that the number of bytes chooses: text of a record cannot break out of it. The bytes are fields,
 * separated by |. */
#include "fuzz/records.h"

#include <jansson.h>

#include "writer/writer.h"

static void check_json(const char *text, size_t size) {
    json_error_t why;
    json_t *read = json_loadb(text, size, JSON_ALLOW_NUL, &why);
    CHECK(read);
    json_decref(read);
}

/* A terminal would obey none of it. */
static void check_harmless(dcx_text text) {
    for (size_t i = 0; i < text.length;) {
        char32_t c = writer_next(text, &i);
        CHECK(c == '\n' || !writer_is_control(c));
    }
}

static size_t count(dcx_text text, const char *word) {
    size_t n = 0, length = strlen(word);
    for (size_t i = 0; i + length <= text.length; i++)
        n += !memcmp(text.at + i, word, length);
    return n;
}

static void write_all(const dcx_layout *layout, const dcx_row *rows, size_t many, fuzz_log *out) {
    allocations counted = {0};
    const dcx_allocator hooks = allocations_hooks(&counted);
    fuzz_records into = {.writer = NULL};
    dcx_writer *w;
    CHECK(!dcx_writer_open(&w, dcx_record_schema(), layout, fuzz_take_bytes, &into, &hooks, NULL));
    for (size_t i = 0; i < many; i++)
        CHECK(dcx_writer_row(w, &rows[i], NULL) == DCX_OK);
    CHECK(dcx_writer_end(w, NULL) == DCX_OK);
    dcx_writer_free(w);
    CHECK(counted.live == 0);
    *out = into.file;
}

static void check_format(const char *format, const dcx_row *rows, size_t many) {
    fuzz_log out;
    const dcx_layout layout = {.format = format, .width = many % 2 ? 60 : 0, .heading = (dcx_heading)(many % 3)};
    write_all(&layout, rows, many, &out);
    dcx_text text = {out.at, out.length};
    CHECK(fuzz_is_utf8(text));
    if (!strcmp(format, "json"))
        check_json(out.at, out.length);
    if (!strcmp(format, "table") || !strcmp(format, "md") || !strcmp(format, "cite"))
        check_harmless(text);
    if (!strcmp(format, "html")) {
        static size_t usual;
        usual = usual ? usual : count(text, "</script");
        CHECK(count(text, "</script") == usual);
    }
    fuzz_log_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    static const char *const formats[] = {"csv", "tsv", "json", "jsonl", "table", "md", "cite", "html"};
    enum { ROWS = 8, FORMATS = sizeof formats / sizeof *formats };
    dcx_text field[ROWS][DCX_RECORD_FIELDS], rest = {(const char *)bytes, size};
    dcx_row rows[ROWS];
    size_t many = 0;
    for (; many < ROWS && rest.length; many++) {
        for (int f = 0; f < DCX_RECORD_FIELDS; f++)
            field[many][f] = rest.length ? fuzz_cut(&rest, '|') : text_of_c("");
        rows[many] = (dcx_row){dcx_record_schema(), field[many]};
    }
    check_format(formats[size % FORMATS], rows, many);
    return 0;
}
