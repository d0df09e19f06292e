/* Reading documents of any format, for tests that look at blocks, notes and places. */
#ifndef DCX_TESTS_READING_H
#define DCX_TESTS_READING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "document/document.h"

typedef struct bench {
    memory mem;
    jmp_buf trap;
    dcx_pack *pack;
    regex_engine *engine;
    arena lasting, arena;
    layout_set *layout;
    dcx_text bytes;
    const char *encoding, *format; /* asked for; NULL: not */
    bool strict;
    document *doc;
    block *block; /* all of its blocks */
    size_t blocks;
    dcx_error error, first, notice; /* first: of the warnings; notice: the first */
    size_t warnings;
} bench;

static inline void bench_warned(void *data, const dcx_error *what) {
    bench *b = data;
    if (!b->warnings++)
        b->first = *what;
}

static inline void bench_noticed(void *data, const dcx_error *what) {
    bench *b = data;
    if (!*b->notice.message)
        b->notice = *what;
}

/* As cmocka's set-up and tear-down, of a group or a test. */
static inline int bench_open(void **state) {
    bench *b = calloc(1, sizeof *b);
    assert_non_null(b);
    *state = b;
    assert_int_equal(dcx_pack_open(&b->pack, NULL, 0, NULL, &b->error), DCX_OK);
    memory_init(&b->mem, NULL);
    b->mem.trap = &b->trap;
    if (setjmp(b->trap))
        return -1;
    arena_init(&b->lasting, &b->mem);
    arena_init(&b->arena, &b->mem);
    b->engine = regex_engine_new(&b->mem);
    b->layout = layout_set_new(b->engine, &b->lasting, b->pack, &b->error);
    if (!b->layout)
        print_message("%s:%ld: %s\n", b->error.file, b->error.line, b->error.message);
    assert_non_null(b->layout);
    return 0;
}

static inline int bench_close(void **state) {
    bench *b = *state;
    layout_set_free(b->layout);
    regex_engine_free(b->engine);
    arena_free(&b->arena);
    arena_free(&b->lasting);
    dcx_pack_free(b->pack);
    free(b);
    return 0;
}

static inline read_options bench_options(bench *b) {
    b->warnings = 0;
    b->notice = (dcx_error){0};
    return (read_options){.strict = b->strict,
                          .encoding = b->encoding,
                          .format = b->format,
                          .warning = bench_warned,
                          .notice = bench_noticed,
                          .data = b};
}

/* A copy of a block that stays. */
static inline block bench_keep(bench *b, const block *k) {
    block kept = *k;
    char32_t *text = arena_array(&b->arena, k->length + 1, sizeof *text);
    run *places = arena_array(&b->arena, k->runs + 1, sizeof *places);
    mark *marks = arena_array(&b->arena, k->marks + 1, sizeof *marks);
    memcpy(text, k->text, k->length * sizeof *text);
    memcpy(places, k->run, k->runs * sizeof *places);
    if (k->marks)
        memcpy(marks, k->mark, k->marks * sizeof *marks);
    kept.text = text;
    kept.run = places;
    kept.mark = marks;
    return kept;
}

/* Takes all blocks of b->doc. */
static inline void bench_gather(bench *b) {
    size_t room = 0;
    b->block = NULL;
    b->blocks = 0;
    if (b->doc)
        document_rewind(b->doc, ALL_BLOCKS);
    for (const block *k; b->doc && (k = document_next(b->doc)); b->blocks++) {
        if (b->blocks == room) {
            room = room * 2 + 8;
            block *more = arena_array(&b->arena, room, sizeof *more);
            if (b->blocks)
                memcpy(more, b->block, b->blocks * sizeof *more);
            b->block = more;
        }
        b->block[b->blocks] = bench_keep(b, k);
    }
}

/* b->doc is NULL where it cannot be read. */
static inline void read_bytes(bench *b, const char *bytes, size_t size) {
    read_options options = bench_options(b);
    arena_reset(&b->arena);
    b->bytes = (dcx_text){bytes, size};
    b->doc = document_read(&b->arena, b->layout, "t.txt", b->bytes, &options, &b->error);
    bench_gather(b);
}

static inline void read_text(bench *b, const char *text) {
    read_bytes(b, text, strlen(text));
    if (!b->doc)
        print_message("%s\n", b->error.message);
    assert_non_null(b->doc);
}

static inline const char *utf8(bench *b, const block *k) {
    return utf8_from_runes(&b->arena, k->text, k->length).at;
}

/* The number-th block of a kind, from 0. */
static inline const block *nth(const bench *b, block_kind kind, size_t number) {
    for (size_t i = 0; i < b->blocks; i++)
        if (b->block[i].kind == kind && number-- == 0)
            return &b->block[i];
    fail_msg("no such block");
    return NULL;
}

static inline size_t count(const bench *b, block_kind kind) {
    size_t n = 0;
    for (size_t i = 0; i < b->blocks; i++)
        n += b->block[i].kind == kind;
    return n;
}

static inline void expect(bench *b, block_kind kind, size_t number, const char *text) {
    assert_string_equal(utf8(b, nth(b, kind, number)), text);
}

#define expect_text(t, s)                                                                                              \
    do {                                                                                                               \
        assert_int_equal((t).length, strlen(s));                                                                       \
        assert_memory_equal((t).at ? (t).at : "", s, (t).length);                                                      \
    } while (0)

/* Where a piece of text stands that one of the blocks holds, for the first time. */
static inline place place_of_text(bench *b, const char *text) {
    for (size_t i = 0; i < b->blocks; i++) {
        const block *k = &b->block[i];
        const char *all = utf8(b, k), *at = strstr(all, text);
        if (at)
            return block_place(k, utf8_to_runes(&b->arena, all, (size_t)(at - all)).length);
    }
    fail_msg("no block holds %s", text);
    return (place){0};
}

#define expect_place(b, piece, in_line, in_column)                                                                     \
    do {                                                                                                               \
        place found = place_of_text(b, piece);                                                                         \
        assert_int_equal(found.line, in_line);                                                                         \
        assert_int_equal(found.column, in_column);                                                                     \
    } while (0)

#endif
