#!/bin/sh
# The pages of -f html do in a browser what they promise: tests/heavy/page.mjs, in Chromium and without a network.
# From the project's root; DCX is the binary, SHARED holds reports/, BUILD is where it writes (BUILD/page only: the driver of
# the browser and, in BUILD/page/shots, pictures for people to look at). Options are handed on: parts of the names of cases.
set -eu
DCX=${DCX:-build/dcx} SHARED=${SHARED:-../shared} BUILD=${BUILD:-build}
driver=playwright-core@1.64.1
for tool in node npm pdftotext; do
    command -v $tool >/dev/null 2>&1 || {
        echo "page: $tool is not installed; run tools/setup check-all" >&2
        exit 1
    }
done
mkdir -p "$BUILD/page"
if ! grep -qs "\"version\": \"${driver#*@}\"" "$BUILD/page/node_modules/playwright-core/package.json"; then
    npm install --no-save --no-audit --no-fund --silent --prefix "$BUILD/page" "$driver" >&2
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# ---- documents that are made here

two_years() { # YEAR LIBRARIES GRAIN GROWTH: what the corpus has not, a growth that contradicts the values
    printf '# 云岭县统计公报（%s年）\n\n%s年，全县建成图书馆%s座，同比增长%s%%。全年粮食产量%s万吨，同比增长5%%。\n' \
        "$1" "$1" "$2" "$4" "$3"
}
ten_thousand() {
    echo '# 各县粮食产量汇总（2025年）'
    awk 'BEGIN { for (i = 1; i <= 5000; i++)
        printf "\n2025年，第%d片产区粮食产量%d.%d万吨，同比增长%d.%d%%。\n", i, i, i % 10, i % 30 + 1, i % 7 }'
}
hostile() { # everything that could end the script, the text area or the comment it stands in, or turn the text round
    printf '# <script>harm=1</script>统计公报（2025年）\n\n'
    printf '2025年，</script><script>harm=1</script>粮食产量100万吨，<!-- 同比增长5%%。--> <img src=x onerror=harm=1>\n\n'
    printf '</textarea></noscript></style><svg onload=harm=1> 根据<b>统计局</b>数据，建成水库38座。]]> <!--<script>\n\n'
    printf '全年\342\200\256棉花\342\200\254产量\342\201\246 20万吨\342\201\251，\342\200\250同比增长3%%。\033[31m钢材产量30万吨\033[0m。\n\n'
    # outside the basic plane a character is two units of the script: marks must not slip
    printf '𠮷野县𠀀家村2025年建成𡈽库7座，同比增长4%%。&lt;i&gt;产值8亿元&amp;利润1亿元。\n'
}
hostile_records() { # the same in fields that are read from a file of records
    bad='<script>harm=1</script>"" onclick=""harm=1""></textarea><!-- <img src=x onerror=harm=1>'
    echo 'metric,value,unit,year,source,kind,claim,section,document,file,line,quote,sentence,id'
    for hidden in '' '\033[31m' '\342\200\256' '\342\200\250' '\000'; do
        number=$((${number:-0} + 1))
        hidden=$(printf "$hidden" | tr -d '\000')
        printf '"甲%s%s",%d,吨,2025,"乙%s%s",level,actual,"丙%s%s","丁%s",报告.txt,%d,%d吨,"%s%s产量%d吨。",00000000000%d\n' \
            "$bad" "$hidden" $number "$bad" "$hidden" "$bad" "$hidden" "$bad" $number $number "$bad" "$hidden" $number $number
    done
}

# ---- the pages

corpus=$PWD/corpus
case $DCX in /*) ;; *) DCX=$PWD/$DCX ;; esac
case $SHARED in /*) ;; *) SHARED=$PWD/$SHARED ;; esac
page() { # NAME COMMAND ARGUMENT...
    name=$1
    shift
    "$DCX" "$@" -q -f html -o "$name.html" 2>"$name.err" || {
        echo "page: dcx $* failed:" >&2
        cat "$name.err" >&2
        exit 1
    }
}
make_pages() { # in the temporary folder
    two_years 2024 100 200 3 >old.txt
    two_years 2025 150 210 20 >new.txt
    ten_thousand >many.txt
    odd=$(printf 'a<img src=x onerror=harm=1>&"\033[31m\342\200\256.txt')
    hostile >"$odd"
    hostile_records >hostile.csv
    "$DCX" extract -q "$corpus/annual-2025.txt" -f csv -o records.csv
    page annual extract "$corpus/annual-2025.txt"
    page both extract "$corpus/annual-2024.txt" "$corpus/annual-2025.txt"
    page review extract "$corpus/company-annual.txt"
    page cells extract "$corpus/table-communique.txt"
    page traditional extract "$corpus/page-traditional.html"
    page records extract records.csv
    page hostile extract "$odd" --input-format text
    page hostile-records extract hostile.csv
    page many extract many.txt
    page diff diff "$corpus/annual-2024.txt" "$corpus/annual-2025.txt"
    page contradiction diff old.txt new.txt
    page check check "$corpus/trad-taiwan.txt" --explain
    page against check new.txt --against old.txt --explain
    page series series "$corpus/annual-2024.txt" "$corpus/annual-2025.txt"
    [ -e "$SHARED/reports/2024.txt" ] || return 0
    page real-2024 extract "$SHARED/reports/2024.txt"
    page real-2025 extract "$SHARED/reports/2025.txt"
    page real-diff diff "$SHARED/reports/2024.txt" "$SHARED/reports/2025.txt"
    page real-check check "$SHARED/reports/2025.txt" --against "$SHARED/reports/2024.txt" --explain
}
(cd "$work" && make_pages)

rm -rf "$BUILD/page/shots"
mkdir "$BUILD/page/shots"
DCX=$DCX CORPUS=$corpus PAGES=$work DRIVER=$BUILD/page SHOTS=$BUILD/page/shots node tests/heavy/page.mjs "$@"
