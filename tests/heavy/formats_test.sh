#!/bin/sh
# The figures of a report do not depend on how it is encoded, written or printed: tests/heavy/formats.py.
# From the project's root; DCX is the binary, SHARED holds reports/, BUILD is where it writes (BUILD/formats only).
# Options are handed on: --only VARIANT,... --docs NAME,... --misses VARIANT
set -eu
export DCX="${DCX:-build/dcx}" SHARED="${SHARED:-../shared}" BUILD="${BUILD:-build}"
command -v python3 >/dev/null 2>&1 || {
    echo 'formats: python3 is not installed; run tools/setup check-all' >&2
    exit 1
}
exec python3 -B tests/heavy/formats.py "$@"
