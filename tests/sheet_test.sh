#!/bin/sh
# Tables in files of separated values, and pages that a browser saved as one file.

. tests/cases

test_separated_values_are_a_table() {
    printf '\357\273\277港口;单位;2023年;2024年\r\n货物吞吐量;万吨;"1,200";1,310\r\n泊位;个;57;58\r\n' >in.csv
    dcx extract -q -f csv --no-header --columns metric,value,unit,year,line in.csv
    exits 0
    shows '货物吞吐量,1310,万吨,2024,2'; shows '泊位,57,个,2023,3'
    lines 4
}
test_a_head_that_reaches_over_columns_and_tabs() {
    printf '指标\t2024年\t\n\t数量（个）\t比上年增长（%%）\n渔船\t310\t2.5\n' >in.tsv
    dcx extract -q -f csv --no-header --columns metric,value,unit,year,kind in.tsv
    exits 0
    shows '渔船,310,个,2024,level'; shows '渔船,2.5,%,2024,growth'
}
test_records_are_still_records() {
    printf 'metric,value,unit,year,kind\n渔船,310,个,2024,level\n' >in.csv
    dcx extract -q -f csv --no-header --columns metric,value in.csv
    exits 0
    shows '渔船,310'
}
test_a_page_saved_as_one_file() {
    {
        printf 'From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="--x"\r\n\r\n'
        printf -- '----x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        printf '<html><body><h1>某县2024年统计公报</h1><p>全县渔船310艘。</p></body></html>' | base64
        printf -- '\r\n----x\r\nContent-Type: image/png\r\n\r\nabc\r\n----x--\r\n'
    } >in.mhtml
    dcx extract -q -f csv --no-header --columns metric,value,unit,year in.mhtml
    exits 0
    shows '全县渔船,310,艘,2024'
}

test_a_table_of_many_rows_keeps_its_heads() {
    { echo '企业,产量（吨）,2024年产值（万元）'; seq 6000 | sed 's/.*/企业&号,&,1&/'; } >in.csv
    dcx extract -q -f csv --no-header --columns value,unit,year in.csv
    exits 0
    shows '6000,吨,'; shows '16000,万元,2024'
    lines 12000
}

run_cases "$@"
