#!/bin/sh
# dcx diff and dcx series, tested as a process: one function a case, each run in an empty folder of its own.

. tests/cases

old() { # two years of one report, as documents
    cat >2023.txt <<'END'
# 青山市水务发展报告（2023年）

## 一、供水

2023年，全市供水总量3.2亿立方米，同比增长4.1%。农村自来水普及率为88.2%。全市供水企业数量达46家。

新建改建供水管网512公里，超过年度计划。全市水质合格率达99.10%。

## 二、节水

2023年，节水产业业务收入超过1.5万亿元，同比增长6.2%。全市建成节水型小区120个。
END
}
new() {
    cat >2024.txt <<'END'
# 青山市水务发展报告（2024年）

## 一、供水

2024年，青山市供水总量达33500万立方米，同比增长4.7%。全市农村自来水普及率达90.5%。全市供水企业51家。

2024年，全市水质合格率达99.35%。城镇自来水普及率为99.8%。

## 二、节水

2024年，节水产业收入接近1.8万亿元，同比增长12.9%。全市建成节水型小区150个。
END
}
both() { old; new; }
row() { grep "^$1," "${2:-out}" || wrong "no row begins with: $1"; }
column() { # NAME METRIC: a field of the rows of a metric
    csv=out.csv
    dcx diff 2023.txt 2024.txt --columns "metric,kind,$1" -f tsv -q
    awk -F '\t' -v m="$2" '$1 == m && $2 == "level" { print $3 }' out
}
is() { [ "$1" = "$2" ] || wrong "'$1' is not '$2'"; }

# ---- matching and what is computed

test_columns() {
    both
    dcx diff 2023.txt 2024.txt -f csv; exits 0
    head -1 out >header
    shows 'metric,kind,unit,old_year,old_value,new_year,new_value,change,change_pct,printed_growth,computed_growth,status,flags,score,section,old_metric,new_metric,old_unit,new_unit,old_quote,new_quote,old_file,old_line,new_file,new_line,old_source,new_source,old_claim,new_claim,old_period,new_period,old_of,new_of,old_id,new_id,repeats' header
}
test_units_are_converted() {
    both
    dcx diff 2023.txt 2024.txt --columns metric,unit,old_value,new_value,change,change_pct,printed_growth -f tsv -q
    shows '万立方米	32000	33500	1500'
}
test_names_of_one_metric() {
    both
    is "$(column old_metric 全市供水企业)" 全市供水企业数量
    is "$(column old_metric 节水产业收入)" 节水产业业务收入
}
test_rural_is_not_urban() {
    both
    is "$(column status 城镇自来水普及率)" only-new
    is "$(column change 全市农村自来水普及率)" 2.3
    is "$(column change_pct 全市农村自来水普及率)" ''
}
test_qualifiers_are_flagged() {
    both
    is "$(column flags 节水产业收入)" qualifier
}
test_growth_mismatch() {
    echo '# 甲市粮食生产公报（2023年）

2023年，粮食产量达200.0万吨。' >a.txt
    echo '# 甲市粮食生产公报（2024年）

2024年，粮食产量达210.0万吨，同比增长9.9%。' >b.txt
    dcx diff a.txt b.txt --columns metric,change_pct,printed_growth,computed_growth,flags -f tsv -q
    shows '粮食产量	5	9.9	5.0	growth-mismatch'
    dcx diff a.txt b.txt -q --fail-on growth-mismatch; exits 1; says '粮食产量'
}
test_directions_agree() {
    both
    dcx diff 2023.txt 2024.txt --columns old_id,new_id,status --only matched -f tsv -q --no-header
    sort out >there
    dcx diff 2024.txt 2023.txt --columns new_id,old_id,status --only matched -f tsv -q --no-header
    sort out >back
    cmp -s there back || wrong "pairs depend on the direction"
    [ -s there ] || wrong "nothing was matched"
}
test_document_against_itself() {
    new
    dcx diff 2024.txt 2024.txt --exit-code --columns old_id,new_id,change,status,flags -f tsv --no-header
    exits 0; hides 'report on' err
    awk -F '\t' '$1 != $2 || $3 != "0" || $4 != "matched" || $5 != ""' out >odd
    lines 0 odd
}
test_repeats() {
    both
    printf '\n## 三、小结\n\n2024年，全市建成节水型小区150个。\n' >>2024.txt
    dcx diff 2023.txt 2024.txt -f csv -q; exits 0
    shows '2024.txt:15:150个'
}
test_records_instead_of_documents() {
    both
    dcx extract 2023.txt -o 2023.csv -q; exits 0
    dcx extract 2024.txt -f jsonl -o 2024.jsonl -q; exits 0
    dcx diff 2023.csv 2024.jsonl --columns metric,change,old_id,new_id -f csv -q; exits 0
    mv out records
    dcx diff 2023.txt 2024.txt --columns metric,change,old_id,new_id -f csv -q; exits 0
    cmp -s out records || wrong "records give another result than documents"
}
test_years() {
    echo '# 乙市统计公报（2024年）

2022年，粮食产量达180万吨。2023年，粮食产量达190万吨。2024年，粮食产量达200万吨，蔬菜产量300万吨。' >a.txt
    dcx diff a.txt a.txt --years 2022,2023 --columns metric,old_value,new_value,change -f tsv -q; exits 0
    shows '粮食产量	180	190	10'
}

# ---- aliases

test_aliases() {
    both
    printf '# names\nsame\t新建改建供水管网\t城镇自来水普及率\nnever\t全市供水企业数量\t全市供水企业\n' >names.tsv
    dcx diff 2023.txt 2024.txt --aliases names.tsv --columns metric,status -f tsv -q; exits 0
    shows '全市供水企业	only-new'; shows '全市供水企业数量	only-old'
}
test_aliases_that_make_one() {
    echo '2023年，甲指标为5个。' >a.txt
    echo '2024年，完全不同的叫法为7个。' >b.txt
    dcx diff a.txt b.txt --columns metric,change -f tsv -q; hides '	2'
    dcx extract a.txt --columns metric --no-header -f tsv -q; metric=$(cat out)
    dcx extract b.txt --columns metric --no-header -f tsv -q; other=$(cat out)
    printf 'same\t%s\t%s\n' "$metric" "$other" >names.tsv
    dcx diff a.txt b.txt --aliases names.tsv --columns metric,change -f tsv -q; exits 0; shows "$other	2"
}
test_contradicting_aliases() {
    both
    printf 'same\t甲\t乙\nsame\t乙\t丙\nnever\t甲\t丙\n' >names.tsv
    dcx diff 2023.txt 2024.txt --aliases names.tsv; exits 2; says names.tsv:3:
}
test_unknown_alias_line() {
    both
    printf 'equal\t甲\t乙\n' >names.tsv
    dcx diff 2023.txt 2024.txt --aliases names.tsv; exits 2; says "names.tsv:1: 'equal'"
}
test_lonely_alias() {
    both
    printf 'same\t甲\n' >names.tsv
    dcx diff 2023.txt 2024.txt --aliases names.tsv; exits 2; says 'two names'
}
test_missing_alias_file() { both; dcx diff 2023.txt 2024.txt --aliases no.tsv; exits 3; says no.tsv; }

# ---- options

test_one_file() { new; dcx diff 2024.txt; exits 2; says 'two files'; }
test_missing_file() { new; dcx diff no.txt 2024.txt -o out.csv; exits 3; says no.txt; absent out.csv; }
test_wrong_options() {
    both
    dcx diff 2023.txt 2024.txt --sort chnge; exits 2; says "did you mean 'change'?"
    dcx diff 2023.txt 2024.txt --only both; exits 2; says '--only both'
    dcx diff 2023.txt 2024.txt --min-score 2; exits 2; says '--min-score 2'
    dcx diff 2023.txt 2024.txt --years 2023; exits 2; says '--years 2023'
    dcx diff 2023.txt 2024.txt --fail-on change; exits 2; says '--fail-on change'
}
test_only() {
    both
    dcx diff 2023.txt 2024.txt --only new --columns status -f tsv -q --no-header; exits 0
    is "$(sort -u out)" only-new
    dcx diff 2023.txt 2024.txt --only old --columns status -f tsv -q --no-header
    is "$(sort -u out)" only-old
    dcx diff 2023.txt 2024.txt --only flagged --columns flags -f tsv -q --no-header
    hides '^$'; [ -s out ] || wrong "nothing is flagged"
}
test_sort() {
    both
    dcx diff 2023.txt 2024.txt --sort pct --columns change_pct -f tsv -q --no-header; exits 0
    grep . out | tr -d - >given; sort -rn given >sorted; cmp -s given sorted || wrong "not sorted by percent"
    dcx diff 2023.txt 2024.txt --sort name --columns metric -f tsv -q --no-header
    LC_ALL=C sort out >sorted; cmp -s out sorted || wrong "not sorted by name"
    for order in place section change; do dcx diff 2023.txt 2024.txt --sort $order -q; exits 0; done
}
grain() { # OLD NEW: a metric's values in two reports
    echo "2023年，粮食产量$1万吨。" >a.txt
    echo "2024年，粮食产量$2万吨。" >b.txt
}
test_change_is_judged_exactly() {
    grain 1.56 1.82
    dcx diff a.txt b.txt -q --fail-on 'change>16%'; exits 1; says 'from 1.56 to 1.82 万吨, change_pct 17'
    dcx diff a.txt b.txt -q --fail-on 'change>16.67%'; exits 0
    grain 35 39.6
    dcx diff a.txt b.txt -q --fail-on 'change>10%'; exits 1
    grain 110 165
    dcx diff a.txt b.txt -q --fail-on 'change>50%'; exits 0
    dcx diff b.txt a.txt -q --fail-on 'change>33.33%'; exits 1
    grain 0 5
    dcx diff a.txt b.txt -q --fail-on 'change>1000%'; exits 1; says '粮食产量 (level): changed by more than 1000%'
    for n in -5 nan x . ''; do
        dcx diff a.txt b.txt -q --fail-on "change>$n%"; exits 2; says 'N not below 0'
    done
}
test_missing_names_of_the_list() {
    grain 100 120
    printf '粮食产量\n没有的\n' >list
    dcx diff a.txt b.txt -q --select list; exits 0
    dcx diff a.txt b.txt -q --select list --fail-on missing; exits 1; says "list:2: no metric matches '没有的'"
    echo '粮食产量' >list
    dcx diff a.txt b.txt -q --select list --fail-on missing; exits 0; says_nothing
}
test_identical_names() {
    echo '2023年，粮食产量100万吨。失业率5.1%。' >a.txt
    echo '2024年，粮食产量120万吨。失业率4.9%。' >b.txt
    dcx diff a.txt b.txt -q --columns metric,status -f tsv --fail-on missing; exits 0; shows '失业率	matched'
    dcx diff b.txt a.txt -q --columns metric,status -f tsv --fail-on missing; exits 0; shows '失业率	matched'
}
test_lists_that_are_not_utf8() {
    both
    printf 'same\t甲\t乙\nsame\t\264\372\t\302\353\n' >names.tsv
    dcx diff 2023.txt 2024.txt --aliases names.tsv; exits 2; says 'names.tsv:2: it is not UTF-8; save it as UTF-8'
    printf '# x\n\264\372\302\353\n' >list
    dcx diff 2023.txt 2024.txt --select list; exits 3; says 'list:2: it is not UTF-8; save it as UTF-8'
    dcx series 2023.txt 2024.txt --select list; exits 3; says 'list:2: it is not UTF-8; save it as UTF-8'
}
test_any_score() {
    echo '2023年，大桥12座。' >a.txt
    echo '2024年，大楼9座。' >b.txt
    dcx diff a.txt b.txt -q --columns status -f tsv --no-header; exits 0; hides matched
    for score in 0 0.0 0.001; do
        dcx diff a.txt b.txt -q --columns status -f tsv --no-header --min-score $score; exits 0; shows matched
        dcx series a.txt b.txt -q -f tsv --no-header --min-score $score; exits 0; lines 2
    done
    dcx diff a.txt b.txt --min-score=-0.1; exits 2; says '--min-score -0.1'
}
test_exit_code() { both; dcx diff 2023.txt 2024.txt -q --exit-code; exits 1; }
test_fail_on() {
    both
    dcx diff 2023.txt 2024.txt -q --fail-on 'change>90%'; exits 0; says_nothing
    dcx diff 2023.txt 2024.txt -q --fail-on 'change>20%,missing'; exits 1
    says '全市节水型小区 (level): changed by more than 20%, from 120 to 150 个, change_pct 25.00'; says '城镇自来水普及率: only in the newer report'
    dcx diff 2023.txt 2024.txt -q --fail-on flagged; exits 1; says '节水产业收入: flagged qualifier'
}
test_select() {
    both
    printf '*供水总量\n没有的\n' >list
    dcx diff 2023.txt 2024.txt --select list --columns metric -f tsv --no-header; exits 0; says 'list:2: no metric'
    is "$(sort -u out)" 青山市供水总量
}
test_formats() {
    both
    for f in csv tsv json jsonl table md; do dcx diff 2023.txt 2024.txt -f $f -q; exits 0; says_nothing; done
    shows '| --- |'
}

# ---- odd input

test_same_year() { new; cp 2024.txt again.txt; dcx diff again.txt 2024.txt; exits 0; hides 'report on' err; }
test_spans_of_years() { # nine years together are not seven
    printf '# 2024年报告\n\n2024年，9年累计培训驾驶员2.7万人次。\n' >a.txt
    printf '# 2025年报告\n\n2025年，7年累计培训驾驶员1.95万人次。\n' >b.txt
    printf '# 2025年报告\n\n2025年，9年累计培训驾驶员2.9万人次。\n' >c.txt
    dcx diff a.txt b.txt -f csv --columns status; shows only-old; hides matched
    dcx diff a.txt c.txt -f csv --columns status; shows matched
}
test_scope_of_rates() { # what OLD prints is not what NEW leads back to
    printf '# 2024年报告\n\n2024年，钢材出口增长18.7%%。\n' >a.txt
    printf '# 2025年报告\n\n2025年，钢材出口增长26.8%%，相比2024年增速提升9.4个百分点。\n' >b.txt
    dcx diff a.txt b.txt -f csv --columns status,flags; shows 'matched,scope'
}
# Every change that a reader sees in a revision is noticed.
edit() { # sed's command, rows that have changed
    sed "$1" old.txt >new.txt
    cmp -s old.txt new.txt && wrong "$1 changes nothing"
    dcx diff old.txt new.txt --exit-code --only changed -f csv; exits 1; lines $(($2 + 1))
}
test_revision() {
    cat >old.txt <<'END'
# 青山市2025年数字经济报告

据青山市统计局数据，2025年，青山市软件业务收入1234.5亿元，比上年增长12.4%。截至2025年底，登记无人机51.8万架，其中物流无人机超过3.2万架。

2024年，青山市软件业务收入1098.3亿元。上半年，电子商务交易额3100亿元。智慧停车用户306.2万人，占网民的38.4%。预计2026年软件业务收入达到1400亿元。

青山市建成共享书屋3140个，新能源公交车4200辆。
END
    dcx diff old.txt old.txt --exit-code --only changed -f csv; exits 0; lines 1
    edit 's/51.8/52.8/' 1; edit 's/1098.3/1198.3/' 1; edit 's/38.4%/38.5%/' 1; edit 's/超过3.2/近3.2/' 1
    edit 's/超过3.2/3.2/' 1; edit 's/3140个/3140家/' 1; edit 's/青山市统计局/青山市工信局/' 2; edit 's/上半年/前三季度/' 1
    edit 's/预计2026/2026/' 2; edit 's/，新能源公交车4200辆//' 1; edit 's/4200辆/4200辆、智慧路灯8.8万盏/' 1
    edit 's/比上年增长12.4/比2020年增长12.4/' 1; edit 's/占网民/占居民/' 1; edit 's/1234.5亿元/1234.5万元/' 1
}
test_no_year() {
    new
    echo '供水总量达3亿立方米。' >a.txt
    dcx diff a.txt 2024.txt; exits 2; says 'a.txt'; says '--year'
}
test_nothing_in_common() {
    new
    echo '2023年，天文台观测到彗星12颗。' >a.txt
    dcx diff a.txt 2024.txt; exits 0; says 'no metric is common'
}
test_no_figures() { new; echo '没有数字。' >a.txt; dcx diff a.txt 2024.txt; exits 0; says 'no figure'; }
test_wrong_order() { both; dcx diff 2024.txt 2023.txt; exits 0; says 'the newer report belongs last'; }
test_output_is_an_input() {
    both
    dcx diff 2023.txt 2024.txt -o 2024.txt; exits 2; says 'would be overwritten'
}

# ---- git

test_git_textconv() { # as the README shows it
    command -v git >/dev/null || return 0
    both
    mkdir home repo
    HOME=$PWD/home GIT_CONFIG_NOSYSTEM=1; export HOME GIT_CONFIG_NOSYSTEM
    (
        cd repo || exit 1
        git init -q . && git config user.name t && git config user.email t@example.org
        git config diff.dcx.textconv "$DCX extract -q -f tsv --columns metric,value,unit,year,kind"
        echo '*.txt diff=dcx' >.gitattributes
        cp ../2023.txt report.txt && git add . && git commit -qm 1
        cp ../2024.txt report.txt && git --no-pager diff --no-color
    ) >out 2>err
    says_nothing
    shows '-全市供水企业数量	46	家	2023	level'
    shows '+全市供水企业	51	家	2024	level'
}

# ---- series

test_series() {
    both
    dcx series 2024.txt 2023.txt --select /dev/null -q; exits 0
    dcx series 2024.txt 2023.txt -f tsv -q; exits 0
    shows 'metric	kind	unit	year	value	qualifier	status	document	line	id'
    shows '全市供水企业	level	家	2023	46		first-published'
    shows '全市供水企业	level	家	2024	51		first-published'
    hides 城镇自来水普及率
    dcx series 2024.txt 2023.txt --all -f tsv -q; shows 城镇自来水普及率
}
test_series_wide() {
    both
    dcx series 2023.txt 2024.txt --wide -f tsv -q; exits 0
    shows 'metric	kind	unit	status	2023	2024'
    shows '青山市供水总量	level	万立方米	first-published	32000	33500'
}
test_series_restated() {
    both
    sed -i 's/全市供水企业51家。/2023年，全市供水企业达47家。2024年，全市供水企业51家。/' 2024.txt
    dcx series 2023.txt 2024.txt -f tsv -q; exits 0
    shows '全市供水企业	level	家	2023	46		first-published'
    shows '全市供水企业	level	家	2023	47		restated'
    dcx series 2023.txt 2024.txt --wide -f tsv -q
    shows '全市供水企业	level	家	restated	47	'
    dcx diff 2023.txt 2024.txt --columns metric,flags -f tsv -q
    shows '全市供水企业	restated'
}
test_series_of_one_document() {
    echo '# 丙县林业公报（2024年）

2020年，林地面积达200万亩。2024年，林地面积达230万亩。' >a.txt
    dcx series a.txt -f tsv -q; exits 0; shows '林地面积	level	万亩	2020	200'; shows '林地面积	level	万亩	2024	230'
}
test_series_select() {
    both
    printf '*供水企业\n没有的\n' >list
    dcx series 2023.txt 2024.txt --select list -f tsv --no-header; exits 0; says 'list:2: no metric'; lines 2
}
test_series_select_by_an_earlier_name() {
    both
    echo '*供水企业数量' >list
    dcx series 2023.txt 2024.txt --select list -f tsv --no-header -q; exits 0; says_nothing; lines 2
    shows '全市供水企业	level	家	2023	46'; shows '全市供水企业	level	家	2024	51'
}
test_series_goes_on() {
    both
    dcx series 2023.txt absent.txt 2024.txt -f tsv -q; exits 3; says 'absent.txt: there is no such file'
    shows '全市供水企业	level	家	2024	51'
    printf 'metric,value,unit,year,kind\n货运量,3,万吨,2022,level\n货运量,x,万吨,2023,level\n' >torn.csv
    dcx series 2023.txt torn.csv 2024.txt; exits 3; says 'torn.csv:3: column value'; lines 0
}
test_series_usage() { dcx series; exits 2; says 'files are needed'; }

test_parts_of_a_year() {
    echo '2024年上半年，水泥产量32万吨，同比增长2.0%。' >old.txt
    echo '2025年上半年，水泥产量40万吨，同比增长25.0%。' >new.txt
    dcx diff -f csv --columns status,metric,old_value,new_value,flags old.txt new.txt; exits 0
    shows 'matched,水泥产量,32,40,'; hides period
    echo '2024年1—9月，水泥产量32万吨。' >old.txt
    dcx diff -f csv --columns status,metric,old_value,new_value,flags old.txt new.txt; exits 0
    shows 'matched,水泥产量,32,40,period'
}
test_shares_of_other_wholes() {
    echo '2024年，东部发电量占全国的30.0%。' >old.txt
    echo '2025年，东部发电量占全省的35.0%。' >new.txt
    dcx diff -f csv --columns status,metric,old_value,new_value,flags old.txt new.txt; exits 0
    shows 'matched,东部发电量,30.0,35.0,scope'
    echo '2025年，东部发电量占比为35.0%。' >new.txt
    dcx diff -f csv --columns status,metric,old_value,new_value,flags old.txt new.txt; exits 0
    lines 2; shows 'matched,东部发电量,30.0,35.0,'; hides scope
}

test_values_edited_in_a_csv_count() {
    both
    dcx extract -q 2023.txt -o 2023.csv
    sed 's/,46,家,/,40,家,/' 2023.csv >edited.csv
    ! cmp -s 2023.csv edited.csv || wrong 'nothing was edited'
    dcx diff edited.csv 2024.txt --columns metric,old_value,new_value,change,change_pct -q; exits 0
    shows '供水企业,40,51,11,27.5'
}

run_cases "$@"
