/* Compiles rule packs to C: packc PACK.xml... writes the tables of pack_builtin to standard output, with all patterns
 * compiled. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document/layout.h"
#include "pack/own.h"
#include "rules/search.h"

/* What makes patterns ready; lives as long as the program. */
typedef struct workshop {
    memory mem;
    arena arena;
    regex_engine *engine;
    const dcx_pack *pack;
} workshop;

static void put_string(const char *s) {
    if (!s) {
        (void)printf("NULL");
        return;
    }
    (void)putchar('"');
    for (; *s; s++)
        if (*s == '\n')
            (void)printf("\\n\"\n\"");
        else if (*s == '"' || *s == '\\' || (unsigned char)*s < 0x20 || (unsigned char)*s > 0x7E || *s == '?')
            (void)printf("\\%03o", (unsigned char)*s);
        else
            (void)putchar(*s);
    (void)putchar('"');
}

static void put_runes(const char32_t *s) {
    if (!s) {
        (void)printf("NULL");
        return;
    }
    (void)printf("(const char32_t[]){");
    for (; *s; s++)
        (void)printf("0x%X,", (unsigned)*s);
    (void)printf("0}");
}

static void put_examples(const pack_data *p) {
    for (uint32_t r = 0; r < p->rules; r++) {
        (void)printf("static const pack_example example_%u[] = {\n", r);
        for (uint32_t i = 0; i < p->rule[r].examples; i++) {
            const pack_example *e = &p->rule[r].example[i];
            (void)printf("{");
            put_string(e->text);
            (void)printf(", ");
            put_string(e->expect);
            (void)printf(", %ld},\n", e->line);
        }
        (void)printf("{NULL, NULL, 0}};\n");
    }
}

static void put_bits(const uint64_t *bits, size_t count) {
    (void)printf("{");
    for (size_t i = 0; i < count; i++)
        (void)printf("UINT64_C(0x%" PRIX64 "),", bits[i]);
    (void)printf("}");
}

static void put_edge(const char *which, unsigned number, const regex_edge *edge) {
    if (edge == &regex_edge_any)
        return;
    (void)printf("static const regex_edge %s_%u = {", which, number);
    put_bits(edge->bits, sizeof edge->bits / sizeof *edge->bits);
    (void)printf("};\n");
}

static void put_start(const regex_start *start, unsigned number) {
    if (!start)
        return;
    (void)printf("static const regex_start start_%u = {{", number);
    put_bits(start->pairs.bits, sizeof start->pairs.bits / sizeof *start->pairs.bits);
    (void)printf("}, {");
    put_bits(start->alone.bits, sizeof start->alone.bits / sizeof *start->alone.bits);
    (void)printf("}};\n");
}

static void put_lead(const regex_lead *lead, unsigned number) {
    if (!lead)
        return;
    (void)printf("static const regex_lead lead_%u = {", number);
    put_bits(lead->bits, sizeof lead->bits / sizeof *lead->bits);
    (void)printf("};\n");
}

static void put_edge_name(const char *which, unsigned number, const regex_edge *edge) {
    if (edge == &regex_edge_any)
        (void)printf("&regex_edge_any, ");
    else
        (void)printf("&%s_%u, ", which, number);
}

/* The name of a constant, or NULL. */
static void put_name_or_none(bool there, const char *which, unsigned number) {
    if (there)
        (void)printf("&%s_%u, ", which, number);
    else
        (void)printf("NULL, ");
}

/* The constants that one pattern's are made of, numbered. */
static void put_ready_parts(const regex_ready *r, unsigned number) {
    (void)printf("static const uint16_t needs_%u[] = {", number);
    for (size_t i = 0; i < regex_needs_size(r->needs) / sizeof *r->needs; i++)
        (void)printf("%u,", r->needs[i]);
    (void)printf("};\n");
    put_edge("first", number, r->first);
    put_edge("last", number, r->last);
    put_start(r->start, number);
    put_lead(r->lead, number);
    (void)printf("static const regex_name names_%u[] = {", number);
    for (const regex_name *n = r->names; n->name; n++)
        (void)printf("{\"%s\", 0x%X},", n->name, (unsigned)n->groups);
    (void)printf("{NULL, 0}};\nstatic const uint32_t code_%u[] = {", number);
    for (size_t i = 0; i < r->code_size; i += sizeof(uint32_t)) {
        uint32_t word = 0;
        memcpy(&word, (const char *)r->code + i, r->code_size - i < sizeof word ? r->code_size - i : sizeof word);
        (void)printf("%#" PRIx32 ",", word);
    }
    (void)printf("};\n");
}

static void put_ready(const regex_ready *r, unsigned number) {
    (void)printf("{");
    put_string(r->pattern);
    (void)printf(", %d, needs_%u, ", r->anchored, number);
    put_edge_name("first", number, r->first);
    put_edge_name("last", number, r->last);
    put_name_or_none(r->start, "start", number);
    put_name_or_none(r->lead, "lead", number);
    (void)printf("names_%u, code_%u, %zu},\n", number, number, r->code_size);
}

/* All patterns: those of rules, then those of layouts. false: one is broken, which is said. */
static bool put_patterns(workshop *w) {
    const pack_data *p = pack_content(w->pack);
    const regex_ready **all = arena_array(&w->arena, p->rules + p->layouts, sizeof *all);
    for (uint32_t i = 0; i < p->rules + p->layouts; i++) {
        dcx_error error = {0};
        char why[256] = "";
        all[i] = i < p->rules ? search_prepare(w->engine, &w->arena, w->pack, p->rule[i].pattern, why, sizeof why)
                              : layout_prepare(w->engine, &w->arena, w->pack, &p->layout[i - p->rules], &error);
        if (!all[i]) {
            (void)fprintf(stderr, "packc: %s: %s\n", i < p->rules ? p->rule[i].id : error.message, why);
            return false;
        }
        put_ready_parts(all[i], i);
    }
    (void)printf("static const regex_ready ready[] = {\n");
    for (uint32_t i = 0; i < p->rules + p->layouts; i++)
        put_ready(all[i], i);
    (void)printf("};\n");
    return true;
}

static void put_rules(const pack_data *p) {
    (void)printf("static const pack_rule rules[] = {\n");
    for (uint32_t r = 0; r < p->rules; r++) {
        const pack_rule *rule = &p->rule[r];
        const char *const text[] = {rule->id,      rule->action, rule->kind, rule->option,
                                    rule->pattern, rule->note,   rule->file};
        (void)printf("{");
        for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
            put_string(text[i]);
            (void)printf(", ");
            if (text[i] == rule->pattern)
                (void)printf("&ready[%u], ", r);
        }
        (void)printf("example_%u, %ld, %u},\n", r, rule->line, rule->examples);
    }
    (void)printf("{0}};\n");
}

static void put_words(const pack_data *p) {
    (void)printf("static const pack_word words[] = {\n");
    for (uint32_t i = 0; i < p->words; i++) {
        const pack_word *w = &p->word[i];
        (void)printf("{");
        put_runes(w->text);
        (void)printf(", ");
        put_runes(w->unless);
        (void)printf(", ");
        put_string(w->extra);
        (void)printf(", %u, %u, %d, %d},\n", w->length, w->cls, w->value, w->dimension);
    }
    (void)printf("{0}};\n");
}

static void put_names(const pack_data *p) {
    (void)printf("static const pack_class classes[] = {\n");
    for (uint32_t i = 0; i < p->classes; i++)
        (void)printf("{\"%s\", %u, %u},\n", p->cls[i].name, p->cls[i].first, p->cls[i].count);
    (void)printf("{0}};\nstatic const char *const dimensions[] = {\n");
    for (uint32_t i = 0; i < p->dimensions; i++)
        (void)printf("\"%s\",\n", p->dimension[i]);
    (void)printf("NULL};\nstatic const pack_macro macros[] = {\n");
    for (uint32_t i = 0; i < p->macros; i++) {
        (void)printf("{\"%s\", ", p->macro[i].name);
        put_string(p->macro[i].body);
        (void)printf("},\n");
    }
    (void)printf("{0}};\n");
}

static void put_layouts(const pack_data *p) {
    (void)printf("static const pack_layout layouts[] = {\n");
    for (uint32_t i = 0; i < p->layouts; i++) {
        const pack_layout *l = &p->layout[i];
        (void)printf("{\"%s\", %d, ", l->role, l->level);
        put_string(l->pattern);
        (void)printf(", &ready[%u], \"%s\", %ld},\n", p->rules + i, l->file, l->line);
    }
    (void)printf("{0}};\n");
}

static void put_index(const pack_data *p) {
    (void)printf("static const uint16_t first_at[0x10000] = {\n");
    for (unsigned c = 0; c < 0x10000; c++)
        if (p->first_at[c])
            (void)printf("[0x%X] = %u,\n", c, p->first_at[c]);
    (void)printf("};\nstatic const pack_first firsts[] = {\n");
    for (uint32_t i = 0; i < p->firsts; i++)
        (void)printf("{UINT64_C(0x%" PRIX64 "), UINT64_C(0x%" PRIX64 "), %u},\n", p->first[i].classes,
                     p->first[i].alone, p->first[i].begin);
    (void)printf("};\nstatic const pack_group groups[] = {\n");
    for (uint32_t i = 0; i < p->groups; i++)
        (void)printf("{UINT64_C(0x%" PRIX64 "), %u, %u, %u},\n", p->group[i].second, p->group[i].word,
                     p->group[i].alone, p->group[i].end);
    (void)printf("{0}};\n");
}

static bool put_pack(workshop *w) {
    const pack_data *p = pack_content(w->pack);
    (void)printf("/* Generated from the rule packs. */\n#include \"pack/own.h\"\n");
    if (!put_patterns(w))
        return false;
    put_words(p);
    put_index(p);
    put_names(p);
    put_layouts(p);
    put_examples(p);
    put_rules(p);
    (void)printf("const pack_data pack_builtin = {words, classes, dimensions, macros, layouts, rules, %u, %u, %u, %u, "
                 "%u, %u, first_at, firsts, groups, %u, %u};\n",
                 p->words, p->classes, p->dimensions, p->macros, p->layouts, p->rules, p->firsts, p->groups);
    return !fflush(stdout) && !ferror(stdout);
}

static bool work(workshop *w) {
    jmp_buf trap;
    memory_init(&w->mem, NULL);
    w->mem.trap = &trap;
    arena_init(&w->arena, &w->mem);
    if (setjmp(trap)) {
        (void)fprintf(stderr, "packc: no memory\n");
        return false;
    }
    w->engine = regex_engine_new(&w->mem);
    return put_pack(w);
}

int main(int argc, char **argv) {
    dcx_pack *pack;
    dcx_error error;
    if (pack_load(&pack, NULL, (const char *const *)(argv + 1), (size_t)argc - 1, NULL, &error) != DCX_OK) {
        (void)fprintf(stderr, "packc: %s:%ld: %s; %s\n", error.file, error.line, error.message, error.hint);
        return EXIT_FAILURE;
    }
    workshop w = {.pack = pack};
    bool done = work(&w);
    regex_engine_free(w.engine);
    arena_free(&w.arena);
    dcx_pack_free(pack);
    return done ? EXIT_SUCCESS : EXIT_FAILURE;
}
