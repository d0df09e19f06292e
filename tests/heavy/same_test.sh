#!/bin/sh
# However it is built, dcx says the same: two compilers, with and without optimisation, a build for 32 bits where
# DCX32 names one. And valgrind sees no memory that is read before it was written. From the project's root.
set -eu
BUILD=${BUILD:-build} SHARED=${SHARED:-../shared} MAKE=${MAKE:-make}
work=$BUILD/same
bad=0

build() { # NAME CC FLAGS: without warnings, which differ
    $MAKE --no-print-directory BUILD="$work/$1" CC="$2" CFLAGS="$3" WARNINGS=-w "$work/$1/dcx" >/dev/null
}
documents() { ls corpus/*.txt corpus/*.html "$SHARED"/reports/*.txt 2>/dev/null; }
pairs() { # OLD NEW
    echo corpus/annual-2024.txt corpus/annual-2025.txt
    echo corpus/communique-2021.txt corpus/communique-2024.txt
    if [ -e "$SHARED/reports/2024.txt" ]; then echo "$SHARED/reports/2024.txt $SHARED/reports/2025.txt"; fi
}

everything() { # DCX: all that it says, into one stream
    for file in $(documents); do
        echo "== $file"
        "$1" extract -v -f csv "$file" 2>&1
        "$1" tokens -q -f csv "$file" 2>&1
        "$1" check -q --explain -f json "$file" 2>&1 || :
    done
    pairs | while read -r old new; do
        echo "== $old $new"
        "$1" diff -f csv "$old" "$new" 2>&1
        "$1" series --all -f csv "$old" "$new" 2>&1
        "$1" check --explain -f csv "$new" --against "$old" 2>&1
    done
    for format in html xlsx md cite; do
        "$1" extract -q -f $format corpus/annual-2025.txt | cksum
    done
    "$1" rules list -f csv
    "$1" rules test 2>&1
}

compare() { # NAME DCX; what protects it is the kernel's matter
    everything "$2" | grep -v ' sandbox' >"$work/$1.out"
    if cmp -s "$work/gcc-O2.out" "$work/$1.out"; then
        echo "  same  $1, $(wc -c <"$work/$1.out") bytes"
    else
        echo "  OTHER $1:"
        diff "$work/gcc-O2.out" "$work/$1.out" | head -6
        bad=1
    fi
}

mkdir -p "$work"
for cc in gcc clang; do
    for level in -O2 -O0; do
        build $cc$level $cc "$level -g"
        compare $cc$level "$work/$cc$level/dcx"
    done
done
if [ -n "${DCX32:-}" ]; then compare 32-bit "$DCX32"; else echo '  no build for 32 bits (DCX32)'; fi

# Machine code that PCRE2 made looks at several characters at a time, and so beyond the end of a text.
cat >"$work/known" <<'END_OF_KNOWN'
{
    machine code of patterns
    Memcheck:Cond
    obj:???
}
END_OF_KNOWN
memcheck() { # ARGUMENTS of dcx; valgrind does not know the calls of a sandbox
    valgrind -q --error-exitcode=99 --suppressions="$work/known" --leak-check=full --errors-for-leak-kinds=definite \
        "$work/gcc-O2/dcx" "$@" --no-sandbox >/dev/null 2>"$work/valgrind.log" || [ $? -eq 1 ] || {
        echo "  valgrind: dcx $*"
        head -20 "$work/valgrind.log"
        bad=1
    }
}
memcheck extract -f csv corpus/annual-2025.txt corpus/page-big5.html corpus/damaged.txt
memcheck extract -f html -o "$work/review.html" corpus/page-footnotes.html
memcheck extract -f xlsx -o "$work/records.xlsx" corpus/news.txt
memcheck extract -f sqlite -o "$work/records.db" corpus/news.txt
memcheck diff -f csv corpus/communique-2021.txt corpus/communique-2024.txt
memcheck check --explain -f csv corpus/company-annual.txt
memcheck tokens -f csv corpus/news.txt
rm -f "$work/records.db"
[ $bad -eq 0 ] && echo 'however it is built, dcx says the same'
