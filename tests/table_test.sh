#!/bin/sh
# What a reader gets of a table: text in, and its records as metric,value,unit,year,kind,period.

. tests/cases

gives() { # reads a table, a line of ---- and the records that it must give
    sed '/^----$/,$d' >in.txt <"$1"
    sed '1,/^----$/d' <"$1" >wanted
    dcx extract -q -f csv --no-header --year 2024 --columns metric,value,unit,year,kind,period in.txt
    exits 0
    diff wanted out >differences || wrong "$(cat differences)"
}

test_units_and_growth_in_the_heads_of_rows() {
    cat >case <<'END_OF_CASE'
主要港口生产情况

| 指标 | 江口港 | 海湾港 |
| --- | --- | --- |
| 货物吞吐量（万吨） | 4,120 | 3,005 |
| 泊位数（个） | 58 | 41 |
| 同比增长（%） | 3.3 | -1.2 |
----
货物吞吐量江口港,4120,万吨,2024,level,
货物吞吐量海湾港,3005,万吨,2024,level,
泊位数江口港,58,个,2024,level,
泊位数海湾港,41,个,2024,level,
泊位数江口港,3.3,%,2024,growth,
泊位数海湾港,-1.2,%,2024,growth,
END_OF_CASE
    gives case
}
test_unit_above_and_shares_without_one() {
    cat >case <<'END_OF_CASE'
单位：万吨

| 货类 | 2023年 | 2024年 | 占比 |
| --- | --- | --- | --- |
| 煤炭 | 400 | 412 | 41.2% |
| 矿石 | 600 | 588 | 58.8% |
----
煤炭,400,万吨,2023,level,
煤炭,412,万吨,2024,level,
煤炭,41.2,%,2024,share,
矿石,600,万吨,2023,level,
矿石,588,万吨,2024,level,
矿石,58.8,%,2024,share,
END_OF_CASE
    gives case
}
test_cells_that_are_missing() { # the others stay below their heads
    cat >case <<'END_OF_CASE'
表1 主要产品产量（万吨）

产品        2023年      2024年      增长（%）
水泥        35.0        36.2        3.4
钢材                    20.1
玻璃        1.2         1.3         8.3
化肥                                2.2
----
水泥,35.0,万吨,2023,level,
水泥,36.2,万吨,2024,level,
水泥,3.4,%,2024,growth,
钢材,20.1,万吨,2024,level,
玻璃,1.2,万吨,2023,level,
玻璃,1.3,万吨,2024,level,
玻璃,8.3,%,2024,growth,
化肥,2.2,%,2024,growth,
END_OF_CASE
    gives case
}
test_rows_with_an_indent() {
    cat >case <<'END_OF_CASE'
  货类      吞吐量（万吨）    增长（%）
  煤炭      4,120             3.3
  矿石      6,035.5           -1.2
----
煤炭吞吐量,4120,万吨,2024,level,
煤炭,3.3,%,2024,growth,
矿石吞吐量,6035.5,万吨,2024,level,
矿石,-1.2,%,2024,growth,
END_OF_CASE
    gives case
}
test_heads_of_two_rows() {
    cat >case <<'END_OF_CASE'
表2 各县工业用电量

| 县 | 用电量 | 用电量 |
| | 亿千瓦时 | 增速% |
| --- | --- | --- |
| 东山县 | 12.5 | 4.1 |
| 西河县 | 9.8 | -0.6 |
| 合计 | 22.3 | 2.0 |
----
东山县用电量,12.5,亿千瓦时,2024,level,
东山县用电量,4.1,%,2024,growth,
西河县用电量,9.8,亿千瓦时,2024,level,
西河县用电量,-0.6,%,2024,growth,
合计用电量,22.3,亿千瓦时,2024,level,
合计用电量,2.0,%,2024,growth,
END_OF_CASE
    gives case
}
test_periods_in_heads() {
    cat >case <<'END_OF_CASE'
| 指标 | 1—6月 | 6月 | 6月末 |
| --- | --- | --- | --- |
| 出口额（亿元） | 61.5 | 11.2 | … |
| 存款余额（亿元） | | | 905.4 |
----
出口额,61.5,亿元,2024,level,2024-01/2024-06
出口额,11.2,亿元,2024,level,2024-06
存款余额,905.4,亿元,2024,level,2024-06-30
END_OF_CASE
    gives case
}
test_column_of_units() {
    cat >case <<'END_OF_CASE'
| 指标 | 计量单位 | 2023年 | 2024年 |
| --- | --- | --- | --- |
| 学校 | 所 | 208 | 214 |
| 在校生 | 万人 | 15.6 | 15.2 |
----
学校,208,所,2023,level,
学校,214,所,2024,level,
在校生,15.6,万人,2023,level,
在校生,15.2,万人,2024,level,
END_OF_CASE
    gives case
}
test_title_within_the_table() { # has unit and year for all
    cat >case <<'END_OF_CASE'
| 2023年主要产品产销量（万吨） | | |
| 产品 | 产量 | 销量 |
| --- | --- | --- |
| 水泥 | 35.0 | 34.1 |
----
水泥产量,35.0,万吨,2023,level,
水泥销量,34.1,万吨,2023,level,
END_OF_CASE
    gives case
}

test_periods_that_count_from_the_document() {
    cat >case <<'END_OF_CASE'
单位：千元

| 项目 | 附注 | 期末余额 | 期初余额 | 上期发生额 |
| --- | --- | --- | --- | --- |
| 流动资产： | | | | |
| 短期借款 | 五、3 | 1,205.5 | (318.2) | 7.1 |
| 其中：信用借款 | 五、3 | 905.0 | — | 6.4 |
----
短期借款,1205.5,千元,2024,level,2024-12-31
短期借款,-318.2,千元,2023,level,2023-12-31
短期借款,7.1,千元,2023,level,
信用借款,905.0,千元,2024,level,2024-12-31
信用借款,6.4,千元,2023,level,
END_OF_CASE
    gives case
}
test_groups_of_heads_over_columns_of_white_space() {
    cat >case <<'END_OF_CASE'
表3 渔业生产情况

地区        捕捞产量（吨）                    渔船（艘）
          2023年        2024年
海东县      1,950        2,010               312
海西县        880          902               148
----
海东县捕捞产量,1950,吨,2023,level,
海东县捕捞产量,2010,吨,2024,level,
海东县渔船,312,艘,2024,level,
海西县捕捞产量,880,吨,2023,level,
海西县捕捞产量,902,吨,2024,level,
海西县渔船,148,艘,2024,level,
END_OF_CASE
    gives case
}
test_a_table_that_goes_on_without_its_heads() {
    cat >case <<'END_OF_CASE'
单位：万吨

品种          2023年       2024年
带鱼            12.1         12.6
鲳鱼             3.4          3.3

                 7

虾              20.5         21.0
蟹               8.8          9.1
----
带鱼,12.1,万吨,2023,level,
带鱼,12.6,万吨,2024,level,
鲳鱼,3.4,万吨,2023,level,
鲳鱼,3.3,万吨,2024,level,
虾,20.5,万吨,2023,level,
虾,21.0,万吨,2024,level,
蟹,8.8,万吨,2023,level,
蟹,9.1,万吨,2024,level,
END_OF_CASE
    gives case
}

run_cases "$@"
