#!/bin/sh
# The sandbox, by trying: what a hole in a parser would be used for fails, and succeeds without the sandbox; and all that
# dcx does works in it as well as without.

. tests/cases
probe=$root/${BUILD:-build}/tests/sandbox_probe.so
case ${BUILD:=build} in /*) probe=$BUILD/tests/sandbox_probe.so ;; esac
corpus=$root/corpus
sanitized() { grep -q __asan_init "$DCX"; }
python() { command -v python3 >/dev/null 2>&1; }

# ---- what cannot be done

probed() { # OPTION...: what the probe could do is in ./tried
    sleep 100 &
    victim=$!
    PROBE_VICTIM=$victim PROBE_OTHER=other.txt PROBE_INPUT=gb.txt PROBE_OUTPUT=out.d HOME=$PWD/home LD_PRELOAD=$probe \
        ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0 "$DCX" extract gb.txt -v "$@" >out 2>err </dev/null
    status=$?
    kill "$victim" 2>/dev/null
    wait "$victim" 2>/dev/null
    grep '^probe' err | sort >tried
    [ "$(wc -l <tried)" -gt 15 ] || wrong 'nothing was tried'
}
probing() {
    mkdir home out.d
    echo secret >other.txt
    iconv -f UTF-8 -t GB18030 "$corpus/speech.txt" >gb.txt
}
offered() { # FILE: only where the kernel has it all
    grep -q 'in a sandbox of Landlock (version [6-9]\|in a sandbox of Landlock (version [1-9][0-9]' "$1" && return 0
    echo "    not tried, the kernel does not offer all of the sandbox: $(grep sandbox "$1" | head -1)"
    return 1
}
all_fail() {
    exits 0
    sanitized && grep -v 'probe trace' tried >kept && mv kept tried
    if grep yes tried >done; then wrong "in the sandbox: $(tr '\n' ',' <done)"; fi
}
test_nothing_else_can_be_done() {
    probing
    probed -o out.d/out.csv; offered err || return 0
    all_fail; [ -s out.d/out.csv ] || wrong 'no output'
    probed; all_fail
    for f in sqlite xlsx; do probed -f $f -o out.d/out.$f; all_fail; done
}
test_it_can_be_done_without() { # so that the test before can fail
    probing
    probed --no-sandbox -o out.d/out.csv; exits 0; hides sandbox err
    if grep -v 'yes$' tried >undone; then wrong "even without a sandbox: $(tr '\n' ',' <undone)"; fi
}
test_what_pdftotext_does_is_bounded() { # a script stands for it: what it starts is in the sandbox too
    mkdir bin
    echo secret >other.txt
    printf '#!/bin/sh\necho ran >&2\ncat other.txt >&2\necho x >made.txt\nexit 1\n' >bin/pdftotext
    chmod +x bin/pdftotext
    printf '%%PDF-1.4\n' >in.pdf
    PATH=$PWD/bin:$PATH dcx extract -v in.pdf; exits 3; offered err || return 0
    absent made.txt
    PATH=$PWD/bin:$PATH dcx extract --no-sandbox in.pdf; exits 3
    [ -e made.txt ] || wrong 'the script was not run'
}
test_it_is_said() {
    echo 收入达3亿元。 >in.txt
    dcx extract -v in.txt; exits 0; says sandbox
    dcx extract in.txt; exits 0; hides sandbox err
    dcx extract -v --no-sandbox in.txt; exits 0; hides sandbox err
    dcx extract -v --sandbox=off in.txt; exits 0; hides sandbox err
    dcx extract --sandbox=all in.txt; exits 2; says 'there are use, require and off'
}
test_it_can_be_required() {
    echo 收入达3亿元。 >in.txt
    dcx extract -v in.txt
    if grep -q 'Landlock (version .*) and seccomp' err; then
        dcx extract -q --sandbox=require in.txt; exits 0; says_nothing; lines 2
    else
        dcx extract -q --sandbox=require in.txt; exits 3; says 'the kernel does not offer'; lines 0
    fi
}

# ---- what can

same() { # ARGUMENT...: the same with and without; what is written to made*
    rm -rf made* first
    dcx "$@"
    wanted=$status
    mkdir first
    cp out err first
    for made in made*; do if [ -e "$made" ]; then mv "$made" first; fi; done
    dcx "$@" --no-sandbox; exits "$wanted"
    cmp -s out first/out || wrong "another output: $*"
    cmp -s err first/err || wrong "other messages: $*: $(cat first/err)"
    for made in made*; do
        case $made in
        'made*' | *.db) ;;
        *) cmp -s "$made" "first/$made" || wrong "another $made: $*" ;;
        esac
    done
}
test_every_format() {
    for f in csv tsv json jsonl table md cite html xlsx; do
        same extract -q "$corpus/annual-2025.txt" -f $f -o made; exits 0
        [ -s made ] || wrong "nothing was made: $f"
    done
    for f in csv html xlsx; do
        same diff -q "$corpus/annual-2024.txt" "$corpus/annual-2025.txt" -f $f -o made; exits 0
        same check -q "$corpus/annual-2025.txt" --against "$corpus/annual-2024.txt" -f $f -o made; exits 0
        [ $f = html ] || same series "$corpus/annual-2024.txt" "$corpus/annual-2025.txt" -f $f -o made; exits 0
        [ $f = html ] || same tokens -q "$corpus/speech.txt" -f $f -o made; exits 0
    done
}
test_databases() { # a new one, one with corrections in it, one over a link
    mkdir base
    ln -s base/real.db made.db
    : >base/real.db
    echo 'id,action,metric,value,sentence
,add,某某,1,' >more.csv
    for file in base/made.db base/made.db made.db; do
        dcx extract -q "$corpus/annual-2025.txt" --corrections more.csv -o $file; exits 0
        dcx diff -q "$corpus/annual-2024.txt" "$corpus/annual-2025.txt" -o $file; exits 0
        dcx check -q "$corpus/annual-2025.txt" -o $file; exits 0
    done
    [ -L made.db ] && [ -s base/real.db ] || wrong 'the link was replaced'
    absent base/*-journal
    dcx extract -q no.txt -o base/new.db; exits 3; absent base/new.db*
    command -v sqlite3 >/dev/null 2>&1 || return 0
    [ "$(sqlite3 base/made.db 'PRAGMA integrity_check; SELECT count(*) FROM runs')" = "ok
6" ] || wrong 'runs are missing'
    sqlite3 base/made.db 'PRAGMA journal_mode = WAL' >out
    dcx extract -q "$corpus/speech.txt" -o base/made.db; exits 0
    [ "$(sqlite3 base/made.db 'SELECT count(*) FROM runs')" = 7 ] || wrong 'no run with a log ahead'
}
test_every_encoding() { # the C library loads a module for each
    for e in GB18030 UTF-16LE UTF-32BE; do
        iconv -f UTF-8 -t $e "$corpus/speech.txt" >in.txt
        same extract in.txt; exits 0
    done
    same extract "$corpus/page-big5.html"; exits 0
    iconv -c -f UTF-8 -t EUC-CN "$corpus/speech.txt" >in.txt
    same extract --encoding EUC-CN in.txt; exits 0
}
test_every_file_of_the_options() {
    mkdir lists
    echo '*收入*' >lists/select
    printf 'same\t网民\t网民规模\n' >lists/aliases
    echo 'id,action' >lists/corrections.csv
    printf '<pack xmlns="urn:dcx:pack:1" id="mine"></pack>\n' >lists/mine.xml
    same extract "$corpus/speech.txt" --select lists/select --rules lists/mine.xml \
        --corrections lists/corrections.csv --missed made.csv; exits 0
    same diff "$corpus/annual-2024.txt" "$corpus/annual-2025.txt" --aliases lists/aliases -o made.csv; exits 0
    same rules check lists/mine.xml; exits 0
    same rules test -q lists/mine.xml; exits 0
    same rules list --rules lists/mine.xml -f csv -o made.csv; exits 0
    same rules show level.of; exits 0
}
test_messages_stay() {
    mkdir folder
    : >closed.txt; chmod 000 closed.txt
    same extract no.txt; exits 3; says 'there is no such file'
    same extract folder; exits 3; says 'it is a folder'
    same extract closed.txt "$corpus/speech.txt"
    same extract --rules no.xml "$corpus/speech.txt"
    same extract --select no.list "$corpus/speech.txt"
    same extract "$corpus/speech.txt" -o folder; exits 3
    same extract "$corpus/speech.txt" -o no/made.csv; exits 3; says 'the folder does not exist'
    same extract "$corpus/speech.txt" -f sqlite -o no/made.db; exits 3
}
test_ways_out() {
    mkdir elsewhere; echo old >elsewhere/real.csv; ln -s elsewhere/real.csv link.csv
    dcx extract -q "$corpus/speech.txt" -o made.csv; exits 0
    dcx extract -q "$corpus/speech.txt" -o link.csv; exits 0
    cmp -s made.csv elsewhere/real.csv || wrong 'not written over the link'
    [ -L link.csv ] || wrong 'the link was replaced'
    dcx extract -q "$corpus/speech.txt" -o /dev/stdout; exits 0
    cmp -s made.csv out || wrong 'not written to /dev/stdout'
    "$DCX" extract -q "$corpus/speech.txt" -o /dev/stdout | cat >piped
    cmp -s made.csv piped || wrong 'not written to a pipe by its name'
    "$DCX" extract -q "$corpus/speech.txt" | cat >piped
    cmp -s made.csv piped || wrong 'not written to a pipe'
    mkfifo pipe; cat pipe >piped &
    dcx extract -q "$corpus/speech.txt" -o pipe; exits 0; wait
    cmp -s made.csv piped || wrong 'not written to a pipe with a name'
    "$DCX" extract -q "$corpus/annual-2025.txt" | head -1 >piped; lines 1 piped
    dcx extract -q "$corpus/speech.txt" -o /dev/null; exits 0
}
test_ways_in() {
    "$DCX" extract -q --columns metric,value <"$corpus/speech.txt" >out 2>err
    cat "$corpus/speech.txt" | "$DCX" extract -q --columns metric,value - >piped 2>err
    cmp -s out piped || wrong 'another output from a pipe'
    "$DCX" extract -q --columns metric,value /dev/stdin <"$corpus/speech.txt" >piped 2>err
    cmp -s out piped || wrong 'another output from /dev/stdin'
    cat "$corpus/speech.txt" | "$DCX" extract -q --columns metric,value /dev/fd/0 >piped 2>err
    cmp -s out piped || wrong 'another output from a descriptor'
    mkfifo pipe; cat "$corpus/speech.txt" >pipe &
    "$DCX" extract -q --columns metric,value pipe >piped 2>err; wait
    cmp -s out piped || wrong 'another output from a pipe with a name'
    ln -s "$corpus/speech.txt" link.txt
    dcx extract -q --columns metric,value link.txt; cmp -s out piped || wrong 'another output over a link'
}
test_many_files() {
    for i in $(seq 1000); do echo "收入达${i}亿元。" >in$i.txt; done
    same extract in*.txt --columns value; exits 0; lines 1001
}
test_docx_and_pdf() {
    python || return 0
    python3 - <<'PYTHON'
import zipfile
text = "截至2025年底，全国5G基站数达483.8万个。"
word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
with zipfile.ZipFile("in.docx", "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>')
    z.writestr("word/document.xml", f'<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p>'
               "</w:body></w:document>")
content = b"BT /F 12 Tf 72 700 Td (Revenue reached 300) Tj ET"
parts = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
         b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
         b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
         b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
out, at = b"%PDF-1.4\n", []
for i, part in enumerate(parts):
    at.append(len(out))
    out += b"%d 0 obj%s endobj\n" % (i + 1, part)
start = len(out)
out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % a for a in at)
open("in.pdf", "wb").write(out + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start)
PYTHON
    same extract in.docx; exits 0; shows 483.8
    command -v pdftotext >/dev/null 2>&1 || return 0
    same tokens in.pdf; exits 0; shows 300
}
test_interrupt_leaves_nothing() {
    mkdir tmp
    mkfifo pipe
    TMPDIR=$PWD/tmp "$DCX" extract pipe -q -f xlsx -o out.xlsx 2>err &
    pid=$!
    for i in 1 2 3 4 5 6 7 8 9 10; do [ -n "$(ls tmp)" ] && [ -n "$(ls out.xlsx.* 2>/dev/null)" ] && break; sleep 0.2; done
    [ -n "$(ls out.xlsx.* 2>/dev/null)" ] || wrong 'it had not begun'
    kill "$pid"
    wait "$pid" 2>/dev/null
    absent out.xlsx* tmp/*
    TMPDIR=$PWD/tmp dcx extract -q "$corpus/speech.txt" -f xlsx -o out.xlsx; exits 0; absent tmp/*
}
test_interrupt_at_any_time() {
    mkdir tmp
    mkfifo pipe
    for delay in 0.001 0.002 0.003 0.004 0.005 0.006 0.007 0.008 0.009 0.01 0.02 0.03; do
        TMPDIR=$PWD/tmp "$DCX" extract pipe -q -f xlsx -o out.xlsx 2>err &
        pid=$!
        sleep $delay
        kill "$pid"
        wait "$pid" 2>/dev/null
        absent out.xlsx* tmp/*
    done
}
test_without_rights_of_root() {
    [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null 2>&1 || return 0
    chmod 755 "$work" .
    mkdir -m 777 all
    cp "$DCX" program 2>/dev/null
    cp "$corpus/speech.txt" in.txt; chmod 644 in.txt; chmod 755 program
    for f in csv xlsx sqlite; do
        setpriv --reuid=65534 --regid=65534 --clear-groups ./program extract in.txt -v -f $f -o all/out.$f >out 2>err
        status=$?; exits 0
        offered err || return 0
        [ -s all/out.$f ] || wrong "no output: $f"
    done
}

run_cases "$@"
