/* Patterns: where one matches, it was to be expected there. The first line is the pattern, the rest the text. */
#include "fuzz/fuzz.h"

#include "base/regex.h"

/* What ends a stretch of the text here. */
static const char32_t ends[] = {',', '\n', 0xFF0C, 0x3002, 0xE000};
static const runes all_ends = {ends, sizeof ends / sizeof *ends};

static void match(regex_engine *e, regex *re, arena *a, runes text, bool anchored) {
    static regex_traits traits;
    span group[REGEX_GROUPS];
    uint8_t *stretch = arena_array(a, text.length + 1, sizeof *stretch);
    regex_traits_note(&traits, text, all_ends, stretch);
    if (regex_find(e, re, text, 0, group) != 1)
        return;
    CHECK(group[0].from <= text.length && group[0].to <= text.length);
    CHECK(regex_fits(re, text));
    if (group[0].from < text.length)
        CHECK(regex_where(re, &traits) >> stretch[group[0].from] & 1);
    if (anchored && text.length) /* the group may begin later: \K */
        CHECK(regex_begins(re, text, 0));
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
    if (ready) {
        regex *re = regex_open(e, ready);
        match(e, re, &a, utf8_to_runes(&a, text.at, text.length), anchored);
        regex_free(e, re);
    }
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
