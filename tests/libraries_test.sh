#!/bin/sh
# Libraries that few runs need are loaded by those alone, and missed with a message.

. tests/cases
corpus=$root/corpus
built=$(cd "$(dirname "$DCX")" && pwd)
libraries=$(sed -n 's/^const char .* = "\(.*\)";/\1/p' "$built/gen/sonames.c")

broken() { # FILE: as each of these libraries, where the loader looks first
    mkdir -p broken
    for library in $libraries; do cp "$1" broken/"$library"; done
    LD_LIBRARY_PATH=$PWD/broken${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
    export LD_LIBRARY_PATH
}
none() { # there is none of them
    echo none >file
    broken file
}
lacks() { # LIBRARY FILE: what the last run says, and does
    exits 3
    says "dcx: $2: "
    says "$1.so"
    says "; install $1"
}
make_inputs() {
    cp "$corpus/speech.txt" in.txt
    iconv -f UTF-8 -t GB18030 in.txt >gb.txt
    iconv -f UTF-8 -t UTF-16 in.txt >wide.txt
    echo '<!DOCTYPE html><html><body><p>收入达3亿元。</p></body></html>' >in.html
    printf 'PK\003\004word/document.xml' >in.docx
    printf '<pack xmlns="urn:dcx:pack:1" id="mine"></pack>\n' >mine.xml
}

test_text_needs_none() {
    make_inputs
    none
    for f in csv tsv json jsonl table md cite html; do dcx extract in.txt -f $f -o out.$f; exits 0; done
    dcx extract -j 2 in.txt in.txt wide.txt out.csv out.json; exits 0; shows 8706
    dcx extract --encoding GBK gb.txt; exits 0; shows 8706
    dcx diff "$corpus/annual-2024.txt" "$corpus/annual-2025.txt"; exits 0
    dcx series "$corpus/annual-2024.txt" "$corpus/annual-2025.txt"; exits 0
    dcx check in.txt; exits 0
    dcx tokens in.txt; exits 0
    dcx rules test -q; exits 0
}
test_what_is_missing_is_named() {
    make_inputs
    none
    dcx extract in.html; lacks libxml2 in.html
    dcx extract in.docx; lacks libxml2 in.docx
    dcx extract gb.txt; lacks libuchardet gb.txt
    dcx extract in.txt --rules mine.xml; lacks libxml2 mine.xml
    dcx rules check mine.xml; lacks libxml2 mine.xml
    for jobs in 1 2; do
        dcx extract -j $jobs in.html in.txt in.html; lacks libxml2 in.html; shows 8706
    done
    rm broken/libxml2.so*
    dcx extract in.docx; lacks libarchive in.docx
}
test_nothing_is_half_written() {
    make_inputs
    none
    echo old >out.xlsx
    for out in out.xlsx new.xlsx; do dcx extract in.txt -o $out; lacks libxlsxwriter $out; done
    [ "$(cat out.xlsx)" = old ] || wrong 'the old workbook is gone'
    dcx extract in.txt -o new.db; lacks libsqlite3 new.db
    absent new.*
}
test_another_version() {
    make_inputs
    echo 'int nothing;' | ${CC:-cc} -shared -x c - -o empty.so
    broken empty.so
    dcx extract in.txt -o out.csv; exits 0
    dcx extract in.html; exits 3; says 'undefined symbol'; says '; install libxml2'
    dcx extract in.txt -o out.db; exits 3; says 'undefined symbol'; says '; install libsqlite3'; absent out.db
}

run_cases "$@"
