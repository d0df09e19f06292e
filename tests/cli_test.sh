#!/bin/sh
# The command line, tested as a process: one function a case, each run in an empty folder of its own.

. tests/cases
sentence='截至2025年底，全国5G基站数达483.8万个。'

text() { printf '%s\n' "$sentence" >"${1:-in.txt}"; }
pack() { # PATTERN: a rule pack whose rule is `mine`
    cat >mine.xml <<END
<?xml version="1.0" encoding="UTF-8"?>
<pack xmlns="urn:dcx:pack:1" id="mine">
  <rule id="mine" action="bind" kind="level">
    <note>a rule to test with</note>
    <pattern>$1</pattern>
    <example text="没有数。"/>
  </rule>
</pack>
END
}

# ---- usage

test_no_command() { dcx; exits 2; says 'a command is needed'; }
test_unknown_command() { dcx extrct; exits 2; says "did you mean 'extract'?"; }
test_unknown_option() {
    text
    dcx extract --fromat csv in.txt; exits 2; says 'did you mean --format?'
}
test_unknown_format() { text; dcx extract -f jsn in.txt; exits 2; says "did you mean 'json'?"; }
test_unknown_column() {
    text
    dcx extract --columns value,metrc in.txt; exits 2; says "did you mean 'metric'?"
}
test_column_twice() { text; dcx extract --columns value,value in.txt; exits 2; says "named twice"; }
test_option_without_argument() { dcx extract -f; exits 2; says 'missing argument'; }
test_wrong_year() {
    text
    dcx extract --year 25 in.txt; exits 2; says 'four digits'
    dcx extract --year x in.txt; exits 2
}
test_unknown_encoding() { text; dcx extract --encoding klingon in.txt; exits 2; says 'encoding klingon is not known'; }
test_a_page_is_told_by_its_tags() { # wherever they stand, and by its name where they leave it open
    row='<tr><td>管道长度</td><td>815公里</td></tr>'
    page() { # NAME TEXT
        printf '%s\n' "$2" >"$1"
        dcx extract -v -f tsv --columns metric,value,unit "$1"; exits 0
    }
    for begin in '<h2>供水</h2>' '<h>供水</h>' '<center>供水</center>' '<!-- 保存于三月 --><p>供水</p>' '供水情况' '<li id="44aaa">供水</li>'; do
        page saved.html "$begin<table>$row</table>"; says 'read as html'; hides '<'
    done
    for begin in '<li id="44aaa">供水</li>' '<h2>供水</h2>' '供水情况'; do
        page saved.txt "$begin<table>$row</table>"; says 'read as html'; hides '<'
    done
    page notes.md "<h2>供水</h2>

| 指标 | 数值 |
| --- | --- |
| 管道长度 | 815公里 |"; says 'read as text'
    page less.txt '管道长度<a>为815公里，漏损率<5%。'; says 'read as text'
}
test_unknown_input_format() { text; dcx extract --input-format htm in.txt; exits 2; says "did you mean 'html'?"; }
test_encodings_are_told() { # from the bytes, without an option
    text utf8.txt
    for i in 1 2 3 4 5 6; do cat utf8.txt; done >in.txt
    dcx extract -q in.txt --columns metric,value,unit,year,line,column -o wanted.csv
    for encoding in GB18030 UTF-16LE UTF-16BE UTF-32LE UTF-16 UTF-32; do
        iconv -f UTF-8 -t $encoding in.txt >other.txt
        dcx extract -q other.txt --columns metric,value,unit,year,line,column
        exits 0
        cmp -s out wanted.csv || wrong "$encoding gives other records"
    done
}
test_what_was_told_is_said() {
    text
    iconv -f UTF-8 -t GB18030 in.txt >gb.txt
    dcx extract -v gb.txt; exits 0; says 'read as text, GB18030 ('; says 'confidence'
    dcx extract -v --encoding GBK gb.txt; says 'GB18030 (as asked for)'; shows '483.8'
}
test_bad_byte_has_its_place() {
    text
    printf '\377' >>in.txt
    dcx extract in.txt; exits 0; says 'in.txt:2: byte 55 of the file is not UTF-8'
    dcx extract --strict in.txt; exits 3; says 'byte 55 of the file'
}
test_traditional_characters() {
    printf '2025年，網民規模達11.25億人，同比增長1.9%%。\n' >in.txt
    dcx extract in.txt --columns metric,value,unit,kind -q
    shows '網民規模,11.25,亿人,level'; shows '網民規模,1.9,%,growth'
}
test_web_page() {
    cat >in.html <<'END'
<html><head><meta charset="gb2312"><title>2025年运行情况_某某网</title></head><body>
<ul class="nav"><li><a href="/">首页 24小时热点99条</a></li></ul>
<h1>2025年运行情况</h1>
<p>全国5G基站数<b>达</b>483.8万个<sup>[1]</sup>，
同比增长13.7%。</p><p style="display:none">隐藏的收入达3亿元。</p>
<table><tr><th>指标</th><th>2025年</th><th>同比增长（%）</th></tr>
<tr><td>业务收入（亿元）</td><td>1,234.5</td><td>-2.1</td></tr></table>
<p>[1] 数据来源：工业和信息化部</p></body></html>
END
    dcx extract in.html --columns metric,value,unit,year,kind,source,line,column -q
    exits 0
    shows '全国5G基站数,483.8,万个,2025,level,工业和信息化部,4,'
    shows '全国5G基站数,13.7,%,2025,growth,工业和信息化部,5,5'
    shows '业务收入,1234.5,亿元,2025,level,'; shows '业务收入,-2.1,%,2025,growth,'
    lines 5
}
test_tables_of_a_text() {
    cat >in.txt <<'END'
表1  2025年主要指标（单位：亿元）

指标              绝对量    比上年增长(%)    比重(%)
业务收入          1,200.5             6.1      100.0
其中：出口          300.1            -3.5       25.0
户均流量（GB）       20.7            14.1          —
END
    dcx extract in.txt --columns metric,value,unit,year,kind -q
    shows '业务收入,1200.5,亿元,2025,level'; shows '出口,-3.5,%,2025,growth'; shows '出口,25.0,%,2025,share'
    shows '户均流量,20.7,GB,2025,level'
    lines 9
}
test_manual() { # names every field of a record and every option
    text
    manual=$root/docs/dcx.1
    dcx extract in.txt
    for field in $(head -n 1 out | tr , ' '); do grep -qx "\.B $field" "$manual" || wrong "$field is not in the manual"; done
    dcx extract --help
    tr -d '\\' <"$manual" >manual
    for option in $(grep -o '^ [ -].*--[a-z0-9-]*' out | sed 's/.*--//'); do
        shows "--$option" manual
    done
}
test_version() {
    dcx --version; exits 0; shows 'dcx 0.'
    dcx extract --version; exits 0; shows 'dcx 0.'
}
test_help() {
    dcx help; exits 0; shows 'dcx extract'; shows 'Exit status'
    for command in extract tokens rules; do
        dcx "$command" --help; exits 0; shows 'Usage: dcx'; shows 'Examples:'
        dcx help "$command"; exits 0; shows 'Examples:'
    done
}

# ---- input

test_missing_file() { dcx extract no.txt; exits 3; says 'no.txt: there is no such file'; lines 0; }
test_directory() { mkdir d; dcx extract d; exits 3; says 'd: it is a folder'; }
test_no_permission() {
    [ "$(id -u)" -ne 0 ] || return 0
    text; chmod 0 in.txt; dcx extract in.txt; exits 3; says 'in.txt: it may not be read'
}
test_empty_file() { : >in.txt; dcx extract in.txt; exits 0; lines 1; says 'dcx: 0 records'; }
test_binary_file() {
    head -c 300000 "$DCX" >in.txt
    dcx extract in.txt
    [ $status -eq 0 ] || exits 3
    [ -s err ] || wrong 'nothing was said'
}
test_nul_bytes() {
    printf 'a\0b\n%s\n\0\0\n' "$sentence" >in.txt
    dcx extract in.txt --columns metric,value,line; exits 0; shows ',483.8,2'
}
test_invalid_utf8() {
    printf '第一行。\n\n坏\377字。\n\n%s\n' "$sentence" >in.txt
    dcx extract in.txt; exits 0; says 'in.txt:3:'; says 'byte'; shows 483.8
    dcx extract --strict in.txt -o out.csv; exits 3; says 'in.txt:3:'; absent out.csv
}
test_long_line() {
    yes "$sentence" | head -c 10000000 | tr -d '\n' >in.txt
    dcx extract -q in.txt --columns value -o out.csv; exits 0
    [ "$(wc -l <out.csv)" -gt 100000 ] || wrong "only $(wc -l <out.csv) lines"
}
test_standard_input() {
    text
    "$DCX" extract -q --columns value,file <in.txt >out; shows '483.8,-'
    "$DCX" extract -q --columns value,file - <in.txt >out; shows '483.8,-'
}
test_several_files() {
    text a.txt; text b.txt
    dcx extract --columns value,file a.txt b.txt; exits 0; lines 3
    shows '483.8,a.txt'; shows '483.8,b.txt'; says '2 records'
}
test_others_are_done() {
    text b.txt
    dcx extract no.txt b.txt -o out.csv; exits 3; shows 483.8 out.csv; says no.txt
}
test_record_files() { # a FILE may be records, also those a spreadsheet saved
    text
    dcx extract -f jsonl in.txt; mv out first.jsonl
    dcx extract --bom in.txt; tr , ';' <out | sed 's/483\.8;/483,8;/; s/2025-12-31/2025\/12\/31/; s/$/\r/' >saved.csv
    dcx extract -f jsonl saved.csv; exits 0; says "saved.csv:2: column value: '483,8' is read as 483.8"; says '1 record;'
    cmp -s first.jsonl out || wrong 'the records are not the same'
    printf 'metric,value\na,1\nb,much\n' >bad.csv
    dcx extract bad.csv; exits 3; says "bad.csv:3: column value: 'much' is no number"; lines 0
}
test_dashed_name() { text ./-f; dcx extract --columns value -- -f; exits 0; shows 483.8; }
test_year() {
    echo '收入达300亿元。' >in.txt
    dcx extract --year 2019 --columns value,year in.txt; exits 0; shows '300,2019'
}

# ---- output

test_columns_in_order() {
    text
    dcx extract --columns value,metric,line in.txt; exits 0
    [ "$(head -n 1 out)" = value,metric,line ] || wrong 'header'
}
test_all_columns() {
    text; dcx extract in.txt
    [ "$(head -n 1 out | cut -d , -f 1-13)" = \
        metric,value,unit,year,source,kind,claim,qualifier,value_max,period,of,base_value,base_unit ] || wrong 'header'
    [ "$(head -n 1 out | cut -d , -f 14-)" = \
        source_basis,section,document,file,page,line,column,length,quote,sentence,rule,id ] || wrong 'header'
}
test_formats() {
    text
    for f in csv tsv json jsonl table; do dcx extract -f $f in.txt; exits 0; shows 483.8; done
    dcx extract -f jsonl in.txt; lines 1; shows '"value":"483.8"'; shows '"line":1'; shows '"page":null'
}
test_no_header() { text; dcx extract --no-header in.txt; exits 0; lines 1; hides metric; }
test_bom() {
    text
    dcx extract --bom in.txt; exits 0
    [ "$(head -c 3 out | od -An -tx1 | tr -d ' ')" = efbbbf ] || wrong 'no byte order mark'
}
test_guard() {
    printf '=1+1%s\n' "$sentence" >in.txt
    dcx extract --columns sentence in.txt; shows "'=1+1"
    dcx extract --columns sentence --no-guard in.txt; shows '=1+1'; hides "'=1+1"
}
test_output_file() {
    text; echo old >out.csv; chmod 600 out.csv
    dcx extract in.txt -o out.csv; exits 0; shows 483.8 out.csv; hides old out.csv; lines 0
    [ "$(stat -c %a out.csv)" = 600 ] || wrong 'permissions changed'
}
test_output_through_link() {
    text
    echo old >real.csv
    ln -s real.csv link.csv
    dcx extract in.txt -o link.csv; exits 0; shows 483.8 real.csv
    [ -L link.csv ] || wrong 'the link is gone'
}
test_output_is_input() {
    text
    dcx extract in.txt -o in.txt; exits 2; says 'overwritten'; shows "$sentence" in.txt
}
test_no_partial_output() {
    text; echo old >out.csv
    dcx extract no.txt -o out.csv; exits 3; shows old out.csv
    dcx extract in.txt -o no/out.csv; exits 3; says 'folder does not exist'
    dcx extract in.txt -o .; exits 3
    dcx extract in.txt -o new.csv --missed no/missed.csv; exits 3; absent new.csv new.csv.*
    dcx extract in.txt -o new.csv --columns nothing; exits 2; absent new.csv new.csv.* out.csv.*
}
test_full_disk() {
    [ -c /dev/full ] || return 0
    text
    "$DCX" extract in.txt >/dev/full 2>err; status=$?; exits 3; says 'No space left'
    dcx extract in.txt -o /dev/full; exits 3; says '/dev/full: No space left'
    "$DCX" help >/dev/full 2>err; status=$?; exits 3; says 'No space left'
    dcx extract in.txt -o out.csv --missed /dev/full; exits 3; says '/dev/full'
}
test_closed_pipe() {
    yes "$sentence" | head -n 20000 >in.txt
    { "$DCX" extract in.txt 2>err; echo $? >code; } | head -n 1 >out
    status=$(cat code); exits 0; says_nothing; lines 1
}
test_interrupted() { # a file that is half done goes with an interrupt
    mkfifo pipe
    "$DCX" extract pipe -o out.csv 2>err &
    child=$!
    exec 9>pipe
    sleep 0.3
    kill -TERM $child
    wait $child 2>/dev/null
    exec 9>&-
    absent out.csv out.csv.*
}
test_closing_line() {
    text; dcx extract in.txt; says 'dcx: 1 record; '; says 'passed over'
    dcx extract -q in.txt; says_nothing
}
test_select() {
    printf '%s\n全年收入达300亿元。\n' "$sentence" >in.txt
    printf '# names\n *基站?\n\n没有的*\n' >list
    dcx extract --select list --columns value in.txt; exits 0; lines 2; shows 483.8
    says "list:4: no metric matches '没有的*'"; says '1 selected'
    dcx extract --select no in.txt; exits 3
    printf '\264\372\n' >list; dcx extract --select list in.txt; exits 3; says 'list:1: it is not UTF-8'
}
test_show_unit() {
    text
    dcx extract --show-unit 个 --columns value,shown_value in.txt; exits 0; shows 483.8,4838000
    dcx extract --show-unit 亿个 --columns value,shown_value in.txt; exits 0; shows 483.8,0.04838
    dcx extract --show-unit 吨 --columns value,shown_value in.txt; exits 0; lines 2
    [ "$(tail -n 1 out)" = 483.8, ] || wrong 'not empty'
    dcx extract --show-unit 没有 in.txt; exits 2; says '没有'
}
test_missed() {
    printf '%s\n\n另外37个。\n' "$sentence" >in.txt
    dcx extract in.txt --missed missed.csv; exits 0; shows 'reason' missed.csv
    dcx extract in.txt -o same.csv --missed same.csv; exits 2; says 'same file'; absent same.csv
}
test_table_fits() {
    for i in 1 2 3; do
        echo "截至2025年底，全国具有较高覆盖水平且服务质量优良稳定可靠的第五代移动通信基站数达$i.8万个。"
    done >in.txt
    COLUMNS=80; export COLUMNS
    dcx extract -f table in.txt; unset COLUMNS; exits 0; lines 7
    # Of the characters here all but an ellipsis are ASCII, or three bytes long and two cells wide.
    widest=$(sed 's/…/x/g' out | LC_ALL=C awk '{ n = gsub(/[\200-\377]/, ""); n = length($0) + n / 3 * 2
        if (n > w) w = n } END { print w }')
    [ "$widest" -le 80 ] || wrong "a line is $widest wide"
}
test_colour() {
    text
    dcx extract -f table in.txt; hides "$(printf '\033')"
    has_terminal || return 0
    TERM=xterm on_terminal extract in.txt; shows "$(printf '\033[1m')"; shows 483.8
    TERM=xterm NO_COLOR=1 on_terminal extract in.txt; hides "$(printf '\033')"; shows 483.8
}
has_terminal() { script -qec true /dev/null </dev/null >/dev/null 2>&1; }
on_terminal() { # dcx with a terminal as standard output
    script -qec "'$DCX' $*" /dev/null >out 2>err </dev/null
}

# ---- rule packs

test_rules_list() {
    dcx rules list; exits 0; shows id,
    [ "$(wc -l <out)" -gt 5 ] || wrong 'few rules'
}
test_rules_show() {
    dcx rules list --columns id --no-header
    id=$(sed -n 2p out)
    dcx rules show "$id"; exits 0; shows "$id"; shows pattern
    dcx rules show "${id}x"; exits 2; says "did you mean '$id'?"
}
test_rules_test() {
    dcx rules test; exits 0; shows 'examples, 0 failed'
    pack "盈余(?'q'{qty})"
    sed -i 's|没有数。"/>|盈余3元。"><record metric="亏空" value="4"/></example>|' mine.xml
    dcx rules test mine.xml; exits 1; says mine.xml:; shows ' 1 failed'
}
test_rules_usage() {
    dcx rules lst; exits 2; says "did you mean 'list'?"
    dcx rules; exits 2
    dcx rules show; exits 2
    dcx rules check; exits 2
}
test_rules_check() {
    pack '(?{q}没有)'
    dcx rules check mine.xml; exits 2; says mine
    dcx rules check no.xml; exits 3
}
test_rules_check_in_order() { # however its examples turn out
    pack "盈余(?'q'{qty})"
    dcx rules check mine.xml; exits 0; shows 'mine.xml: in order'; shows 'rules with the built-in ones'
    dcx rules check -q mine.xml; exits 0; lines 0
    dcx rules check mine.xml no.xml; exits 3; shows 'mine.xml: in order'
}
test_rules_show_several() {
    dcx rules list --columns id --no-header
    first=$(sed -n 1p out) second=$(sed -n 2p out)
    dcx rules show "$first" "$second"; exits 0; shows "$first"; shows "$second"
    [ "$(grep -c '^$' out)" -ge 1 ] || wrong 'the rules are not set apart'
}
test_tokens_show_notes() {
    printf '2024年水泥产量35万吨[1]，增长5%%。\n\n注：\n[1] 数据来源：市统计局。\n' >in.txt
    dcx tokens -f csv --columns kind,value,unit,line,column in.txt; exits 0
    shows 'quantity,35,万吨,1,10'; shows 'note,,,1,17'
}
test_ids_of_many_sentences() { # each its own, also of those that stand there twice, and none depends on the others
    awk 'BEGIN { for (k = 0; k < 2; k++) for (i = 1; i <= 600; i++) printf "第%d县水泥产量%d万吨。\n\n", i, i }' >many.txt
    dcx extract -q -f csv --columns id --no-header many.txt; exits 0
    [ "$(sort -u out | wc -l)" -eq 1200 ] || wrong 'an id stands for two records'
    sort out >ids
    echo '第600县水泥产量600万吨。' >one.txt
    dcx extract -q -f csv --columns id --no-header one.txt; exits 0
    grep -qxF "$(cat out)" ids || wrong 'the id is another one beside other sentences'
}
test_characters_that_look_alike() {
    printf '2024年水泥产量为30\343\200\23440万吨，增长5\357\271\252，钢材产量2\342\210\2743万吨，玻璃产量\302\2405万吨。\n' >in.txt
    dcx extract -q -f csv --columns metric,value,value_max,unit in.txt; exits 0
    shows '水泥产量,30,40,万吨'; shows '水泥产量,5,,%'; shows '钢材产量,2,3,万吨'; shows '玻璃产量,5,,万吨'
}
test_jobs_change_nothing() { # neither bytes nor order nor messages
    for i in 1 2 3 4 5 6; do
        printf '2024年，第%d县水泥产量%d万吨，其中出口[1]3。\n\n面积9。\n\n注：\n[1] 数据来源：市统计局。\n' $i $((i * 7)) >$i.txt
    done
    printf '\377\376' >3.txt
    for format in csv jsonl html; do
        dcx extract -f $format -o one.$format --missed one.missed -j 1 1.txt 2.txt 3.txt none.txt 4.txt 5.txt 6.txt
        mv err one.err; wanted=$status
        dcx extract -f $format -o four.$format --missed four.missed -j 4 1.txt 2.txt 3.txt none.txt 4.txt 5.txt 6.txt
        exits "$wanted"
        cmp -s one.$format four.$format || wrong "$format is another one"
        cmp -s one.missed four.missed || wrong 'other quantities are missed'
        diff one.err err >differences || wrong "other messages: $(cat differences)"
    done
    shows '第6县水泥产量' four.csv
}
test_what_was_passed_over_is_counted() {
    echo '截至2024年12月，“5G+医疗”试点涉及3个县，第14届论坛在2023年举行。' >in.txt
    dcx extract in.txt; exits 0; says '2 dates and 2 names passed over'
}
test_folder_is_no_file() {
    mkdir folder
    dcx extract folder; exits 3; says 'it is a folder'
}
test_broken_xml() {
    text
    echo '<pack><rule' >mine.xml
    dcx extract --rules mine.xml in.txt; exits 2; says 'mine.xml:'; lines 0
}
test_invalid_pack() {
    text
    printf '<pack xmlns="urn:dcx:pack:1" id="x">\n<rule/>\n</pack>\n' >mine.xml
    dcx extract --rules mine.xml in.txt; exits 2; says mine.xml:2
}
test_external_entity() {
    text; echo secret >secret.txt
    printf '<!DOCTYPE pack [<!ENTITY e SYSTEM "secret.txt">]>\n<pack xmlns="urn:dcx:pack:1" id="x">&e;</pack>\n' >mine.xml
    dcx extract --rules mine.xml in.txt; exits 2; hides secret err
}
test_invalid_pattern() {
    text
    pack '([没有'
    dcx extract --rules mine.xml in.txt; exits 2; says mine
}
test_endless_pattern() { # must end in bounded time, with the name of the rule
    printf '%s%s!\n' "$(yes 甲 | head -n 60 | tr -d '\n')" "$sentence" >in.txt
    pack "(?'metric'(?:甲|甲甲)+)+乙(?'q'{qty})|(?:甲+)+(?:甲+)+!"
    dcx extract --rules mine.xml in.txt -o out.csv; exits 2; says mine; absent out.csv out.csv.*
}

# ---- workers

many() { # documents that differ, one of them missing, one a file of records, one empty
    for i in 1 2 3 4 5 6 7 8 9; do
        printf '全市建成公园%s座，比上年增长%s.5%%。绿地面积达%s2公顷。\n' "$i" "$i" "$i" >"$i.txt"
    done
    "$DCX" extract -q 1.txt 2.txt -o records.csv
    : >empty.txt
    all='1.txt 2.txt no.txt 3.txt records.csv 4.txt empty.txt 5.txt 6.txt 7.txt 8.txt 9.txt'
}
test_workers_give_the_same() { # records, messages, statuses, in the order of the files
    many
    for more in '' '-v' '--missed missed.csv' '-f html -o page.html'; do
        dcx extract $more $all; exits 3; says 'no.txt: there is no such file'
        mv out one.out; mv err one.err
        dcx extract $more -j 3 $all; exits 3
        cmp -s out one.out || fail "another output with -j 3 $more"
        cmp -s err one.err || fail "other messages with -j 3 $more"
    done
}
test_workers_and_standard_input() {
    many
    dcx extract -q 1.txt - 2.txt <3.txt; mv out one.out
    dcx extract -q -j 2 1.txt - 2.txt <3.txt; exits 0
    cmp -s out one.out || fail 'another output with -j 2'
}
test_workers_and_corrections() {
    many
    dcx extract -q 1.txt -f jsonl
    id=$(sed 's/.*"id":"\([0-9a-f]*\)".*/\1/; q' out)
    printf 'id,action,value\n%s,correct,77\n' "$id" >fix.csv
    dcx extract 1.txt 2.txt 3.txt --corrections fix.csv; mv out one.out
    dcx extract -j 2 1.txt 2.txt 3.txt --corrections fix.csv; exits 0; shows ',77,'
    cmp -s out one.out || fail 'another output with -j 2'
}
test_workers_and_a_broken_rule() {
    many
    pack '([没有'
    dcx extract -j 2 --rules mine.xml 1.txt 2.txt 3.txt -o out.csv; exits 2; says mine; absent out.csv out.csv.*
}
test_wrong_number_of_workers() { text; dcx extract -j -2 in.txt; exits 2; says '--jobs -2'; }

# ---- tokens

test_tokens() {
    echo 3.5 >in.txt
    dcx tokens -f jsonl in.txt; exits 0; lines 1; shows '"value":"3.5"'
}
test_tokens_table() { text; dcx tokens -f table in.txt; exits 0; shows 483.8; }
test_tokens_missing() { dcx tokens no.txt; exits 3; }

run_cases "$@"
