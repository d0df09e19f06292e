/* What a pattern needs: a text without it is passed over unmatched, and no text that matches ever is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/regex.h"

typedef struct trial {
    const char *pattern, *text;
    bool may; /* the text has what the pattern needs */
} trial;

/* What is told of a pattern and a text without matching, and whether it matches. */
typedef struct told {
    unsigned where;
    bool fits, begins, leads, matches;
} told;

static void note_stretches(regex_sieve *sieve, runes text, runes ends) {
    unsigned number = 0;
    size_t from = 0;
    regex_sieve_clear(sieve);
    for (size_t i = 0; i < text.length; i++)
        for (size_t k = 0; k < ends.length; k++)
            if (text.at[i] == ends.at[k]) {
                regex_sieve_note(sieve, text, from, i + 1, number++);
                from = i + 1;
            }
    regex_sieve_note(sieve, text, from, text.length, number);
}

/* The same of several patterns, whose needs are put together. */
static void look_at_all(const char *const *pattern, size_t count, const char *utf8, regex_use use, told *out) {
    memory mem;
    memory_init(&mem, NULL);
    arena a;
    arena_init(&a, &mem);
    jmp_buf trap;
    mem.trap = &trap;
    assert_int_equal(setjmp(trap), 0);
    regex_engine *e = regex_engine_new(&mem);
    char why[128];
    runes text = utf8_to_runes(&a, utf8, strlen(utf8));
    const regex_ready **ready = arena_array(&a, count, sizeof *ready);
    regex_needs *needs = arena_array(&a, count, sizeof *needs);
    for (size_t i = 0; i < count; i++) {
        ready[i] = regex_prepare(e, &a, pattern[i], use, why, sizeof why);
        assert_non_null(ready[i]);
        needs[i] = ready[i]->needs;
    }
    regex_sieve *sieve = regex_sieve_new(&a, needs, count);
    note_stretches(sieve, text, use.ends);
    for (size_t i = 0; i < count; i++) {
        span group[REGEX_GROUPS];
        regex *re = regex_open(e, ready[i]);
        out[i] = (told){.where = regex_sieve_where(sieve, i),
                        .fits = regex_fits(re, text),
                        .begins = text.length && regex_begins(ready[i], text, 0),
                        .leads = text.length && regex_leads(ready[i], text, text.length - 1),
                        .matches = regex_find(e, re, text, 0, group) > 0};
        regex_free(e, re);
    }
    regex_engine_free(e);
    arena_free(&a);
}

static told look(const char *pattern, const char *utf8, regex_use use) {
    told t;
    look_at_all(&pattern, 1, utf8, use, &t);
    return t;
}

static void try_all(const trial *trials, size_t count) {
    for (size_t i = 0; i < count; i++) {
        told t = look(trials[i].pattern, trials[i].text, (regex_use){0});
        bool may = t.where && t.fits;
        if (may != trials[i].may || (t.matches && !may))
            fail_msg("pattern %s, text %s", trials[i].pattern, trials[i].text);
    }
}

#define TRY(...)                                                                                                       \
    const trial trials[] = {__VA_ARGS__};                                                                              \
    try_all(trials, sizeof trials / sizeof *trials)

static void characters_and_pairs(void **state) {
    (void)state;
    TRY({"同比增长", "全年同比增长", true}, {"同比增长", "增长同比", false}, {"同比增长", "同比增加长", false},
        {"增.长", "增x长", true}, {"增.长", "增增", false}, {"a b # c\nd", "abd", true}, {"a b # c\nd", "ab", false},
        {"\\x{589E}\\.", "增.", true}, {"\\x{589E}\\.", "增", false}, {"a\\x20b", "a b", true},
        {"a\\x20b", "ab", false}, {"[\\x41-\\x43]1", "B1", true}, {"[\\x41-\\x43]1", "D1", false},
        {"\\x412", "A2", true}, {"\\x9g", "\tg", true});
}

static void what_may_be_missing_is_not_needed(void **state) {
    (void)state;
    TRY({"增长?", "增", true}, {"增长*率", "增率", true}, {"增(?:长|加)?了", "增了", true}, {"增{0,2}长", "长", true},
        {"增 ?长", "长", true}, {"增{2}长", "增增长", true}, {"增{2}长", "长", false}, {"增(?!长)", "增", true},
        {"(?<!同)增", "增", true}, {"(?!增长)率", "率", true}, {".*", "", true}, {"^$", "", true},
        {"增+?长", "增长", true}, {"[^增]", "长", true});
}

static void one_of_several(void **state) {
    (void)state;
    TRY({"增长|下降", "下降", true}, {"增长|下降", "上升", false}, {"(?:增长|降)了", "降了", true},
        {"(?:增长|降)了", "升了", false}, {"增长|", "升", true}, {"(?:增长|.)了", "了", true},
        {"[增降升]了", "升了", true}, {"[增降升]了", "落了", false}, {"[a-f]x", "dx", true}, {"[a-f]x", "gx", false},
        {"[\\x{E000}-\\x{E003}]", "\xEE\x80\x82", true}, {"[\\x{E000}-\\x{E003}]", "\xEE\x80\x84", false},
        {"[\\d增]x", "5x", true}, {"(?'q'增)(?<r>长)", "增长", true}, {"(?'q'增)(?<r>长)", "增", false});
}

static void what_stands_around_is_needed(void **state) {
    (void)state;
    TRY({"增(?=长)", "增长", true}, {"增(?=长)", "增", false}, {"(?<=同比)增", "同比增", true},
        {"(?<=同比)增", "增", false});
}

static void space_between_is_no_part_of_the_pattern(void **state) {
    (void)state;
    TRY({"增\f长", "增长", true}, {"\v增\u2028长", "长增", false}, {"增长\u200E", "增长", true}, {"a+ +b", "aab", true},
        {"增 # 长\n 幅", "增幅", true}, {"[\f]长", "增长", false});
}

static void what_is_not_understood_needs_nothing(void **state) {
    (void)state;
    TRY({"(?i)abc", "ABC", true}, {"(a)\\1", "aa", true}, {"(*COMMIT)ab", "ab", true}, {"(?<n>a)(?&n)", "aa", true},
        {"\\Qa?\\E", "a?", true}, {"(a)?(?(1)b|c)", "c", true}, {"\\p{Han}x", "增x", true}, {"[[:alpha:]]", "a", true},
        {"a{2x}", "a{2x}", true}, {"a{2", "a{2", true}, {"(?<*x)y(q|>z)", "xyq", true});
}

/* Stretches here end with a comma or a full stop; bit n of `where` is the n-th. */
typedef struct place_trial {
    const char *pattern, *text;
    unsigned where;
} place_trial;

static void what_stands_near_tells_where(void **state) {
    (void)state;
    static const char32_t ends[] = U"，。";
    static const place_trial trials[] = {
        {"增[^，。]*长", "增加，增多长，长", 1U << 1}, /* both in one stretch */
        {"增.*长", "增加，增多，长", 3},               /* the second anywhere */
        {"[^，。]*?增长", "下降，增长。下降", 1U << 1},
        {"(?:与[^，。]*，)?增长", "乙，与甲比，增长",
         1U << 1 | 1U << 2},                                    /* where it leaves the stretch, that is dear */
        {"(?:与[^，。]*，)?增长", "与甲比，乙，增长", 1U << 2}, /* it leaves one at most */
        {"(?:[^，。]*，)*增长", "甲，乙，增长，丙", 7},
        {"(?<=增，)长", "增，长", 1U << 1}, /* what stands behind may stand elsewhere */
        {"增(?=长)", "增，增长", 1U << 1},
        {"，增长", "降，增长", 1},
        {"增.*长", "长，增，降", 0}, /* what follows stands there or later */
        {"(?<=长，)增.*降", "长，增，降，增", 1U << 1},
        {"增长", "降，升", 0},
    };
    for (size_t i = 0; i < sizeof trials / sizeof *trials; i++) {
        unsigned where = look(trials[i].pattern, trials[i].text, (regex_use){.ends = {ends, 2}}).where;
        if (where != trials[i].where)
            fail_msg("pattern %s, text %s: %x", trials[i].pattern, trials[i].text, where);
    }
}

static void beginnings_and_ends(void **state) {
    (void)state;
    TRY({"^第[一二]", "第一", true}, {"^第[一二]", "二第一", false}, {"^(?:图|表)\\d+$", "图1", true},
        {"^(?:图|表)\\d+$", "图1。", false}, {"[一二]$", "第一", true}, {"[一二]$", "一第", false},
        {"^(?i:page)\\h*\\d$", "PAGE 1", true}, {"^第|一$", "一", true}, {"^第?一", "一", true}, {"^$", "", true});
}

static void the_first_two_characters(void **state) {
    (void)state;
    static const trial trials[] = {
        {"增长", "增长率", true},
        {"增长", "增加", false},
        {"增长", "增", false},
        {"(?:增长|降)", "降了", true},
        {"(?:增长|降)", "增了", false},
        {"(?:约|已)?增长", "约增长", true},
        {"(?:约|已)?增长", "约加", false},
        {"(?:约|已)?增长", "增长", true},
        {"(?:约|已){0,4}增长", "已约增长", true},
        {"(?:约|已){0,4}增长", "已了", false},
        {"比[^，]{1,4}增长", "比上年增长", true},
        {"比[^，]{1,4}增长", "上年增长", false},
        {"增(?=长).", "增长", true},
        {"(?=同比)同增", "同增", true},
        {"(?=.*率)增长", "降率", false},
        {"(?:增?长)+", "长增", true},
        {"(?:增?长)+", "长了", true}, /* the match may end there */
        {"(?:增?长)+率", "长了", false},
        {"增{2}", "增增", true},
        {"增{2}", "增长", true}, /* that it must be twice is not looked at */
        {"增?|长", "率", true},
        {"[^增]长", "率", true},
        {"\\d+%", "7%", true},
        {"\\d+%", "7个", false},
    };
    for (size_t i = 0; i < sizeof trials / sizeof *trials; i++) {
        told t = look(trials[i].pattern, trials[i].text, (regex_use){.anchored = true});
        if (t.begins != trials[i].may || (t.matches && !t.begins))
            fail_msg("pattern %s, text %s", trials[i].pattern, trials[i].text);
    }
}

/* Figures here are digits. */
static void what_leads_to_the_first_figure(void **state) {
    (void)state;
    static const char32_t digits[] = U"0123456789";
    static const trial trials[] = {
        {"(?:增长|降)[^，0-9]?[0-9]", "增长7", true},
        {"增长了?\\d", "增长了7", true},
        {"增长了?\\d", "增长到7", false},
        {"(?:约|已){0,4}增长\\d", "约增长7", true},
        {"比[^，0-9]{1,4}增长\\d", "比上年7", false},
        {"比[^，0-9]{1,4}增长\\d", "比上年增长7", true},
        {"比[^，]{1,4}增长\\d", "比1年增长7", true}, /* the first may be any */
        {"(?:\\d年)?增长\\d", "增长7", true},        /* the other way begins with one */
        {"(?:\\d年)?增长\\d", "增加7", false},
        {"增长\\d?", "增加7", true}, /* none is needed */
        {"增(?=.7)长\\d", "增长7", true},
        {"(?:增\\d|长)+", "长增7", true},
        {"(?:增|长\\d)+率\\d", "增增率7", true},
    };
    for (size_t i = 0; i < sizeof trials / sizeof *trials; i++) {
        told t = look(trials[i].pattern, trials[i].text, (regex_use){.anchored = true, .figures = {digits, 10}});
        if (t.leads != trials[i].may)
            fail_msg("pattern %s, text %s", trials[i].pattern, trials[i].text);
    }
}

/* Each pattern of a sieve is told from the same text what it is told alone. */
static void many_patterns_at_once(void **state) {
    (void)state;
    static const char *const patterns[] = {"增长", "下降", "增[^，]*长", "增(?=长)", ".*", "(?:增长|下降)了"};
    enum { PATTERNS = sizeof patterns / sizeof *patterns };
    static const char32_t comma[] = U"，";
    static const char *const texts[] = {"全年增长，多下降", "增多了，长", "下降了，增长了", "持平", ""};
    const regex_use use = {.ends = {comma, 1}};
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        told all[PATTERNS];
        look_at_all(patterns, PATTERNS, texts[k], use, all);
        for (size_t i = 0; i < PATTERNS; i++)
            assert_int_equal(all[i].where, look(patterns[i], texts[k], use).where);
    }
}

/* (?C1) stands where a word begins, (?C2) where a verb does, and takes nothing; without edges they stand anywhere. */
static void test_words(void **state) {
    (void)state;
    static const bool edge[] = {true, false, true, true, false, true}; /* of "ab|c|de|" */
    static const bool verb[] = {false, false, false, true, false, false};
    static const struct {
        const char *pattern;
        size_t from; /* of its match in the text "abcde" */
    } cases[] = {{"(?C1)b", REGEX_NONE}, {"b(?C1)c", 1},    {"(?C1)c(?C1)", 2},    {"(?C1)d(?C1)", REGEX_NONE},
                 {"e(?C1)$", 4},         {"(?C2)[ade]", 3}, {"(?C2)a", REGEX_NONE}};
    memory mem;
    arena a;
    jmp_buf trap;
    memory_init(&mem, NULL);
    arena_init(&a, &mem);
    mem.trap = &trap;
    assert_int_equal(setjmp(trap), 0);
    regex_engine *e = regex_engine_new(&mem);
    runes text = utf8_to_runes(&a, "abcde", 5);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char why[128];
        span group[REGEX_GROUPS];
        regex *re = regex_new(e, &a, cases[i].pattern, why, sizeof why);
        assert_non_null(re);
        for (int machine = 0; machine < 2; machine++) {
            regex_set_edges(e, edge, verb);
            int found = regex_find(e, re, text, 0, group);
            assert_int_equal(found, cases[i].from != REGEX_NONE);
            assert_true(!found || group[0].from == cases[i].from);
            regex_set_edges(e, NULL, NULL);
            assert_int_equal(regex_find(e, re, text, 0, group), 1);
            regex_speed_up(e, re);
        }
        regex_free(e, re);
    }
    regex_engine_free(e);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(characters_and_pairs),
        cmocka_unit_test(what_may_be_missing_is_not_needed),
        cmocka_unit_test(one_of_several),
        cmocka_unit_test(what_stands_around_is_needed),
        cmocka_unit_test(space_between_is_no_part_of_the_pattern),
        cmocka_unit_test(what_is_not_understood_needs_nothing),
        cmocka_unit_test(what_stands_near_tells_where),
        cmocka_unit_test(beginnings_and_ends),
        cmocka_unit_test(the_first_two_characters),
        cmocka_unit_test(what_leads_to_the_first_figure),
        cmocka_unit_test(many_patterns_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
