#!/bin/sh
# A document of 200 MB is read to its end, every figure of it; 100,000 records are compared with 100,000.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
line='全市共有图书馆12座，比上年增加3座，藏书总量达到1,280万册，人均藏书同比增长4.5%。'
yes "$line" | head -c 200000000 >"$work/large.txt"
lines=$(grep -c "^$line$" "$work/large.txt")
timeout 300 "${DCX:-build/dcx}" extract -q --columns metric --no-header -f csv "$work/large.txt" -o "$work/large.csv"
records=$(wc -l <"$work/large.csv")
echo "$lines whole lines, $records records"
[ "$records" -ge $((lines * 4)) ] || exit 1

records() { # YEAR NAME-LENGTH: names of that many characters out of a few
    awk -v year="$1" -v length_of="$2" 'BEGIN {
        split("甲 乙 丙 丁 戊 己 庚 辛 壬 癸 山 川 林 田", part, " ")
        print "metric,value,unit,year,kind,claim,base_value,base_unit,line,id"
        for (i = 1; i <= 100000; i++) {
            n = i; name = ""
            for (k = 0; k < length_of; k++) { name = name part[n % 14 + 1]; n = int(n / 14) }
            printf "%s产量,%d,吨,%d,level,actual,%d,吨,%d,%012d\n", name, i + year, year, i + year, i, i + year * 1000000
        }
    }'
}
for length_of in 5 1; do # all different; 7,000 of each
    records 2023 $length_of >"$work/2023.csv"
    records 2024 $length_of >"$work/2024.csv"
    timeout 120 "${DCX:-build/dcx}" diff "$work/2023.csv" "$work/2024.csv" -f csv -o "$work/diff.csv"
    matched=$(grep -c ',matched,' "$work/diff.csv")
    echo "$matched matched"
    [ "$matched" -ge 90000 ] || exit 1
done
echo '1 passed, 0 failed'
