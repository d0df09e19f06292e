#!/bin/sh
# dcx mcp with the protocol's official client: tests/heavy/mcp.mjs. From the project's root; DCX is the binary, BUILD is where
# the client library is put (BUILD/mcp).
set -eu
DCX=${DCX:-build/dcx} BUILD=${BUILD:-build}
client=@modelcontextprotocol/sdk@1.32.2
for tool in node npm; do
    command -v $tool >/dev/null 2>&1 || {
        echo "mcp: $tool is not installed; run tools/setup check-all" >&2
        exit 1
    }
done
mkdir -p "$BUILD/mcp"
if ! grep -qs "\"version\": \"${client##*@}\"" "$BUILD/mcp/node_modules/@modelcontextprotocol/sdk/package.json"; then
    npm install --no-save --no-audit --no-fund --silent --prefix "$BUILD/mcp" "$client" >&2
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf '2025年，水泥产量39.6万吨，钢材产量51.2万吨。\n' >"$work/report.txt"
cp tests/heavy/mcp.mjs "$BUILD/mcp/mcp.mjs"
node "$BUILD/mcp/mcp.mjs" "$(realpath "$DCX")" "$work"
