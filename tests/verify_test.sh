#!/bin/sh
# `dcx verify` as a process: one function a case, each run in an empty folder of its own.

. tests/cases

sources() {
    cat >2025.txt <<'END'
# 青山市2025年数字发展报告

截至2025年底，青山市登记无人机51.8万架。2025年，软件业务收入1234.5亿元，比上年增长12.4%。青山市智慧停车用户规模达306.2万人，占网民整体的38.4%。跨省通办事项达到482项。截至2025年6月底，云桥平台注册商户7.93万户。

2025年，青山市电子商务交易额6200亿元，网上零售额1984亿元。
END
    cat >2024.txt <<'END'
# 青山市2024年数字发展报告

截至2024年底，青山市登记无人机47.6万架。2024年，软件业务收入1098.3亿元。青山市智慧停车用户规模达281.7万人。建成共享书屋3140个。
END
}
verify() { dcx verify draft.txt --against 2025.txt --against 2024.txt -f csv --columns status,quote,reason,source_quote,computed "$@"; }
draft() { echo "$*" >draft.txt; sources; }

test_supported() { draft '截至2025年底，青山市登记无人机51.8万架。'; verify; exits 0; shows 'supported,51.8万架,,51.8万架,'; }
test_converted() { draft '2025年，青山市软件业务收入约0.12万亿元。'; verify; shows 'supported,0.12万亿元,rounded,1234.5亿元'; }
test_hedge() { draft '2025年，青山市智慧停车用户规模超300万人。'; verify; shows 'supported,300万人,rounded,306.2万人'; }
test_swapped() { draft '截至2025年底，青山市登记无人机58.1万架。'; verify; shows 'mismatch,58.1万架,digits-swapped,51.8万架'; }
test_ten_times() { draft '2025年，软件业务收入12345亿元。'; verify; shows 'mismatch,12345亿元,power-of-ten,1234.5亿元'; }
test_stale() { draft '截至2025年底，青山市登记无人机47.6万架。'; verify; shows 'mismatch,47.6万架,other-year-value,51.8万架'; }
test_scope_word() { draft '2025年，青山市跨境通办事项达到482项。'; verify; hides 'supported,'; }
test_other_year() { draft '2025年，青山市建成共享书屋3140个。'; verify; shows 'other-year,3140个,'; }
test_period() { draft '截至2025年底，云桥平台注册商户7.93万户。'; verify; shows 'other-year,7.93万户,'; }
test_difference() { draft '2025年，青山市智慧停车用户规模比上年增加24.5万人。'; verify; shows 'computed,24.5万人,2024.txt:3:281.7万人,306.2万人,306.2万人 - 281.7万人 = 24.5万人'; }
test_wrong_difference() { draft '2025年，青山市智慧停车用户规模比上年增加34.5万人。'; verify; shows 'mismatch,34.5万人,arithmetic,306.2万人,306.2万人 - 281.7万人 = 24.5万人'; }
test_share() { draft '2025年，青山市网上零售额占电子商务交易额的32%。'; verify; shows 'computed,32%,2025.txt:5:6200亿元,1984亿元,1984亿元 / 6200亿元 = 32.0%'; }
test_other_whole() { draft '2025年，青山市智慧停车用户占手机用户的38.4%。'; verify; shows 'mismatch,38.4%,other-whole,38.4%'; }
test_not_found() { draft '2025年，青山市共享单车投放19.6万辆。'; verify; shows 'not-found,19.6万辆,'; }
test_fail_on() {
    draft '截至2025年底，青山市登记无人机58.1万架。'
    verify --fail-on mismatch; exits 1
    verify --fail-on not-found,other-year; exits 0
    verify --fail-on wrong; exits 2; says 'there are mismatch'
}
test_closing_line() { draft '截至2025年底，青山市登记无人机51.8万架。'; verify; says '1 supported, 0 computed, 0 mismatch, 0 other-year, 0 not-found'; }
test_no_source() { draft '登记无人机51.8万架。'; dcx verify draft.txt; exits 2; says '--against SOURCE'; }
test_no_figure() { draft '没有数字。'; verify --fail-on mismatch; exits 1; says 'no figure was verified'; verify; exits 0; }
test_source_missing() { draft '登记无人机51.8万架。'; dcx verify draft.txt --against none.txt; exits 3; }
test_records() {
    draft '截至2025年底，青山市登记无人机51.8万架。'
    dcx extract 2025.txt -f jsonl -o 2025.jsonl; dcx extract draft.txt -o draft.csv
    dcx verify draft.csv --against 2025.jsonl -f csv; exits 0; shows 'supported,'
}
test_formats() {
    draft '截至2025年底，青山市登记无人机58.1万架。'
    for f in tsv json jsonl table md; do dcx verify draft.txt --against 2025.txt -f $f; exits 0; shows mismatch; done
    dcx verify draft.txt --against 2025.txt -f md --header zh; shows '不符'; shows '数字颠倒'
    dcx verify draft.txt --against 2025.txt -f html -o out.html; exits 0
    shows '"main":"verdict"' out.html; shows '"block"' out.html; shows '"mark"' out.html
    dcx verify draft.txt --against 2025.txt -f xlsx -o out.xlsx; exits 0
}
test_sarif() {
    draft '截至2025年底，青山市登记无人机58.1万架。2025年，青山市共享单车投放19.6万辆。软件业务收入1234.5亿元。'
    dcx verify draft.txt --against 2025.txt -f sarif; exits 0
    python3 - <<'END' || wrong 'no such SARIF'
import json
run = json.load(open('out'))['runs'][0]
assert [r['ruleId'] for r in run['results']] == ['mismatch', 'not-found']
at = run['results'][0]['locations'][0]['physicalLocation']
assert at['artifactLocation']['uri'] == 'draft.txt' and at['region'] == {'startLine': 1, 'startColumn': 18}
END
    dcx extract draft.txt -f sarif; exits 2; says 'use it with verify'
}

run_cases "$@"
