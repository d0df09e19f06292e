#!/bin/sh
# A document of 200 MB is read to its end, every figure of it.
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
echo '1 passed, 0 failed'
