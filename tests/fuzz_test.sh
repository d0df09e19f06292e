#!/bin/sh
# The targets of the fuzzer on the files that it begins with, and on those that once broke something. One line each where
# it fails. BUILD is where the targets were built.
status=0
for target in tests/fuzz/seeds/*; do
    name=${target##*/}
    for file in "$target"/* "tests/fuzz/found/$name"/*; do
        [ -f "$file" ] || continue
        "${BUILD:-build}/tests/fuzz/$name" "$file" || { echo "FAILED $file" && status=1; }
    done
done
exit $status
