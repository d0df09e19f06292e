#!/bin/sh
# What is four times as long takes about four times the time: tests/heavy/scaling.py. From the project's root; DCX is the
# binary, BUILD is where it writes (BUILD/scaling only). Options are handed on: the names of shapes, --list, --times
set -eu
export DCX="${DCX:-build/dcx}" BUILD="${BUILD:-build}"
command -v python3 >/dev/null 2>&1 || {
    echo 'scaling: python3 is not installed; run tools/setup check-all' >&2
    exit 1
}
exec python3 -B tests/heavy/scaling.py "$@"
