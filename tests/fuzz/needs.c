/* Patterns: where one matches, it was to be expected there. The first line is the pattern, the rest the text. */
#include "fuzz/fuzz.h"

#include "base/regex.h"

/* What ends a stretch of the text here. */
static const char32_t ends[] = {',', '\n', 0xFF0C, 0x3002, 0xE000};
static const runes all_ends = {ends, sizeof ends / sizeof *ends};
static const char32_t figures[] = {'0', '1', 0xE000};
static const runes all_figures = {figures, sizeof figures / sizeof *figures};

static bool is_one_of(char32_t c, runes of) {
    for (size_t i = 0; i < of.length; i++)
        if (c == of.at[i])
            return true;
    return false;
}

/* What leads to the first figure of a match at the text's beginning was expected. */
static void check_lead(const regex_ready *ready, runes text, size_t to) {
    size_t figure = 0;
    while (figure < to && !is_one_of(text.at[figure], all_figures))
        figure++;
    CHECK(figure < to || !ready->lead);
    CHECK(!figure || figure == to || regex_leads(ready, text, figure));
}

/* Fills stretch with each character's. */
static void note_stretches(regex_sieve *sieve, runes text, uint8_t *stretch) {
    regex_sieve_clear(sieve);
    unsigned number = 0;
    for (size_t from = 0, end; from < text.length; from = end) {
        for (end = from; end < text.length && (end == from || !is_one_of(text.at[end - 1], all_ends)); end++)
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
        if (ready->anchored)
            check_lead(ready, text, group[0].to);
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
                                             (regex_use){anchored, all_ends, all_figures}, why, sizeof why);
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
