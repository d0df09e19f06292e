#!/bin/sh
# `dcx mcp` as a process: one function a case, each run in an empty folder of its own. A case sends lines of JSON.

. tests/cases

mcp() { # folders and options; messages come from ./in
    timeout 60 "$DCX" mcp "$@" <in >out 2>err
    status=$?
}
call() { printf '{"jsonrpc":"2.0","id":%s,"method":"tools/call","params":{"name":"%s","arguments":%s}}\n' "$1" "$2" "$3" >>in; }

test_handshake() {
    cat >in <<'END'
{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}
{"jsonrpc":"2.0","method":"notifications/initialized"}
{"jsonrpc":"2.0","id":"a","method":"ping"}
{"jsonrpc":"2.0","id":2,"method":"tools/list"}
END
    mcp; exits 0; lines 3
    shows '"protocolVersion":"2025-06-18"'; shows '"serverInfo":{"name":"dcx"'
    shows '{"jsonrpc":"2.0","id":"a","result":{}}'
    for t in extract diff series check verify; do shows "\"name\":\"$t\""; done
}
test_errors() {
    cat >in <<'END'
no json
[]
{"jsonrpc":"2.0","id":1}
{"jsonrpc":"2.0","id":2,"method":"no/such"}
{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"none"}}
END
    mcp; exits 0; lines 5
    for code in 32700 32600 32601 32602; do shows "\"code\":-$code"; done
}
test_extract_text() {
    call 1 extract '{"document":{"text":"2025年，水泥产量39.6万吨，比上年增长8.8%。"}}'
    mcp; exits 0
    shows '"metric":"水泥产量"'; shows '"value":"39.6"'; shows '"total":2'; shows '"structuredContent"'
}
test_verify() {
    call 1 verify '{"draft":{"text":"2025年，水泥产量36.9万吨。"},"sources":[{"text":"2025年，水泥产量39.6万吨。","name":"公报"}]}'
    mcp; shows '"status":"mismatch"'; shows '"reason":"digits-swapped"'; shows '"source_file":"公报"'
}
test_diff_check_series() {
    old='{"text":"2024年，水泥产量35.0万吨。"}' new='{"text":"2025年，水泥产量39.6万吨，比上年增长8.8%。"}'
    call 1 diff "{\"old\":$old,\"new\":$new}"
    call 2 check "{\"document\":$new,\"against\":$old}"
    call 3 series "{\"documents\":[$old,$new]}"
    mcp; exits 0; lines 3
    shows '"change":"4.6"'; shows '"severity":"note"'; shows '"status":"first-published"'
}
test_pages_of_rows() {
    call 1 extract '{"document":{"text":"2025年，水泥产量39.6万吨，钢材产量51.2万吨，木材产量7.7万吨。"},"limit":2}'
    call 2 extract '{"document":{"text":"2025年，水泥产量39.6万吨，钢材产量51.2万吨，木材产量7.7万吨。"},"limit":2,"cursor":"2"}'
    call 3 extract '{"document":{"text":"x"},"cursor":"no"}'
    mcp; lines 3
    sed -n 1p out >one; sed -n 2p out >two
    shows '"nextCursor":"2"' one; hides '"metric":"木材产量"' one; shows '"metric":"木材产量"' two; hides nextCursor two
    shows '"isError":true'
}
test_files() {
    mkdir in-here out-there
    echo '2025年，水泥产量39.6万吨。' >in-here/a.txt
    echo '2025年，钢材产量51.2万吨。' >out-there/b.txt
    ln -s ../out-there/b.txt in-here/link.txt
    call 1 extract '{"document":{"path":"a.txt"}}'
    call 2 extract '{"document":{"path":"../out-there/b.txt"}}'
    call 3 extract '{"document":{"path":"link.txt"}}'
    call 4 extract "{\"document\":{\"path\":\"$PWD/out-there/b.txt\"}}"
    call 5 extract "{\"document\":{\"path\":\"$PWD/in-here/a.txt\"}}"
    call 6 extract '{"document":{"path":"none.txt"}}'
    mcp in-here; exits 0; lines 6
    hides 钢材; [ "$(grep -c '"isError":true' out)" -eq 4 ] || wrong 'not four are refused'
    [ "$(grep -c 水泥 out)" -eq 2 ] || wrong 'not two are read'
    mcp; [ "$(grep -c '"isError":true' out)" -eq 6 ] || wrong 'files are read without a folder'
}
test_broken_documents() {
    call 1 extract '{"document":{"text":""}}'
    call 2 extract '{}'
    call 3 verify '{"draft":{"text":"x"},"sources":[]}'
    call 4 diff '{"old":{"text":""},"new":{"text":""}}'
    mcp; exits 0; lines 4
    shows '"total":0'; shows 'document is missing'
}

run_cases "$@"
