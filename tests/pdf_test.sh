#!/bin/sh
# PDF, read by pdftotext, or by something that takes its place and fails as it may.

. tests/cases

pdf() { # FILE TEXT: one page of one line; its characters are told by a map, so that no font is needed
    units=$(printf '%s' "$2" | iconv -f UTF-8 -t UTF-16BE | od -An -v -tx1 | tr -d ' \n')
    codes='' map='' code=33
    while [ -n "$units" ]; do
        rest=${units#????}
        codes="$codes$(printf '%02x' $code)"
        map="$map<$(printf '%02x' $code)> <${units%"$rest"}> "
        units=$rest code=$((code + 1))
    done
    file=$1 number=0 table=
    printf '%%PDF-1.4\n' >"$file"
    object '<< /Type /Catalog /Pages 2 0 R >>'
    object '<< /Type /Pages /Kids [3 0 R] /Count 1 >>'
    object '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>'
    stream "BT /F 12 Tf 60 720 Td <$codes> Tj ET"
    object '<< /Type /Font /Subtype /Type1 /BaseFont /Courier /ToUnicode 6 0 R >>'
    stream "/CMapName /M def 1 begincodespacerange <00> <ff> endcodespacerange $((code - 33)) beginbfchar $map endbfchar"
    start=$(wc -c <"$file")
    printf 'xref\n0 7\n0000000000 65535 f \n%btrailer\n<< /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n' \
        "$table" "$start" >>"$file"
}
object() { # TEXT: the next object, whose place is noted
    number=$((number + 1))
    table="$table$(printf '%010d 00000 n \\n' "$(wc -c <"$file")")"
    printf '%d 0 obj\n%s\nendobj\n' $number "$1" >>"$file"
}
stream() { object "<< /Length ${#1} >>
stream
$1
endstream"; }

instead() { # COMMANDS: what runs in the place of pdftotext
    mkdir -p fake
    printf '#!/bin/sh\n%s\n' "$1" >fake/pdftotext
    chmod +x fake/pdftotext
    PATH=$PWD/fake:$PATH
}

test_text_of_a_pdf() {
    command -v pdftotext >/dev/null 2>&1 || return 0
    pdf in.pdf '2024年末，全市共有水库12座。'
    dcx extract -v -f csv --columns metric,value,unit,year,page in.pdf; exits 0
    shows '水库,12,座,2024,1'; says 'read as pdf'
}
test_pdf_without_text() {
    command -v pdftotext >/dev/null 2>&1 || return 0
    pdf in.pdf ''
    dcx extract in.pdf; exits 3; says 'the PDF holds no text'
}
test_damaged_pdf() {
    command -v pdftotext >/dev/null 2>&1 || return 0
    printf '%%PDF-1.4\nnothing of one\n' >in.pdf
    dcx extract in.pdf; exits 3; says 'the PDF is damaged'
}
test_no_pdftotext() {
    pdf in.pdf '水库12座。'
    env PATH=/nowhere "$DCX" extract in.pdf >out 2>err
    status=$?
    exits 3; says 'pdftotext, which is not there'
}
test_encrypted_pdf() {
    pdf in.pdf '水库12座。'
    instead 'echo "Command Line Error: Incorrect password" >&2; exit 1'
    dcx extract in.pdf; exits 3; says 'the PDF is encrypted'
}
test_pdf_that_may_not_be_copied() {
    pdf in.pdf '水库12座。'
    instead 'echo "Copying of text from this document is not allowed." >&2; exit 3'
    dcx extract in.pdf; exits 3; says 'does not permit its text to be copied'
}
test_pdf_damaged_in_places() { # what is left is read
    real=$(command -v pdftotext) || return 0
    pdf in.pdf '2024年末，全市共有水库12座。'
    instead "$real \"\$@\"; echo 'Syntax Error (1234): Missing endstream' >&2"
    dcx extract -f csv --columns metric,value in.pdf; exits 0
    shows '水库,12'; says 'the PDF is damaged in places: Syntax Error'
}
test_pdftotext_that_does_not_read() { # the input is a file, not a pipe that would break
    pdf in.pdf '水库12座。'
    instead 'exec <&-; echo "<html>"'
    dcx extract in.pdf; exits 3
}

run_cases "$@"
