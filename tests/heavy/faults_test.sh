#!/bin/sh
# Whatever fails beneath dcx, it ends well: tests/heavy/faults.py. From the project's root; DCX is the binary, BUILD is
# where it writes (BUILD/faults only). Options are handed on: the names of cases, --few N, --only SORT, --leaks, --times
set -eu
export DCX="${DCX:-build/dcx}" BUILD="${BUILD:-build}"
command -v python3 >/dev/null 2>&1 || {
    echo 'faults: python3 is not installed; run tools/setup check-all' >&2
    exit 1
}
mkdir -p "$BUILD/faults"
flags='-std=gnu17 -O2 -Wall -Wextra -Werror'
${CC:-cc} $flags -shared -fPIC -o "$BUILD/faults/memory.so" tests/heavy/faults_memory.c
if [ "$(uname -m)" = x86_64 ]; then
    ${CC:-cc} $flags -o "$BUILD/faults/calls" tests/heavy/faults_calls.c
fi
exec python3 -B tests/heavy/faults.py "$@"
