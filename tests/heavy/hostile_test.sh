#!/bin/sh
# What is damaged, unsupported or made to do harm is refused with one clear message, in bounded time and memory:
# tests/heavy/hostile.py. From the project's root; DCX is the binary, BUILD is where it writes (BUILD/hostile only).
# Options are handed on: the names of cases, --list, --slow
set -eu
export DCX="${DCX:-build/dcx}" BUILD="${BUILD:-build}"
command -v python3 >/dev/null 2>&1 || {
    echo 'hostile: python3 is not installed; run tools/setup check-all' >&2
    exit 1
}
exec python3 -B tests/heavy/hostile.py "$@"
