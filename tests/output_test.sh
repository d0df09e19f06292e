#!/bin/sh
# What users see of the results: headings, quotations, tables in a window, pages; and that no text of a document can do
# anything in a spreadsheet, a browser or a terminal. One function a case, each run in an empty folder of its own.

. tests/cases

reports() {
    cat >new.txt <<'END'
# 云岭县水利年报（2025年）

云岭县水利局

2026年3月

## 一、工程

2025年，建成大型水库38座，总库容达1.62亿立方米，同比增长4.5%。节水灌溉面积为21.4万亩。到2030年，泵站总数达到45座。预计2026年，供水管网长度达到1286.75公里。

据省水利厅统计，农村供水人口超过320万人。2025年末，全县水利职工达800人，其中山区水利职工达240人，占水利职工的35.0%。

2025年，跨流域调水工程沿线农村集中式饮用水水源地规范化建设与长效管护试点项目完成投资12345678.90万元。
END
    sed 's/2025年/2024年/g; s/2026年3月/2025年3月/; s/38座/30座/; s/45座/42座/; s/1286.75/1190.5/; s/35.0%/33.0%/
        s/12345678.90/11345678.85/' new.txt >old.txt
}
row() { grep -qx -- "$1" "${2:-out}" || wrong "no row of ${2:-out} is: $1"; }
same() { cmp -s "$1" "$2" || wrong "$1 and $2 differ"; }
python() { command -v python3 >/dev/null 2>&1 || return 1; }

# ---- headings and words

heads() { # STYLE FORMAT COMMAND [ARGUMENT...]
    style=$1 format=$2
    shift 2
    dcx "$@" -q --header "$style" -f "$format"
    exits 0
}
test_headings_in_chinese() {
    reports
    heads zh csv extract new.txt
    [ "$(head -n 1 out)" = 指标,数值,单位,年份,来源,类型,性质,限定,数值上限,时期,基准,基本值,基本单位,来源依据,章节,文档,文件,页,行,列,长度,原文,句子,规则,编号 ] ||
        wrong 'the heading is another'
    heads zh tsv extract new.txt; shows '指标	数值	单位	年份	来源'; shows '泵站总数	45	座	2030	云岭县水利局	水平	目标'
    heads zh table extract new.txt; shows '性质'; hides 'claim'; hides level
    heads zh md extract new.txt; shows '| 指标 | 数值 | 单位 | 年份 | 类型 | 性质 |'; shows '| 水平 | 目标 |'
    for format in csv tsv table md; do
        heads zh $format diff old.txt new.txt; shows 旧值; shows 变化率（%）; shows 两者都有; shows 目标; hides matched; hides actual
        heads zh $format check new.txt; shows 级别; shows 错误; hides severity; hides error
        heads zh $format series old.txt new.txt; shows 指标; shows 首次公布; shows 不低于; hides first-published; hides ge
        heads zh $format tokens new.txt; shows 文本; shows 不低于; hides qualifier
    done
    heads zh csv diff old.txt new.txt; shows 增速不符; hides growth-mismatch
    heads zh csv check new.txt; shows 部分与整体; hides part-of-whole
}
test_headings_in_both() {
    reports
    heads both csv extract new.txt; shows '指标 (metric),数值 (value),单位 (unit)'; shows '水平 (level),目标 (target)'
    shows '全文 (document)'; shows '不低于 (ge)'
    heads both tsv diff old.txt new.txt; shows '旧值 (old_value)'; shows '两者都有 (matched)'; shows '增速不符 (growth-mismatch)'
    heads both md check new.txt; shows '级别 (severity)'; shows '错误 (error)'
    heads both table series old.txt new.txt; shows '状态 (status)'; shows '首次公布 (first-published)'
    heads both csv tokens new.txt; shows '限定 (qualifier)'; shows '不低于 (ge)'
}
test_headings_in_english_are_the_names() {
    reports
    for command in 'extract new.txt' 'diff old.txt new.txt' 'check new.txt' 'series old.txt new.txt' 'tokens new.txt'; do
        for format in csv tsv table md json jsonl; do
            # shellcheck disable=SC2086
            dcx $command -q -f $format -o plain
            # shellcheck disable=SC2086
            heads en $format $command; same out plain
        done
    done
    dcx extract new.txt -q -f csv --columns metric,qualifier; shows ,ge
}
test_json_keeps_the_names() {
    reports
    for command in 'extract new.txt' 'diff old.txt new.txt' 'check new.txt' 'series old.txt new.txt' 'tokens new.txt'; do
        for format in json jsonl; do
            for style in zh both; do
                # shellcheck disable=SC2086
                dcx $command -q -f $format -o plain
                # shellcheck disable=SC2086
                heads $style $format $command; same out plain
            done
        done
    done
}
test_wide_series_keep_their_years() {
    reports
    heads zh csv series old.txt new.txt --wide; shows '指标,类型,单位'; shows ',2024,2025'
}
test_unknown_style_is_refused() {
    reports
    for command in 'extract new.txt' 'diff old.txt new.txt' 'check new.txt' 'series new.txt' 'tokens new.txt'; do
        # shellcheck disable=SC2086
        dcx $command --header fr -o out.csv; exits 2; says '--header fr: there are zh, en and both'; lines 0; absent out.csv
    done
    dcx extract new.txt --header ''; exits 2
    dcx extract new.txt --header; exits 2; says 'missing argument'
}
reads_back() { # FILE: gives the records of plain.csv
    dcx extract "$1" -q -f csv; exits 0
    cmp -s out plain.csv || wrong "$1 is read back as other records"
}
test_translated_record_files_are_read_back() {
    reports
    dcx extract new.txt old.txt -q -o plain.csv
    for style in en zh both; do
        dcx extract new.txt old.txt -q --header $style -o h.csv; reads_back h.csv; says_nothing
        dcx extract new.txt old.txt -q --header $style --bom -o bom.csv; reads_back bom.csv; says_nothing
        dcx extract new.txt old.txt -q --header $style -f tsv -o h.tsv; reads_back h.tsv; says_nothing
        tr '\t' ';' <h.tsv >semicolons.csv; reads_back semicolons.csv; says_nothing
        sed 's/$/\r/' semicolons.csv >crlf.csv; reads_back crlf.csv
        sed 's/$/\r/' h.tsv >crlf.tsv; reads_back crlf.tsv
        { printf 'sep=;\r\n'; cat crlf.csv; } >sep.csv; reads_back sep.csv
        for encoding in GB18030 UTF-16 UTF-16LE UTF-16BE; do
            for file in h.csv crlf.csv crlf.tsv; do
                { case $encoding in UTF-16?E) printf '\357\273\277' ;; esac; cat $file; } >marked
                iconv -f UTF-8 -t $encoding marked >coded; reads_back coded
            done
        done
    done
}
test_translated_utf16_without_mark_is_read_back() {
    reports
    dcx extract new.txt -q -o plain.csv
    dcx extract new.txt -q --header zh -o h.csv
    for encoding in UTF-16LE UTF-16BE; do iconv -f UTF-8 -t $encoding h.csv >coded.csv; reads_back coded.csv; done
}
test_translated_columns_in_any_order() {
    reports
    dcx extract new.txt -q --columns value,kind,metric,claim,unit,year -o plain.csv
    dcx extract new.txt -q --columns value,kind,metric,claim,unit,year --header zh -o zh.csv
    dcx extract zh.csv -q --columns value,kind,metric,claim,unit,year; same out plain.csv
    dcx diff zh.csv zh.csv -q --columns metric,change; exits 0; shows 大型水库,0
}
test_translated_files_are_compared_and_checked() {
    reports
    dcx extract old.txt -q --header zh -o old.csv
    dcx extract new.txt -q --header both -f tsv -o new.tsv
    columns=metric,kind,unit,old_value,new_value,change,status,flags
    dcx diff old.txt new.txt -q --columns $columns -o plain.csv
    dcx diff old.csv new.tsv -q --columns $columns; same out plain.csv
    dcx check new.txt -q --columns check,severity,metric,message -o plain.csv
    dcx check new.tsv -q --columns check,severity,metric,message; same out plain.csv
}

# ---- quotations

test_quotation_with_its_reference() {
    reports
    dcx extract new.txt -q -f cite; exits 0; says_nothing
    row '\[1\] 大型水库 38座（2025年）'
    row '“2025年，建成大型水库38座，总库容达1.62亿立方米，同比增长4.5%。”'
    row '云岭县水利局. 云岭县水利年报（2025年）\[R\]. 云岭县水利局, 2026-03: 第9行.'
    row '\[5\] 泵站总数 45座（2030年，目标）'
    row '\[6\] 供水管网长度 1286.75公里（2026年，预测）'
    row '\[7\] 农村供水人口 不低于320万人（2025年，来源：省水利厅）'
    row '云岭县水利局. 云岭县水利年报（2025年）\[R\]. 云岭县水利局, 2026-03: 第11行.'
}
test_quotation_of_a_report_without_cover() {
    printf '2025年，大型水库达38座。\n' >bare.txt
    dcx extract bare.txt -q -f cite; exits 0
    row '\[1\] 大型水库 38座（2025年）'; row 'bare.txt\[R\]. 2025: 第1行.'
    [ "$(tail -n 1 out)" = '' ] || wrong 'no blank line ends it'
}
test_quotation_marks_inside_are_inner_ones() {
    printf '2025年，“一户一表”改造用户达38万户。\n' >q.txt
    dcx extract q.txt -q -f cite; row '“2025年，‘一户一表’改造用户达38万户。”'
}
test_quotation_of_a_web_page() {
    cat >p.html <<'END'
<html><head><meta charset="utf-8"><title>水利要闻</title></head><body><h1>2025年水利要闻</h1>
<p>2025年，大型水库达38座，山塘数量为1206座。</p><p>2025年，节水灌溉面积为21.4万亩，全县各处均有增加。</p></body></html>
END
    dcx extract p.html -q -f cite; exits 0; row '2025年水利要闻\[EB/OL\]. 2025: 第2行.'
}
docx() { # FILE: of one heading and one paragraph; needs python3
    python3 - "$1" <<'END'
import sys, zipfile
w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
o = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
with zipfile.ZipFile(sys.argv[1], "w") as z:
    z.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
               '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
               f'<Override PartName="/word/document.xml" ContentType="{o}"/></Types>')
    z.writestr("_rels/.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
               '<Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
               'officeDocument" Target="word/document.xml"/></Relationships>')
    p = "".join(f"<w:p><w:r><w:t>{t}</w:t></w:r></w:p>" for t in ("水利年报", "2025年，大型水库达38座。", "泵站达9座。"))
    z.writestr("word/document.xml", f'<w:document xmlns:w="{w}"><w:body>{p}</w:body></w:document>')
END
}
test_quotation_of_a_docx_names_the_paragraph() {
    python || return 0
    docx r.docx
    dcx extract r.docx -q -f cite; exits 0
    grep -q '\[R\]. 2025: 第2段\.$' out || wrong 'paragraph 2 is not named'
    grep -q '\[R\]. 2025: 第3段\.$' out || wrong 'paragraph 3 is not named'
    hides 行
}
pdf() { # FILE: two pages, in a font that readers know; needs python3
    python3 - "$1" <<'END'
import sys
def page(text):
    s = f"BT /F1 12 Tf 72 720 Td <{text.encode('utf-16-be').hex()}> Tj ET".encode()
    return b"<< /Length %d >>\nstream\n" % len(s) + s + b"\nendstream"
objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>"]
for number in (5, 6):
    objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
                   b"/Resources << /Font << /F1 7 0 R >> >> >>" % number)
objects += [page("2025年，大型水库达38座。"), page("2025年，山区泵站达9座。")]
objects.append(b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [8 0 R] >>")
objects.append(b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) "
               b"/Ordering (GB1) /Supplement 0 >> /FontDescriptor 9 0 R >>")
objects.append(b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 0 1000 1000] /ItalicAngle 0 "
               b"/Ascent 800 /Descent -200 /CapHeight 800 /StemV 80 >>")
out, places = b"%PDF-1.4\n", []
for i, o in enumerate(objects, 1):
    places.append(len(out))
    out += b"%d 0 obj\n" % i + o + b"\nendobj\n"
start = len(out)
out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
out += b"".join(b"%010d 00000 n \n" % p for p in places)
out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
open(sys.argv[1], "wb").write(out)
END
}
test_quotation_of_a_pdf_names_the_page() {
    python && command -v pdftotext >/dev/null 2>&1 || return 0
    pdf r.pdf
    pdftotext r.pdf - 2>/dev/null | grep -q 水库 || return 0 # the characters of the font are not installed
    dcx extract r.pdf -q -f cite; exits 0
    grep -q '\[R\]. 2025: 1\.$' out || wrong 'page 1 is not named'
    grep -q '\[R\]. 2025: 2\.$' out || wrong 'page 2 is not named'
}
test_quotations_of_several_reports() {
    reports
    dcx extract old.txt new.txt -q -f cite
    shows '云岭县水利局, 2025-03: '; shows '云岭县水利局, 2026-03: '
    [ "$(grep -c '^\[[0-9]*\] ' out)" = "$(grep '^\[[0-9]*\] ' out | sort -u | wc -l)" ] || wrong 'a number stands twice'
}
test_quotation_of_records_alone() {
    reports
    dcx tokens new.txt -f cite -o o.txt; exits 2; says 'only records can be cited; use it with extract'; absent o.txt
    dcx diff old.txt new.txt -f cite; exits 2; dcx check new.txt -f cite; exits 2; dcx series new.txt -f cite; exits 2
    dcx extract new.txt -f cite --columns metric -o o.txt; exits 2; says 'cite shows all columns; leave --columns out'
    absent o.txt
    dcx extract new.txt -q -o r.csv; dcx extract r.csv -q -f cite; exits 0; row '\[1\] 大型水库 38座（2025年.*）'
}

# ---- tables in a window

fits() { # WIDTH: every line of out
    python3 - "$1" <<'END' || wrong "a line is wider than $1 cells"
import sys, unicodedata
def width(c):
    if unicodedata.category(c) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(c) in "WF" else 1
for line in open("out", encoding="utf-8"):
    if sum(map(width, line.rstrip("\n"))) > int(sys.argv[1]):
        print("   ", line, end="")
        sys.exit(1)
END
}
figures() { # COLUMN COMMAND...: each of that column's is in out
    column=$1
    shift
    "$DCX" "$@" -q -f tsv --no-header --columns "$column" >values 2>/dev/null
    [ -s values ] || wrong "there are no values of $column"
    while read -r value; do
        [ -z "$value" ] || grep -qF -- "$value" out || wrong "$value was cut or left out"
    done <values
}
test_tables_fit_the_window() {
    python || return 0
    reports
    for window in 80 200; do
        export COLUMNS=$window
        for style in en zh; do
            dcx extract new.txt -q -f table --header $style; exits 0; fits $window; figures value extract new.txt
            dcx diff old.txt new.txt -q -f table --header $style; fits $window
            figures old_value diff old.txt new.txt; figures new_value diff old.txt new.txt
            dcx check new.txt -q -f table --header $style; fits $window; shows 35.0%
            dcx series old.txt new.txt -q -f table --header $style; fits $window; figures value series old.txt new.txt
            dcx series old.txt new.txt -q --wide -f table --header $style; fits $window
            figures 2025 series old.txt new.txt --wide
        done
    done
    unset COLUMNS
}
names() { sed 's/  .*//' out | tr -d ' \n' >names; } # the first column, whose cells go on in the next line
test_a_name_goes_on_in_the_next_line() {
    reports
    export COLUMNS=80
    dcx extract new.txt -q -f table; unset COLUMNS
    names; shows 跨流域调水工程沿线农村集中式饮用水水源地规范化建设与长效管护试点项目 names
}
test_plans_are_told_from_facts_in_a_narrow_window() {
    reports
    export COLUMNS=80
    dcx diff old.txt new.txt -q -f table; names
    shows '泵站总数(target)' names; shows '供水管网长度(forecast)' names; hides '(actual)' names
    dcx diff old.txt new.txt -q -f table --header zh; names
    shows '泵站总数(目标)' names; shows '供水管网长度(预测)' names; hides '(实际)' names
    export COLUMNS=200
    dcx diff old.txt new.txt -q -f table; unset COLUMNS
    hides '(target)'; grep -q '泵站总数 .*target *target' out || wrong 'the wide table does not show the claims'
    dcx diff old.txt new.txt -q -f table --columns metric,new_value; hides '(target)'
}
test_files_are_written_as_wide_as_need_be() {
    reports
    dcx extract new.txt -q -f table; cp out wanted; shows 跨流域调水工程沿线农村集中式饮用水水源地规范化建设与长效管护试点项目
    export COLUMNS=20
    dcx extract new.txt -q -f table -o file.txt; unset COLUMNS
    same file.txt wanted
}

# ---- a terminal

escape=$(printf '\033')
tty_works() { timeout 10 script -qec true /dev/null </dev/null >/dev/null 2>&1; }
terminal() { # COMMAND: runs it on a terminal; what it shows there is in ./tty
    timeout 60 script -qec "$1" /dev/null >tty </dev/null 2>/dev/null
}
test_colours_on_a_terminal_alone() {
    tty_works || return 0
    reports
    export TERM=xterm
    terminal "$DCX diff old.txt new.txt -q"
    shows "${escape}[1m" tty; shows "${escape}[31m" tty
    terminal "$DCX check new.txt -q"; shows "${escape}[31merror${escape}[0m" tty
    terminal "$DCX check new.txt -q --header zh"; shows "${escape}[31m错误${escape}[0m" tty
    terminal "$DCX extract new.txt -q --header zh"; shows "${escape}[33m目标${escape}[0m" tty
    terminal "NO_COLOR=1 $DCX diff old.txt new.txt -q"; shows 大型水库 tty; hides "$escape" tty
    terminal "TERM=dumb $DCX diff old.txt new.txt -q"; shows 大型水库 tty; hides "$escape" tty
    terminal "env -u TERM $DCX diff old.txt new.txt -q"; hides "$escape" tty
    terminal "$DCX diff old.txt new.txt -q -f table | cat"; shows 大型水库 tty; hides "$escape" tty
    terminal "$DCX diff old.txt new.txt -q -f md"; hides "$escape" tty
    terminal "$DCX extract new.txt -q -f cite"; hides "$escape" tty
    terminal "NO_COLOR= $DCX diff old.txt new.txt -q"; shows "$escape" tty
    dcx diff old.txt new.txt -q -f table; hides "$escape"
}
test_progress_of_long_work() {
    tty_works || return 0
    reports
    for i in 1 2 3 4 5 6 7 8; do cat new.txt; done >long.txt
    terminal "(sleep 1.2; cat long.txt) | $DCX extract -o out.csv"
    shows "${escape}[Kdcx: standard input, " tty
    # What is said at last stands in the place of the progress.
    tail -n 1 tty | grep -q "$(printf '\r')${escape}\[Kdcx: [0-9]* records; " || wrong 'the progress is still there'
    terminal "(sleep 1.2; cat long.txt) | $DCX extract --columns value -q"; hides ', 16 records' tty
    terminal "(sleep 1.2; cat long.txt) | $DCX extract -o out.csv 2>err"; hides "$escape" err; hides "$(printf '\r')" err
    lines 1 err
    terminal "$DCX extract new.txt -o out.csv"; hides "$escape" tty
}

# ---- Markdown

test_markdown_tables_keep_their_columns() {
    cat >m.csv <<'END'
metric,value,unit,year,kind,source
"a|b",1,个,2025,level,"c\"
"\|",1,个,2025,level,"\\|x"
"two
lines",1,个,2025,level,"<b>&amp;</b>"
"`x|y`",1,个,2025,level,"[a](http://example.org)"
"*s* _u_ ~~d~~ #h",1,个,2025,level,"|"
END
    dcx extract m.csv -q -f md --columns metric,value,source; exits 0
    lines 7
    sed 's/\\[][\\|`*_<>~&#]//g' out >bare # what is escaped is text
    awk -F '|' 'NF != 5 { bad = 1 } END { exit bad }' bare || wrong 'a row has another number of cells'
    if grep -q '[][\\`*_<>~&#]' bare; then wrong 'something is not escaped'; fi
    row '| a\\|b | 1 | c\\\\ |'
    row '| two lines | 1 | \\<b\\>\\&amp;\\</b\\> |'
}

# ---- hostile texts

hostile() { # records with every hostile text in every field that holds text, as JSON Lines
    cat >texts <<'END'
=HYPERLINK(1)
+1+1
-1+1
@SUM(1)
'=1
''@x
=cmd|' /C calc'!A0
\t=1
\r=1
\n=1
;=1
,=1
\"=1
＝1+1
＋1
－1
＠x
<script>alert(1)</script>
</script><script>alert(2)</script>
</SCRIPT >
</textarea><img src=x onerror=alert(3)>
<!--
<!--<script>
-->
]]>
& &lt; &amp;
x\u2028y\u2029z
\u202Ereversed\u202C
\u2066isolated\u2069
\u001b[31mred\u001b]0;title\u0007
\u009b31m\u0085
\u0001\u0008\u007f\u200e\u061c
`a`|b|\\
\"double\",;'single'
x\ny
x\r\ny
{{7*7}}${7*7}
END
    printf '%3000s\n' '' | sed 's/   /很长名/g' >>texts
    sed 's/.*/{"metric":"&","value":"1","unit":"项","year":"2025","source":"&","kind":"level","claim":"actual","section":"&","document":"&","file":"&","line":1,"quote":"1项","sentence":"&计1项。","rule":"level.reached","id":"0123456789ab"}/' texts >hostile.jsonl
    dcx extract hostile.jsonl -q -f jsonl -o wanted.jsonl; exits 0; lines "$(wc -l <texts)" wanted.jsonl
}
controls() { # FILE: nothing that a terminal would obey
    if tr -d '\n' <"$1" | LC_ALL=C grep -q '[[:cntrl:]]'; then wrong "$1 has control characters"; fi
    for bytes in '\302\233' '\302\205' '\342\200\256' '\342\200\254' '\342\201\246' '\342\201\251' '\342\200\250' '\342\200\251' \
        '\342\200\216' '\330\234'; do
        # shellcheck disable=SC2059
        if LC_ALL=C grep -qF "$(printf "$bytes")" "$1"; then wrong "$1 has the character $bytes"; fi
    done
}
test_hostile_texts_come_back_as_they_were() {
    hostile
    for options in '-f csv' '-f csv --header zh' '-f csv --bom' '-f json' '-f jsonl'; do
        # shellcheck disable=SC2086
        dcx extract hostile.jsonl -q $options -o back; exits 0
        dcx extract back -q -f jsonl -o again.jsonl; same again.jsonl wanted.jsonl
    done
    # In tsv a break is written as a space; all else comes back.
    sed -n '/\\[nrt]\|\\u000[abd]/!p' wanted.jsonl >w.jsonl
    dcx extract w.jsonl -q -f tsv -o back.tsv; dcx extract back.tsv -q -f jsonl -o again.jsonl; same again.jsonl w.jsonl
}
test_spreadsheets_run_no_cell() {
    hostile
    dcx extract hostile.jsonl -q -o out.csv
    dcx extract hostile.jsonl -q -f tsv -o out.tsv
    cells() { # FILE SEPARATOR: no cell begins as a formula
        python3 - "$1" "$2" <<'END' || wrong "a cell of $1 begins as a formula"
import csv, sys
quoting = csv.QUOTE_NONE if sys.argv[2] == "\t" else csv.QUOTE_MINIMAL
for row in csv.reader(open(sys.argv[1], encoding="utf-8", newline=""), delimiter=sys.argv[2], quoting=quoting):
    for cell in row:
        if cell[:1] in tuple("=+-@\t\r") and cell != "-":
            sys.exit(repr(cell))
END
    }
    if python; then cells out.csv ,; cells out.tsv '	'; fi
    shows "'=HYPERLINK(1),1,项,2025,'=HYPERLINK(1)" out.csv; shows "''=1,1," out.csv
    dcx extract hostile.jsonl -q --no-guard -o raw.csv; shows '=HYPERLINK(1),1,项,2025,=HYPERLINK(1)' raw.csv
    hides "'=HYP" raw.csv
    printf 'metric,value,unit,quote\nx,-5.25,%%,-5.25%%\ny,-,,-\n' >n.csv
    dcx extract n.csv -q --columns metric,value,quote; hides "'-5.25,"
}
test_tsv_guards_are_taken_away_where_a_tab_was() {
    printf '{"metric":"\\t=1","value":"1","unit":"项","year":"2025","kind":"level"}\n' >t.jsonl
    dcx extract t.jsonl -q -f tsv -o t.tsv; dcx extract t.tsv -q --columns metric --no-header --no-guard; row ' =1'
}
test_full_width_signs_and_line_breaks_are_guarded() {
    hostile
    dcx extract hostile.jsonl -q --columns metric,value
    for cell in '＝1+1' '＋1' '－1' '＠x'; do shows "'$cell,1"; done
    grep -A 1 -x "\"'" out | grep -qx '=1",1' || wrong 'a cell that begins with a line break has no apostrophe'
}
test_terminals_obey_no_text() {
    hostile
    for format in table md cite; do
        dcx extract hostile.jsonl -q -f $format; exits 0; controls out; controls err
        for style in zh both; do
            dcx extract hostile.jsonl -q -f $format --header $style; controls out
        done
    done
    for command in 'diff hostile.jsonl hostile.jsonl' 'series hostile.jsonl' 'check hostile.jsonl'; do
        # shellcheck disable=SC2086
        dcx $command -f table; exits 0; controls out; controls err
        # shellcheck disable=SC2086
        dcx $command -f md; controls out
    done
}
test_messages_show_no_control_characters() {
    name=$(printf 'a\033[31m\302\233\342\200\256\342\201\246\007b')
    dcx extract "$name"; exits 3; controls err; says 'no such file'
    printf '2025年，大型水库达38座。\377\n' >"$name.txt"
    dcx extract -v "$name.txt" -f table; exits 0; controls err; controls out; says 'not UTF-8'
    dcx extract -f "$name" x.txt; exits 2; controls err
    dcx extract --header "$name" x.txt; exits 2; controls err
    dcx extract --columns "$name" "$name.txt"; exits 2; controls err
    dcx extract "--$name" x.txt; exits 2; controls err
    dcx "$name"; exits 2; controls err
    dcx extract "$name.txt" -o "$name/x.csv"; exits 3; controls err
    dcx extract "$name.txt" --select "$name"; exits 3; controls err
    dcx extract "$name.txt" --corrections "$name"; exits 3; controls err
    dcx extract "$name.txt" --rules "$name"; [ $status -ne 0 ] || wrong 'a missing pack is taken'; controls err
    dcx extract "$name.txt" --show-unit "$name"; exits 2; controls err
    dcx extract "$name.txt" --encoding "$name"; exits 2; controls err
    printf 'metric,value,kind\n"%s",%s,level\n' "$name" "$name" >bad.csv
    dcx extract bad.csv; exits 3; controls err
    printf 'id,value\n0123456789ab,"%s"\n' "$name" >c.csv
    dcx extract "$name.txt" --corrections c.csv; exits 3; controls err
    printf '%s\n' "$name" >list
    dcx extract "$name.txt" --select list; controls err
}
test_a_nul_is_refused_in_record_files() {
    printf '{"metric":"a\\u0000b","value":"1"}\n' >n.jsonl; dcx extract n.jsonl -o o.csv; exits 3; says n.jsonl:1:; absent o.csv
    printf 'metric,value\na\0b,1\n' >n.csv; dcx extract n.csv -o o.csv; exits 3; says n.csv:2:; absent o.csv
}
test_hostile_documents() { # the same in the text of a document
    printf '2025年，</script><script>alert(1)</script>水库达38座。“=1+1”泵站达9座，\342\200\256闸门\033[31m达7座。\n' >'=h.txt'
    dcx extract =h.txt -q; exits 0; shows "'=h.txt"; hides ',=h.txt'
    dcx extract =h.txt -q -o o.csv; dcx extract o.csv -q -o again.csv; same o.csv again.csv
    for format in table md cite; do dcx extract =h.txt -f $format; exits 0; controls out; controls err; done
    dcx tokens =h.txt -f table; controls out
}

# ---- the page

cat >"$work/page.py" <<'END'
# The rows of a page, with what stands for the cell above put back: TABLE.COLUMN=VALUE, as JSON Lines of objects.
import json, re, sys
text = open(sys.argv[1], encoding="utf-8", newline="").read()
assert text.startswith("<!DOCTYPE html>\n") and text.endswith("</html>\n"), "the page is not whole"
block = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.S).group(1)
assert not re.search("[<>&\u2028\u2029\u202e\u2066\x1b\x9b]", block), "the data has characters that a browser could obey"
page = json.loads(block)
head, last = page[0], {}
for name, *cells in page[1:]:
    columns = head["columns"][name]
    assert len(cells) == len(columns), f"a row of {name} has {len(cells)} cells"
    cells = [last[name][i] if c == 0 else c for i, c in enumerate(cells)]
    assert all(c is None or isinstance(c, str) for c in cells), "a cell is no text"
    last[name] = cells
    row = {c["name"]: v for c, v in zip(columns, cells)}
    if len(sys.argv) < 3 or name == sys.argv[2]:
        print(json.dumps(row if len(sys.argv) > 2 else [name, row], ensure_ascii=False))
if len(sys.argv) < 3:
    print("MAIN", head["main"], *sorted(head["columns"]), *sorted(head["labels"]))
END
cat >"$work/same.py" <<'END'
import json, sys # JSON Lines that say the same, numbers and their digits taken for one
def rows(name):
    return [{k: v if v is None else str(v) for k, v in json.loads(l).items()} for l in open(name, encoding="utf-8")]
sys.exit(rows(sys.argv[1]) != rows(sys.argv[2]))
END
holds() { # PAGE TABLE JSONL: the page's rows of the table are those
    python3 "$work/page.py" "$1" "$2" >rows 2>trace || wrong "$1 cannot be read: $(tail -n 1 trace)"
    python3 "$work/same.py" rows "$3" || wrong "$1 does not hold the rows of $3"
}
test_pages_hold_the_rows() {
    python || return 0
    reports
    dcx extract old.txt new.txt -q -f html -o e.html; exits 0
    dcx extract old.txt new.txt -q -f jsonl -o e.jsonl; holds e.html record e.jsonl
    dcx diff old.txt new.txt -q -f html -o d.html; exits 0
    dcx diff old.txt new.txt -q -f jsonl -o d.jsonl; holds d.html diff d.jsonl
    dcx check new.txt -q -f html -o c.html; exits 0
    dcx check new.txt -q -f jsonl -o c.jsonl; holds c.html finding c.jsonl
    dcx series old.txt new.txt -q -f html -o s.html; exits 0
    dcx series old.txt new.txt -q -f jsonl -o s.jsonl; holds s.html series s.jsonl
    dcx series old.txt new.txt -q --wide -f html -o w.html; exits 0
    dcx series old.txt new.txt -q --wide -f jsonl -o w.jsonl
    python3 "$work/page.py" w.html >rows || wrong 'the wide series cannot be read'
    dcx tokens new.txt -q -f html -o t.html; exits 0
    dcx tokens new.txt -q -f jsonl -o t.jsonl; holds t.html token t.jsonl
}
test_pages_hold_what_belongs_to_the_rows() {
    python || return 0
    reports
    dcx extract old.txt new.txt -q -f html -o e.html
    python3 "$work/page.py" e.html >rows; tail -n 1 rows >last
    shows 'MAIN record block correction document mark record rejected action' last; shows ' kind ' last; shows ' severity ' last
    shows '["document", {"file": "old.txt", "document": "云岭县水利年报（2024年）", "publisher": "云岭县水利局"' rows
    shows '["block", {"block": "' rows; shows '["mark", {"block": "' rows
    dcx extract new.txt -q --columns id --no-header; id=$(head -n 1 out)
    printf 'id,action,comment\n%s,reject,double\n' "$id" >c.csv
    dcx extract new.txt -q --corrections c.csv -f html -o r.html
    python3 "$work/page.py" r.html rejected >rows; lines 1 rows; shows '"metric": "大型水库"' rows
    python3 "$work/page.py" r.html correction >rows; lines 1 rows; shows '"comment": "double"' rows; shows '"state": "applied"' rows
    dcx diff old.txt new.txt -q -f html -o d.html; python3 "$work/page.py" d.html record >rows; shows 大型水库 rows
    dcx check new.txt -q -f html -o c.html; python3 "$work/page.py" c.html place >rows; shows 水利职工 rows
}
test_pages_run_no_text() {
    python || return 0
    hostile
    dcx extract hostile.jsonl -q -f html -o h.html; exits 0; holds h.html record wanted.jsonl
    [ "$(grep -o '</script' h.html | wc -l)" -eq 2 ] || wrong 'a script ends elsewhere'
    name='<img src=x onerror=alert(3)><!--'
    printf '2025年，</script><!--<script>水库达38座。</textarea>\n' >"$name.txt"
    dcx extract "$name.txt" -q -f jsonl -o n.jsonl
    dcx extract "$name.txt" -q -f html -o n.html; exits 0; holds n.html record n.jsonl; hides '<img' n.html
    dcx diff hostile.jsonl hostile.jsonl -q -f html -o d.html; dcx diff hostile.jsonl hostile.jsonl -q -f jsonl -o d.jsonl
    holds d.html diff d.jsonl
    for command in 'series hostile.jsonl' 'check hostile.jsonl' 'tokens texts'; do
        # shellcheck disable=SC2086
        dcx $command -q -f html -o p.html; exits 0
        python3 "$work/page.py" p.html >rows || wrong "the page of $command cannot be read"
    done
}
test_pages_load_nothing() {
    reports
    dcx extract new.txt -q -f html; exits 0
    shows 'Content-Security-Policy'; shows "default-src 'none'"
    if grep -q 'src="http\|href="http\|@import\|url(http' out; then wrong 'it names another place'; fi
}

# ---- output files

test_pages_are_complete_or_absent() {
    reports
    printf 'metric,value\nx,1\ny,"oops\n' >torn.csv
    dcx extract torn.csv -f html -o p.html; exits 3; absent p.html
    dcx extract no.txt -f html -o p.html; exits 3; absent p.html
    printf old >p.html
    dcx extract torn.csv -f html -o p.html; exits 3; [ "$(cat p.html)" = old ] || wrong 'the older page is gone'
    dcx extract new.txt -q -f html -o p.html; exits 0; [ "$(tail -n 1 p.html)" = '</html>' ] || wrong 'the page is cut'
    dcx extract new.txt -q -f html; same out p.html
    dcx extract new.txt -q -f html -o no/p.html; exits 3; says 'the folder does not exist'
    dcx extract new.txt -f html --columns metric -o q.html; exits 2; says 'html shows all columns; leave --columns out'
    absent q.html
    dcx extract new.txt -f html -o new.txt; exits 2; says 'would be overwritten'
    [ "$(find . -name '*.html*' | wc -l)" -eq 1 ] || wrong 'something was left behind'
    if [ -w /dev/full ]; then dcx extract new.txt -f html -o /dev/full; exits 3; fi
}
test_unknown_formats() {
    reports
    for command in 'extract new.txt' 'diff old.txt new.txt' 'check new.txt' 'series new.txt' 'tokens new.txt'; do
        # shellcheck disable=SC2086
        dcx $command -f htm -o p; exits 2; says "unknown format 'htm' (did you mean 'html'?)"; absent p
        # shellcheck disable=SC2086
        dcx $command -f ''; exits 2; lines 0
    done
    dcx extract new.txt -f HTML; exits 2; says 'csv, tsv, json, jsonl, table, md, cite, sarif, html'
}

test_the_name_of_the_output_shows_its_format() {
    reports
    dcx extract new.txt -q -f jsonl -o wanted
    dcx extract new.txt -q -o out.jsonl; exits 0; cmp -s wanted out.jsonl || wrong 'out.jsonl holds something else'
    dcx extract new.txt -q -o out.html; shows '<!DOCTYPE html>' out.html
    dcx extract new.txt -q -f csv -o page.html; hides '<!DOCTYPE html>' page.html
    dcx extract new.txt -q -o figures; head -n 1 figures | grep -q '^metric,value' || wrong 'figures is no csv'
    dcx extract new.txt -q -f csv -o figures.txt; head -n 1 figures.txt | grep -q '^metric,value' || wrong 'figures.txt is no csv'
    for name in x.xls x.parquet x.docx x.txt; do
        dcx extract new.txt -q -o $name; exits 2; says 'is no format of output; there are csv, tsv, json'; absent $name
    done
    dcx extract new.txt -q -o figures.db; exits 0; head -c 15 figures.db | grep -q SQLite || wrong 'figures.db is none'
}
test_a_database_gets_whole_documents() {
    reports
    echo '*' >list
    dcx extract new.txt -f sqlite -o figures.db --select list; exits 2; says 'a database keeps all records'; absent figures.db
}

run_cases "$@"
