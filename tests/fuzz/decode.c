/* Bytes in any encoding to lines. A first byte below 10 chooses the encoding, else it is told from the bytes. */
#include "fuzz/reading.h"

#include "document/decode.h"
#include "document/encoding.h"
#include "document/sniff.h"

static const char *const encodings[] = {NULL,       "UTF-8",    "GB18030", "Big5-HKSCS", "UTF-16",
                                        "UTF-16LE", "UTF-32BE", "EUC-TW",  "HZ",         "no such one"};
enum { ENCODINGS = sizeof encodings / sizeof *encodings };

static void check_lines(const lines *all, dcx_text utf8) {
    CHECK(fuzz_is_utf8(utf8));
    for (size_t i = 1; i < all->pages; i++)
        CHECK(all->page[i - 1] <= all->page[i]);
    for (size_t i = 1; i <= all->count; i++) {
        const line *l = &all->at[i];
        runes text = line_runes(all, l);
        CHECK(l->length && !rune_is_space(*text.at) && !rune_is_space(text.at[l->length - 1]));
        CHECK(l->number && l->column);
        CHECK(i == 1 || (l[-1].number <= l->number && l[-1].from + l[-1].length <= l->from));
        CHECK(l->length <= utf8.length - l->from);
    }
}

static void read(dcx_text bytes, const char *given, bool strict) {
    char declared[SNIFF_NAME];
    encoding e;
    dcx_text utf8;
    lines all = {0};
    fuzz_bench *b = fuzz_bench_open();
    CHECK(!setjmp(b->trap));
    b->options.encoding = given;
    b->options.strict = strict;
    sniff_declared(bytes, declared);
    (void)sniff_format(bytes);
    bool done = encoding_find("name", bytes.at, bytes.length, declared, &b->options, &e, &b->error) &&
                encoding_convert(&b->arena, "name", bytes, &e, &b->options, &utf8, &b->error);
    if (done)
        (void)sniff_html(utf8, "fuzz");
    if (done && decode(&b->arena, "name", utf8, &b->options, &all, &b->error))
        check_lines(&all, utf8);
    else
        CHECK(b->error.status == DCX_USAGE || b->error.status == DCX_BAD_INPUT);
    fuzz_bench_close(b);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    bool chosen = size && *bytes < ENCODINGS;
    const char *given = chosen ? encodings[*bytes] : NULL;
    const dcx_text text = {(const char *)bytes + chosen, size - chosen};
    read(text, given, false);
    read(text, given, true);
    return 0;
}
