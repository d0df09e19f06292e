/* Ids: they stay with their figures whatever happens to the document around them, and are never shared. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "builtin.h"
#include "gather.h"

#define FOREST  "全市森林面积达到412万亩，比上年增加6.5万亩；森林覆盖率为43.1%，其中山区县森林覆盖率达到58.4%。"
#define ROADS   "农村公路总里程2.36万公里，比上年末净增860公里，占公路总里程的81.2%，公路密度达到每平方公里1.4公里。"
#define SCHOOLS "全市有普通中学186所，在校学生21.4万人，专任教师1.72万人，教师学历达标率为99.1%，同比提高0.3个百分点。"
#define PARKS   "城区建成口袋公园128处，人均公园绿地面积15.3平方米，绿道总长度达到640公里，居民满意度接近九成。"

#define TITLE "# 青山市2024年发展报告\n\n"

static void extract(const char *text, gathered *found) {
    static const dcx_options options = {.year = 2024};
    assert_int_equal(gather_text(pack, &options, text, found, NULL), DCX_OK);
}

static const gathered_record *with_id(const gathered *g, const char *id) {
    for (size_t i = 0; i < g->count; i++)
        if (!strcmp(g->at[i].field[DCX_ID], id))
            return &g->at[i];
    return NULL;
}

/* Every record of the original is in text with the same id, which stands for the same figure. */
static void ids_stay(const char *text) {
    static gathered before, after;
    extract(TITLE FOREST "\n\n" ROADS "\n\n" SCHOOLS "\n\n" PARKS "\n", &before);
    extract(text, &after);
    assert_int_equal(before.count, 17);
    for (size_t i = 0; i < before.count; i++) {
        const gathered_record *old = &before.at[i], *same = with_id(&after, old->field[DCX_ID]);
        if (!same)
            fail_msg("%s %s has lost its id in: %s", old->field[DCX_METRIC], old->field[DCX_QUOTE], text);
        else {
            assert_string_equal(same->field[DCX_METRIC], old->field[DCX_METRIC]);
            assert_string_equal(same->field[DCX_VALUE], old->field[DCX_VALUE]);
        }
    }
}

static void read_again(void **state) {
    (void)state;
    ids_stay(TITLE FOREST "\n\n" ROADS "\n\n" SCHOOLS "\n\n" PARKS "\n");
}

static void paragraphs_moved(void **state) {
    (void)state;
    ids_stay(TITLE PARKS "\n\n" SCHOOLS "\n\n" FOREST "\n\n" ROADS "\n");
    ids_stay(TITLE "一、教育\n\n" SCHOOLS "\n\n二、城乡\n\n（一）绿化\n\n" FOREST PARKS "\n\n（二）道路\n\n" ROADS
                   "\n");
}

static void paragraphs_added(void **state) {
    (void)state;
    ids_stay(TITLE "全年接待游客320万人次。\n\n" FOREST "\n\n" ROADS "\n\n农村寄递网点有46个。\n\n" SCHOOLS "\n\n" PARKS
                   "\n");
    ids_stay("# 另一个题目\n\n" FOREST "造林质量稳步提高。\n\n" ROADS "\n\n" SCHOOLS "\n\n" PARKS "\n");
}

/* However often a sentence stands, and a figure in it, no two have the same id; and none looks like a number. */
static void repeats_are_told_apart(void **state) {
    (void)state;
    static gathered found;
    static char text[8192] = TITLE;
    for (int i = 0; i < 66; i++)
        strcat(text, "甲镇种树5亩、造林5亩、封山5亩。\n\n");
    extract(text, &found);
    assert_int_equal(found.count, 198);
    for (size_t i = 0; i < found.count; i++) {
        const char *id = found.at[i].field[DCX_ID];
        assert_int_equal(strlen(id), 12);
        assert_int_equal(strspn(id, "0123456789abcdef"), 12);
        assert_true(*id >= 'a');
        assert_ptr_equal(with_id(&found, id), &found.at[i]);
    }
}

static void pages_added(void **state) {
    (void)state;
    ids_stay(TITLE FOREST "\n\n— 1 —\n\n" ROADS "\n\n2\n\n" SCHOOLS "\n\n第 3 页 共 4 页\n\n" PARKS "\n\n- 4 -\n");
    ids_stay(TITLE FOREST "\n\f" ROADS "\n\n" SCHOOLS "\n\f" PARKS "\n");
}

static void notes_added(void **state) {
    (void)state;
    ids_stay(TITLE FOREST "\n\n[1] 数据来源：青山市林业局\n\n" ROADS "\n\n" SCHOOLS "\n\n" PARKS "\n");
    ids_stay(TITLE
             "全市森林面积达到412万亩[1]，比上年增加6.5万亩；森林覆盖率为43.1%，其中山区县森林覆盖率达到58.4%^[2]。\n\n"
             "[1] 数据来源：青山市林业局\n\n[2] 数据来源：青山市统计局\n\n" ROADS "\n\n" SCHOOLS "\n\n" PARKS "\n");
    ids_stay(TITLE "全市**森林面积**达到**412万亩**，比上年增加6.5万亩；森林覆盖率为43.1%，其中山区县森林覆盖率达到58."
                   "4%。\n\n" ROADS "\n\n" SCHOOLS "\n\n" PARKS "\n");
}

static void spaces_changed(void **state) {
    (void)state;
    ids_stay(TITLE
             "全市森林面积达到 412 万亩，比上年增加 6.5 万亩；森林覆盖率为 43.1 %，其中山区县森林覆盖率达到58.4%。\n\n"
             "农村公路总里程2.36万公里，　比上年末净增860公里， 占公路总里程的81.2%，公路密度达到每平方公里1.4公里 "
             "。\n\n" SCHOOLS "\n\n　　城区建成口袋公园128处，人 均 公 园 绿 地 面 "
             "积15.3平方米，绿道总长度达到640公里，居民满意度接近九成。\n");
}

static void line_ends_changed(void **state) {
    (void)state;
    ids_stay("# 青山市2024年发展报告\r\n\r\n" FOREST "\r\n\r\n" ROADS "\r\n\r\n" SCHOOLS "\r\n\r\n" PARKS "\r\n");
    ids_stay("\xEF\xBB\xBF" TITLE FOREST "\n\n" ROADS "\n\n" SCHOOLS "\n\n" PARKS);
}

/* Breaks the paragraph's lines after so many characters, wherever that is. */
static void put_wrapped(char *out, size_t size, const char *paragraph, int width, const char *line_end) {
    int column = 0;
    size_t n = strlen(out);
    for (const char *p = paragraph; *p; column++) {
        if (column == width) {
            n += (size_t)snprintf(out + n, size - n, "%s", line_end);
            column = 0;
        }
        do
            n += (size_t)snprintf(out + n, size - n, "%c", *p++);
        while (((unsigned char)*p & 0xC0) == 0x80);
    }
    (void)snprintf(out + n, size - n, "\n\n");
}

static void lines_wrapped(void **state) {
    (void)state;
    static const char *const paragraph[] = {FOREST, ROADS, SCHOOLS, PARKS}, *const line_end[] = {"\n", "\n\n"};
    static char text[8192];
    for (int width = 20; width <= 44; width += 3)
        for (size_t e = 0; e < sizeof line_end / sizeof *line_end; e++) {
            (void)snprintf(text, sizeof text, "%s", TITLE);
            for (size_t i = 0; i < sizeof paragraph / sizeof *paragraph; i++)
                put_wrapped(text, sizeof text, paragraph[i], width, line_end[e]);
            ids_stay(text);
        }
}

/* ---- never shared ---- */

static void all_differ(const char *text, size_t records) {
    static gathered g;
    extract(text, &g);
    assert_int_equal(g.count, records);
    for (size_t i = 0; i < g.count; i++)
        assert_ptr_equal(with_id(&g, g.at[i].field[DCX_ID]), &g.at[i]);
}

static void equal_quotes_differ(void **state) {
    (void)state;
    all_differ("甲县小学数量为12所，乙县小学数量为12所，丙县小学数量为12所。", 3);
}

static void quotes_equal_but_for_spaces_and_width_differ(void **state) {
    (void)state;
    all_differ("甲县小学数量为 12 所，乙县小学数量为12所。", 2);
    all_differ("甲县小学数量为12所，乙县小学数量为１２所。", 2);
}

static void repeated_sentences_differ(void **state) {
    (void)state;
    all_differ("甲县小学数量为12所。甲县小学数量为12所。\n\n甲县小学数量为12所。\n\n甲县小学数量为 12 所。\n", 4);
}

static void other_figures_differ(void **state) {
    (void)state;
    all_differ("甲县小学数量为12所。\n\n甲县小学数量为13所。\n\n乙县小学数量为12所。\n", 3);
}

static void hex_digits(void **state) {
    (void)state;
    static gathered g;
    extract(FOREST ROADS SCHOOLS PARKS, &g);
    assert_true(g.count > 0);
    for (size_t i = 0; i < g.count; i++) {
        assert_int_equal(strlen(g.at[i].field[DCX_ID]), 12);
        assert_int_equal(strspn(g.at[i].field[DCX_ID], "0123456789abcdef"), 12);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(read_again),
        cmocka_unit_test(paragraphs_moved),
        cmocka_unit_test(paragraphs_added),
        cmocka_unit_test(repeats_are_told_apart),
        cmocka_unit_test(pages_added),
        cmocka_unit_test(notes_added),
        cmocka_unit_test(spaces_changed),
        cmocka_unit_test(line_ends_changed),
        cmocka_unit_test(lines_wrapped),
        cmocka_unit_test(equal_quotes_differ),
        cmocka_unit_test(quotes_equal_but_for_spaces_and_width_differ),
        cmocka_unit_test(repeated_sentences_differ),
        cmocka_unit_test(other_figures_differ),
        cmocka_unit_test(hex_digits),
    };
    return cmocka_run_group_tests(tests, open_builtin, close_builtin);
}
