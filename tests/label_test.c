/* What people read for names: every label leads back to its name, and nothing that users see is without one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "record/label.h"

typedef struct bench {
    memory mem;
    jmp_buf trap;
    arena arena;
} bench;

static int bench_open(void **state) {
    bench *b = calloc(1, sizeof *b);
    assert_non_null(b);
    *state = b;
    memory_init(&b->mem, NULL);
    b->mem.trap = &b->trap;
    if (setjmp(b->trap))
        return -1;
    arena_init(&b->arena, &b->mem);
    return 0;
}

static int bench_close(void **state) {
    bench *b = *state;
    arena_free(&b->arena);
    free(b);
    return 0;
}

static const char *shown(bench *b, const char *group, const char *text, label_style style) {
    dcx_text t = label_show(&b->arena, group, text_of_c(text), style);
    return arena_copy(&b->arena, t.at, t.length);
}

static const char *back(bench *b, const char *group, const char *text) {
    dcx_text t = label_read(group, text_of_c(text));
    return arena_copy(&b->arena, t.at, t.length);
}

static const label_style styles[] = {LABEL_NAME, LABEL_ENGLISH, LABEL_CHINESE, LABEL_BOTH};
enum { STYLES = sizeof styles / sizeof *styles };

static bool is_chinese(const char *text) {
    return (unsigned char)*text >= 0xE2;
}

static bool has_label(bench *b, const char *group, const char *text) {
    return label_is_name(group, text_of_c(text)) && is_chinese(shown(b, group, text, LABEL_CHINESE));
}

/* ---- the way there and back ---- */

static void every_label_leads_back_to_its_name(void **state) {
    bench *b = *state;
    for (const label *l = label_table; l->group; l++)
        for (size_t s = 0; s < STYLES; s++) {
            const char *text = shown(b, l->group, l->name, styles[s]);
            if (strcmp(back(b, l->group, text), l->name) != 0)
                fail_msg("%s %s is shown as %s, which is read as %s", l->group, l->name, text, back(b, l->group, text));
        }
}

static void styles_are_what_they_say(void **state) {
    bench *b = *state;
    assert_string_equal(shown(b, "column", "metric", LABEL_NAME), "metric");
    assert_string_equal(shown(b, "column", "metric", LABEL_ENGLISH), "metric");
    assert_string_equal(shown(b, "column", "metric", LABEL_CHINESE), "指标");
    assert_string_equal(shown(b, "column", "metric", LABEL_BOTH), "指标 (metric)");
    assert_string_equal(shown(b, "qualifier", "ge", LABEL_ENGLISH), "≥");
    assert_string_equal(shown(b, "qualifier", "ge", LABEL_CHINESE), "不低于");
    assert_string_equal(shown(b, "qualifier", "ge", LABEL_BOTH), "不低于 (ge)");
    assert_string_equal(shown(b, "status", "only-old", LABEL_BOTH), "仅旧 (only-old)");
}

static void what_has_no_label_stays(void **state) {
    bench *b = *state;
    static const char *const texts[] = {"", "2025", "指数", "unheard-of", "a (b)", "(", ")", "()", "metric"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t s = 0; s < STYLES; s++) {
            assert_string_equal(shown(b, "kind", texts[i], styles[s]), texts[i]);
            assert_string_equal(back(b, "kind", texts[i]), texts[i]);
        }
    assert_string_equal(back(b, "no group", "水平"), "水平");
    assert_string_equal(back(b, "claim", "水平"), "水平"); /* a word of another group */
}

static void flags_are_shown_one_by_one(void **state) {
    bench *b = *state;
    const char *all = "scope unit unheard-of growth-mismatch";
    assert_string_equal(shown(b, "flag", all, LABEL_NAME), all);
    assert_string_equal(shown(b, "flag", all, LABEL_CHINESE), "口径 单位 unheard-of 增速不符");
    assert_string_equal(shown(b, "flag", "scope unit", LABEL_BOTH), "口径 (scope) 单位 (unit)");
    assert_string_equal(shown(b, "flag", "scope", LABEL_CHINESE), "口径");
}

/* ---- no two names are mistaken for each other ---- */

static const char *text_in(const label *l, size_t which) {
    return which == 0 ? l->name : which == 1 ? l->chinese : l->english;
}

static void no_two_names_of_a_group_share_a_text(void **state) {
    (void)state;
    for (const label *l = label_table; l->group; l++)
        for (const label *m = l + 1; m->group; m++)
            for (size_t i = 0; i < 9 && !strcmp(l->group, m->group); i++) {
                const char *x = text_in(l, i / 3), *y = text_in(m, i % 3);
                if (x && y && !strcmp(x, y))
                    fail_msg("%s: %s and %s are both %s", l->group, l->name, m->name, x);
            }
}

static void every_label_is_chinese(void **state) {
    (void)state;
    for (const label *l = label_table; l->group; l++) {
        assert_true(is_chinese(l->chinese));
        assert_true(*l->name != 0);
        assert_null(strpbrk(l->chinese, "\",;\t\r\n()")); /* what would end a cell of a heading */
        assert_true(strcmp(l->group, "flag") != 0 || !strchr(l->chinese, ' '));
    }
}

static void a_group_stands_together(void **state) {
    (void)state;
    for (const label *l = label_table; l->group; l++)
        for (const label *m = l + 1; m->group; m++)
            if (!strcmp(l->group, m->group) && strcmp(l->group, m[-1].group) != 0)
                fail_msg("%s is not with the others of %s", m->name, m->group);
}

/* ---- nothing is without a label ---- */

static void every_heading_has_a_label(void **state) {
    bench *b = *state;
    const dcx_schema *const schemas[] = {dcx_record_schema(),    dcx_rejected_schema(), dcx_missed_schema(),
                                         dcx_token_schema(),     dcx_rule_schema(),     dcx_diff_schema(),
                                         dcx_finding_schema(),   dcx_series_schema(),   dcx_document_schema(),
                                         dcx_correction_schema()};
    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++)
        for (size_t c = 0; c < schemas[i]->columns; c++) {
            const char *name = schemas[i]->column[c].name;
            if (!has_label(b, "column", name))
                fail_msg("%s of %s has no label", name, schemas[i]->name);
            for (size_t s = 0; s < STYLES; s++)
                assert_int_equal(label_column(schemas[i], text_of_c(shown(b, "column", name, styles[s]))), c);
        }
    assert_true(has_label(b, "column", "shown_value"));
    assert_int_equal(label_column(dcx_record_schema(), text_of_c("状态")), -1); /* a label of another table */
    assert_int_equal(label_column(dcx_record_schema(), text_of_c("")), -1);
}

static void every_column_of_a_page_has_a_label(void **state) {
    bench *b = *state;
    const dcx_schema *const schemas[] = {dcx_block_schema(), dcx_mark_schema(), dcx_place_schema()};
    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++)
        for (size_t c = 0; c < schemas[i]->columns; c++)
            if (!has_label(b, "column", schemas[i]->column[c].name))
                fail_msg("%s of %s has no label", schemas[i]->column[c].name, schemas[i]->name);
}

/* The words that a column can hold, as the library writes them. */
typedef struct vocabulary {
    const char *column, *words;
} vocabulary;

static void check_words(bench *b, const vocabulary *v) {
    const char *group = label_group(v->column);
    assert_non_null(group);
    char copy[256], *rest = copy;
    (void)snprintf(copy, sizeof copy, "%s", v->words);
    for (const char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
        if (!has_label(b, group, word))
            fail_msg("%s '%s' has no label", v->column, word);
}

static void every_word_has_a_label(void **state) {
    static const vocabulary all[] = {
        {"kind", "level growth change share multiple rank"},
        {"claim", "actual target forecast"},
        {"old_claim", "actual target forecast"},
        {"new_claim", "actual target forecast"},
        {"qualifier", "ge le approx"},
        {"source_basis", "clause sentence paragraph document"},
        {"status", "matched only-old only-new first-published restated"},
        {"flags", "scope unit qualifier period year-gap restated growth-mismatch ambiguous"},
        {"severity", "error note ok"},
        {"check",
         "growth net-change share-sum part-of-whole parts-total repeated multiple bound rate-difference ratio"},
        {"state", "applied stale other"},
        {"reason", "unbound date name"}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        check_words(*state, &all[i]);
    bench *b = *state;
    static const char *const actions[] = {"correct", "reject", "add"};
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        assert_true(has_label(b, "action", actions[i]));
    assert_true(has_label(b, "answer", "yes"));
    static const char *const cite[] = {"year", "source", "number", "line", "paragraph"};
    for (size_t i = 0; i < sizeof cite / sizeof *cite; i++)
        assert_true(has_label(b, "cite", cite[i]));
}

/* And none of them is a kind of records. */
static void every_kind_of_token_has_a_label(void **state) {
    bench *b = *state;
    static const char *const kinds[] = {"number",  "quantity", "percent", "points", "times", "doubling", "ratio",
                                        "ordinal", "time",     "span",    "name",   "range", "note"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        dcx_text name = text_of_c(kinds[i]);
        assert_false(text_equal(label_show(&b->arena, label_group("kind"), name, LABEL_CHINESE), name));
        assert_false(label_is_name("kind", name));
    }
}

static void texts_of_documents_have_no_labels(void **state) {
    (void)state;
    static const char *const columns[] = {"metric",  "value",    "unit",     "source",     "of",   "section",
                                          "quote",   "sentence", "document", "file",       "rule", "old_metric",
                                          "message", "text",     "repeats",  "old_source", "id",   ""};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        assert_null(label_group(columns[i]));
}

static void names_of_a_group_are_listed(void **state) {
    bench *b = *state;
    assert_string_equal(label_names(&b->arena, "claim"), "actual, target, forecast");
    assert_string_equal(label_names(&b->arena, "no group"), "");
    assert_true(label_is_name("claim", text_of_c("target")));
    assert_false(label_is_name("claim", text_of_c("目标")));
    assert_false(label_is_name("kind", text_of_c("target")));
    assert_false(label_is_name("claim", text_of_c("")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_label_leads_back_to_its_name),
        cmocka_unit_test(styles_are_what_they_say),
        cmocka_unit_test(what_has_no_label_stays),
        cmocka_unit_test(flags_are_shown_one_by_one),
        cmocka_unit_test(no_two_names_of_a_group_share_a_text),
        cmocka_unit_test(every_label_is_chinese),
        cmocka_unit_test(a_group_stands_together),
        cmocka_unit_test(every_heading_has_a_label),
        cmocka_unit_test(every_column_of_a_page_has_a_label),
        cmocka_unit_test(every_kind_of_token_has_a_label),
        cmocka_unit_test(every_word_has_a_label),
        cmocka_unit_test(texts_of_documents_have_no_labels),
        cmocka_unit_test(names_of_a_group_are_listed),
    };
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
