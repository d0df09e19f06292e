#!/bin/sh
# Corrections, tested as a process: one function a case, each run in an empty folder of its own.

. tests/cases

report() {
    cat >report.txt <<'END'
# 云岭县水利年报（2025年）

2025年，建成大型水库38座，总库容达1.62亿立方米，同比增长4.5%。节水灌溉面积为21.4万亩。

编制一般防洪预案，约0.3。
END
}
id_of() { # METRIC: the id of its first record
    dcx extract report.txt -q --columns metric,id -f tsv
    sed -n "s/^$1	//p" out | head -n 1
}
fields() { # COLUMNS [OPTION...]: rows of the corrected report, without header
    columns=$1
    shift
    dcx extract report.txt -q --columns "$columns" --no-header -f tsv "$@"
}
row() { grep -qx -- "$1" "${2:-out}" || wrong "no row is: $1"; }

test_replaces_fields() {
    report
    id=$(id_of 大型水库)
    printf 'id,value,unit,comment\n%s,39,座,misprint\n' "$id" >c.csv
    fields metric,value,unit,rule,id --corrections c.csv; exits 0; says_nothing
    row "大型水库	39	座	correction	$id"
    lines 4
}
test_ids_of_before_are_understood() {
    # ids did not begin with a letter once; a file of corrections and a database keep what was said about them
    printf '%s\n\n%s\n' '# 云岭县水利年报（2025年）' '全县节水灌溉面积达36.5万亩。新建泵站12座。' >report.txt
    printf 'id,value\n59b0261f2888,13\n' >c.csv
    fields metric,value --corrections c.csv; exits 0; says_nothing
    row '新建泵站	13'
    id=$(id_of 新建泵站)
    case $id in [a-f]*) ;; *) wrong "id is $id" ;; esac
    dcx extract -q report.txt -f sqlite -o r.db; exits 0
    sqlite3 r.db "INSERT INTO corrections (document, id, value, origin) VALUES ('', '59b0261f2888', '14', 'c.csv:2')"
    for run in 1 2; do
        dcx extract -q report.txt -f sqlite -o r.db; exits 0
        [ "$(sqlite3 r.db 'SELECT id, value, state FROM corrections')" = "$id|14|applied" ] || wrong "run $run: $(sqlite3 r.db 'SELECT * FROM corrections')"
    done
}
test_scales_anew() {
    report
    printf 'id,unit\n%s,万立方米\n' "$(id_of 总库容)" >c.csv
    fields metric,value,unit,base_value,base_unit --corrections c.csv
    row '总库容	1.62	万立方米	16200	立方米'
    printf 'id,unit,base_value\n%s,万立方米,16201\n' "$(id_of 总库容)" >c.csv
    fields metric,base_value --corrections c.csv
    row '总库容	16201'
}
test_unknown_unit_has_no_base() {
    report
    printf 'id,unit\n%s,嘟嘟\n' "$(id_of 大型水库)" >c.csv
    fields metric,value,unit,base_value,base_unit --corrections c.csv; exits 0
    row '大型水库	38	嘟嘟		'
}
test_clears_fields() {
    report
    id=$(id_of 节水灌溉面积)
    printf 'id,clear\n%s,year source\n' "$id" >c.csv
    fields metric,year,source --corrections c.csv; row '节水灌溉面积		'
    printf '{"id":"%s","year":"","source":null}\n' "$id" >c.jsonl
    fields metric,year,source --corrections c.jsonl; row '节水灌溉面积		云岭县水利年报（2025年）'
}
test_rejects() {
    report
    printf 'id,action\n%s,reject\n' "$(id_of 大型水库)" >c.csv
    dcx extract report.txt --corrections c.csv --columns metric; exits 0; hides 大型水库; says '3 records'
}
test_adds() {
    report
    printf 'id,action,metric,value,unit,year,sentence,quote\n,add,防洪预案,0.3,份,2025,编制一般防洪预案，约0.3。,0.3\n' >c.csv
    fields metric,value,unit,year,kind,claim,document,file,rule --corrections c.csv; exits 0
    row '防洪预案	0.3	份	2025	level	actual	云岭县水利年报（2025年）	report.txt	correction'
    lines 5
    fields id --corrections c.csv; cp out first
    fields id --corrections c.csv; cmp -s out first || wrong 'the added id changes'
    tail -n 1 out | grep -qx '[0-9a-f]\{12\}' || wrong 'the added id is none'
}
test_an_added_figure_that_is_found_later_is_not_doubled() {
    report
    printf 'id,action,metric,value\n%s,add,水库总数,38\n' "$(id_of 大型水库)" >c.csv
    fields metric --corrections c.csv; lines 4; row 水库总数; hides 大型水库
}
test_a_tick_changes_nothing() {
    report
    printf 'id,reviewed,reviewer\n%s,yes,wang\n' "$(id_of 大型水库)" >c.csv
    dcx extract report.txt -q -o plain.csv
    dcx extract report.txt -q --corrections c.csv -o ticked.csv; exits 0
    cmp -s plain.csv ticked.csv || wrong 'records differ'
}
test_what_no_longer_fits_is_listed() {
    report
    printf 'id,action,metric,value,quote,sentence\n0123456789ab,correct,x,5,5座,\nba9876543210,add,y,6,6座,此句已删去6座。\n' >c.csv
    dcx extract report.txt --corrections c.csv --columns metric; exits 0; lines 5
    says 'c.csv:2: no figure of the documents has the id 0123456789ab, 5座 any more; it was not applied'
    says 'c.csv:3: the sentence of the added record y is not in the documents; it was not applied'
}
test_survive_another_layout_of_the_text() {
    report
    printf 'id,value\n%s,39\n' "$(id_of 大型水库)" >c.csv
    sed 's/总库容/\n总库容/; 1i\\' report.txt >moved.txt
    mv moved.txt report.txt
    fields metric,value --corrections c.csv; says_nothing; row '大型水库	39'
}
test_later_files_count() {
    report
    id=$(id_of 大型水库)
    printf 'id,value,year\n%s,39,2024\n' "$id" >a.csv
    printf 'id,value\n%s,40\n' "$id" >b.csv
    fields metric,value,year --corrections a.csv --corrections b.csv; row '大型水库	40	2024'
    says "b.csv:2: column value: '40' takes the place of '39' (a.csv:2)"
    fields metric,value --corrections b.csv --corrections a.csv; row '大型水库	39'
}
test_a_later_correction_takes_a_rejection_back() {
    report
    id=$(id_of 大型水库)
    printf 'id,action\n%s,reject\n' "$id" >a.csv
    printf 'id,action,value\n%s,correct,41\n' "$id" >b.csv
    fields metric,value --corrections a.csv --corrections b.csv; row '大型水库	41'
    says "column action: 'correct' takes the place of 'reject' (a.csv:2)"
    printf 'id,reviewed\n%s,yes\n' "$id" >tick.csv
    fields metric --corrections a.csv --corrections tick.csv; lines 3
}
test_of_one_document() {
    report
    sed 's/云岭县水利年报/山南县水利年报/' report.txt >other.txt
    printf 'id,value,document\n%s,39,山南县水利年报（2025年）\n' "$(id_of 大型水库)" >c.csv
    dcx extract report.txt other.txt -q --columns metric,value,file -f tsv --corrections c.csv
    row '大型水库	38	report.txt'; row '大型水库	39	other.txt'
    dcx extract report.txt --corrections c.csv; says '1 correction is about other documents'
}
test_of_record_files() {
    report
    printf 'id,value\n%s,39\n' "$(id_of 大型水库)" >c.csv
    dcx extract report.txt -q -o r.csv
    dcx extract r.csv -q --corrections c.csv --columns metric,value -f tsv; row '大型水库	39'
}
test_diff_series_and_check() {
    report
    printf 'id,value\n%s,39\n' "$(id_of 大型水库)" >c.csv
    sed 's/2025/2024/g; s/38座/30座/' report.txt >old.txt
    dcx diff old.txt report.txt -q --columns metric,old_value,new_value -f tsv --corrections c.csv; row '大型水库	30	39'
    dcx series old.txt report.txt -q --wide --columns metric,2024,2025 -f tsv --corrections c.csv; row '大型水库	30	39'
    dcx check report.txt --against old.txt --corrections c.csv; exits 0
    printf 'id,value\n0123456789ab,39\n' >stale.csv
    dcx check report.txt --corrections stale.csv; exits 0; says 'stale.csv:2: no figure'
}
test_in_chinese_and_from_a_spreadsheet() {
    report
    printf '编号;动作;数值;类型;已核对\r\n%s;更正;1,234;水平;是\r\n' "$(id_of 大型水库)" | iconv -t GB18030 >c.csv
    fields metric,value,kind --corrections c.csv; exits 0; row '大型水库	1.234	level'
    printf '编号,动作,数值,类型\r\n%s,更正,"1,234",增长\r\n' "$(id_of 大型水库)" | iconv -t UTF-16 >c.csv
    fields metric,value,kind --corrections c.csv; exits 0; row '大型水库	1234	growth'
}
test_broken_files() {
    report
    id=$(id_of 大型水库)
    broken() { # TEXT MESSAGE
        printf '%b' "$1" >c.csv
        dcx extract report.txt --corrections c.csv -o out.csv; exits 3; says "$2"; absent out.csv
    }
    broken "value\n1\n" 'c.csv:1: there is no column id'
    broken "id,value\n$id,twelve\n" "c.csv:2: column value: 'twelve' is no number"
    broken "id,kind\n$id,grown\n" "column kind: 'grown' is no word for it; write level, growth, change, share, multiple, rank"
    broken "id,year\n$id,25\n" "column year: '25' is no year"
    broken "id,action\n$id,delete\n" "column action: 'delete' is no action; write correct, reject or add"
    broken "id,value\n4.8E+11,3\n" "column id: '4.8E+11' is no id of 12 hex digits"
    broken "id,action,metric\n,add,x\n" 'column value: it is empty; an added record needs metric and value'
    broken "id,value\n,3\n" 'column id: it is empty'
    broken "id,clear\n$id,yeer\n" "column clear: 'yeer' names something else"
    dcx extract report.txt --corrections no.csv; exits 3; says 'no.csv: there is no such file'
}

test_slips_are_told() {
    report
    id=$(id_of 大型水库)
    printf 'id,acton,vlaue\n%s,reject,3\n' "$id" >c.csv
    dcx extract report.txt --corrections c.csv; exits 0
    says "c.csv:1: no correction has a column 'acton'; it is passed over"; says "column 'vlaue'"
    printf '{"id":"%s","valu":"3"}\n' "$id" >c.jsonl
    dcx extract report.txt --corrections c.jsonl; says "c.jsonl:1: no correction has a column 'valu'"
    for slip in kind,paragraph period,2025-13 period,2025年 reviewed,ja; do
        printf 'id,%s\n%s,%s\n' "${slip%,*}" "$id" "${slip#*,}" >c.csv
        dcx extract report.txt --corrections c.csv; exits 3; says "column ${slip%,*}: '${slip#*,}'"
    done
    printf '{"id":"%s"\n' "$id" >c.jsonl
    dcx extract report.txt --corrections c.jsonl; exits 3; says 'mend the line'
}
test_capitals_are_read() {
    report
    printf 'id,action\n%s,REJECT\n' "$(id_of 大型水库 | tr a-f A-F)" >c.csv
    dcx extract report.txt --corrections c.csv --columns metric; exits 0; hides 大型水库
}
test_are_never_overwritten() {
    report
    printf 'id,value\n%s,39\n' "$(id_of 大型水库)" >c.csv
    cp c.csv kept.csv
    dcx extract report.txt --corrections c.csv -o c.csv; exits 2; says 'c.csv is an input and would be overwritten'
    dcx extract report.txt --corrections c.csv --missed ./c.csv; exits 2
    echo '*' >list
    dcx diff report.txt report.txt --select list -o list; exits 2
    cmp -s c.csv kept.csv || wrong 'the corrections are gone'
}

run_cases "$@"
