/* dcx_check: what relations it sees, and what it says of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "allocator.h"
#include "builtin.h"
#include "dcx.h"

enum { MOST = 32, ROOM = 1024 };

typedef struct found {
    char row[MOST][ROOM]; /* check severity message places */
    size_t count;
} found;

static int collect(void *data, const dcx_row *row) {
    static const char *const names[] = {"check", "severity", "message", "places"};
    found *f = data;
    if (f->count == MOST)
        return 1;
    char *out = f->row[f->count++];
    *out = '\0';
    for (size_t i = 0; i < 4; i++) {
        dcx_text t = row->field[dcx_schema_find(row->schema, names[i])];
        size_t length = strlen(out);
        (void)snprintf(out + length, ROOM - length, "%s%.*s", i ? " " : "", (int)t.length, t.at);
    }
    return 0;
}

typedef struct feeding {
    dcx_set *set;
    size_t document;
} feeding;

static int feed(void *data, const dcx_row *row) {
    feeding *f = data;
    return dcx_set_add(f->set, f->document, row, NULL) != DCX_OK;
}

static void add(dcx_set *set, size_t document, int year, const char *text) {
    dcx_reader *reader;
    feeding f = {set, document};
    const dcx_options options = {.year = year};
    const dcx_handler handler = {.data = &f, .record = feed};
    assert_int_equal(dcx_reader_open(&reader, pack, &options, NULL, NULL), DCX_OK);
    const char *name = document ? "old" : "new";
    assert_int_equal(dcx_extract(reader, name, text, strlen(text), &handler, NULL, NULL), DCX_OK);
    dcx_reader_free(reader);
}

/* What is found in a text of 2025, held against one of 2024 (NULL: none). */
static dcx_check_counts check(const char *text, const char *old, bool explain, found *f) {
    dcx_set *set;
    dcx_check_counts counts;
    f->count = 0;
    assert_int_equal(dcx_set_open(&set, pack, NULL, NULL), DCX_OK);
    add(set, 0, 2025, text);
    if (old)
        add(set, 1, 2024, old);
    const dcx_check_options options = {.against = old ? 1 : DCX_NO_DOCUMENT, .explain = explain};
    assert_int_equal(dcx_check(set, &options, collect, f, &counts, NULL), DCX_OK);
    dcx_set_free(set);
    return counts;
}

static bool begins(const char *text, const char *beginning) {
    return !strncmp(text, beginning, strlen(beginning));
}

/* One finding that begins with the words and holds the figures. */
static void expect(const char *text, const char *old, const char *beginning, const char *places) {
    static found f;
    (void)check(text, old, true, &f);
    for (size_t i = 0; i < f.count; i++)
        if (begins(f.row[i], beginning) && strstr(f.row[i], places))
            return;
    for (size_t i = 0; i < f.count; i++)
        print_error("    found: %s\n", f.row[i]);
    fail_msg("%s: not found: %s … %s", text, beginning, places);
}

/* No error and no note. */
static void expect_silence(const char *text, const char *old) {
    static found f;
    (void)check(text, old, false, &f);
    if (f.count)
        fail_msg("%s: %s", text, f.row[0]);
}

static void growth_within(void **state) {
    (void)state;
    expect("全市快递业务量从2024年的40亿件增至2025年的50亿件，同比增长25.0%。", NULL, "growth ok",
           "new:1:40亿件 | new:1:50亿件 | new:1:25.0%");
    expect("全市快递业务量从2024年的40亿件增至2025年的50亿件，同比增长30.0%。", NULL,
           "growth error 50亿件 / 40亿件 - 1 = 25.00%, printed 30.0%", "new:1:30.0%");
}

static void growth_across(void **state) {
    (void)state;
    const char *old = "2024年，水泥产量35万吨。";
    expect("2025年，水泥产量39.6万吨，同比增长13.1%。", old, "growth ok", "old:1:35万吨 | new:1:39.6万吨");
    expect("2025年，水泥产量39.6万吨，同比增长8.8%。", old, "growth note 39.6万吨 / 35万吨 - 1 = 13.14%",
           "implies 36.4万吨 for 2024, the 2024 report prints 35万吨; restated or another scope?");
}

static void growth_at_constant_prices(void **state) {
    (void)state;
    expect_silence("2025年，工业增加值120亿元，同比增长5.0%。", "2024年，工业增加值100亿元。");
}

static void growth_of_other_months(void **state) {
    (void)state;
    expect_silence("2025年1—11月，水泥产量39.6万吨，同比增长8.8%。", "2024年，水泥产量35.0万吨。");
}

static void net_change(void **state) {
    (void)state;
    const char *old = "截至2024年底，移动电话用户数达850万户。";
    expect("截至2025年底，移动电话用户数达900万户，净增50万户。", old, "net-change ok 900万户 - 50万户 = 850",
           "old:1:850万户");
    expect("截至2025年底，移动电话用户数达900万户，净增80万户。", old, "net-change note", "old:1:850万户");
    expect("2025年，移动电话用户数达900万户，净增50万户，同比增长9.9%。", NULL,
           "growth error 50万户 / (900万户 - 50万户) = 5.88%", "new:1:9.9%");
}

static void shares_of_one_whole(void **state) {
    (void)state;
    expect("2025年，第一、第二、第三产业投资占全部投资的比重分别为10.0%、45.0%和45.0%。", NULL, "share-sum ok",
           "new:1:10.0% | new:1:45.0% | new:1:45.0%");
    expect("2025年，第一、第二、第三产业投资占全部投资的比重分别为10.0%、45.0%和48.0%。", NULL, "share-sum note",
           "new:1:48.0%");
    expect_silence("2025年，江州、海州核心产业收入占全国的比重分别为16.5%、9.6%。", NULL);
}

static void part_of_whole(void **state) {
    (void)state;
    expect("2025年，网民规模达800万人。网络文学用户规模达240万人，占网民整体的30.0%。", NULL,
           "part-of-whole ok 240万人 / 800万人 = 30.00%", "new:1:30.0%");
    expect("2025年，网民规模达800万人。网络文学用户规模达240万人，占网民整体的35.0%。", NULL,
           "part-of-whole error 240万人 / 800万人 = 30.00%, printed 35.0%", "new:1:35.0%");
}

static void parts_and_total(void **state) {
    (void)state;
    expect("2025年，货物进出口总额500亿元，其中，货物进口额200亿元，货物出口额300亿元。", NULL,
           "parts-total ok 200亿元 + 300亿元", "new:1:500亿元");
    expect("2025年，货物进出口总额500亿元，其中，货物进口额200亿元，货物出口额390亿元。", NULL, "parts-total error",
           "new:1:390亿元");
}

static void part_beyond_whole(void **state) {
    (void)state;
    expect("2025年末，网民规模达800万人，其中农村网民规模达300万人。", NULL, "bound ok 300万人 <= 800万人",
           "new:1:800万人");
    expect("2025年末，网民规模达800万人，其中农村网民规模达900万人。", NULL, "bound error 900万人 <= 800万人",
           "new:1:900万人");
    expect_silence("2025年，平均月活跃用户300万人，其中第二季度平均月活跃用户320万人。", NULL);
}

static void direction(void **state) {
    (void)state;
    expect("2025年，结算周期从30天缩短至20天。", NULL, "bound ok 20天 <= 30天 (it fell)", "new:1:30天");
    expect("2025年，绿色工厂数量从300家增至200家。", NULL, "bound error 300家 <= 200家 (it rose)", "new:1:200家");
}

static void what_is_no_contradiction(void **state) {
    (void)state;
    expect_silence("2025年，出口降幅从5.0%扩大至8.0%。", NULL);
    expect_silence("2025年，公司总资产500亿元，净资产100亿元，其中固定资产300亿元。", NULL);
    expect_silence("2025年，累计办理案件5000件。", "2024年，累计办理案件6000件。");
    expect("截至2025年底，累计建成绿色工厂5000家。", "截至2024年底，累计建成绿色工厂6000家。",
           "bound error 6000家 <= 5000家 (a running total)", "old:1:6000家");
}

static void repeated(void **state) {
    (void)state;
    expect("2025年，快递业务量达51亿件。交通平稳。2025年快递业务量完成51.2亿件。", NULL, "repeated ok",
           "new:1:51亿件 | new:1:51.2亿件");
    expect("2025年，快递业务量达51亿件。交通平稳。2025年快递业务量完成58.2亿件。", NULL, "repeated error",
           "new:1:51亿件 | new:1:58.2亿件");
    expect_silence("2025年，快递业务量达51亿件。交通平稳。2024年快递业务量完成48.2亿件。", NULL);
}

static void multiple(void **state) {
    (void)state;
    expect("2025年，绿色工厂数量达到240家，是2024年的3倍。2024年，绿色工厂数量为120家。", NULL,
           "multiple error 240家 / 120家 = 2.00, printed 3倍", "new:1:120家");
    expect("2025年，绿色工厂数量达到240家，是2024年的2倍。2024年，绿色工厂数量为120家。", NULL, "multiple ok",
           "new:1:2倍");
}

static void difference_of_rates(void **state) {
    (void)state;
    const char *old = "2024年，芯片出口额增长18.7%。";
    expect("2025年，芯片出口额增长26.8%，增速较上年提高9.4个百分点。", old,
           "rate-difference note 26.8% - 9.4个百分点 = 17.40%", "old:1:18.7%");
    expect("2025年，芯片出口额增长26.8%，增速较上年提高8.1个百分点。", old, "rate-difference ok", "old:1:18.7%");
}

static void differences_of_rates_side_by_side(void **state) {
    (void)state;
    expect("2025年，城市用户占比为62.3%，农村用户占比为37.7%，二者相差24.6个百分点。", NULL,
           "rate-difference ok between 62.3% and 37.7% are 24.60", "new:1:24.6个百分点");
    expect_silence("2025年，城市用户占比为62.3%，农村用户占比为37.7%，二者相差20.1个百分点。", NULL);
}

static void one_base_under_rates(void **state) {
    (void)state;
    expect("高技术产业投资增长9.1%，比全部投资高4.2个百分点。装备制造业投资增长7.0%，比全部投资高2.5个百分点。", NULL,
           "rate-difference error one base: 9.1% - 4.2个百分点 = 4.90% and 7.0% - 2.5个百分点 = 4.50%",
           "new:1:4.2个百分点");
    expect("高技术产业投资增长9.1%，比全部投资高4.2个百分点。装备制造业投资增长7.0%，比全部投资高2.1个百分点。", NULL,
           "rate-difference ok one base", "new:1:2.1个百分点");
    expect("固定资产投资增长4.9%。高技术产业投资增长9.1%，比固定资产投资高4.2个百分点。", NULL,
           "rate-difference ok 9.1% - 4.2个百分点 = 4.90%, printed 4.9%", "new:1:4.9%");
    expect_silence("固定资产投资增长3.0%。高技术产业投资增长9.1%，比固定资产投资高4.2个百分点。", NULL);
}

static void rate_between_those_of_parts(void **state) {
    (void)state;
    expect("互联网普及率为70.0%。城镇互联网普及率为80.0%，农村互联网普及率为60.0%。", NULL,
           "bound ok 60.0% <= 70.0% <= 80.0%", "new:1:70.0%");
    expect_silence("互联网普及率为85.0%。城镇互联网普及率为80.0%，农村互联网普及率为60.0%。", NULL);
}

static void whole_that_is_printed_nowhere(void **state) {
    (void)state;
    expect("2025年，东部地区发电量300亿千瓦时，占全国的30.0%；西部地区发电量200亿千瓦时，占全国的25.0%。", NULL,
           "part-of-whole error the whole is 300亿千瓦时 / 30.0% = 1000.0亿千瓦时 and 200亿千瓦时 / 25.0% = 800.0",
           "new:1:25.0%");
    expect("2025年，东部地区发电量300亿千瓦时，占全国的30.0%；西部地区发电量200亿千瓦时，占全国的20.0%。", NULL,
           "part-of-whole ok the whole is", "new:1:20.0%");
}

static void growth_of_parts(void **state) {
    (void)state;
    expect("货运量增长5.3%。铁路货运量占比为40.0%，增长3.0%；公路货运量占比为60.0%，增长7.0%。", NULL,
           "growth ok growth of the parts weighed by their shares = 5.36%, printed 5.3%", "new:1:7.0%");
    expect("货运量500万吨，增长6.0%。其中，铁路货运量200万吨，增长5.0%；公路货运量300万吨，增长6.7%。", NULL,
           "growth ok growth of the parts together = 5.54%..6.49%, printed 6.0%", "new:1:6.7%");
}

static void multiple_of_another(void **state) {
    (void)state;
    expect("2025年，风电装机容量120万千瓦。水电装机容量240万千瓦，是风电装机容量的2倍。", NULL,
           "multiple ok 240万千瓦 / 120万千瓦 = 2.00, printed 2倍", "new:1:120万千瓦");
    expect("2025年，风电装机容量120万千瓦。水电装机容量240万千瓦，是风电装机容量的3倍。", NULL,
           "multiple error 240万千瓦 / 120万千瓦 = 2.00, printed 3倍", "new:1:3倍");
    expect("2025年，绿色工厂数量为240家，是2024年的2倍。", "2024年，绿色工厂数量为120家。", "multiple ok",
           "old:1:120家");
    expect("2025年，绿色工厂数量为240家，是2024年的3倍。", "2024年，绿色工厂数量为120家。", "multiple note",
           "old:1:120家");
}

static void parts_of_a_year(void **state) {
    (void)state;
    expect("2025年上半年，水泥产量40万吨，同比增长25.0%。", "2024年上半年，水泥产量32万吨。",
           "growth ok 40万吨 / 32万吨 - 1 = 25.00%", "old:1:32万吨");
    expect_silence("2025年上半年，水泥产量40万吨，同比增长8.0%。", "2024年一季度，水泥产量32万吨。");
}

static void what_is_said_beside_a_figure(void **state) {
    (void)state;
    expect("2025年，旅客吞吐量3012万人次，旅客吞吐量突破3000万人次。", NULL,
           "bound ok 3000万人次 <= 3012万人次 (a threshold)", "new:1:3012万人次");
    expect("2025年，农村居民收入增速5.2%，快于城镇居民收入增速4.1%。", NULL,
           "bound ok 4.1% <= 5.2% (said to be higher)", "new:1:4.1%");
    expect("2025年，新增授权专利5万件，累计授权专利3万件。", NULL, "bound note 5万件 <= 3万件 (new of all there is)",
           "new:1:3万件");
    expect("2024年水泥产量20万吨，2025年达到40万吨，是2024年的2倍。", NULL, "multiple ok 40万吨 / 20万吨 = 2.00",
           "new:1:20万吨");
    expect("2024年水泥产量20万吨，2025年提升至40万吨，增长100%。", NULL, "growth ok 40万吨 / 20万吨 - 1 = 100.00%",
           "new:1:100%");
}

static void since_the_earlier_report(void **state) {
    (void)state;
    expect("截至2025年底，累计建成充电桩35万台。", "截至2024年底，累计建成充电桩40万台。",
           "bound error 40万台 <= 35万台 (a running total)", "old:1:40万台");
    expect("2025年末，森林覆盖率提高到48.0%。", "2024年末，森林覆盖率49.0%。",
           "bound note 49.0% <= 48.0% (it rose since the earlier report)", "old:1:49.0%");
    expect("2025年末，失业率下降到5.5%。", "2024年末，失业率5.2%。",
           "bound note 5.5% <= 5.2% (it fell since the earlier report)", "new:1:5.5%");
}

static void hedges_are_no_errors(void **state) {
    (void)state;
    expect_silence("2025年，网民规模约800万人。网络文学用户规模达240万人，占网民整体的31.0%。", NULL);
    expect("2025年末，网民规模约300万人，其中农村网民规模达900万人。", NULL, "bound note", "new:1:900万人");
}

static void falls_show_their_sign(void **state) {
    (void)state;
    const char *rate = "2024年，城镇登记失业率为6.0%。";
    expect("2025年，城镇登记失业率为4.0%，比上年下降2.0个百分点。", rate,
           "rate-difference ok 4.0% - (-2.0个百分点) = 6.00%", "new:1:2.0个百分点");
    expect("2025年，港口投资120.0亿元，比上年减少20.0亿元。", "2024年，港口投资140.0亿元。",
           "net-change ok 120.0亿元 - (-20.0亿元) = 140.0亿元", "new:1:20.0亿元");
    expect("2025年，港口投资92.2亿元，下降7.8%。", "2024年，港口投资100.0亿元。",
           "growth ok 92.2亿元 / 100.0亿元 - 1 = -7.80%, printed -7.8%", "new:1:7.8%");
    expect("2025年，港口投资92.2亿元，增长-7.8%。", "2024年，港口投资100.0亿元。",
           "growth ok 92.2亿元 / 100.0亿元 - 1 = -7.80%, printed -7.8%", "new:1:-7.8%");
}

static void fall_and_its_rate(void **state) {
    (void)state;
    expect("2025年末，全市共有法人单位12万个，比上年减少0.5万个，下降11.0%。", NULL,
           "growth error -0.5万个 / (12万个 - (-0.5万个)) = -4.00%, printed -11.0%", "new:1:0.5万个");
    expect("2025年末，全市共有法人单位12万个，比上年减少0.5万个，下降4.0%。", NULL, "growth ok", "new:1:4.0%");
}

static void wrong_direction(void **state) {
    (void)state;
    expect("2025年，港口投资120.0亿元，下降20.0%。", "2024年，港口投资100.0亿元。",
           "growth note 120.0亿元 / 100.0亿元 - 1 = 20.00%, printed -20.0%", "old:1:100.0亿元");
    expect("2025年末，全市共有法人单位120.0万个，比上年减少5.0万个，增长4.0%。", NULL,
           "growth error -5.0万个 / (120.0万个 - (-5.0万个)) = -4.00%, printed 4.0%", "new:1:5.0万个");
    expect("2025年，港口投资120.0亿元，降幅为20.0%。", "2024年，港口投资100.0亿元。", "growth note", "old:1:100.0亿元");
    /* Not said right before the rate: the sign may not have been read. */
    expect_silence("2025年，港口投资80.0亿元，负增长20.0%。", "2024年，港口投资100.0亿元。");
}

static void stock_is_no_running_total(void **state) {
    (void)state;
    expect_silence("2025年末，全市共有医疗卫生机构4821个，其中医院126个。",
                   "2024年末，全市共有医疗卫生机构4903个，其中医院131个。");
}

static void counts_and_order(void **state) {
    (void)state;
    static found f;
    const char *text = "2025年末，网民规模达800万人，其中农村网民规模达900万人。结算周期从30天缩短至20天。";
    dcx_check_counts counts = check(text, NULL, false, &f);
    assert_int_equal(counts.relations, 2);
    assert_int_equal(counts.holding, 1);
    assert_int_equal(counts.errors, 1);
    assert_int_equal(counts.notes, 0);
    assert_int_equal(f.count, 1);
    (void)check(text, NULL, true, &f);
    assert_int_equal(f.count, 2);
    assert_true(begins(f.row[0], "bound error"));
}

static void nothing_to_check(void **state) {
    (void)state;
    static found f;
    assert_int_equal(check("", NULL, true, &f).relations, 0);
    assert_int_equal(check("没有数字的一句话。", "", true, &f).relations, 0);
}

static int stop(void *data, const dcx_row *row) {
    (void)row;
    ++*(int *)data;
    return 1;
}

static void a_row_can_stop_it(void **state) {
    (void)state;
    dcx_set *set;
    int rows = 0;
    const dcx_check_options options = {.against = DCX_NO_DOCUMENT, .explain = 1};
    assert_int_equal(dcx_set_open(&set, pack, NULL, NULL), DCX_OK);
    add(set, 0, 2025, "结算周期从30天缩短至20天。办理时间从30天缩短至20天。");
    assert_int_equal(dcx_check(set, &options, stop, &rows, NULL, NULL), DCX_STOPPED);
    assert_int_equal(rows, 1);
    dcx_set_free(set);
}

static void every_lack_of_memory(void **state) {
    (void)state;
    static found f;
    for (long at = 1, done = 0; !done; at += 7) {
        allocations a = {0};
        const dcx_allocator hooks = allocations_hooks(&a);
        dcx_set *set;
        assert_int_equal(dcx_set_open(&set, pack, &hooks, NULL), DCX_OK);
        add(set, 0, 2025, "2025年末，网民规模达800万人，其中农村网民规模达240万人，占网民整体的30.0%。");
        const dcx_check_options options = {.against = DCX_NO_DOCUMENT, .explain = 1};
        a.fail_at = a.asked + at;
        f.count = 0;
        dcx_status status = dcx_check(set, &options, collect, &f, NULL, NULL);
        done = status == DCX_OK;
        assert_true(done || status == DCX_NO_MEMORY);
        dcx_set_free(set);
        assert_int_equal(a.live, 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(growth_within),
        cmocka_unit_test(growth_across),
        cmocka_unit_test(growth_at_constant_prices),
        cmocka_unit_test(growth_of_other_months),
        cmocka_unit_test(net_change),
        cmocka_unit_test(shares_of_one_whole),
        cmocka_unit_test(part_of_whole),
        cmocka_unit_test(parts_and_total),
        cmocka_unit_test(part_beyond_whole),
        cmocka_unit_test(direction),
        cmocka_unit_test(what_is_no_contradiction),
        cmocka_unit_test(repeated),
        cmocka_unit_test(multiple),
        cmocka_unit_test(difference_of_rates),
        cmocka_unit_test(differences_of_rates_side_by_side),
        cmocka_unit_test(one_base_under_rates),
        cmocka_unit_test(rate_between_those_of_parts),
        cmocka_unit_test(whole_that_is_printed_nowhere),
        cmocka_unit_test(growth_of_parts),
        cmocka_unit_test(multiple_of_another),
        cmocka_unit_test(parts_of_a_year),
        cmocka_unit_test(what_is_said_beside_a_figure),
        cmocka_unit_test(since_the_earlier_report),
        cmocka_unit_test(hedges_are_no_errors),
        cmocka_unit_test(falls_show_their_sign),
        cmocka_unit_test(fall_and_its_rate),
        cmocka_unit_test(wrong_direction),
        cmocka_unit_test(stock_is_no_running_total),
        cmocka_unit_test(counts_and_order),
        cmocka_unit_test(nothing_to_check),
        cmocka_unit_test(a_row_can_stop_it),
        cmocka_unit_test(every_lack_of_memory),
    };
    return cmocka_run_group_tests(tests, open_builtin, close_builtin);
}
