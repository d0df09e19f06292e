/* Compiles rule packs to C: packc PACK.xml... writes the tables of pack_builtin to standard output. */
#include <stdio.h>
#include <stdlib.h>

#include "pack/pack.h"

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
        (void)printf(", \"%s\", %ld},\n", l->file, l->line);
    }
    (void)printf("{0}};\n");
}

static int put_pack(const pack_data *p) {
    (void)printf("/* Generated from the rule packs. */\n#include \"pack/pack.h\"\n");
    put_words(p);
    put_names(p);
    put_layouts(p);
    put_examples(p);
    put_rules(p);
    (void)printf("const pack_data pack_builtin = {words, classes, dimensions, macros, layouts, rules, %u, %u, %u, %u, "
                 "%u, %u};\n",
                 p->words, p->classes, p->dimensions, p->macros, p->layouts, p->rules);
    return fflush(stdout) || ferror(stdout);
}

int main(int argc, char **argv) {
    dcx_pack *pack;
    dcx_error error;
    if (pack_load(&pack, NULL, (const char *const *)(argv + 1), (size_t)argc - 1, NULL, &error) != DCX_OK) {
        (void)fprintf(stderr, "packc: %s:%ld: %s; %s\n", error.file, error.line, error.message, error.hint);
        return EXIT_FAILURE;
    }
    int failed = put_pack(pack_content(pack));
    dcx_pack_free(pack);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
