#!/bin/sh
# `dcx check` as a process: one function a case, each run in an empty folder of its own.

. tests/cases

reports() {
    cat >new.txt <<'END'
# 青山市2025年统计公报

2025年，水泥产量39.6万吨，比上年增长8.8%。

2025年末，网民规模达800万人，其中农村网民规模达900万人。结算周期从30天缩短至20天。
END
    cat >old.txt <<'END'
# 青山市2024年统计公报

2024年，水泥产量35.0万吨。
END
}

test_columns() {
    reports
    dcx check new.txt -f csv; exits 0
    shows 'check,severity,metric,message,computed,printed,tolerance,file,line,quote,places'
    shows 'bound,error,农村网民规模,'
    shows 'new.txt:5:900万人 | new.txt:5:800万人'
    lines 2
    says 'dcx: 2 relations, 1 holds, 1 error, 0 notes'
}
test_explain() { reports; dcx check new.txt --explain -f csv; exits 0; lines 3; shows 'bound,ok,结算周期,'; }
test_against() {
    reports
    dcx check new.txt --against old.txt -f csv; exits 0
    shows 'growth,note,水泥产量,'
    shows 'implies 36.40万吨 for 2024, the 2024 report prints 35.0万吨; restated or another scope?'
    shows 'old.txt:3:35.0万吨 | new.txt:3:39.6万吨 | new.txt:3:8.8%'
    says '1 error, 1 note'
}
test_fall() {
    echo '2024年，港口投资100.0亿元。' >old.txt
    echo '2025年，港口投资92.2亿元，下降7.8%。' >new.txt
    dcx check new.txt --against old.txt --explain -f tsv; exits 0
    awk -F '\t' 'NR == 2 { print $6 "|" $10 }' out >fall
    grep -qx "'\{0,1\}-7\.8%|7\.8%" fall || wrong "printed and quote are $(cat fall)"
}
test_fail_on() {
    reports
    dcx check new.txt --fail-on error; exits 1
    dcx check old.txt --fail-on note; exits 0
    sed -i '5d' new.txt
    dcx check new.txt --against old.txt --fail-on error; exits 0
    dcx check new.txt --against old.txt --fail-on note; exits 1
    dcx check new.txt --fail-on warning; exits 2; says 'there are error and note'
}
test_same_year() { reports; dcx check new.txt --against new.txt; exits 0; says 'of the same year'; }
test_quiet() { reports; dcx check -q new.txt; exits 0; says_nothing; }
test_torn_records() {
    reports
    printf 'metric,value,unit,year,kind\n货运量,3,万吨,2022,level\n货运量,x,万吨,2023,level\n' >torn.csv
    dcx check torn.csv new.txt --explain; exits 3; says 'torn.csv:3: column value'; hides new.txt
}
test_table() {
    reports
    COLUMNS=100 dcx check new.txt -f table; exits 0
    shows 'severity  line  metric'
    hides 'places'
}
test_records() {
    reports
    "$DCX" extract -q new.txt -o new.csv
    "$DCX" extract -q old.txt -f jsonl -o old.jsonl
    dcx check new.csv --against old.jsonl -f csv; exits 0
    shows 'growth,note,水泥产量,'
    shows 'bound,error,农村网民规模,'
}
test_missing_file() {
    reports
    dcx check nowhere.txt new.txt -f csv; exits 3; says 'nowhere.txt: there is no such file'; shows 'bound,error,'
    dcx check new.txt --against nowhere.txt -f csv; exits 3; shows 'bound,error,'
    dcx check nowhere.txt -o out.csv; exits 3; [ ! -e out.csv ] || wrong 'out.csv was written'
}
test_output() { reports; dcx check new.txt -f json -o f.json; exits 0; shows '"severity"' f.json; lines 0; }
test_broken_cue() {
    reports
    cat >mine.xml <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<pack xmlns="urn:dcx:pack:1" id="mine"><macro name="check-part">(</macro></pack>
END
    dcx check new.txt --rules mine.xml; exits 2; says 'check-part'
}

test_select() { # findings of the metrics that are listed, and the verdict on these alone
    reports
    printf '水泥*\n石油\n' >list
    dcx check new.txt --against old.txt --select list --fail-on error; exits 0; lines 2; shows 水泥产量
    says "list:2: no metric matches '石油'"
    dcx check new.txt --against old.txt --fail-on error; exits 1
    dcx check new.txt --select no.list; exits 3
}
test_nothing_to_check() {
    echo '没有数字。' >none.txt
    dcx check none.txt; exits 3; says '0 relations, 0 hold, 0 errors, 0 notes'; says 'no figure was checked'
    dcx check none.txt --fail-on error; exits 1
    : >empty.txt
    dcx check empty.txt; exits 3
}

run_cases "$@"
