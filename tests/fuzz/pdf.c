/* What pdftotext lists of the words of a PDF, to text in reading order and on to blocks. */
#include "fuzz/reading.h"

#include "document/pdf_layout.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    fuzz_bench *b = fuzz_bench_open();
    buffer text;
    CHECK(!setjmp(b->trap));
    buffer_init_in(&text, &b->arena);
    const source s = {&b->arena, b->layout, "name", {NULL, 0}, &b->options, &b->error, "pdf"};
    bool done = pdf_layout(&s, (dcx_text){(const char *)bytes, size}, &text);
    CHECK(done);
    char *copy = malloc(text.length + 1);
    dcx_text utf8 = {copy, text.length};
    CHECK(copy);
    if (text.length)
        memcpy(copy, text.at, text.length);
    fuzz_bench_close(b);
    CHECK(fuzz_is_utf8(utf8));
    fuzz_read_document("text", utf8);
    free(copy);
    return 0;
}
