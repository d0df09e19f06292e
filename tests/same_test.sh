#!/bin/sh
# The same input gives the same bytes: again, in any language and time zone, from any folder, without a home.
# Of a database the time of a run is all that may differ.

. tests/cases
locales=$(cd "${BUILD:-build}" && pwd)/locale

old_report() {
    cat <<'END_OF_TEXT'
江口市2023年港航统计公报

江口市港航局

一、生产情况

2023年，全市完成港口吞吐量3.26亿吨，同比增长4.7%，其中外贸吞吐量8,215万吨，增长2.1%。集装箱吞吐量265.4万标箱，
同比下降0.8%，占全省的31.5%。年末拥有生产用码头泊位214个，比上年末增加6个。

| 指标 | 2023年（万吨） | 同比增长（%） |
| --- | --- | --- |
| 煤炭 | 4,120 | 3.3 |
| 矿石 | 6,035.5 | -1.2 |

据省统计局数据，水运从业人员约3.2万人。到2025年，港口吞吐量将达到3.5亿吨。
END_OF_TEXT
}
new_report() { old_report | sed 's/2023年/2024年/g; s/3\.26亿吨/3.41亿吨/; s/214个/219个/; s/8,215/8,390/'; }

make_locales() { # once; without localedef what the system has must do
    command -v localedef >/dev/null 2>&1 || return 0
    mkdir -p "$locales"
    for name in zh_CN tr_TR de_DE; do
        [ -d "$locales/$name.UTF-8" ] || localedef -i $name -f UTF-8 "$locales/$name.UTF-8" >/dev/null 2>&1 || :
    done
}

everything() { # FOLDER: all that dcx writes of the two reports in the folder above, one file a command and format
    mkdir -p "$1"
    for format in csv tsv json jsonl table md html xlsx cite; do
        "$DCX" extract -v -f $format -o "$1/extract.$format" --missed "$1/missed.csv" ../old.txt ../new.txt 2>>"$1/err"
    done
    for format in csv tsv json jsonl table md html xlsx; do
        "$DCX" diff -f $format -o "$1/diff.$format" ../old.txt ../new.txt 2>>"$1/err"
        "$DCX" check --explain -f $format -o "$1/check.$format" ../new.txt --against ../old.txt 2>>"$1/err"
    done
    for format in csv json table md; do
        "$DCX" series -f $format -o "$1/series.$format" ../old.txt ../new.txt 2>>"$1/err"
        "$DCX" tokens -f $format -o "$1/tokens.$format" ../old.txt 2>>"$1/err"
        "$DCX" rules list -f $format -o "$1/rules.$format" 2>>"$1/err"
    done
    "$DCX" extract --header both --show-unit 万吨 -f csv ../old.txt >"$1/headed.csv" 2>>"$1/err"
    "$DCX" help extract >"$1/help" 2>>"$1/err"
    "$DCX" extrct >"$1/nothing" 2>>"$1/err"
    "$DCX" extract ../nowhere.txt >>"$1/nothing" 2>>"$1/err"
    database "$1"
}
database() { # FOLDER
    command -v sqlite3 >/dev/null 2>&1 || return 0
    "$DCX" extract -q -o "$1/all.db" ../old.txt ../new.txt
    "$DCX" diff -q -o "$1/all.db" ../old.txt ../new.txt
    "$DCX" check -q -o "$1/all.db" ../new.txt --against ../old.txt
    sqlite3 "$1/all.db" .dump | sed 's/[0-9]*-[0-9]*-[0-9]*T[0-9:]*Z/TIME/' >"$1/all.sql"
    rm "$1/all.db"
}
reports() { # puts them, and what is written of them as it should be
    [ -e ../wanted ] && return
    old_report >../old.txt
    new_report >../new.txt
    LC_ALL=C TZ=UTC everything ../wanted
    [ -s ../wanted/extract.csv ] && [ -s ../wanted/diff.csv ] && [ -s ../wanted/check.csv ] || wrong 'nothing is written'
}
same() { # WHAT: what was written into ./got is what it should be
    diff -rq ../wanted got >differences || { wrong "$1: $(cat differences)"; }
    rm -rf got
}

test_again() {
    reports
    sleep 1.1 # files' times, and random addresses, have moved on
    everything got
    same 'the second time'
}
test_languages() {
    reports
    for name in C.UTF-8 zh_CN.UTF-8 tr_TR.UTF-8 de_DE.UTF-8; do
        LOCPATH=$locales LC_ALL=$name LANG=$name LANGUAGE=${name%%.*} everything got
        same $name
    done
}
test_time_zones() {
    reports
    for zone in Asia/Shanghai America/St_Johns; do
        TZ=$zone everything got
        same $zone
    done
}
test_without_a_home() {
    reports
    (unset HOME USER LOGNAME LANG TERM TMPDIR && everything got)
    same 'without HOME'
    HOME=/nowhere XDG_CONFIG_HOME=/nowhere everything got
    same 'another HOME'
}
test_from_another_folder() { # the same name of the file, another folder to stand in
    reports
    mkdir -p far/away
    cp ../old.txt ../new.txt far
    (cd far/away && everything ../../got)
    same 'another folder'
}
test_memory_is_clean() { # whatever memory held before
    reports
    MALLOC_PERTURB_=165 everything got
    same 'memory that was used before'
}

make_locales
run_cases "$@"
