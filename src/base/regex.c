#define PCRE2_CODE_UNIT_WIDTH 32
#include "base/regex.h"

#include <pcre2.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum {
    MATCH_LIMIT = 1000000,   /* steps of one match */
    DEPTH_LIMIT = 20000,     /* nested backtracking points of the interpreter */
    HEAP_KIB = 20000,        /* memory of the interpreter */
    WORTH_SPEEDING_UP = 16,  /* runs of a pattern after which machine code pays */
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
    pcre2_code *code;
    uint32_t runs;          /* up to WORTH_SPEEDING_UP */
    reserve kept;           /* what its machine code still needs of the reserve it was made with */
    regex_edge first, last; /* see regex_outline */
    uint16_t needs[];
};

struct regex_engine {
    memory *mem;
    arena scratch; /* the pattern that is being compiled */
    reserve reserve;
    pcre2_general_context *general;
    pcre2_compile_context *compile;
    pcre2_match_context *match;
    pcre2_match_data *data;
    pcre2_jit_stack *stack;
};

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
        e->data = pcre2_match_data_create(REGEX_GROUPS, e->general);
        e->stack = pcre2_jit_stack_create(JIT_STACK_MIN, JIT_STACK_MAX, e->general);
    }
    if (!e->general || !e->compile || !e->match || !e->data || !e->stack) {
        regex_engine_free(e);
        memory_fail(mem);
    }
    pcre2_set_match_limit(e->match, MATCH_LIMIT);
    pcre2_set_depth_limit(e->match, DEPTH_LIMIT);
    pcre2_set_heap_limit(e->match, HEAP_KIB);
    pcre2_jit_stack_assign(e->match, NULL, e->stack);
    return e;
}

void regex_engine_free(regex_engine *e) {
    if (!e)
        return;
    pcre2_jit_stack_free(e->stack);
    pcre2_match_data_free(e->data);
    pcre2_match_context_free(e->match);
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

bool regex_begins(const regex *re, char32_t first) {
    return regex_edge_has(&re->first, first);
}

bool regex_fits(const regex *re, runes text) {
    return !text.length ||
           (regex_edge_has(&re->first, text.at[0]) && regex_edge_has(&re->last, text.at[text.length - 1]));
}

unsigned regex_where(const regex *re, const regex_traits *traits) {
    return regex_needs_where(re->needs, traits);
}

regex *regex_new(regex_engine *e, const char *pattern, char *why, size_t why_size) {
    return regex_new_for(e, pattern, (regex_use){0}, why, why_size);
}

regex *regex_new_for(regex_engine *e, const char *pattern, regex_use use, char *why, size_t why_size) {
    arena_reset(&e->scratch);
    runes p = utf8_to_runes(&e->scratch, pattern, strlen(pattern));
    regex_outline outline = regex_outline_of(&e->scratch, p, use.ends, use.anchored);
    size_t needs_size = regex_needs_size(outline.needs);
    regex *re = memory_alloc(e->mem, sizeof *re + needs_size);
    *re = (regex){.first = outline.first, .last = outline.last};
    memcpy(re->needs, outline.needs, needs_size);
    int code;
    PCRE2_SIZE offset;
    uint32_t options = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_EXTENDED | PCRE2_DUPNAMES;
    re->code = pcre2_compile((PCRE2_SPTR)p.at, p.length, use.anchored ? options | PCRE2_ANCHORED : options, &code,
                             &offset, e->compile);
    if (re->code)
        return re;
    memory_free(e->mem, re);
    if (code == PCRE2_ERROR_HEAP_FAILED)
        memory_fail(e->mem);
    explain(code, offset, why, why_size);
    return NULL;
}

/* The compiler to machine code crashes when it gets no memory in the midst of its work: it gets all of it before.
 * Where nothing comes of it, the interpreter runs. */
void regex_speed_up(regex_engine *e, regex *re) {
    size_t size;
    if (re->kept.at || pcre2_pattern_info(re->code, PCRE2_INFO_SIZE, &size) || size > JIT_LARGEST)
        return;
    size_t room = JIT_ROOM + JIT_ROOM_FACTOR * size;
    e->reserve = (reserve){.at = memory_try(e->mem, room), .size = room};
    if (!e->reserve.at)
        return;
    (void)pcre2_jit_compile(re->code, PCRE2_JIT_COMPLETE);
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
    PCRE2_UCHAR wide[33];
    PCRE2_SPTR first, last;
    size_t n = strlen(name);
    if (n >= sizeof wide / sizeof *wide)
        return 0;
    for (size_t i = 0; i <= n; i++)
        wide[i] = (unsigned char)name[i];
    int entry = pcre2_substring_nametable_scan(re->code, wide, &first, &last);
    uint32_t groups = 0;
    for (PCRE2_SPTR at = first; entry > 0 && at <= last; at += entry)
        if (*at < REGEX_GROUPS)
            groups |= (uint32_t)1 << *at;
    return groups;
}

int regex_find(regex_engine *e, regex *re, runes subject, size_t from, span group[REGEX_GROUPS]) {
    if (re->runs < WORTH_SPEEDING_UP && ++re->runs == WORTH_SPEEDING_UP)
        regex_speed_up(e, re);
    int n = pcre2_match(re->code, (PCRE2_SPTR)subject.at, subject.length, from, PCRE2_NO_UTF_CHECK, e->data, e->match);
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
