#!/bin/sh
# Where results go when the name of an output is a link, a device or a descriptor that is open already: nothing that
# somebody else opened is replaced, and nothing is made where devices are. The cases that would harm the machine if they
# failed run on a /dev of their own, where that can be had (as root on Linux).

. tests/cases

report() { echo '2024年，充电桩数量达1280个。' >in.txt; }
metrics() { dcx extract -q in.txt --columns metric "$@"; }
written() { printf 'metric\n充电桩数量\n' | cmp -s - "${1:-out}" || wrong "${1:-out} does not hold the records"; }

test_a_descriptor_is_written_where_it_stands() {
    report
    for name in /dev/stdout /dev/fd/1 /proc/self/fd/1; do
        { echo before; "$DCX" extract -q in.txt --columns metric -f csv -o $name; echo after; } >all 2>err
        printf 'before\nmetric\n充电桩数量\nafter\n' | cmp -s - all || wrong "$name: what stood there is lost"
    done
    "$DCX" extract -q in.txt --columns metric -o /dev/fd/3 3>third 2>err; written third
    "$DCX" extract -q in.txt --columns metric -o /dev/stderr 2>second; written second
    "$DCX" extract -q in.txt --columns metric -o /dev/stdout 2>err | cat >piped; written piped
    metrics -o /dev/stdout; exits 0; written
    dcx extract -q in.txt --columns metric -f csv --missed /dev/stdout; exits 0; shows 'file,line,column'
    metrics -o /dev/fd/19; exits 3; says 'this descriptor is not open'
    metrics -o /dev/null; exits 0; says_nothing
}
test_a_link_to_standard_output_stays() {
    report
    ln -s /dev/stdout link.csv
    metrics -o link.csv; exits 0; written
    [ -L link.csv ] || wrong 'the link was replaced'
}
test_a_link_is_followed() {
    report
    mkdir there
    ln -s there/new.csv link.csv; ln -s nowhere/new.csv broken.csv; ln -s b a; ln -s a b
    metrics -o link.csv; exits 0; written there/new.csv
    [ -L link.csv ] || wrong 'the link was replaced'
    metrics -o broken.csv; exits 3; says 'the folder does not exist'; absent nowhere
    metrics -o a -f csv; exits 3; says 'symbolic links'
    [ -L a ] && [ -L b ] || wrong 'a link was replaced'
}
test_a_database_is_a_file() {
    report
    dcx extract -q in.txt -f sqlite -o /dev/stdout; exits 3; says 'a database needs a file of its own'; lines 0
}

# On a /dev of its own: standard output is deleted, names below /dev and /proc.
own_dev() {
    mount -t tmpfs none /dev && mkdir /dev/shm && : >/dev/null && ln -s /proc/self/fd /dev/fd &&
        ln -s /proc/self/fd/1 /dev/stdout && ln -s /proc/self/fd/2 /dev/stderr || exit 9
    find /dev | sort >before
    sh -c 'exec >gone; rm gone; "$DCX" extract -q in.txt -o /dev/stdout'
    sh -c 'exec >gone; rm gone; "$DCX" extract -q in.txt -f csv --missed /dev/stdout'
    for name in /dev/figures.csv /dev/figures.db /proc/figures.csv /dev/fd/figures.csv; do
        "$DCX" extract -q in.txt -o $name && echo "$name was written"
    done
    "$DCX" extract -q in.txt --columns metric -o /dev/shm/figures.csv && mv /dev/shm/figures.csv kept
    find /dev | sort | cmp -s before - || echo 'there is something else in /dev now'
    [ -L /dev/stdout ] || echo '/dev/stdout was replaced'
}
test_devices_stay() {
    report
    if ! unshare --mount true 2>/dev/null; then
        echo '    not tried: this needs a namespace of its own'
        return
    fi
    export DCX
    unshare --mount sh -c "$(sed -n '/^own_dev()/,/^}/p' "$self"); own_dev" >told 2>err </dev/null || wrong 'it did not run'
    [ ! -s told ] || wrong "$(cat told)"
    absent gone; written kept
    says '/dev/figures.csv: nothing can be kept under /dev or /proc'
    says '/dev/figures.db: nothing can be kept under /dev or /proc'
}

run_cases "$@"
