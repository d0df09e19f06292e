#!/bin/sh
# `-f sqlite` as a process: runs that add to one database, and a run that is killed.

. tests/cases
base=figures.db
annual_2024=$root/corpus/annual-2024.txt annual_2025=$root/corpus/annual-2025.txt

if ! command -v sqlite3 >/dev/null; then
    echo "the program sqlite3 is not there: nothing is tested"
    exit 1
fi

ask() { # SQL WANTED
    answer=$(sqlite3 $base "$1" 2>&1)
    [ "$answer" = "$2" ] || wrong "$1 gives '$answer', not '$2'"
}
gives() { sqlite3 $base "$1" >out 2>err || wrong "does not run: $1"; }

report() { # YEAR VALUE
    cat >"$1.txt" <<END
# 青山市$1年统计公报

$1年，水泥产量$2万吨，比上年增长8.8%。

$1年末，网民规模达800万人，其中农村网民规模达900万人。
END
}
numbered() { # HOW MANY: a file of records
    echo 'metric,value,unit,year,kind,claim,document,file,quote,sentence,id'
    seq 1 "$1" | sed 's/.*/指标&,&,个,2025,level,actual,题,many.txt,&个,全市的指标&达到&个，比上年多。,&/'
}

# ---- runs

test_the_same_twice() {
    report 2025 39.6
    dcx extract -f sqlite -o $base 2025.txt; exits 0
    dcx extract -f csv 2025.txt -q
    records=$(($(wc -l <out) - 1))
    ask 'SELECT count(*) FROM records' $records
    dcx extract -f sqlite -o $base 2025.txt; exits 0
    ask 'SELECT count(*) FROM records' $records
    ask 'SELECT count(*) FROM documents' 1
    ask 'SELECT count(*) FROM runs' 2
    absent $base-journal
}
test_every_cell() { # is that of the csv
    dcx extract -q --no-guard -f csv "$annual_2025" -o wanted.csv; exits 0
    dcx extract -q -f sqlite -o $base "$annual_2025"; exits 0
    columns=$(head -n 1 wanted.csv | tr -d '\r' | sed 's/[a-z_]*/"&"/g')
    sqlite3 -csv -header $base "SELECT $columns FROM figures ORDER BY document_id, position" | tr -d '\r"' >got.csv
    tr -d '\r"' <wanted.csv >plain.csv
    cmp -s plain.csv got.csv || wrong 'the cells differ from those of the csv'
    lines "$(wc -l <wanted.csv)" got.csv
}
test_a_file_of_records() {
    report 2025 39.6
    dcx extract -q -f jsonl -o records.jsonl 2025.txt; exits 0
    dcx extract -q -f sqlite -o $base records.jsonl; exits 0
    ask "SELECT value, file, document FROM figures WHERE metric = '水泥产量' AND kind = 'level'" \
        '39.6|2025.txt|青山市2025年统计公报'
}
test_comparisons() {
    report 2024 35.0; report 2025 39.6
    for i in 1 2; do dcx diff -f sqlite -o $base 2024.txt 2025.txt; exits 0; done
    ask 'SELECT count(DISTINCT run_id) FROM comparisons' 1
    ask "SELECT old_value, new_value, change FROM comparisons WHERE metric = '水泥产量' AND kind = 'level'" '35.0|39.6|4.6'
    ask 'SELECT count(*) FROM documents' 2
}
test_findings() {
    report 2025 39.6
    for i in 1 2; do dcx check -f sqlite -o $base 2025.txt --explain; exits 0; done
    ask "SELECT f.metric, p.line, p.quote FROM findings AS f JOIN places AS p USING (run_id, position)
        WHERE severity = 'error' GROUP BY p.quote" \
        "$(printf '农村网民规模|5|800万人\n农村网民规模|5|900万人')"
    gives 'PRAGMA foreign_key_check'; lines 0
}
test_corrections_are_kept() {
    report 2025 39.6
    dcx extract -q -f sqlite -o $base 2025.txt
    id=$(sqlite3 $base "SELECT id FROM records WHERE value = '39.6'")
    growth=$(sqlite3 $base "SELECT id FROM records WHERE value = '8.8'")
    printf 'id,action,metric,reviewed,reviewer\n%s,correct,商品水泥产量,yes,李\n%s,reject,,,\n' "$id" "$growth" >c.csv
    dcx extract -q -f sqlite -o $base 2025.txt --corrections c.csv; exits 0
    show="SELECT metric, reviewed, reviewer, corrected FROM figures WHERE id = '$id'"
    ask "$show" '商品水泥产量|1|李|1'
    ask "SELECT rejected FROM records WHERE id = '$growth'" 1
    dcx extract -q -f sqlite -o $base 2025.txt; exits 0 # without the file
    ask "$show" '商品水泥产量|1|李|1'
    ask "SELECT rejected FROM records WHERE id = '$growth'" 1
    report 2025 39.7
    dcx extract -q -f sqlite -o $base 2025.txt; exits 0
    ask "SELECT state, metric FROM corrections WHERE id = '$id'" 'stale|商品水泥产量'
    report 2025 39.6
    dcx extract -q -f sqlite -o $base 2025.txt; exits 0
    ask "SELECT state, metric FROM corrections WHERE id = '$id'" 'applied|商品水泥产量'
    ask "$show" '商品水泥产量|1|李|1'
}
test_usage() {
    report 2025 39.6
    dcx extract -f sqlite 2025.txt; exits 2; says '-o FILE'
    dcx extract -f sqlite -o $base --columns metric,value 2025.txt; exits 2; says 'all columns'
    dcx extract -f sqlite -o $base --show-unit 亿元 2025.txt; exits 2; says '--show-unit'
    dcx series -f sqlite -o $base 2025.txt; exits 2; says 'metric_years'
    dcx extract -f sqlite -o no/$base 2025.txt; exits 3; says 'folder'
    absent $base no
}
test_other_files_are_left_alone() {
    report 2025 39.6
    cp 2025.txt $base
    dcx extract -f sqlite -o $base 2025.txt; exits 3; says 'no SQLite database'
    cmp -s 2025.txt $base || wrong 'the file was changed'
    sqlite3 other.db 'CREATE TABLE mine (a)'
    cp other.db before.db
    dcx extract -f sqlite -o other.db 2025.txt; exits 3; says "another program's database"
    cmp -s other.db before.db || wrong 'the database was changed'
    absent other.db-journal
}
test_a_run_that_fails() {
    dcx extract -f sqlite -o $base none.txt; exits 3
    absent $base $base-journal
}
test_no_room() {
    numbered 5000 >many.csv
    report 2025 39.6
    dcx extract -q -f sqlite -o $base 2025.txt
    before=$(sqlite3 $base .dump | cksum)
    limited() { (trap '' XFSZ; ulimit -f 2000; dcx "$@"; exit $status); status=$?; }
    limited extract -f sqlite -o $base many.csv; exits 3; says "dcx: $base: "
    [ "$(sqlite3 $base .dump | cksum)" = "$before" ] || wrong 'the old rows are not there any more'
    rm $base
    limited extract -f sqlite -o $base many.csv; exits 3
    absent $base $base-journal
}
test_no_permission() {
    [ "$(id -u)" -ne 0 ] || return 0 # who may do anything
    report 2025 39.6
    dcx extract -q -f sqlite -o $base 2025.txt
    chmod a-w $base
    dcx extract -f sqlite -o $base 2025.txt; exits 3; says 'allowed to write'
    ask 'SELECT count(*) FROM runs' 1
}

# ---- a crash

# Starts a run that has written a lot and not committed it, and kills it.
killed_run() {
    numbered 20000 >many.csv
    mkfifo never
    "$DCX" extract -q -f sqlite -o $base many.csv never >/dev/null 2>err &
    victim=$!
    for i in $(seq 100); do # until the cache has spilled to the file
        [ "$(stat -c %s $base 2>/dev/null || echo 0)" -gt 2000000 ] && break
        sleep 0.1
    done
    kill -9 $victim
    wait $victim 2>/dev/null
    [ -e $base-journal ] || wrong 'nothing was left half done, so nothing is tested'
    [ "$(stat -c %s $base)" -gt 2000000 ] || wrong 'the run did not get far enough'
}
test_killed() {
    report 2025 39.6
    dcx extract -q -f sqlite -o $base 2025.txt; exits 0
    before=$(sqlite3 $base .dump | cksum)
    killed_run
    cp $base torn.db; cp $base-journal torn.db-journal
    [ "$(sqlite3 $base .dump | cksum)" = "$before" ] || wrong 'a reader does not see the old state'
    mv torn.db $base; mv torn.db-journal $base-journal
    report 2025 40.1
    dcx extract -q -f sqlite -o $base 2025.txt; exits 0 # also where dcx is the first to come back
    ask "SELECT value FROM records WHERE metric = '水泥产量' AND kind = 'level'" 40.1
    ask 'SELECT count(*) FROM runs' 2
    ask 'PRAGMA integrity_check' ok
}
test_killed_at_first() { # while the database is made
    killed_run
    report 2025 39.6
    dcx extract -q -f sqlite -o $base 2025.txt; exits 0
    ask 'SELECT count(*) FROM documents' 1
    ask 'PRAGMA integrity_check' ok
}
test_two_at_a_time() {
    numbered 5000 >many.csv
    report 2025 39.6
    "$DCX" extract -q -f sqlite -o $base many.csv >/dev/null 2>first &
    other=$!
    dcx extract -q -f sqlite -o $base 2025.txt; exits 0
    wait $other || wrong "the other run failed: $(cat first)"
    ask 'SELECT count(*) FROM documents' 2
}

# ---- the queries of the README

test_queries() {
    dcx diff -q -f sqlite -o $base "$annual_2024" "$annual_2025"; exits 0
    dcx check -q -f sqlite -o $base "$annual_2025" --against "$annual_2024" --explain; exits 0

    gives "SELECT kind, claim, year, value, unit, document FROM metric_years WHERE metric = '颁证运输机场'"
    shows 'level|actual|2023|259|个|'; shows 'level|actual|2024|263|个|'; shows 'level|actual|2025|270|个|'
    lines 4

    gives "SELECT year, value, unit, metric FROM metric_years
        WHERE kind = 'level' AND claim = 'actual' AND metric IN
          (SELECT '全国铁路运营里程' UNION SELECT old_metric FROM comparisons WHERE new_metric = '全国铁路运营里程')
        ORDER BY year"
    shows '2020|14.6|万公里|全国铁路运营里程'; shows '2024|16.2|万公里|全国铁路营业里程'; lines 3

    gives "SELECT metric, old_value, new_value, unit, change_pct, old_line, new_line FROM comparisons
        WHERE status = 'matched' AND kind = 'level' ORDER BY abs(pct_number) DESC LIMIT 3"
    shows '年快递业务量|1700|2000|亿件|17.6|35|21'; lines 3

    gives "SELECT f.severity, f.message, p.file, p.line, p.quote
        FROM findings AS f JOIN places AS p USING (run_id, position)
        WHERE f.\"check\" = 'growth' ORDER BY f.severity = 'ok', f.position, p.number LIMIT 3"
    shows 'printed 1.9%|'; shows '|27|16.5万公里'; lines 3

    gives "SELECT DISTINCT t.metric, t.claim, t.year, t.value, t.unit, a.year, a.value, a.unit,
            round(100 * a.base_number / t.base_number, 1) AS percent
        FROM figures AS t JOIN figures AS a USING (metric, kind, base_unit)
        WHERE kind = 'level' AND t.claim <> 'actual' AND a.claim = 'actual' AND a.year = a.document_year
        ORDER BY percent DESC LIMIT 3"
    shows '全国铁路运营里程|target|2027|17|万公里|2025|16.5|万公里|97.1'; lines 3
}

run_cases "$@"
