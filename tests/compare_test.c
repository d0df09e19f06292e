/* Comparing: names, aliases, the assignment, changes, matches. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "allocator.h"
#include "compare/assign.h"
#include "compare/change.h"
#include "compare/diff.h"
#include "compare/match.h"
#include "lexer/fold.h"

static dcx_pack *pack;
static memory mem;
static arena scratch;

static int set_up(void **state) {
    (void)state;
    memory_init(&mem, NULL);
    arena_init(&scratch, &mem);
    return dcx_pack_open(&pack, NULL, 0, NULL, NULL) == DCX_OK ? 0 : -1;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(&scratch);
    dcx_pack_free(pack);
    return 0;
}

/* ---- names ---- */

static compared_name form(const char *name) {
    return name_compare_form(pack, &scratch, fold(&scratch, utf8_to_runes(&scratch, name, strlen(name))));
}

static void same_name(const char *a, const char *b) {
    if (form(a).key != form(b).key)
        fail_msg("'%s' and '%s' should be one name", a, b);
}

static void other_name(const char *a, const char *b) {
    if (form(a).key == form(b).key)
        fail_msg("'%s' and '%s' should be two names", a, b);
}

static void names_of_one_metric(void **state) {
    (void)state;
    same_name("我国水稻产量", "全国水稻产量");
    same_name("跨境电商进出口总额", "跨境电商进出口总值");
    same_name("规上工业企业利润", "规模以上工业企业利润总额");
    same_name("养老机构数量", "养老机构");
    same_name("网络零售额", "网上零售额");
    same_name("“数字乡村”试点", "数字乡村试点");
    same_name("电能利用效率（PUE）", "电能利用效率(ＰＵＥ)");
    same_name("户均流量", "月户均流量");
    same_name("GDP", "国内生产总值");
}

static void names_of_other_metrics(void **state) {
    (void)state;
    other_name("农村零售额", "零售额");
    other_name("移动宽带用户", "固定宽带用户");
    other_name("集成电路产量", "集成电路出口");
    other_name("企业收入", "收入企业"); /* what is measured stands last */
    other_name("人均消费支出", "消费支出");
}

static void abbreviations_are_found(void **state) {
    (void)state;
    assert_true(form("户均流量（DOU）").abbreviation == form("流量(dou)").abbreviation);
    assert_int_equal(form("终端（蜂窝）").abbreviation, 0);
    assert_int_equal(form("终端（没有关上").abbreviation, 0);
}

/* ---- aliases ---- */

static const alias_list *aliases(const char *text, dcx_error *error) {
    return alias_read(pack, &scratch, "names.tsv", text, strlen(text), error);
}

static void aliases_join(void **state) {
    (void)state;
    const alias_list *l =
        aliases("\xEF\xBB\xBF# names\r\n\nsame\t甲数\t乙数\r\nsame,乙数,丙 数\nnever\t甲数\t丁数", NULL);
    assert_non_null(l);
    uint64_t first = alias_metric(l, form("甲数").exact);
    assert_true(first && first == alias_metric(l, form("丙数").exact));
    assert_int_equal(alias_metric(l, form("戊数").exact), 0);
    assert_true(alias_never(l, alias_metric(l, form("丁数").exact), alias_metric(l, form("乙数").exact)));
    assert_false(alias_never(l, first, first));
    assert_false(alias_never(NULL, 1, 2));
}

static void wrong_aliases(void **state) {
    (void)state;
    static const struct {
        const char *text;
        long line;
    } wrong[] = {{"same\t甲\n", 1},
                 {"\nequal\t甲\t乙\n", 2},
                 {"never\t甲\t乙\nsame\t乙\t甲\n", 1},
                 {"never\t甲\t甲", 1},
                 {"same\t甲\t乙\n\xB4\xFA\t\xC2\xEB", 2}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        dcx_error error;
        assert_null(aliases(wrong[i].text, &error));
        assert_int_equal(error.status, DCX_USAGE);
        assert_int_equal(error.line, wrong[i].line);
        assert_string_equal(error.file, "names.tsv");
    }
}

static void many_names_that_are_never_one(void **state) {
    (void)state;
    enum { MANY = 4000 }; /* more than a page of memory holds */
    char *text = malloc(100000), *end = text;
    for (int i = 0; i < MANY; i++)
        end += sprintf(end, "never\tx%d\tx%d\n", i, i + 1);
    const alias_list *l = aliases(text, NULL);
    assert_non_null(l);
    for (int i = 0; i < MANY; i++) {
        char a[8], b[8];
        (void)sprintf(a, "x%d", i);
        (void)sprintf(b, "x%d", i + 1);
        assert_true(alias_never(l, alias_metric(l, form(a).exact), alias_metric(l, form(b).exact)));
    }
    free(text);
}

static void many_aliases(void **state) {
    (void)state;
    char *text = malloc(40000), *end = text;
    for (int i = 0; i < 1000; i++)
        end += sprintf(end, "same\tx%d\tx%d\n", i, i + 1);
    const alias_list *l = aliases(text, NULL);
    assert_true(alias_metric(l, form("x0").exact) == alias_metric(l, form("x1000").exact));
    free(text);
}

/* ---- the assignment ---- */

enum { SIDE = 6 };

/* The best total of rows from `row` on, by trying everything. */
static int64_t best_total(int64_t weight[SIDE][SIDE], int row, unsigned taken) {
    if (row == SIDE)
        return 0;
    int64_t best = best_total(weight, row + 1, taken);
    for (int j = 0; j < SIDE; j++)
        if (weight[row][j] && !(taken & 1U << j)) {
            int64_t total = weight[row][j] + best_total(weight, row + 1, taken | 1U << j);
            best = total > best ? total : best;
        }
    return best;
}

static unsigned chance(unsigned *seed) {
    *seed = *seed * 1103515245U + 12345U;
    return *seed >> 16 & 0x7FFF;
}

static void assignment_is_the_best(void **state) {
    (void)state;
    unsigned seed = 1;
    for (int round = 0; round < 300; round++) {
        int64_t weight[SIDE][SIDE], total = 0;
        edge e[SIDE * SIDE];
        size_t count = 0;
        for (uint32_t i = 0; i < SIDE; i++)
            for (uint32_t j = 0; j < SIDE; j++) {
                weight[i][j] = chance(&seed) % 3 ? 0 : 1 + chance(&seed);
                if (weight[i][j])
                    e[count++] = (edge){.left = i, .right = j, .weight = weight[i][j]};
            }
        assign(&scratch, e, count, SIDE, SIDE);
        unsigned left = 0, right = 0;
        for (size_t i = 0; i < count; i++)
            if (e[i].chosen) {
                assert_false(left & 1U << e[i].left || right & 1U << e[i].right);
                left |= 1U << e[i].left;
                right |= 1U << e[i].right;
                total += e[i].weight;
            }
        assert_int_equal(total, best_total(weight, 0, 0));
    }
}

static void large_components_are_assigned(void **state) {
    (void)state;
    enum { MANY = 200 };
    edge *e = calloc(MANY * 3, sizeof *e);
    size_t count = 0;
    for (uint32_t i = 0; i < MANY; i++) /* a long chain: each also fits the next, less well */
        for (uint32_t j = i; j < MANY && j < i + 2; j++)
            e[count++] = (edge){.left = i, .right = j, .weight = i == j ? 1000 : 900};
    assign(&scratch, e, count, MANY, MANY);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(e[i].chosen, e[i].left == e[i].right);
    free(e);
}

/* ---- sets ---- */

typedef struct record {
    const char *metric, *kind, *value, *unit, *base, *base_unit, *year, *qualifier, *of, *id;
} record;

static void add(dcx_set *s, size_t document, const record *r) {
    static long line = 0;
    char place[24];
    dcx_text field[DCX_RECORD_FIELDS];
    for (size_t i = 0; i < DCX_RECORD_FIELDS; i++)
        field[i] = (dcx_text){"", 0};
    const struct {
        dcx_record_field at;
        const char *text;
    } given[] = {{DCX_METRIC, r->metric},
                 {DCX_KIND, r->kind ? r->kind : "level"},
                 {DCX_VALUE, r->value},
                 {DCX_UNIT, r->unit},
                 {DCX_BASE_VALUE, r->base ? r->base : r->value},
                 {DCX_BASE_UNIT, r->base_unit ? r->base_unit : r->unit},
                 {DCX_YEAR, r->year},
                 {DCX_QUALIFIER, r->qualifier},
                 {DCX_OF, r->of},
                 {DCX_ID, r->id},
                 {DCX_CLAIM, "actual"},
                 {DCX_FILE, document ? "new.txt" : "old.txt"},
                 {DCX_LINE, place}};
    (void)snprintf(place, sizeof place, "%ld", ++line);
    for (size_t i = 0; i < sizeof given / sizeof *given; i++)
        if (given[i].text)
            field[given[i].at] = (dcx_text){given[i].text, strlen(given[i].text)};
    assert_int_equal(dcx_set_add(s, document, &(dcx_row){dcx_record_schema(), field}, NULL), DCX_OK);
}

typedef struct shown {
    char field[8][DIFF_FIELDS][64];
    size_t count;
} shown;

static int show(void *data, const dcx_row *row) {
    shown *s = data;
    assert_true(s->count < 8);
    for (size_t i = 0; i < DIFF_FIELDS; i++)
        (void)snprintf(s->field[s->count][i], 64, "%.*s", (int)row->field[i].length, row->field[i].at);
    s->count++;
    return 0;
}

static shown compare(const record *old, size_t olds, const record *new_, size_t news) {
    dcx_set *s;
    shown result = {.count = 0};
    assert_int_equal(dcx_set_open(&s, pack, NULL, NULL), DCX_OK);
    for (size_t i = 0; i < olds; i++)
        add(s, 0, &old[i]);
    for (size_t i = 0; i < news; i++)
        add(s, 1, &new_[i]);
    assert_int_equal(dcx_diff(s, 0, 1, NULL, show, &result, NULL, NULL), DCX_OK);
    dcx_set_free(s);
    return result;
}

static shown compare_two(record old, record new_) {
    return compare(&old, 1, &new_, 1);
}

#define FIELD(s, i, which) ((s).field[i][which])

static void values_are_converted(void **state) {
    (void)state;
    shown s = compare_two(
        (record){
            .metric = "水稻产量", .value = "1.25", .unit = "万吨", .base = "12500", .base_unit = "吨", .year = "2023"},
        (record){.metric = "水稻产量", .value = "13000", .unit = "吨", .year = "2024"});
    assert_string_equal(FIELD(s, 0, DIFF_UNIT), "吨");
    assert_string_equal(FIELD(s, 0, DIFF_OLD_VALUE), "12500");
    assert_string_equal(FIELD(s, 0, DIFF_CHANGE), "500");
    assert_string_equal(FIELD(s, 0, DIFF_CHANGE_PCT), "4");
    assert_string_equal(FIELD(s, 0, DIFF_FLAGS), "");
    assert_string_equal(FIELD(s, 0, DIFF_SCORE), "1.00");
}

/* No digit more than the printed ones justify, and the first one always. */
static void percent_digits(void **state) {
    (void)state;
    static const struct {
        const char *old, *new_, *percent;
    } cases[] = {{"300", "345", "15.00"}, {"2.7", "3.2", "20"},   {"41.06", "52.26", "27.3"}, {"3.0", "3.0", "0"},
                 {"0", "5", ""},          {"0.9", "9.0", "900"},  {"5.00", "4.00", "-20"},    {"1.0", "1.4", "40"},
                 {"1.56", "1.82", "17"},  {"35.0", "39.6", "13"}, {"35", "39.6", "13"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        shown s = compare_two((record){.metric = "水稻产量", .value = cases[i].old, .unit = "吨", .year = "2023"},
                              (record){.metric = "水稻产量", .value = cases[i].new_, .unit = "吨", .year = "2024"});
        assert_string_equal(FIELD(s, 0, DIFF_CHANGE_PCT), cases[i].percent);
    }
}

static void other_units_are_not_calculated(void **state) {
    (void)state;
    shown s = compare_two((record){.metric = "软件出口", .value = "5", .unit = "元", .year = "2023"},
                          (record){.metric = "软件出口", .value = "7", .unit = "美元", .year = "2024"});
    assert_string_equal(FIELD(s, 0, DIFF_STATUS), "matched");
    assert_string_equal(FIELD(s, 0, DIFF_FLAGS), "unit");
    assert_string_equal(FIELD(s, 0, DIFF_CHANGE), "");
}

/* Of record files that hold the unit alone. */
static void base_units_are_found(void **state) {
    (void)state;
    shown s = compare_two(
        (record){.metric = "水稻产量", .value = "1.25", .unit = "万吨", .base = "", .base_unit = "", .year = "2023"},
        (record){.metric = "水稻产量", .value = "13000", .unit = "吨", .base = "", .base_unit = "", .year = "2024"});
    assert_string_equal(FIELD(s, 0, DIFF_OLD_VALUE), "12500");
    assert_string_equal(FIELD(s, 0, DIFF_CHANGE), "500");
    assert_string_equal(FIELD(s, 0, DIFF_FLAGS), "");
}

/* Of record files in which one of the two columns was deleted; a unit that is empty stays so. */
static void half_of_the_base_is_completed(void **state) {
    (void)state;
    static const struct { const char *base, *base_unit; } given[] = {{"12500", ""}, {"", "吨"}};
    for (size_t i = 0; i < 2; i++) {
        record old = {.metric = "水稻产量", .value = "1.25", .unit = "万吨", .year = "2023"};
        record new_ = {.metric = "水稻产量", .value = "13000", .unit = "吨", .year = "2024"};
        old.base = given[i].base;
        old.base_unit = given[i].base_unit;
        new_.base = i ? "" : NULL;
        shown s = compare_two(old, new_);
        assert_string_equal(FIELD(s, 0, DIFF_OLD_VALUE), "12500");
        assert_string_equal(FIELD(s, 0, DIFF_CHANGE), "500");
        assert_string_equal(FIELD(s, 0, DIFF_FLAGS), "");
    }
    shown s = compare_two((record){.metric = "PMI", .value = "50", .unit = "", .base = "", .year = "2023"},
                          (record){.metric = "PMI", .value = "51", .unit = "", .year = "2024"});
    assert_string_equal(FIELD(s, 0, DIFF_NEW_UNIT), "");
    assert_string_equal(FIELD(s, 0, DIFF_CHANGE), "1");
}

static int count_row(void *data, const dcx_row *row) {
    assert_ptr_equal(row->schema, dcx_diff_schema());
    ++*(int *)data;
    return 0;
}

static void exceeding_changes(void **state) {
    (void)state;
    static const struct {
        const char *old, *new_, *percent;
        int calls; /* with the row's own one */
    } cases[] = {{"1.56", "1.82", "19", 1}, {"35", "39.6", "10", 2}, {"100", "150", "50", 1}, {"150", "100", "33.3", 2},
                 {"0", "5", "999", 2},      {"-5", "5", "999", 2},   {"0", "0", "0", 1},      {"-5", "-10", "100", 1},
                 {"-5", "-10", "99.99", 2}, {"7", "0", "100", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dcx_set *s;
        int calls = 0;
        assert_int_equal(dcx_set_open(&s, pack, NULL, NULL), DCX_OK);
        add(s, 0, &(record){.metric = "水稻产量", .value = cases[i].old, .unit = "吨", .year = "2023"});
        add(s, 1, &(record){.metric = "水稻产量", .value = cases[i].new_, .unit = "吨", .year = "2024"});
        dcx_diff_options o = {.percent = cases[i].percent, .exceeding = count_row};
        assert_int_equal(dcx_diff(s, 0, 1, &o, count_row, &calls, NULL, NULL), DCX_OK);
        assert_int_equal(calls, cases[i].calls);
        o.percent = "-1";
        assert_int_equal(dcx_diff(s, 0, 1, &o, count_row, &calls, NULL, NULL), DCX_USAGE);
        dcx_set_free(s);
    }
}

/* One name is one metric however far the values lie apart, if it says what it is of. */
static void identical_names_are_paired(void **state) {
    (void)state;
    static const struct {
        const char *name;
        size_t rows;
    } cases[] = {{"失业率", 1}, {"水稻产量", 1}, {"全市企业", 2}, {"备案", 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        shown s = compare_two((record){.metric = cases[i].name, .value = "5", .unit = "家", .year = "2023"},
                              (record){.metric = cases[i].name, .value = "7000000", .unit = "家", .year = "2024"});
        assert_int_equal(s.count, cases[i].rows);
    }
}

static void unknown_units_are_flagged(void **state) {
    (void)state;
    shown s = compare_two((record){.metric = "水稻产量", .value = "5", .unit = "foo", .year = "2023"},
                          (record){.metric = "水稻产量", .value = "7", .unit = "foo", .year = "2024"});
    assert_string_equal(FIELD(s, 0, DIFF_FLAGS), "unit");
    assert_string_equal(FIELD(s, 0, DIFF_CHANGE), "2");
}

static void precision_is_flagged(void **state) {
    (void)state;
    shown s = compare_two((record){.metric = "FP32算力规模",
                                   .value = "5",
                                   .unit = "EFLOPS",
                                   .base = "5000000000000000000",
                                   .base_unit = "FLOPS",
                                   .year = "2023"},
                          (record){.metric = "FP16算力规模",
                                   .value = "7",
                                   .unit = "EFLOPS",
                                   .base = "7000000000000000000",
                                   .base_unit = "FLOPS",
                                   .year = "2024"});
    assert_string_equal(FIELD(s, 0, DIFF_STATUS), "matched");
    assert_string_equal(FIELD(s, 0, DIFF_FLAGS), "unit");
    assert_string_equal(FIELD(s, 0, DIFF_CHANGE), "");
}

static void unlike_metrics_stay_apart(void **state) {
    (void)state;
    static const char *const pairs[][2] = {
        {"农村网民规模", "网民规模"},         {"移动宽带接入流量", "固定宽带接入流量"},
        {"服务机器人产量", "工业机器人产量"}, {"机器人产量", "机器人出口"},
        {"先进级智能工厂", "基础级智能工厂"}, {"终端用户数", "终端流量"},
        {"人均耕地面积", "耕地面积"},         {"新增就业", "就业"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        shown s =
            compare_two((record){.metric = pairs[i][0], .value = "5", .unit = "%", .kind = "growth", .year = "2023"},
                        (record){.metric = pairs[i][1], .value = "7", .unit = "%", .kind = "growth", .year = "2024"});
        if (s.count != 2)
            fail_msg("'%s' and '%s' were paired", pairs[i][0], pairs[i][1]);
    }
}

/* The better pair wins, not the first. */
static void competitors_are_assigned(void **state) {
    (void)state;
    const record old[] = {{.metric = "青山茶园采摘面积", .value = "5", .unit = "亩", .year = "2023"}};
    const record new_[] = {{.metric = "青山茶园有机采摘面积", .value = "6", .unit = "亩", .year = "2024"},
                           {.metric = "青山市茶园采摘面积", .value = "7", .unit = "亩", .year = "2024"}};
    shown s = compare(old, 1, new_, 2);
    assert_string_equal(FIELD(s, 0, DIFF_STATUS), "only-new");
    assert_string_equal(FIELD(s, 1, DIFF_STATUS), "matched");
}

static void growth_is_compared_with_levels(void **state) {
    (void)state;
    const record old[] = {{.metric = "水稻产量", .value = "200", .unit = "吨", .year = "2023"}};
    const record new_[] = {{.metric = "水稻产量", .value = "210", .unit = "吨", .year = "2024"},
                           {.metric = "水稻产量", .value = "7.0", .unit = "%", .kind = "growth", .year = "2024"}};
    shown s = compare(old, 1, new_, 2);
    assert_string_equal(FIELD(s, 0, DIFF_PRINTED_GROWTH), "7.0");
    assert_string_equal(FIELD(s, 0, DIFF_COMPUTED_GROWTH), "5.0");
    assert_string_equal(FIELD(s, 0, DIFF_FLAGS), "growth-mismatch");
}

/* "up by 2 points" says what the rate was a year before. */
static void rates_of_another_basis(void **state) {
    (void)state;
    const record old[] = {{.metric = "茶叶出口", .value = "6.0", .unit = "%", .kind = "growth", .year = "2023"}};
    const record new_[] = {
        {.metric = "茶叶出口", .value = "9.0", .unit = "%", .kind = "growth", .year = "2024"},
        {.metric = "茶叶出口", .value = "2.0", .unit = "个百分点", .kind = "change", .year = "2024"}};
    shown s = compare(old, 1, new_, 2);
    assert_string_equal(FIELD(s, 0, DIFF_FLAGS), "scope");
}

static void years_that_are_quoted_do_not_compete(void **state) {
    (void)state;
    const record old[] = {{.metric = "网民规模", .value = "500", .unit = "人", .year = "2023"}};
    const record new_[] = {{.metric = "网民规模", .value = "490", .unit = "人", .year = "2015"},
                           {.metric = "网民规模", .value = "900", .unit = "人", .year = "2024"},
                           {.metric = "桥梁座数", .value = "7", .unit = "座", .year = "2024"}};
    shown s = compare(old, 1, new_, 3);
    assert_int_equal(s.count, 2);
    assert_string_equal(FIELD(s, 0, DIFF_NEW_VALUE), "900");
}

static void repeated_figures_are_one_row(void **state) {
    (void)state;
#define TONS(name, text, all, of_year)                                                                                 \
    { .metric = name, .value = text, .unit = "万吨", .base = all, .base_unit = "吨", .year = of_year }
    const record old[] = {TONS("水稻产量", "1.25", "12500", "2023")};
    const record new_[] = {TONS("全国水稻产量", "1.3", "13000", "2024"), TONS("水稻产量", "1.32", "13200", "2024"),
                           TONS("水稻产量", "1.92", "19200", "2024")};
    shown s = compare(old, 1, new_, 3);
    assert_int_equal(s.count, 2);
    assert_string_equal(FIELD(s, 0, DIFF_NEW_VALUE), "1.32"); /* the more precise */
    assert_true(strstr(FIELD(s, 0, DIFF_REPEATS), "new.txt:") != NULL);
    assert_string_equal(FIELD(s, 1, DIFF_NEW_VALUE), "1.92");
}

static int ignore(void *data, const dcx_row *row) {
    (void)data;
    (void)row;
    return 0;
}

static int stop(void *data, const dcx_row *row) {
    (void)data;
    (void)row;
    return 1;
}

static void a_callback_stops_it(void **state) {
    (void)state;
    dcx_set *s;
    assert_int_equal(dcx_set_open(&s, pack, NULL, NULL), DCX_OK);
    const record r = {.metric = "水稻产量", .value = "1", .unit = "吨", .year = "2023"};
    add(s, 0, &r);
    assert_int_equal(dcx_diff(s, 0, 0, NULL, stop, NULL, NULL, NULL), DCX_STOPPED);
    assert_int_equal(dcx_series(s, &(dcx_series_options){.all = 1}, NULL, stop, NULL, NULL, NULL), DCX_STOPPED);
    assert_int_equal(dcx_diff(s, 0, 7, NULL, ignore, NULL, NULL, NULL), DCX_OK); /* a document without figures */
    dcx_set_free(s);
}

static dcx_status all_of_it(dcx_set *s, dcx_error *error) {
    static const char names[] = "same\t水稻产量\t稻谷产量\n";
    const dcx_aliases aliased = {"names", names, sizeof names - 1};
    dcx_status status = dcx_diff(s, 0, 1, &(dcx_diff_options){.aliases = aliased}, ignore, NULL, NULL, error);
    return status ? status : dcx_series(s, &(dcx_series_options){.wide = 1}, NULL, ignore, NULL, NULL, error);
}

static void lack_of_memory(void **state) {
    (void)state;
    const record old = {.metric = "水稻产量", .value = "200", .unit = "吨", .year = "2023"};
    const record new_ = {.metric = "稻谷产量", .value = "210", .unit = "吨", .year = "2024"};
    allocations a = {.fail_at = 0};
    const dcx_allocator hooks = allocations_hooks(&a);
    dcx_status status = DCX_NO_MEMORY;
    for (long at = 1; status == DCX_NO_MEMORY; at++) {
        dcx_set *s;
        assert_int_equal(dcx_set_open(&s, pack, &hooks, NULL), DCX_OK);
        add(s, 0, &old);
        add(s, 1, &new_);
        a.fail_at = a.asked + at;
        status = all_of_it(s, NULL);
        a.fail_at = 0;
        dcx_set_free(s);
        assert_int_equal(a.live, 0);
    }
    assert_int_equal(status, DCX_OK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_one_metric),
        cmocka_unit_test(names_of_other_metrics),
        cmocka_unit_test(abbreviations_are_found),
        cmocka_unit_test(aliases_join),
        cmocka_unit_test(wrong_aliases),
        cmocka_unit_test(many_names_that_are_never_one),
        cmocka_unit_test(many_aliases),
        cmocka_unit_test(assignment_is_the_best),
        cmocka_unit_test(large_components_are_assigned),
        cmocka_unit_test(values_are_converted),
        cmocka_unit_test(percent_digits),
        cmocka_unit_test(other_units_are_not_calculated),
        cmocka_unit_test(base_units_are_found),
        cmocka_unit_test(half_of_the_base_is_completed),
        cmocka_unit_test(exceeding_changes),
        cmocka_unit_test(identical_names_are_paired),
        cmocka_unit_test(unknown_units_are_flagged),
        cmocka_unit_test(precision_is_flagged),
        cmocka_unit_test(unlike_metrics_stay_apart),
        cmocka_unit_test(competitors_are_assigned),
        cmocka_unit_test(growth_is_compared_with_levels),
        cmocka_unit_test(rates_of_another_basis),
        cmocka_unit_test(years_that_are_quoted_do_not_compete),
        cmocka_unit_test(repeated_figures_are_one_row),
        cmocka_unit_test(a_callback_stops_it),
        cmocka_unit_test(lack_of_memory),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
