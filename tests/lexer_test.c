/* The lexer: tests/lexer.cases says what each text must give; the rest is about size and hostile text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/decimal.h"
#include "lexer/fold.h"
#include "lexer/lexer.h"
#include "lexing.h"

/* ---- tokens as tests/lexer.cases writes them ---- */

static const char *kind_word(token_kind kind) {
    static const char *const word[] = {"number", "quantity", "percent", "points", "times", "doubling", "ratio",
                                       "rank",   "ordinal",  "time",    "span",   "name",  "unread"};
    return word[kind];
}

static const char *or_dash(const char *text) {
    return *text ? text : "-";
}

static const char *show(const token *t, runes text) {
    static const char *const form[] = {"year", "range", "point", "relative"}, *const hedge[] = {"", " ge", " le",
                                                                                                " approx"};
    const char *quote = utf8_from_runes(&room, text.at + t->quote_from, t->quote_to - t->quote_from).at;
    if (t->kind == TOKEN_NAME)
        return arena_print(&room, "%s #", quote);
    if (t->kind == TOKEN_UNREAD)
        return arena_print(&room, "%s ?", quote);
    if (t->kind == TOKEN_TIME)
        return arena_print(&room, "%s @ %s %d %s%s", quote, or_dash(t->period), t->year, form[t->form],
                           t->as_of ? " as-of" : "");
    if (t->kind == TOKEN_SPAN)
        return arena_print(&room, "%s @ %s %d span%s", quote, or_dash(t->period), t->year, t->recent ? " recent" : "");
    return arena_print(&room, "%s = %s%s%s %s%s %s base:%s%s%s%s %s%s", quote, t->value, *t->value_max ? "~" : "",
                       t->value_max, or_dash(t->unit), hedge[t->qualifier], kind_word(t->kind), t->base_value,
                       *t->base_max ? "~" : "", t->base_max, t->base_unit, *t->fraction ? "fraction:" : "",
                       t->fraction);
}

static bool is_word(const char *list, const char *word, size_t length) {
    for (const char *p = list; *(p += strspn(p, " ")); p += strcspn(p, " "))
        if (strcspn(p, " ") == length && !strncmp(p, word, length))
            return true;
    return false;
}

/* What the case says must be there word for word; a hedge or a state that it does not say must not. */
static bool agrees(const char *want, const char *got) {
    static const char *const always[] = {"ge", "le", "approx", "as-of", "recent"};
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        if (is_word(got, always[i], strlen(always[i])) && !is_word(want, always[i], strlen(always[i])))
            return false;
    size_t place = 0;
    for (const char *w = want, *g = got; *(w += strspn(w, " ")); w += strcspn(w, " "), place++) {
        size_t n = strcspn(w, " ");
        g += strspn(g, " ");
        if (place < 4 ? strcspn(g, " ") != n || strncmp(w, g, n) != 0 : !is_word(got, w, n))
            if (place < 3 || !is_word(got, w, n))
                return false;
        g += strcspn(g, " ");
    }
    return true;
}

static bool holds(const char *want, tokens found, runes text) {
    size_t at = 0;
    for (const char *p = want; *(p += strspn(p, " ")); at++) {
        const char *end = strstr(p, " | ");
        const char *one = arena_copy(&room, p, end ? (size_t)(end - p) : strlen(p));
        if (at == found.count || !agrees(one, show(&found.at[at], text)))
            return false;
        p = end ? end + 3 : p + strlen(p);
    }
    return at == found.count;
}

static runes folded(const char *text) {
    return fold(&room, utf8_to_runes(&room, text, strlen(text)));
}

static bool run_case(int line, char *text, calendar now) {
    char *arrow = strstr(text, " →");
    assert_non_null(arrow);
    *arrow = '\0';
    const char *want = arrow + strlen(" →");
    runes folded_text = folded(text);
    tokens found = lex(&room, pack, folded_text, now);
    if (holds(want, found, folded_text))
        return true;
    print_error("tests/lexer.cases:%d: %s\n  wanted:%s\n  found: ", line, text, want);
    for (size_t i = 0; i < found.count; i++)
        print_error("%s%s", i ? " | " : "", show(&found.at[i], folded_text));
    print_error("\n");
    return false;
}

static void all_cases(void **state) {
    (void)state;
    FILE *f = fopen("tests/lexer.cases", "r");
    assert_non_null(f);
    char text[1024];
    calendar now = {0};
    int cases = 0, wrong = 0;
    for (int line = 1; fgets(text, sizeof text, f); line++) {
        text[strcspn(text, "\n")] = '\0';
        if (!strncmp(text, "now ", 4)) {
            char *end;
            now.year = (int)strtol(text + 4, &end, 10);
            now.month = *end == '-' ? (int)strtol(end + 1, NULL, 10) : 0;
        } else if (*text && *text != '#') {
            cases++;
            wrong += !run_case(line, text, now);
        }
        arena_reset(&room);
    }
    (void)fclose(f);
    print_message("%d cases\n", cases);
    assert_int_equal(wrong, 0);
    assert_true(cases >= 200);
}

/* ---- hostile text ---- */

static void check_order(tokens found, size_t length) {
    size_t last = 0;
    for (size_t i = 0; i < found.count; i++) {
        const token *t = &found.at[i];
        assert_true(t->from >= last && t->from <= t->quote_from && t->quote_from < t->quote_to && t->quote_to <= t->to);
        assert_non_null(t->value);
        assert_non_null(t->period);
        last = t->to;
    }
    assert_true(last <= length);
}

static void long_text_takes_linear_time(void **state) {
    (void)state;
    static const char *const unit[] = {"1",   "一", "1,", "1，000", "1-",   "1.", "万",      "十",
                                       "超",  "a1", "年", "第",     "1/2",  "零", "分之",    "百分之",
                                       "1年", "1+", "1—", "（1",    "截至", "翻", "http://", "个多"};
    enum { SIZE = 300000 };
    for (size_t i = 0; i < sizeof unit / sizeof *unit; i++) {
        runes one = utf8_to_runes(&room, unit[i], strlen(unit[i]));
        char32_t *text = arena_array(&room, SIZE, sizeof *text);
        for (size_t k = 0; k < SIZE; k++)
            text[k] = one.at[k % one.length];
        clock_t start = clock();
        check_order(lex(&room, pack, (runes){text, SIZE}, (calendar){.year = 2025, .month = 6}), SIZE);
        if ((double)(clock() - start) / CLOCKS_PER_SEC > 2.0)
            fail_msg("%s repeated takes more than linear time", unit[i]);
        arena_reset(&room);
    }
}

static void random_text_gives_ordered_tokens(void **state) {
    (void)state;
    runes alphabet = utf8_to_runes(&room,
                                   "0123456789.,，:/+-—~%·（）()“”》 "
                                   "TGBAabp一二两三五十百千万亿零半多余几点年月日底末初个人家元吨公里至到约超近数上前第"
                                   "位名成番翻倍分之百今去同期间以来截季度",
                                   strlen("0123456789.,，:/+-—~%·（）()“”》 "
                                          "TGBAabp一二两三五十百千万亿零半多余几点年月日底末初个人家元吨公里至到约超近"
                                          "数上前第位名成番翻倍分之百今去同期间以来截季度"));
    uint32_t seed = 1;
    char32_t text[40];
    for (int round = 0; round < 20000; round++) {
        size_t n = 1 + (size_t)round % 40;
        for (size_t i = 0; i < n; i++) {
            seed = seed * 1664525U + 1013904223U;
            text[i] = alphabet.at[(seed >> 8) % alphabet.length];
        }
        check_order(lex(&room, pack, (runes){text, n}, (calendar){.year = 2025, .month = round % 13}), n);
    }
    arena_reset(&room);
}

/* ---- decimals and folding ---- */

static void points_move(void **state) {
    (void)state;
    static const struct {
        const char *value;
        int power;
        const char *want;
    } row[] = {{"483.8", 4, "4838000"}, {"52.26", 21, "52260000000000000000000"},
               {"35", -6, "0.000035"},  {"2.0", 0, "2.0"},
               {"-1.25", 1, "-12.5"},   {"0.68", 4, "6800"},
               {"0.005", 1, "0.05"},    {"1234", -2, "12.34"},
               {"0", 3, "0"},           {"12", -2, "0.12"},
               {"-3", -1, "-0.3"}};
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        assert_string_equal(decimal_shift(&room, row[i].value, row[i].power), row[i].want);
    assert_string_equal(decimal_percent(&room, 1, 3), "33.33");
    assert_string_equal(decimal_percent(&room, 2, 3), "66.67");
    assert_string_equal(decimal_percent(&room, 1, 8), "12.5");
    assert_string_equal(decimal_percent(&room, 1, 4), "25");
    arena_reset(&room);
}

static void folding_keeps_offsets(void **state) {
    (void)state;
    const char *text = "５G，（３．５％）–•～", *want = "5G，（3.5%）—·~";
    runes is = folded(text), should = utf8_to_runes(&room, want, strlen(want));
    assert_int_equal(is.length, should.length);
    assert_memory_equal(is.at, should.at, is.length * sizeof *is.at);
    arena_reset(&room);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_cases),
        cmocka_unit_test(long_text_takes_linear_time),
        cmocka_unit_test(points_move),
        cmocka_unit_test(random_text_gives_ordered_tokens),
        cmocka_unit_test(folding_keeps_offsets),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
