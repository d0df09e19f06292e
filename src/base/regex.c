#define PCRE2_CODE_UNIT_WIDTH 32
#include "base/regex.h"

#include <pcre2.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/regex_outline.h"

enum {
    MATCH_LIMIT = 1000000,   /* steps of one match */
    DEPTH_LIMIT = 20000,     /* nested backtracking points of the interpreter */
    HEAP_KIB = 20000,        /* memory of the interpreter */
    FEW_STEPS = 64,          /* steps that a match is tried with at first */
    RUN_STEPS = 32,          /* steps that would take as long as beginning a match does */
    JIT_STEPS = 256,         /* steps that would take as long as beginning machine code does */
    JIT_BYTES_A_STEP = 4,    /* bytes of a pattern that machine code is made of in the time of a step */
    JIT_STACK_MIN = 32768,   /* bytes */
    JIT_STACK_MAX = 1048576, /* bytes */
    JIT_LARGEST = 1048576,   /* bytes of a pattern that machine code is made of */
    JIT_ROOM = 65536,        /* bytes that this takes: so many, */
    JIT_ROOM_FACTOR = 24,    /* and so many for each byte of the pattern; 12 to 21 were measured */
};

/* A block that allocations are cut off. */
typedef struct reserve {
    char *at; /* NULL: there is none */
    size_t size, used, live;
    bool closed;
} reserve;

struct regex {
    const regex_ready *ready;
    pcre2_code *code; /* NULL: it has not run yet */
    size_t work;      /* steps that it took so far, roughly */
    size_t price;     /* of machine code, in such steps; 0: it has been made, as far as it can be */
    bool fast;        /* there is machine code */
    reserve kept;     /* what its machine code still needs of the reserve it was made with */
};

struct regex_engine {
    memory *mem;
    arena scratch; /* the pattern that is being compiled */
    pcre2_code *code;
    uint8_t *saved; /* the same, as it is saved */
    reserve reserve;
    pcre2_general_context *general;
    pcre2_compile_context *compile;
    pcre2_match_context *match, *trial; /* the latter with fewer steps */
    pcre2_match_data *data;
    pcre2_jit_stack *stack;
    const bool *edge, *verb; /* see regex_set_edges */
};

/* The call that (?C1) and (?C2) make in a pattern: goes on where a word, or a verb, begins. */
static int at_edge(pcre2_callout_block *block, void *engine) {
    const regex_engine *e = engine;
    const bool *place = block->callout_number == 2 ? e->verb : e->edge;
    return place && !place[block->current_position];
}

void regex_set_edges(regex_engine *e, const bool *edge, const bool *verb) {
    e->edge = edge;
    e->verb = verb;
}

static void *hook_alloc(PCRE2_SIZE size, void *engine) {
    regex_engine *e = engine;
    reserve *r = &e->reserve;
    size_t cut = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
    if (!r->at || r->closed || r->size - r->used < cut)
        return memory_try(e->mem, size);
    r->used += cut;
    r->live++;
    return r->at + r->used - cut;
}

static void hook_free(void *block, void *engine) {
    regex_engine *e = engine;
    reserve *r = &e->reserve;
    if (!r->at || (uintptr_t)block - (uintptr_t)r->at >= r->size)
        memory_free(e->mem, block);
    else
        r->closed |= --r->live == 0; /* the compiler is done; what is asked for now stays with the code */
}

regex_engine *regex_engine_new(memory *mem) {
    regex_engine *e = memory_alloc(mem, sizeof *e);
    *e = (regex_engine){.mem = mem};
    arena_init(&e->scratch, mem);
    e->general = pcre2_general_context_create(hook_alloc, hook_free, e);
    if (e->general) {
        e->compile = pcre2_compile_context_create(e->general);
        e->match = pcre2_match_context_create(e->general);
        e->trial = pcre2_match_context_create(e->general);
        e->data = pcre2_match_data_create(REGEX_GROUPS, e->general);
        e->stack = pcre2_jit_stack_create(JIT_STACK_MIN, JIT_STACK_MAX, e->general);
    }
    if (!e->general || !e->compile || !e->match || !e->trial || !e->data || !e->stack) {
        regex_engine_free(e);
        memory_fail(mem);
    }
    pcre2_set_match_limit(e->match, MATCH_LIMIT);
    pcre2_set_depth_limit(e->match, DEPTH_LIMIT);
    pcre2_set_heap_limit(e->match, HEAP_KIB);
    pcre2_set_depth_limit(e->trial, DEPTH_LIMIT);
    pcre2_set_heap_limit(e->trial, HEAP_KIB);
    pcre2_jit_stack_assign(e->match, NULL, e->stack);
    (void)pcre2_set_callout(e->match, at_edge, e);
    (void)pcre2_set_callout(e->trial, at_edge, e);
    return e;
}

static void drop_work(regex_engine *e) {
    pcre2_code_free(e->code);
    pcre2_serialize_free(e->saved);
    e->code = NULL;
    e->saved = NULL;
}

void regex_engine_free(regex_engine *e) {
    if (!e)
        return;
    drop_work(e);
    pcre2_jit_stack_free(e->stack);
    pcre2_match_data_free(e->data);
    pcre2_match_context_free(e->match);
    pcre2_match_context_free(e->trial);
    pcre2_compile_context_free(e->compile);
    pcre2_general_context_free(e->general);
    arena_free(&e->scratch);
    memory_free(e->mem, e);
}

/* The message of a PCRE2 error, which comes as code points but is ASCII. */
static void explain(int code, PCRE2_SIZE offset, char *why, size_t size) {
    PCRE2_UCHAR wide[128];
    int n = pcre2_get_error_message(code, wide, sizeof wide / sizeof *wide);
    char narrow[128] = "";
    for (int i = 0; i < n; i++)
        narrow[i] = wide[i] < 0x80 ? (char)wide[i] : '?';
    (void)snprintf(why, size, "%s at character %zu of the pattern", narrow, (size_t)offset + 1);
}

bool regex_fits(const regex *re, runes text) {
    return !text.length ||
           (regex_edge_has(re->ready->first, text.at[0]) && regex_edge_has(re->ready->last, text.at[text.length - 1]));
}

static pcre2_code *compile(regex_engine *e, runes pattern, bool anchored, int *error, PCRE2_SIZE *offset) {
    uint32_t options = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_EXTENDED | PCRE2_DUPNAMES;
    if (anchored)
        options |= PCRE2_ANCHORED;
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)pattern.at, pattern.length, options, error, offset, e->compile);
    if (!code && *error == PCRE2_ERROR_HEAP_FAILED)
        memory_fail(e->mem);
    return code;
}

/* The groups' names. PCRE2 has them in their order, one behind the other, each led by its number. */
static const regex_name *names_of(arena *a, const pcre2_code *code) {
    uint32_t count = 0, size = 0, names = 0;
    PCRE2_SPTR entry = NULL;
    (void)pcre2_pattern_info(code, PCRE2_INFO_NAMECOUNT, &count);
    (void)pcre2_pattern_info(code, PCRE2_INFO_NAMEENTRYSIZE, &size);
    (void)pcre2_pattern_info(code, PCRE2_INFO_NAMETABLE, &entry);
    regex_name *name = arena_array(a, count + 1, sizeof *name);
    for (uint32_t i = 0; i < count; i++, entry += size) {
        char *text = arena_alloc(a, size);
        for (uint32_t k = 0; k + 1 < size; k++)
            text[k] = entry[k + 1] < 0x80 ? (char)entry[k + 1] : '?';
        if (!names || strcmp(name[names - 1].name, text) != 0)
            name[names++].name = text;
        if (*entry < REGEX_GROUPS)
            name[names - 1].groups |= (uint32_t)1 << *entry;
    }
    return name;
}

/* What stays of an outline in the scratch. */
static const void *kept(arena *a, const void *from, size_t size) {
    return memcpy(arena_raw(a, size, 1), from, size);
}

static const void *kept_or_none(arena *a, const void *from, size_t size) {
    return from ? kept(a, from, size) : NULL;
}

static const regex_edge *kept_edge(arena *a, const regex_edge *edge) {
    return edge == &regex_edge_any ? edge : kept(a, edge, sizeof *edge);
}

const regex_ready *regex_prepare(regex_engine *e, arena *a, const char *pattern, regex_use use, char *why,
                                 size_t why_size) {
    int error;
    PCRE2_SIZE offset;
    arena_reset(&e->scratch);
    runes p = utf8_to_runes(&e->scratch, pattern, strlen(pattern));
    e->code = compile(e, p, use.anchored, &error, &offset);
    if (!e->code) {
        explain(error, offset, why, why_size);
        return NULL;
    }
    regex_outline outline = regex_outline_of(&e->scratch, p, use);
    regex_ready *ready = arena_alloc(a, sizeof *ready);
    *ready = (regex_ready){.pattern = pattern,
                           .anchored = use.anchored,
                           .needs = kept(a, outline.needs, regex_needs_size(outline.needs)),
                           .first = kept_edge(a, outline.first),
                           .last = kept_edge(a, outline.last),
                           .start = kept_or_none(a, outline.start, sizeof *outline.start),
                           .lead = kept_or_none(a, outline.lead, sizeof *outline.lead),
                           .names = names_of(a, e->code)};
    const pcre2_code *codes[] = {e->code};
    if (pcre2_serialize_encode(codes, 1, &e->saved, &ready->code_size, e->general) != 1)
        memory_fail(e->mem);
    ready->code = kept(a, e->saved, ready->code_size);
    drop_work(e);
    return ready;
}

regex *regex_new(regex_engine *e, arena *a, const char *pattern, char *why, size_t why_size) {
    const regex_ready *ready = regex_prepare(e, a, pattern, (regex_use){0}, why, why_size);
    return ready ? regex_open(e, ready) : NULL;
}

regex *regex_open(regex_engine *e, const regex_ready *ready) {
    regex *re = memory_alloc(e->mem, sizeof *re);
    *re = (regex){.ready = ready};
    return re;
}

/* Loads the code; what another PCRE2 saved is compiled instead. */
static void load_code(regex_engine *e, regex *re) {
    int error = pcre2_serialize_decode(&re->code, 1, re->ready->code, e->general);
    if (error == 1)
        return;
    if (error == PCRE2_ERROR_NOMEMORY)
        memory_fail(e->mem);
    PCRE2_SIZE offset;
    arena_reset(&e->scratch);
    runes p = utf8_to_runes(&e->scratch, re->ready->pattern, strlen(re->ready->pattern));
    re->code = compile(e, p, re->ready->anchored, &error, &offset);
}

/* Makes it fit to run. false: the pattern cannot be compiled. */
static bool load(regex_engine *e, regex *re) {
    if (re->code)
        return true;
    load_code(e, re);
    size_t size;
    if (!re->code || pcre2_pattern_info(re->code, PCRE2_INFO_SIZE, &size))
        return false;
    re->price = JIT_STEPS + size / JIT_BYTES_A_STEP;
    return true;
}

/* The compiler to machine code crashes when it gets no memory in the midst of its work: it gets all of it before.
 * Where nothing comes of it, the interpreter runs. */
void regex_speed_up(regex_engine *e, regex *re) {
    size_t size;
    if (!load(e, re) || !re->price || pcre2_pattern_info(re->code, PCRE2_INFO_SIZE, &size))
        return;
    re->price = 0;
    size_t room = JIT_ROOM + JIT_ROOM_FACTOR * size;
    e->reserve = (reserve){.at = size > JIT_LARGEST ? NULL : memory_try(e->mem, room), .size = room};
    if (!e->reserve.at)
        return;
    re->fast = !pcre2_jit_compile(re->code, PCRE2_JIT_COMPLETE);
    if (e->reserve.live)
        re->kept = e->reserve;
    else
        memory_free(e->mem, e->reserve.at);
    e->reserve = (reserve){0};
}

void regex_free(regex_engine *e, regex *re) {
    if (!re)
        return;
    e->reserve = re->kept;
    pcre2_code_free(re->code);
    memory_free(e->mem, re->kept.at);
    e->reserve = (reserve){0};
    memory_free(e->mem, re);
}

uint32_t regex_group(const regex *re, const char *name) {
    const regex_name *n = re->ready->names;
    while (n->name && strcmp(n->name, name) != 0)
        n++;
    return n->groups;
}

static int match(regex_engine *e, const regex *re, runes subject, size_t from, pcre2_match_context *limits) {
    if (re->fast)
        return pcre2_jit_match(re->code, (PCRE2_SPTR)subject.at, subject.length, from, 0, e->data, limits);
    return pcre2_match(re->code, (PCRE2_SPTR)subject.at, subject.length, from, PCRE2_NO_UTF_CHECK, e->data, limits);
}

/* A match by a pattern without machine code. Nobody tells how much work it is, but that it is more than so many steps;
 * so it is tried with few, then with more. When a pattern has worked as much as its machine code would cost, that is
 * made. */
static int match_at_first(regex_engine *e, regex *re, runes subject, size_t from) {
    re->work += RUN_STEPS;
    for (uint32_t steps = FEW_STEPS; steps < MATCH_LIMIT && re->work < re->price; steps *= 4) {
        pcre2_set_match_limit(e->trial, steps);
        int n = match(e, re, subject, from, e->trial);
        if (n != PCRE2_ERROR_MATCHLIMIT)
            return n;
        re->work += steps;
    }
    regex_speed_up(e, re);
    return match(e, re, subject, from, e->match);
}

int regex_find(regex_engine *e, regex *re, runes subject, size_t from, span group[REGEX_GROUPS]) {
    if (!load(e, re))
        return -1;
    int n = re->price ? match_at_first(e, re, subject, from) : match(e, re, subject, from, e->match);
    if (n == PCRE2_ERROR_NOMATCH)
        return 0;
    if (n == PCRE2_ERROR_NOMEMORY)
        memory_fail(e->mem);
    if (n < 0)
        return -1;
    const PCRE2_SIZE *at = pcre2_get_ovector_pointer(e->data);
    size_t filled = n == 0 ? REGEX_GROUPS : (size_t)n;
    for (size_t i = 0; i < REGEX_GROUPS; i++)
        group[i] =
            i < filled && at[2 * i] != PCRE2_UNSET ? (span){at[2 * i], at[2 * i + 1]} : (span){REGEX_NONE, REGEX_NONE};
    return 1;
}
