#!/bin/sh
# No number is lost without a word: what has no record is listed with its place and the reason.

. tests/cases

missed() { dcx extract -q in.txt -o out.csv --missed missed.csv; exits 0; }
listed() { # LINE,COLUMN,LENGTH,QUOTE,REASON: a row of the list
    grep -q "^in.txt,$1," missed.csv || wrong "not listed: $1 in $(cat missed.csv)"
}
unlisted() { # QUOTE
    ! grep -q "^in.txt,[0-9]*,[0-9]*,[0-9]*,$1," missed.csv || wrong "listed: $1"
}

test_numbers_of_no_known_unit() {
    echo '截至2025年底，展馆面积1200平方米，评委打出2345，含“531”体系。' >in.txt
    missed
    listed '1,26,4,2345,no known unit'; listed '1,33,3,531,no known unit'
    unlisted 2025; unlisted 1200平方米
}
test_dates_ordinals_and_names_are_none() {
    echo '2024年3月，第8届论坛在5G大会上举行，详见附件2和图3，还有[4]。' >in.txt
    missed
    [ "$(wc -l <missed.csv)" -eq 1 ] || wrong "listed: $(cat missed.csv)"
}
test_note_marks_and_numbers_of_items_are_none() {
    printf '%s\n\n%s\n\n%s\n\n%s\n' '# 2024年报告' '（十一）甲县完善网格体系［12］和“四个全覆盖”，建成泵站12座。' '十二是扩大开放。' '［12］网格体系：不足5公顷的不设。' >in.txt
    missed
    listed '7,12,3,5公顷,in a note'; lines 2 missed.csv; lines 2 out.csv
}
test_years_are_none_and_other_numbers_in_quotes_are_told() {
    echo '实施“1350”行动，“2035”愿景已定。' >in.txt
    missed; listed '1,4,4,1350,no known unit'; unlisted 2035
}
test_set_aside_by_a_rule() {
    echo '甲县连续3年获奖。' >in.txt
    missed; listed '1,5,2,3年,skip.duration'
}
test_numbering_is_none() {
    printf '%s\n\n%s\n\n%s\n\n%s\n' '（1）甲县建成泵站12座。' '2.3 乙县建成泵站15座。' '1. 丙县建成泵站17座。' '（2）其他。' >in.txt
    missed
    [ "$(wc -l <missed.csv)" -eq 1 ] || wrong "listed: $(cat missed.csv)"
    shows 泵站 out.csv; lines 4 out.csv
}
test_titles_of_works() {
    echo '《3万里长路》上映，票房超过《深海 7》。' >in.txt
    missed; listed '1,2,2,3万,in a title'; listed '1,19,1,7,no known unit'
}
test_notes_and_contents() {
    printf '%s\n' '目录' '一、绿洲面积增至300公顷……4' '二、其他……6' '' '一、绿洲面积增至300公顷' '' '甲县绿洲面积为300公顷。' '' \
        '注：小于5公顷的绿洲未列入。' >in.txt
    missed
    listed '2,9,5,300公顷,in a table of contents'; listed '9,5,3,5公顷,in a note'
    unlisted 4; unlisted 6
}
test_what_is_no_part_of_the_text() {
    # running heads with a number in them, page numbers of more than one number, code
    { for page in 1 2 3 4; do
        printf '%s\n\n%s\n\n%s\n\n\f' '甲酒股份 代码600123' "甲县第$page镇建成泵站1$page座，工程进展顺利，各项工作有序推进。" "$page / 40"
      done; printf '%s\n' '```' '产量 345 吨' '```'; } >in.txt
    missed; lines 5 out.csv
    grep -q '345吨,apart from the text' missed.csv || wrong "code is not told: $(cat missed.csv)"
    [ "$(grep -c 600123, missed.csv)" -ge 3 ] || wrong "heads: $(cat missed.csv)"
    [ "$(grep -c '/40,apart from the text' missed.csv)" -eq 4 ] || wrong "pages: $(cat missed.csv)"
}
test_cells_without_head_or_figure() {
    printf '%s\n' '| 项目 | 2023年 | 备注 |' '| --- | --- | --- |' '| 泵站（座） | 12 | 含3座小型泵站在内 |' '| 18岁以下职工（人） | 40 | |' >in.txt
    missed; listed '3,17,2,3座,no head'; listed '4,3,3,18岁,in a label'
}
test_closing_line_counts_them() {
    echo '截至2024年底，甲县泵站12座，连续3年获奖，评委打出2345，5G已通。' >in.txt
    dcx extract in.txt -o out.csv; exits 0
    says '1 record; 0 quantities unbound, 1 set aside, 1 numbers of no known unit or form; 1 dates and 1 names passed over'
}
test_headings_titles_and_captions_give_records() {
    printf '%s\n\n' '甲市2024年统计公报' '一、财政收入增长8.5%' '全市收支平稳，运行良好，各项工作进展顺利。' '（二）新建泵站12座' '各项工作进展顺利，运行平稳。' \
        '图2 乙县粮食产量增至7万吨' '各项工作进展顺利，运行平稳。' '第三章 2025年工作安排' '各项工作进展顺利，运行平稳。' >in.txt
    missed
    lines 4 out.csv
    shows '财政收入,8.5,%' out.csv; shows '泵站,12,座' out.csv; shows '乙县粮食产量,7,万吨' out.csv
}
test_clauses_of_a_headline() {
    printf '%s\n\n%s\n' '甲市景区接待游客超11万人次 夜间经济焕发活力' '甲市景区近日发布通报，介绍节日期间的情况，各项工作进展顺利。' >in.txt
    missed; shows '甲市景区接待游客,11,万人次' out.csv
}
test_a_headline_is_no_part_of_the_paragraph_below() {
    printf '%s\n\n%s\n' '甲市开局良好，旅游收入达到38亿元，乙县领跑' '本报记者近日获悉，今年以来各项工作扎实推进，取得了明显的成效。' >in.txt
    missed; lines 2 out.csv; shows '旅游收入,38,亿元' out.csv
    ! grep -q '乙县领跑本报' out.csv || wrong "joined: $(cat out.csv)"
}
test_a_sign_is_no_name() {
    echo '300亿元+400亿元！甲省再发力。' >in.txt
    missed; lines 1 out.csv; listed '1,1,5,300亿元,unbound'; listed '1,7,5,400亿元,unbound'
}
test_a_long_sentence_is_not_cut_within_a_number() {
    # numbers stand at every place there is, up to the length at which a sentence is cut, and well beyond
    for shift in 0 1 2 3 4 5 6; do
        { printf '甲乙丙丁戊己庚%.*s' $((3 * shift)) 甲乙丙丁戊己庚; i=0
          while [ $i -lt 700 ]; do printf '甲12,345'; i=$((i + 1)); done; echo 。; } >in.txt
        missed
        [ "$(grep -c '12345\|"12,345"' missed.csv)" -eq 700 ] || wrong "parted: $(grep -v '"12,345"' missed.csv | cut -c1-60)"
    done
}

run_cases "$@"
