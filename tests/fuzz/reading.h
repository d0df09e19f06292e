/* Reading documents, for targets that look at their blocks. To be named with its folder: tests/reading.h is another. */
#ifndef DCX_TESTS_FUZZ_READING_H
#define DCX_TESTS_FUZZ_READING_H

#include "fuzz/fuzz.h"

#include "document/document.h"
#include "document/format.h"

/* What is opened once, and what lives as long as one document. */
typedef struct fuzz_bench {
    memory lasting, mem;
    arena patterns, arena;
    jmp_buf trap;
    regex_engine *engine;
    layout_set *layout;
    allocations counted;
    dcx_error error;
    read_options options;
    size_t warnings;
} fuzz_bench;

static inline void fuzz_warned(void *data, const dcx_error *what) {
    fuzz_bench *b = data;
    CHECK(what->message[0]);
    b->warnings++;
}

static inline fuzz_bench *fuzz_bench_open(void) {
    static fuzz_bench b;
    b.lasting.trap = b.mem.trap = &b.trap;
    if (!b.layout) {
        memory_init(&b.lasting, NULL);
        b.lasting.trap = &b.trap;
        CHECK(!setjmp(b.trap));
        arena_init(&b.patterns, &b.lasting);
        b.engine = regex_engine_new(&b.lasting);
        b.layout = layout_set_new(b.engine, &b.patterns, fuzz_pack(), &b.error);
        CHECK(b.layout);
    }
    b.counted = (allocations){0};
    const dcx_allocator hooks = allocations_hooks(&b.counted);
    memory_init(&b.mem, &hooks);
    b.mem.trap = &b.trap;
    arena_init(&b.arena, &b.mem);
    b.error = (dcx_error){0};
    b.options = (read_options){.warning = fuzz_warned, .notice = fuzz_warned, .data = &b};
    return &b;
}

/* Nothing is left of the document. */
static inline void fuzz_bench_close(fuzz_bench *b) {
    CHECK(!b->mem.guards);
    arena_free(&b->arena);
    CHECK(b->counted.live == 0);
}

static inline void fuzz_check_cells(const block *k) {
    static const char *const kinds[] = {"level", "growth", "change", "share"};
    for (uint32_t i = 0; i < k->cells; i++) {
        const row_cell *c = &k->cell[i];
        bool known = false;
        for (size_t n = 0; n < sizeof kinds / sizeof *kinds && c->kind; n++)
            known |= !strcmp(c->kind, kinds[n]);
        CHECK(known);
        CHECK(c->from < c->to && c->to <= k->length && (!i || k->cell[i - 1].to <= c->from));
    }
}

/* A text with the beginnings of its lines, to look up what stands at a place; without lines every place will do. */
typedef struct fuzz_lines {
    const char32_t *text;
    size_t *start;
    size_t count, length;
    bool marked_up; /* entities stand for characters, digits for raised ones */
} fuzz_lines;

static inline fuzz_lines fuzz_lines_of(fuzz_bench *b, dcx_text utf8) {
    while (utf8.length >= 3 && !memcmp(utf8.at, "\xEF\xBB\xBF", 3))
        utf8 = (dcx_text){utf8.at + 3, utf8.length - 3};
    const runes all = utf8_to_runes(&b->arena, utf8.at, utf8.length);
    fuzz_lines l = {.text = all.at, .length = all.length};
    l.start = arena_array(&b->arena, all.length + 1, sizeof *l.start);
    l.count = 1;
    for (size_t i = 0; i < all.length; i++)
        if (all.at[i] == '\n' || (all.at[i] == '\r' && (i + 1 == all.length || all.at[i + 1] != '\n')))
            l.start[l.count++] = i + 1;
    return l;
}

static inline bool fuzz_stands_for(const fuzz_lines *l, char32_t in_file, char32_t c) {
    if (in_file == c || c == ' ' || c == UTF8_REPLACEMENT)
        return true;
    return l->marked_up && (in_file == '&' || rune_superscript(in_file) == c);
}

/* The character stands in the file where its place says. */
static inline void fuzz_check_place(const fuzz_lines *l, const block *k, uint32_t at) {
    place p = block_place(k, at);
    if (!l->count || (k->kind == BLOCK_ROW && k->text[at] == '|')) /* between cells: nobody wrote it */
        return;
    CHECK(p.line >= 1 && p.line <= l->count && p.column >= 1);
    size_t offset = l->start[p.line - 1] + p.column - 1;
    CHECK(offset < l->length && fuzz_stands_for(l, l->text[offset], k->text[at]));
}

static inline void fuzz_check_block(const block *k, const fuzz_lines *l) {
    CHECK(k->length && k->runs && k->run[0].at == 0);
    for (uint32_t i = 1; i < k->runs; i++)
        CHECK(k->run[i - 1].at < k->run[i].at && k->run[i].at < k->length);
    for (uint32_t i = 0; i < k->marks; i++)
        CHECK(k->mark[i].at <= k->length && (!i || k->mark[i - 1].at <= k->mark[i].at));
    for (uint32_t i = 0; i < k->length; i++) {
        CHECK(k->text[i] && k->text[i] < 0x110000 && (k->text[i] < 0xD800 || k->text[i] > 0xDFFF));
        fuzz_check_place(l, k, i);
    }
    CHECK(k->kind <= BLOCK_ROW && k->level >= 0 && (!k->level || k->kind == BLOCK_HEADING));
    CHECK(fuzz_is_utf8(k->section));
    fuzz_check_cells(k);
}

static inline void fuzz_check_document(document *d, const fuzz_lines *l) {
    CHECK(d->format && fuzz_is_utf8(d->title) && fuzz_is_utf8(d->publisher));
    document_rewind(d, ALL_BLOCKS);
    size_t number = 0;
    for (const block *k; (k = document_next(d));) {
        CHECK(k->number == ++number);
        fuzz_check_block(k, l);
    }
}

/* What two readings of a document must agree in. */
static inline void fuzz_log_document(fuzz_log *l, document *d) {
    fuzz_log_put(l, d->title.at, d->title.length);
    fuzz_log_put(l, d->publisher.at, d->publisher.length);
    document_rewind(d, ALL_BLOCKS);
    for (const block *k; (k = document_next(d));) {
        fuzz_log_put(l, (const char *)k->text, k->length * sizeof *k->text);
        fuzz_log_put(l, (const char *)k->run, k->runs * sizeof *k->run);
        fuzz_log_put(l, k->section.at, k->section.length);
    }
}

/* Reads a document of the format and checks what it gives; places only where the format has lines and the file is
 * UTF-8. Returns how often it asked for memory. */
static inline long fuzz_read_once(const char *format, dcx_text bytes, fuzz_log *log) {
    fuzz_bench *b = fuzz_bench_open();
    bool html = !strcmp(format, "html"), packed = !strcmp(format, "docx");
    fuzz_lines l = {.count = 0};
    CHECK(!setjmp(b->trap));
    b->options.format = format;
    b->options.encoding = packed ? NULL : "UTF-8";
    document *d = document_read(&b->arena, b->layout, "name", bytes, &b->options, &b->error);
    long asked = b->counted.asked;
    if (d && !packed && fuzz_is_utf8(bytes))
        l = fuzz_lines_of(b, bytes);
    l.marked_up = html;
    if (d) {
        fuzz_check_document(d, &l);
        fuzz_log_document(log, d);
    } else
        fuzz_check_status(b->error.status, &b->error);
    fuzz_bench_close(b);
    return asked;
}

/* Reads it while a request for memory fails. */
static inline void fuzz_read_starving(const char *format, dcx_text bytes, long fail_at) {
    fuzz_bench *b = fuzz_bench_open();
    b->counted.fail_at = fail_at;
    b->options.format = format;
    if (!setjmp(b->trap)) {
        document *d = document_read(&b->arena, b->layout, "name", bytes, &b->options, &b->error);
        for (d ? document_rewind(d, ALL_BLOCKS) : (void)0; d && document_next(d);)
            continue;
    }
    fuzz_bench_close(b);
}

static inline void fuzz_read_document(const char *format, dcx_text bytes) {
    fuzz_log first = {0}, second = {0};
    long asked = fuzz_read_once(format, bytes, &first);
    if (bytes.length % FUZZ_AGAIN == 0) {
        (void)fuzz_read_once(format, bytes, &second);
        CHECK(fuzz_log_equal(&first, &second));
    } else if (bytes.length % FUZZ_AGAIN == 1)
        fuzz_read_starving(format, bytes, fuzz_choice(bytes, asked));
    fuzz_log_free(&first);
    fuzz_log_free(&second);
}

#endif
