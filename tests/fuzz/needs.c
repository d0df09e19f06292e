/* Patterns: where one matches, it was to be expected there. The first line is the pattern, the rest the text. */
#include "fuzz/fuzz.h"

#include "base/regex.h"

/* What ends a stretch of the text here. */
static const char32_t ends[] = {',', '\n', 0xFF0C, 0x3002, 0xE000};
static const runes all_ends = {ends, sizeof ends / sizeof *ends};

static bool is_end(char32_t c) {
    for (size_t i = 0; i < all_ends.length; i++)
        if (c == ends[i])
            return true;
    return false;
}

/* Fills stretch with each character's. */
static void note_stretches(regex_sieve *sieve, runes text, uint8_t *stretch) {
    regex_sieve_clear(sieve);
    unsigned number = 0;
    for (size_t from = 0, end; from < text.length; from = end) {
        for (end = from; end < text.length && (end == from || !is_end(text.at[end - 1])); end++)
            stretch[end] = (uint8_t)number;
        regex_sieve_note(sieve, text, from, end, number);
        number += number < LAST_STRETCH;
    }
}

static void match(regex_engine *e, const regex_ready *ready, arena *a, runes text) {
    span group[REGEX_GROUPS];
    uint8_t *stretch = arena_array(a, text.length + 1, sizeof *stretch);
    regex_sieve *sieve = regex_sieve_new(a, &ready->needs, 1);
    note_stretches(sieve, text, stretch);
    regex *re = regex_open(e, ready);
    bool found = regex_find(e, re, text, 0, group) == 1;
    if (found) {
        CHECK(group[0].from <= text.length && group[0].to <= text.length);
        CHECK(regex_fits(re, text));
        if (group[0].from < text.length)
            CHECK(regex_sieve_where(sieve, 0) >> stretch[group[0].from] & 1);
        if (ready->anchored && text.length) /* the group may begin later: \K */
            CHECK(regex_begins(ready, text, 0));
    }
    regex_free(e, re);
}

static void try(dcx_text pattern, dcx_text text, bool anchored) {
    allocations counted = {0};
    const dcx_allocator hooks = allocations_hooks(&counted);
    char why[128] = "";
    memory mem;
    arena a;
    jmp_buf trap;
    CHECK(!setjmp(trap));
    memory_init(&mem, &hooks);
    mem.trap = &trap;
    arena_init(&a, &mem);
    regex_engine *e = regex_engine_new(&mem);
    const regex_ready *ready = regex_prepare(e, &a, arena_copy(&a, pattern.at, pattern.length),
                                             (regex_use){anchored, all_ends}, why, sizeof why);
    CHECK(ready || *why);
    if (ready)
        match(e, ready, &a, utf8_to_runes(&a, text.at, text.length));
    regex_engine_free(e);
    arena_free(&a);
    CHECK(counted.live == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    dcx_text text = {(const char *)bytes, size}, pattern = fuzz_cut(&text, '\n');
    try(pattern, text, false);
    try(pattern, text, true);
    return 0;
}
