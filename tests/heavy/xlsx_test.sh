#!/bin/sh
# Workbooks open in LibreOffice, and show what the CSV shows: tests/heavy/xlsx.py.
# From the project's root; DCX is the binary, SHARED may hold reports/.
set -eu
export DCX="${DCX:-build/dcx}" SHARED="${SHARED:-../shared}"
for tool in python3 soffice; do
    command -v $tool >/dev/null 2>&1 || {
        echo "xlsx: $tool is not installed; run tools/setup check-all" >&2
        exit 1
    }
done
exec python3 -B tests/heavy/xlsx.py
