/* The reader of plain text and Markdown: paragraphs, headings, notes, captions, covers, and the place of every
 * character. */
#include "document/line.h"
#include "document/mark.h"
#include "reading.h"

/* ---- places ---- */

/* Every character of every block stands in the file where its place says. */
static void expect_places(bench *b) {
    const runes all = utf8_to_runes(&b->arena, b->bytes.at, b->bytes.length);
    size_t *start = arena_array(&b->arena, all.length + 2, sizeof *start), last = 1;
    for (size_t i = 0; i < all.length; i++)
        if (all.at[i] == '\n' || (all.at[i] == '\r' && (i + 1 == all.length || all.at[i + 1] != '\n')))
            start[last++] = i + 1;
    for (size_t i = 0; i < b->blocks; i++) {
        const block *k = &b->block[i];
        assert_true(k->length > 0 && k->runs > 0 && k->run[0].at == 0);
        for (uint32_t c = 0; c < k->length; c++) {
            place p = block_place(k, c);
            if (k->kind == BLOCK_ROW && k->text[c] == '|')
                continue; /* between the cells */
            assert_true(p.line >= 1 && p.line <= last && p.column >= 1 && p.page == 0);
            if (k->text[c] != ' ')
                assert_int_equal(all.at[start[p.line - 1] + p.column - 1], k->text[c]);
        }
    }
}

/* ---- lines to paragraphs ---- */

static const char wrapped[] = "一、总体情况\n\n"
                              "全年软件业务收入保持较快增长，企业数\n\n"
                              "量稳步增加，规模以上企业超过三万家，\n\n"
                              "全年完成业务收入12.3 万亿元，比上年增\n\n"
                              "长一成。其中信息技术服务收入增长较快。\n\n"
                              "2\n\n"
                              "云服务和大数据服务收入增长百分之九，占\n\n"
                              "全行业的比重提高[1]。集成电路设计收入三千\n\n"
                              "[1] 数据来源：行业协会\n"
                              "[2] 电子商务平台服务是指线上交易平台提供的，\n\n"
                              "面向商户的服务。\n"
                              " 亿元，增长百分之十六[2]。\n\n"
                              "图1 软件业务收入增速\n\n"
                              "数据来源：统计 部门\n\n"
                              "全年利润总额继续增加，人均创造收入首次\n\n"
                              "突破一百万元。\n";

static void broken_lines_join(void **state) {
    bench *b = *state;
    read_text(b, wrapped);
    expect(b, BLOCK_PARAGRAPH, 0,
           "全年软件业务收入保持较快增长，企业数量稳步增加，规模以上企业超过三万家，全年完成业务收入12.3万亿元，"
           "比上年增长一成。其中信息技术服务收入增长较快。云服务和大数据服务收入增长百分之九，占全行业的比重提高。"
           "集成电路设计收入三千亿元，增长百分之十六。");
    expect(b, BLOCK_PARAGRAPH, 1, "全年利润总额继续增加，人均创造收入首次突破一百万元。");
    assert_int_equal(count(b, BLOCK_PARAGRAPH), 2);
    expect_places(b);
}

static void notes_amid_a_sentence(void **state) {
    bench *b = *state;
    read_text(b, wrapped);
    const block *k = nth(b, BLOCK_PARAGRAPH, 0);
    assert_int_equal(k->marks, 2);
    expect_text(k->mark[0].note->label, "1");
    expect_text(k->mark[0].note->source, "行业协会");
    assert_true(k->text[k->mark[0].at] == 0x3002);
    expect_text(k->mark[1].note->source, "");
    expect(b, BLOCK_NOTE, 1, "电子商务平台服务是指线上交易平台提供的，面向商户的服务。");
    const block *caption = nth(b, BLOCK_CAPTION, 0);
    assert_string_equal(utf8(b, caption), "图1软件业务收入增速");
}

static void one_paragraph_a_line(void **state) {
    bench *b = *state;
    read_text(b, "数字产业运行情况\n"
                 "2024年，数字产业规模稳步扩大。\n"
                 "全年完成业务收入三十五万亿元，其中电子信\n"
                 "息制造业收入十六万亿元。\n"
                 "新兴业务快速发展：\n"
                 "云计算收入增长一成；\n"
                 "大数据收入增长两成。\n");
    expect(b, BLOCK_TITLE, 0, "数字产业运行情况");
    expect(b, BLOCK_PARAGRAPH, 0, "2024年，数字产业规模稳步扩大。");
    expect(b, BLOCK_PARAGRAPH, 1, "全年完成业务收入三十五万亿元，其中电子信息制造业收入十六万亿元。");
    assert_int_equal(count(b, BLOCK_PARAGRAPH), 5);
    expect_places(b);
}

static void pages_between_long_paragraphs(void **state) {
    bench *b = *state;
    read_text(b, "全年网上零售额继续增长，增速比上年有所提高，实物商品网上零售额占社会消费品零售总额的比重接近三\n\n"
                 "- 14 -\n\n"
                 "^[1] 数据来源：商贸部门\n\n"
                 "图 2 网上零售额\n\n数据来源：商贸部门\n\n"
                 "成^[1]。农村网上零售额增长较快。\n\n下一段。\n");
    expect(b, BLOCK_PARAGRAPH, 0,
           "全年网上零售额继续增长，增速比上年有所提高，实物商品网上零售额占社会消费品零售总额的比重接近三成。"
           "农村网上零售额增长较快。");
    expect_text(nth(b, BLOCK_PARAGRAPH, 0)->mark[0].note->source, "商贸部门");
    expect(b, BLOCK_PARAGRAPH, 1, "下一段。");
}

/* What is left of a table's column must not become one long number. */
static void numbers_below_each_other(void **state) {
    bench *b = *state;
    read_text(b, "　　全年粮食产量增加，单\n"
                 "产继续提高，粮食丰收。\n"
                 "　　畜牧业生产稳定发展，\n"
                 "肉类产量保持增长。\n"
                 "人均地区生产总值（元）\n"
                 "28150\n"
                 "29883\n"
                 "31616\n");
    expect(b, BLOCK_PARAGRAPH, 0, "全年粮食产量增加，单产继续提高，粮食丰收。");
    assert_int_equal(count(b, BLOCK_PARAGRAPH), 6);
    expect(b, BLOCK_PARAGRAPH, 3, "28150");
    expect(b, BLOCK_PARAGRAPH, 5, "31616");
}

static void indents_begin_paragraphs(void **state) {
    bench *b = *state;
    read_text(b, "　　全年粮食产量增加，单产继续提高，秋\n"
                 "粮产量占全年的四分之三，夏粮稳定增产。\n"
                 "　　畜牧业生产稳定发展，肉类产量保持增\n"
                 "长，牛奶产量略有下降，禽蛋产量基本稳定，\n"
                 "市场供应充足。\n"
                 "　　水产品产量增加。\n");
    assert_int_equal(count(b, BLOCK_PARAGRAPH), 3);
    expect(b, BLOCK_PARAGRAPH, 0, "全年粮食产量增加，单产继续提高，秋粮产量占全年的四分之三，夏粮稳定增产。");
    expect(b, BLOCK_PARAGRAPH, 2, "水产品产量增加。");
    place p = block_place(nth(b, BLOCK_PARAGRAPH, 0), 0);
    assert_int_equal(p.line, 1);
    assert_int_equal(p.column, 3);
    expect_places(b);
}

static void blank_lines_between_paragraphs(void **state) {
    bench *b = *state;
    read_text(b, "全年旅客运输量增加客运周转量增长货物\n"
                 "运输量保持稳定港口吞吐量创下新的纪录。\n\n"
                 "民航旅客吞吐量恢复到此前水平国际航线\n"
                 "逐步加密国际旅客明显增加航班正常率达\n"
                 "八成八。\n");
    assert_int_equal(count(b, BLOCK_PARAGRAPH), 2);
}

/* ---- spaces ---- */

static void spaces_between_words_only(void **state) {
    bench *b = *state;
    read_text(b, "具备 10G PON 端口 2820 万个，Hugging Face 平台 3 百款，收入 5, 300 家，合 印发 《 方 案 》。\n");
    expect(b, BLOCK_PARAGRAPH, 0, "具备10G PON端口2820万个，Hugging Face平台3百款，收入5, 300家，合印发《方案》。");
    expect_places(b);
}

static void numbers_broken_by_a_line_end(void **state) {
    bench *b = *state;
    read_text(b, "全年快递业务量完成一千九百亿件，比上年增长，共计12\n34万件；大数据平台采用 Open\nSource 技术。\n");
    expect(b, BLOCK_PARAGRAPH, 0,
           "全年快递业务量完成一千九百亿件，比上年增长，共计1234万件；大数据平台采用Open Source技术。");
    expect_places(b);
}

/* ---- marks ---- */

static void marks_in_all_forms(void **state) {
    bench *b = *state;
    read_text(b,
              "甲类[1]一家，乙类^[2]两家，丙类[^3]三家，丁类〔4〕四家，戊类⑤五家，己类[6]六家，第〔2024〕7号。\n\n"
              "[1] 数据来源：甲部\n[2] 资料来源：乙部。\n[^3]: 来源：丙 部\n〔4〕数据来源：丁部\n⑤ 数据来源：戊部\n");
    const block *k = nth(b, BLOCK_PARAGRAPH, 0);
    static const char *const source[] = {"甲部", "乙部", "丙部", "丁部", "戊部"};
    assert_string_equal(utf8(b, k), "甲类一家，乙类两家，丙类三家，丁类四家，戊类五家，己类[6]六家，第〔2024〕7号。");
    assert_int_equal(k->marks, 5);
    for (size_t i = 0; i < 5; i++)
        expect_text(k->mark[i].note->source, source[i]);
    expect_text(k->mark[4].note->label, "⑤");
    expect_places(b);
}

static void labels_that_begin_again(void **state) {
    bench *b = *state;
    read_text(
        b, "甲指标增长5%[1]。\n\n[1] 数据来源：甲部\n\n乙指标增长6%[1]。\n\n[1] 数据来源：乙部\n\n丙指标增长7%。[1]\n");
    expect_text(nth(b, BLOCK_PARAGRAPH, 0)->mark[0].note->source, "甲部");
    expect_text(nth(b, BLOCK_PARAGRAPH, 1)->mark[0].note->source, "乙部");
    const block *last = nth(b, BLOCK_PARAGRAPH, 2);
    expect_text(last->mark[0].note->source, "乙部");
    assert_int_equal(last->mark[0].at, last->length);
    assert_int_equal(last->mark[0].note->line, 7);
}

static void marks_without_a_note(void **state) {
    bench *b = *state;
    read_text(b, "区间[4]是文字，而^[5]是标记。\n");
    const block *k = nth(b, BLOCK_PARAGRAPH, 0);
    assert_string_equal(utf8(b, k), "区间[4]是文字，而是标记。");
    assert_int_equal(k->marks, 1);
    assert_null(k->mark[0].note);
}

static void marks_at_the_beginning_of_a_line(void **state) {
    bench *b = *state;
    read_text(b, "全年固定资产投资八千五百亿元，同比增长，其中民间\n"
                 "[6]。民航投资超过一千亿元，全年投资完成一千三百\n"
                 "[7]其中机场投资二百亿元，空管投资二十亿元，均有增长。\n\n"
                 "[6] 数据来源：甲部\n[7] 数据来源：乙部\n");
    const block *k = nth(b, BLOCK_PARAGRAPH, 0);
    assert_int_equal(count(b, BLOCK_PARAGRAPH), 1);
    assert_int_equal(k->marks, 2);
    expect_text(k->mark[1].note->source, "乙部");
}

static void marks_at_the_end_of_a_text(void **state) {
    (void)state;
    assert_int_equal(mark_before((const char32_t[]){0x7532, '[', '3', ']'}, 4), 3);
    assert_int_equal(mark_before((const char32_t[]){0x7532, ']'}, 2), 0);
    assert_int_equal(mark_before((const char32_t[]){'[', 0x7532, ']'}, 3), 0);
}

static void notes_at_the_end(void **state) {
    bench *b = *state;
    read_text(b, "全年收入[1]100亿元，利润[2]10亿元。\n\n注释：\n[1]收入按现价计算。\n[2]利润为初步数。\n\n"
                 "附注：\n1.口径为规模以上企业。\n2.速度按可比口径计算。\n\n一、其他\n\n正文在此结束。\n");
    const block *k = nth(b, BLOCK_PARAGRAPH, 0);
    assert_int_equal(k->marks, 2);
    expect_text(k->mark[0].note->source, "");
    assert_int_equal(k->mark[1].note->line, 5);
    assert_int_equal(count(b, BLOCK_NOTE), 4);
    expect(b, BLOCK_NOTE, 2, "口径为规模以上企业。");
    expect(b, BLOCK_PARAGRAPH, 1, "正文在此结束。");
}

/* ---- headings ---- */

static void headings_make_a_path(void **state) {
    bench *b = *state;
    read_text(
        b, "摘 要\n\n全文要点如下，请参阅正文各章的详细说明。\n\n"
           "一、 总体情况\n\n规模扩大。\n\n（一）分行业\n\n行业稳定。\n\n1. 制造业\n\n制造业增长。\n\n"
           "（1）汽车\n\n汽车增长。\n\n（二）分地区\n\n东部领先。\n\n二、下一步工作\n\n（一）扩大规模。继续努力。\n\n"
           "一是坚持创新。\n\n第三章 附则\n\n一、二、三产业比重依次为一成、四成和五成。\n\n结 语\n\n全文完。\n");
    static const char *const path[] = {"摘要",
                                       "一、总体情况",
                                       "一、总体情况/（一）分行业",
                                       "一、总体情况/（一）分行业/1.制造业",
                                       "一、总体情况/（一）分行业/1.制造业/（1）汽车",
                                       "一、总体情况/（二）分地区",
                                       "二、下一步工作",
                                       "第三章附则",
                                       "结语"};
    size_t headings = sizeof path / sizeof *path;
    assert_int_equal(count(b, BLOCK_HEADING), headings);
    for (size_t i = 0; i < headings; i++)
        expect_text(nth(b, BLOCK_HEADING, i)->section, path[i]);
    expect(b, BLOCK_PARAGRAPH, 6, "（一）扩大规模。继续努力。");
    expect_text(nth(b, BLOCK_PARAGRAPH, 6)->section, "二、下一步工作");
    assert_int_equal(nth(b, BLOCK_HEADING, 4)->level, 4);
}

/* A heading ends all that stood below the one before it, also where it leaves out a level. */
static void headings_that_leave_out_a_level(void **state) {
    bench *b = *state;
    read_text(
        b, "一、生产\n\n产量稳定。\n\n（一）水泥\n\n水泥稳定。\n\n二、销售\n\n销量稳定。\n\n1. 东部\n\n东部稳定。\n");
    expect_text(nth(b, BLOCK_PARAGRAPH, 1)->section, "一、生产/（一）水泥");
    expect_text(nth(b, BLOCK_PARAGRAPH, 3)->section, "二、销售/1.东部");
}

static void headings_without_numbers(void **state) {
    bench *b = *state;
    read_text(b, "城市发展年报\n\n2024年，城市发展取得积极成效，各项指标稳中有升。\n\n人口情况\n\n"
                 "全市常住人口八百万人，比上年增加五万人，城镇化率八成。\n\n**经济情况**\n\n"
                 "全市生产总值一万亿元，比上年增长百分之五，人均十二万元。\n\n城市发展局\n2025年3月\n");
    assert_int_equal(count(b, BLOCK_HEADING), 2);
    expect(b, BLOCK_HEADING, 0, "人口情况");
    expect(b, BLOCK_HEADING, 1, "经济情况");
    assert_int_equal(nth(b, BLOCK_HEADING, 0)->level, 1);
    expect_text(b->doc->title, "城市发展年报");
}

static void numbered_lists_are_no_headings(void **state) {
    bench *b = *state;
    read_text(b, "主要指标如下：\n1. 粮食产量7亿吨\n2. 油料产量3900万吨\n3. 糖料产量1亿吨\n\n全年农业生产平稳。\n");
    assert_int_equal(count(b, BLOCK_HEADING), 0);
    assert_int_equal(count(b, BLOCK_PARAGRAPH), 5);
}

static void rows_of_tables_stay_apart(void **state) {
    bench *b = *state;
    read_text(b, "主要财务指标如下。\n项目　　本年　　上年　　增减\n营业收入　　1,234　　1,100　　12%\n"
                 "利润总额　　234　　200　　17%\n\n全年业绩稳健增长。\n");
    assert_int_equal(count(b, BLOCK_PARAGRAPH), 2);
    assert_int_equal(count(b, BLOCK_ROW), 3);
    expect(b, BLOCK_ROW, 1, "营业收入|1,234|1,100|12%");
    expect(b, BLOCK_PARAGRAPH, 1, "全年业绩稳健增长。");
}

/* The blanks that a line begins with are no column. */
static void columns_are_gaps_of_three(void **state) {
    (void)state;
    assert_int_equal(text_columns((runes){U"  \u4E00\u4E8C", 4}), 0);
    assert_int_equal(text_columns((runes){U"\u4E00  \u4E8C", 4}), 0);
    assert_int_equal(text_columns((runes){U"\u4E00   \u4E8C", 5}), 1);
    assert_int_equal(text_columns((runes){U"\u4E00\t1\t2", 5}), 2);
}

/* ---- cover and contents ---- */

static void cover_and_contents(void **state) {
    bench *b = *state;
    read_text(
        b,
        "\n海洋经济发展报告\n\n(2024 年)\n\n海洋发展研究局\n\n2025 年 5 月\n\n目 录\n\n引言\t1\n"
        "一、 总体情况\t2\n（一）产业结构……3\n图 1 产业结构\t4\n\n引言\n\n海洋经济总量再上新台阶，成为新的增长点。\n\n"
        "一、总体情况\n\n平稳运行。\n");
    expect_text(b->doc->title, "海洋经济发展报告（2024年）");
    expect_text(b->doc->publisher, "海洋发展研究局");
    assert_int_equal(count(b, BLOCK_TITLE), 4);
    assert_int_equal(count(b, BLOCK_TOC), 5);
    assert_int_equal(count(b, BLOCK_HEADING), 2);
    expect_text(nth(b, BLOCK_TOC, 1)->section, "");
}

static void covers_of_other_kinds(void **state) {
    bench *b = *state;
    read_text(
        b, "2024年国民经济统计公报[1]\n统计局\n2025年2月28日\n\n2024年，经济运行总体平稳。\n\n[1] 本公报为初步数。\n");
    expect_text(b->doc->title, "2024年国民经济统计公报");
    expect_text(b->doc->publisher, "统计局");
    read_text(b, "上半年旅游市场情况\n发布时间：2025-07-26 10:00　来源：市场司\n\n上半年，旅游市场保持活跃。\n");
    expect_text(b->doc->title, "上半年旅游市场情况");
    expect_text(b->doc->publisher, "市场司");
    read_text(b, "全年产量达到7亿吨\n");
    expect_text(b->doc->title, "");
    expect(b, BLOCK_PARAGRAPH, 0, "全年产量达到7亿吨");
}

static void page_numbers_and_running_heads(void **state) {
    bench *b = *state;
    read_text(
        b, "海洋经济年报\n\n2025年3月\n\n第一章 总体\n\n全年海洋经济平稳运行，规模继续扩大，结构不断优化，质量稳步\n\n"
           "海洋经济年报 2\n\n提高。\n\n第二章 产业\n\n海洋渔业稳定发展，全年产量继续增加，养殖占比进一步\n\n"
           "14/50\n\n海洋经济年报 3\n\n提升。\n\n第三章 展望\n\n展望来年，海洋经济将保持稳定增长，新兴产业加快\n\n"
           "海洋经济年报 4\n\n— 4 —\n\n第15页\n\n成长。\n");
    assert_int_equal(count(b, BLOCK_PARAGRAPH), 3);
    assert_int_equal(count(b, BLOCK_TITLE), 2);
    expect(b, BLOCK_PARAGRAPH, 1, "海洋渔业稳定发展，全年产量继续增加，养殖占比进一步提升。");
    expect(b, BLOCK_PARAGRAPH, 2, "展望来年，海洋经济将保持稳定增长，新兴产业加快成长。");
}

static void form_feeds_are_page_breaks(void **state) {
    bench *b = *state;
    read_text(b, "全年货运量保持增长，其中铁路货运量五十亿吨，公路货运量四百\n\f亿吨，水运货运量九十亿吨。\n");
    assert_int_equal(count(b, BLOCK_PARAGRAPH), 1);
    const block *k = nth(b, BLOCK_PARAGRAPH, 0);
    place p = block_place(k, k->length - 1);
    assert_int_equal(p.line, 2);
    expect_places(b);
}

/* ---- captions ---- */

static void captions(void **state) {
    bench *b = *state;
    read_text(
        b, "图 3 2020年—2024年产量\n数据来源：甲部、乙部\n\n如下文所述，全年产量稳定增长。\n\n图3所示，产量增长。\n\n"
           "表1-1：分地区产量\n\n产量集中在东部。\n\n数据来源：丙部\n");
    assert_int_equal(count(b, BLOCK_CAPTION), 2);
    expect(b, BLOCK_PARAGRAPH, 1, "图3所示，产量增长。");
}

/* ---- Markdown ---- */

static void markdown(void **state) {
    bench *b = *state;
    read_text(b, "# 软件业年报\n\n## "
                 "一、总体情况\n\n业务收入**13.7万亿元**，增长*一成*[^1]，见[公报](http://a.b/c_d)，2*3*4。\n\n"
                 "- 北京一家\n- 广东两家，\n  其中深圳一家\n\n| 指标 | 数值 |\n|---|---|\n| 收入 | 9 "
                 "|\n\n```\n不读\n```\n\n---\n\n"
                 "### （一）地区\n\n东部领先。\n\n**分行业看。**制造业领先。\n\n[^1]: 数据来源：甲部\n");
    expect_text(b->doc->title, "软件业年报");
    expect(b, BLOCK_PARAGRAPH, 0, "业务收入13.7万亿元，增长一成，见公报，2*3*4。");
    expect_text(nth(b, BLOCK_PARAGRAPH, 0)->mark[0].note->source, "甲部");
    expect(b, BLOCK_PARAGRAPH, 1, "北京一家");
    expect(b, BLOCK_PARAGRAPH, 2, "广东两家，其中深圳一家");
    expect(b, BLOCK_ROW, 0, "指标|数值");
    expect(b, BLOCK_ROW, 1, "收入|9");
    expect(b, BLOCK_PARAGRAPH, 3, "东部领先。");
    expect_text(nth(b, BLOCK_PARAGRAPH, 3)->section, "一、总体情况/（一）地区");
    expect(b, BLOCK_PARAGRAPH, 4, "分行业看。制造业领先。");
    expect_places(b);
}

/* Headings without marks go on at the level that the marked ones gave their numbers. */
static void markdown_before_plain_headings(void **state) {
    bench *b = *state;
    read_text(b,
              "# 水泥年报\n\n## 一、总体情况\n\n产量稳定。\n\n（一）分地区\n\n东部领先。\n\n1. 各县\n\n东山县领先。\n");
    assert_int_equal(count(b, BLOCK_HEADING), 3);
    expect_text(nth(b, BLOCK_PARAGRAPH, 1)->section, "一、总体情况/（一）分地区");
    expect_text(nth(b, BLOCK_PARAGRAPH, 2)->section, "一、总体情况/（一）分地区/1.各县");
    assert_int_equal(nth(b, BLOCK_HEADING, 1)->level, 3);
}

/* ---- bytes ---- */

static void line_ends_and_byte_order_mark(void **state) {
    bench *b = *state;
    read_text(b, "\xEF\xBB\xBF第一段。\r\n第二段。\r\r第三段。\n");
    assert_int_equal(count(b, BLOCK_PARAGRAPH), 3);
    place p = block_place(nth(b, BLOCK_PARAGRAPH, 0), 0);
    assert_int_equal(p.column, 1);
    p = block_place(nth(b, BLOCK_PARAGRAPH, 1), 2);
    assert_int_equal(p.line, 2);
    assert_int_equal(p.column, 3);
    assert_int_equal(block_place(nth(b, BLOCK_PARAGRAPH, 2), 0).line, 4);
    assert_int_equal(b->warnings, 0);
}

static void bytes_that_are_not_text(void **state) {
    bench *b = *state;
    static const char bad[] = "第一段。\n增长\xA3"
                              "5成\0。\n";
    read_bytes(b, bad, sizeof bad - 1);
    assert_non_null(b->doc);
    assert_int_equal(b->warnings, 2);
    assert_int_equal(b->first.line, 2);
    assert_string_equal(b->first.file, "t.txt");
    assert_non_null(strstr(b->first.message, "byte 20 of the file is not UTF-8"));
    expect(b, BLOCK_PARAGRAPH, 1, "增长\uFFFD5成。");
    assert_int_equal(document_damaged(b->doc), 1);
    b->strict = true;
    read_bytes(b, bad, sizeof bad - 1);
    b->strict = false;
    assert_null(b->doc);
    assert_int_equal(b->error.status, DCX_BAD_INPUT);
    assert_int_equal(b->error.line, 2);
    assert_non_null(strstr(b->error.message, "byte 20 "));
}

static void zero_bytes_alone_are_reported(void **state) {
    bench *b = *state;
    static const char bad[] = "第一段。\n增长\0五成。\n";
    read_bytes(b, bad, sizeof bad - 1);
    assert_non_null(b->doc);
    assert_int_equal(b->warnings, 1);
    assert_int_equal(b->first.line, 2);
    assert_non_null(strstr(b->first.message, "NUL character"));
    b->strict = true;
    read_bytes(b, bad, sizeof bad - 1);
    b->strict = false;
    assert_null(b->doc);
    assert_int_equal(b->error.line, 2);
}

static void zero_bytes_are_found_wherever_they_are(void **state) {
    bench *b = *state;
    static const char good[] = "数字。\n", bad[] = "数\0ab。\n";
    enum { LINE = sizeof good - 1, LINES = 100 };
    _Static_assert(sizeof bad == sizeof good, "one line takes the other's place");
    for (size_t i = 0; i < LINES; i += 7) {
        char text[LINES * LINE];
        for (size_t k = 0; k < LINES; k++)
            memcpy(text + k * LINE, k == i ? bad : good, LINE);
        read_bytes(b, text, sizeof text);
        assert_int_equal(b->warnings, 1);
        assert_int_equal(b->first.line, i + 1);
    }
}

static void many_faults_are_counted(void **state) {
    bench *b = *state;
    char many[90 * 3 + 1] = "", *end = many;
    for (int i = 0; i < 90; i++)
        end = stpcpy(end, i % 3 ? "增" : "\xFF");
    read_text(b, many);
    assert_int_equal(b->warnings, 21);
    assert_non_null(strstr(b->first.message, "byte 1 "));
}

static void files_that_are_not_text(void **state) {
    bench *b = *state;
    char zeros[64] = {0};
    read_bytes(b, zeros, sizeof zeros);
    assert_null(b->doc);
    assert_int_equal(b->error.status, DCX_BAD_INPUT);
    assert_non_null(strstr(b->error.message, "binary"));
    read_bytes(b, "", 0);
    assert_non_null(b->doc);
    assert_int_equal(b->blocks, 0);
}

static void files_of_other_kinds_are_named(void **state) {
    static const struct {
        const char *bytes;
        size_t size;
        const char *message, *hint;
    } sample[] = {
        {"{\\rtf1\\ansi", 11, "RTF", "DOCX"},
        {"PK\x03\x04....opendocument.text", 25, "OpenDocument", "DOCX"},
        {"PK\x03\x04....ppt/slides", 18, "PPTX", "PDF"},
        {"PK\x03\x04....OFD.xml", 15, "OFD", "PDF"},
        {"PK\x03\x04....readme.txt", 18, "ZIP", "unpack"},
        {"\xD0\xCF\x11\xE0....W\0o\0r\0d\0D\0o\0c\0", 22, "DOC", "DOCX"},
        {"\xD0\xCF\x11\xE0....W\0o\0r\0k\0b\0o\0o\0k\0", 24, "XLS", "XLSX"},
        {"\xD0\xCF\x11\xE0....E\0n\0c\0r\0y\0p\0t\0e\0d\0", 26, "encrypted", "password"},
        {"\x89PNG\r\n", 6, "PNG", "OCR"},
        {"\xFF\xD8\xFF\xE0", 4, "JPEG", "OCR"},
        {"CAJ2.0", 6, "CAJ", "PDF"},
        {"\x1F\x8B\x08", 3, "gzip", "unpack"},
    };
    bench *b = *state;
    for (size_t i = 0; i < sizeof sample / sizeof *sample; i++) {
        read_bytes(b, sample[i].bytes, sample[i].size);
        assert_null(b->doc);
        assert_int_equal(b->error.status, DCX_BAD_INPUT);
        assert_non_null(strstr(b->error.message, sample[i].message));
        assert_non_null(strstr(b->error.hint, sample[i].hint));
    }
}

static void a_format_that_is_asked_for_wins(void **state) {
    bench *b = *state;
    b->format = "text";
    read_text(b, "<p>全年产量增长一成，收入增长两成。</p>\n");
    expect(b, BLOCK_PARAGRAPH, 0, "<p>全年产量增长一成，收入增长两成。</p>");
    b->format = "html";
    read_text(b, "全年产量<b>增长</b>一成，收入增长两成。\n");
    expect(b, BLOCK_PARAGRAPH, 0, "全年产量增长一成，收入增长两成。");
    b->format = "docx";
    read_bytes(b, "全年产量。", 15);
    assert_null(b->doc);
    assert_int_equal(b->error.status, DCX_BAD_INPUT);
    b->format = "word";
    read_bytes(b, "全年产量。", 15);
    b->format = NULL;
    assert_null(b->doc);
    assert_int_equal(b->error.status, DCX_USAGE);
    assert_non_null(strstr(b->error.hint, "docx"));
}

static void what_was_decided_is_said(void **state) {
    bench *b = *state;
    read_text(b, "全年产量增长一成。\n");
    assert_string_equal(b->notice.file, "t.txt");
    assert_non_null(strstr(b->notice.message, "text, UTF-8"));
    read_text(b, "<!DOCTYPE html><p>全年产量增长一成。");
    assert_non_null(strstr(b->notice.message, "html, UTF-8"));
    assert_non_null(strstr(b->notice.hint, "--input-format"));
}

static void lines_for_tokens(void **state) {
    bench *b = *state;
    static const char text[] = "# 12\n\n42\n- 3 万家[1]\n  [1] 数据来源：甲部\n5亿^[7]\n";
    read_options options = bench_options(b);
    arena_reset(&b->arena);
    b->doc = document_read_lines(&b->arena, b->layout, "t.txt", (dcx_text){text, sizeof text - 1}, &options, &b->error);
    assert_non_null(b->doc);
    bench_gather(b);
    assert_int_equal(b->blocks, 5);
    assert_string_equal(utf8(b, &b->block[1]), "42");
    assert_string_equal(utf8(b, &b->block[2]), "3万家");
    assert_int_equal(block_place(&b->block[2], 0).column, 3);
    assert_int_equal(b->block[2].mark[0].note->line, 5);
    assert_null(b->block[4].mark[0].note);
}

/* ---- size ---- */

/* Repeats a piece until it fills so many bytes. */
static char *fill(const char *piece, size_t size) {
    size_t n = strlen(piece);
    char *text = malloc(size + n);
    assert_non_null(text);
    size_t used = 0;
    for (; used < size; used += n)
        memcpy(text + used, piece, n);
    text[used < size + n ? used : size] = '\0';
    return text;
}

static void hostile_input_takes_linear_time(void **state) {
    static const char *const piece[] = {
        "增长[1]", "**",  "[a](",     "“《（",          "一、标题\n\n", "[1] 说明，\n",
        "*a",      "|\n", "图1 甲\n", "短行甲乙丙丁\n", "^[1",          "---\n短标题甲\n"};
    bench *b = *state;
    for (size_t i = 0; i < sizeof piece / sizeof *piece; i++) {
        char *text = fill(piece[i], 2000000);
        read_text(b, text);
        free(text);
    }
}

#define TEST(f) cmocka_unit_test(f)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(broken_lines_join),
        TEST(notes_amid_a_sentence),
        TEST(one_paragraph_a_line),
        TEST(pages_between_long_paragraphs),
        TEST(numbers_below_each_other),
        TEST(indents_begin_paragraphs),
        TEST(blank_lines_between_paragraphs),
        TEST(spaces_between_words_only),
        TEST(numbers_broken_by_a_line_end),
        TEST(marks_in_all_forms),
        TEST(labels_that_begin_again),
        TEST(marks_without_a_note),
        TEST(marks_at_the_beginning_of_a_line),
        TEST(marks_at_the_end_of_a_text),
        TEST(notes_at_the_end),
        TEST(headings_make_a_path),
        TEST(headings_that_leave_out_a_level),
        TEST(headings_without_numbers),
        TEST(numbered_lists_are_no_headings),
        TEST(rows_of_tables_stay_apart),
        TEST(columns_are_gaps_of_three),
        TEST(cover_and_contents),
        TEST(covers_of_other_kinds),
        TEST(page_numbers_and_running_heads),
        TEST(form_feeds_are_page_breaks),
        TEST(captions),
        TEST(markdown),
        TEST(markdown_before_plain_headings),
        TEST(line_ends_and_byte_order_mark),
        TEST(bytes_that_are_not_text),
        TEST(zero_bytes_alone_are_reported),
        TEST(zero_bytes_are_found_wherever_they_are),
        TEST(many_faults_are_counted),
        TEST(files_that_are_not_text),
        TEST(files_of_other_kinds_are_named),
        TEST(a_format_that_is_asked_for_wins),
        TEST(what_was_decided_is_said),
        TEST(lines_for_tokens),
        TEST(hostile_input_takes_linear_time),
    };
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
