#!/bin/sh
# What was built defends itself: the program and the shared library, as readelf sees them.

. tests/cases
built=$(dirname "$DCX")
library=$built/libdcx.so

holds() { # FILE WORDS: the view of FILE shows them
    readelf -Wd -l -h --dyn-syms "$1" >out
    shows "$2"
}
test_addresses_are_random() {
    holds "$DCX" 'DYN (Position-Independent Executable file)'
    grep -q 'Flags:.* PIE' out || wrong 'the program is not marked PIE'
    holds "$library" 'DYN (Shared object file)'
    for file in "$DCX" "$library"; do
        readelf -Wd "$file" >out
        hides TEXTREL
    done
}
test_addresses_of_functions_are_read_only() {
    for file in "$DCX" "$library"; do
        holds "$file" GNU_RELRO
        shows BIND_NOW
    done
}
test_nothing_is_writable_and_runs() {
    for file in "$DCX" "$library"; do
        readelf -Wl "$file" >out
        awk '$1 == "GNU_STACK" { stack = $7 } END { exit stack != "RW" }' out || wrong "$file: the stack may run"
        awk '/^ *[A-Z_]+ +0x/ && /RWE/ { exit 1 }' out || wrong "$file: a segment may be written and run"
        awk '$1 == "LOAD" && /R E/ { code++ } $1 == "LOAD" && / R  / { rest++ } END { exit !(code == 1 && rest) }' out ||
            wrong "$file: code is not in a segment of its own"
    done
}
test_libraries_come_from_the_system() {
    for file in "$DCX" "$library"; do
        readelf -Wd "$file" >out
        hides RPATH
        hides RUNPATH
    done
}
test_stack_is_guarded() {
    for file in "$DCX" "$library"; do holds "$file" __stack_chk_fail; done
}
test_calls_are_checked() { # only where something is optimised
    case $(cat "$built/flags") in *-D_FORTIFY_SOURCE*) ;; *) return ;; esac
    case $(cat "$built/flags") in *' -O0 '*) return ;; esac
    for file in "$DCX" "$library"; do
        readelf -W --dyn-syms "$file" >out
        grep -q ' __[a-z]*_chk' out || wrong "$file calls no function that checks lengths"
    done
}
test_jumps_are_checked() { # where the architecture can
    case $(cat "$built/flags") in *-fcf-protection*) ;; *) return ;; esac
    readelf -Wn "$built/obj/dcx.o" >out
    shows 'IBT, SHSTK'
}

if ! command -v readelf >/dev/null 2>&1; then
    echo 'hardening: skipped, readelf (binutils) is not installed'
elif grep -qE -e '-fsanitize|--coverage' "$built/flags"; then
    echo 'hardening: skipped, this build is to be looked into'
else
    run_cases "$@"
fi
