#!/bin/sh
# Many documents at once: folders, lists of names, archives.

. tests/cases

document() { mkdir -p "$(dirname "$1")"; echo "2024年，$2达$3座。" >"$1"; }
records() { dcx extract -q --columns metric,value,file "$@"; }
holds() { # FILE METRIC: a record of it
    grep -q "^$2,[0-9]*,$1\$" out || wrong "no record of $2 from $1"
}

test_a_folder_is_all_documents_in_it() {
    document d/b.txt 桥梁 12; document d/a/第三.txt 水库 38; document d/c.md 泵站 45; document d/.hidden.txt 隧道 3
    document d/figures.csv 码头 9; ln -s .. d/a/up
    records d; exits 0; lines 4; holds d/b.txt 桥梁; holds d/a/第三.txt 水库; holds d/c.md 泵站
    cut -d, -f3 out >order; [ "$(tr '\n' ' ' <order)" = 'file d/a/第三.txt d/b.txt d/c.md ' ] || wrong 'the order is another'
    cp out single; records -j 2 d/; exits 0; lines 4
    dcx tokens -q d; exits 0; shows 12座
    mkdir empty; records empty; exits 3; says 'empty: it is a folder'; lines 0
    records d/b.txt empty; exits 3; lines 2
}
test_names_are_read_from_a_list() {
    document 'd/two
lines.txt' 桥梁 12; document d/a.txt 水库 38
    find d -name '*.txt' -print0 | sort -z >list
    records --files0-from list; exits 0; shows 桥梁; shows 水库
    records --files0-from list d/a.txt; exits 0; [ "$(grep -c 水库 out)" -eq 2 ] || wrong 'a file that is named, too, is not read'
    "$DCX" extract -q --files0-from - --columns metric <list >out 2>err; shows 桥梁
    : >none; records --files0-from none; exits 3; says 'none names no file'
    records --files0-from absent; exits 3; says 'there is no such file'
}
test_an_archive_is_the_documents_in_it() {
    document d/a.txt 水库 38; document d/e/b.txt 桥梁 12
    tar -C d -cf m.tar a.txt e; tar -C d -czf m.tar.gz a.txt e; gzip -c d/a.txt >a.txt.gz
    for archive in m.tar m.tar.gz; do
        records $archive; exits 0; lines 3; holds $archive:a.txt 水库; holds $archive:e/b.txt 桥梁
    done
    records a.txt.gz; exits 0; holds a.txt.gz:a.txt 水库
    "$DCX" extract -q --columns metric <m.tar.gz >out 2>err; shows 水库
    records -j 2 m.tar d/a.txt; exits 0; lines 4
}
test_zip_names_are_those_of_chinese_systems() {
    if ! command -v python3 >/dev/null 2>&1; then return; fi
    document a.txt 水库 38
    python3 - <<'END2'
import zipfile
class Old(zipfile.ZipInfo):  # as Windows writes it: GBK, without a flag that says so
    def _encodeFilenameFlags(self): return self.filename.encode("gbk"), self.flag_bits
with zipfile.ZipFile("old.zip", "w") as z: z.writestr(Old("年报.txt"), open("a.txt").read())
with zipfile.ZipFile("new.zip", "w") as z:
    z.write("a.txt", "年报.txt"); z.writestr("damaged.pdf", "%PDF-1.4"); z.writestr("__MACOSX/a.txt", "水库5座。")
with zipfile.ZipFile("bomb.zip", "w", zipfile.ZIP_DEFLATED) as z: z.writestr("a.txt", "座" * 50000000)
END2
    records old.zip; exits 0; holds old.zip:年报.txt 水库
    records new.zip; exits 3; holds new.zip:年报.txt 水库; lines 2; says 'new.zip:damaged.pdf: '
    records bomb.zip; exits 3; lines 0; says 'such a file is made to do harm'
    head -c 60 old.zip >cut.zip; records cut.zip; exits 3; says damaged
}

run_cases "$@"
