/* Cutting text into words: tests/words.cases says how sentences are cut; the share of right boundaries has a floor.
 * What cannot be cut any other way, and what must cost no more than its length, is tested case by case. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lexer/fold.h"
#include "lexing.h"
#include "words/words.h"

static words cut(runes folded) {
    tokens t = lex(&room, pack, folded, (calendar){.year = 2025});
    return cut_words(&room, pack, folded, 0, (uint32_t)folded.length, t);
}

/* ---- tests/words.cases ---- */

typedef struct score {
    size_t wanted, right, made; /* boundaries between characters */
} score;

/* The characters of a case, and before each of them: '/' a boundary, '^' one that may be, 0 none. */
static runes read_case(const char *line, char *before) {
    runes all = utf8_to_runes(&room, line, strlen(line));
    char32_t *text = arena_array(&room, all.length + 1, sizeof *text);
    size_t n = 0;
    char mark = '/';
    for (size_t i = 0; i < all.length; i++) {
        if (all.at[i] == '/' || all.at[i] == '^') {
            mark = (char)all.at[i];
            continue;
        }
        before[n] = mark;
        mark = '\0';
        text[n++] = all.at[i];
    }
    return (runes){text, n};
}

static void compare(const char *line, score *s) {
    char before[256] = "";
    bool begins[256] = {false};
    runes folded = fold(&room, read_case(line, before));
    words w = cut(folded);
    for (size_t i = 0; i < w.count; i++)
        begins[w.at[i].from] = true;
    bool wrong = false;
    for (size_t i = 1; i < folded.length; i++) {
        s->wanted += before[i] == '/';
        s->made += begins[i] && before[i] != '^';
        s->right += begins[i] && before[i] == '/';
        wrong |= (before[i] == '/' && !begins[i]) || (!before[i] && begins[i]);
    }
    if (!wrong)
        return;
    print_message("%s -> ", line);
    for (size_t i = 0; i < w.count; i++)
        print_message("%s%s", i ? "/" : "",
                      utf8_from_runes(&room, folded.at + w.at[i].from, w.at[i].to - w.at[i].from).at);
    print_message("\n");
}

static void cases_are_cut_as_readers_do(void **state) {
    (void)state;
    char line[1024];
    score s = {0};
    FILE *in = fopen("tests/words.cases", "r");
    assert_non_null(in);
    assert_int_equal(setjmp(trap), 0);
    while (fgets(line, sizeof line, in)) {
        line[strcspn(line, "\n")] = '\0';
        if (*line && *line != '#')
            compare(line, &s);
        arena_reset(&room);
    }
    (void)fclose(in);
    double recall = (double)s.right / (double)s.wanted, precision = (double)s.right / (double)s.made;
    print_message("%zu boundaries: recall %.4f, precision %.4f\n", s.wanted, recall, precision);
    assert_true(s.wanted > 400);
    assert_true(recall >= 0.96 && precision >= 0.96);
}

/* ---- what holds of every text ---- */

static void words_stand_side_by_side(void **state) {
    (void)state;
    static const char *const texts[] = {"", "，", "全年GDP达5.2亿元，比2023年增长6%。", "𠀀𠀁㐀 a b",
                                        "\xEF\xBF\xBD产量"};
    assert_int_equal(setjmp(trap), 0);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        runes folded = fold(&room, utf8_to_runes(&room, texts[i], strlen(texts[i])));
        words w = cut(folded);
        uint32_t at = 0;
        for (size_t k = 0; k < w.count; k++) {
            assert_int_equal(w.at[k].from, at);
            assert_true(w.at[k].to > at);
            assert_true((w.at[k].token >= 0) == (w.at[k].speech == SPEECH_TOKEN));
            at = w.at[k].to;
        }
        assert_int_equal(at, folded.length);
    }
}

static void tokens_are_not_cut(void **state) {
    (void)state;
    static const char text[] = "产量达1.2万吨";
    assert_int_equal(setjmp(trap), 0);
    words w = cut(fold(&room, utf8_to_runes(&room, text, strlen(text))));
    assert_int_equal(w.count, 3);
    assert_int_equal(w.at[0].speech, SPEECH_NOUN);
    assert_int_equal(w.at[1].speech, SPEECH_VERB);
    assert_int_equal(w.at[2].token, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cases_are_cut_as_readers_do),
        cmocka_unit_test(words_stand_side_by_side),
        cmocka_unit_test(tokens_are_not_cut),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
