"""Workbooks hold what the CSV holds: read from the XML, by LibreOffice, and by openpyxl where it is installed."""

import csv
import io
import os
import re
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

DCX = os.environ["DCX"]
REPORTS = Path(os.environ["SHARED"]) / "reports"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
READABLE = {"ge": "≥", "le": "≤", "approx": "≈"}
YEARS = ("year", "old_year", "new_year")
NUMBERS = ("value", "value_max", "base_value", "page", "line", "column", "length", "examples", "old_value", "new_value",
           "change", "change_pct", "printed_growth", "computed_growth", "score", "old_line", "new_line", "shown_value")

failures = 0


def check(holds, *what):
    global failures
    if not holds:
        failures += 1
        if failures <= 20:
            print("xlsx:", *what, file=sys.stderr)
    return holds


def dcx(*arguments):
    done = subprocess.run([DCX, *arguments], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return done.stdout


def table(text):
    csv.field_size_limit(1 << 30)
    return list(csv.reader(io.StringIO(text, newline="")))


# ---- what is compared ----

HOSTILE = [
    ["metric", "value", "unit", "source", "section", "file"],
    ["=1+1", "1.50", "=A1", "@SUM(A1)", "+1", "-x.txt"],
    ["=HYPERLINK(\"http://x\")", "123456789012345678", "_x0041_", "<b>&amp;]]>", "'=x", "https://example.org/a b"],
    ["-1-2", "0.0000000000000000001", "007", "1e5", "2024-01-02", "TRUE"],
    ["\U0001F600基站", "-0.10", "1/2", "  blank  ", "50%", "¥1,000"],
    ["长" * 2000, "999999999999999", "1.0", "a\nb", "", "'"],
    ["nought", "0", "#REF!", "\u202Eabc", "é", "\u3000"],
]


def jobs(folder):
    """Name, arguments, whether it is a diff."""
    hostile = folder / "hostile.csv"
    with hostile.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows(HOSTILE)
    corpus = [Path("corpus") / name for name in (
        "annual-2025.txt", "damaged.txt", "page-traditional.html", "table-report.md", "communique-2024.txt",
        "cpi-release.txt", "trad-taiwan.txt", "company-annual.txt")]
    pairs = [("annual", "corpus/annual-2024.txt", "corpus/annual-2025.txt"),
             ("communique", "corpus/communique-2021.txt", "corpus/communique-2024.txt")]
    if (REPORTS / "2025.txt").exists():
        corpus.append(REPORTS / "2025.txt")
        pairs.append(("shared", str(REPORTS / "2024.txt"), str(REPORTS / "2025.txt")))
    yield "extract-hostile", ["extract", str(hostile)], False
    yield "extract-raw", ["extract", str(hostile), "--no-guard"], False
    for document in corpus:
        yield f"extract-{document.stem}-{document.suffix[1:]}", ["extract", str(document)], False
        yield f"check-{document.stem}-{document.suffix[1:]}", ["check", "--explain", str(document)], False
    for name, old, new in pairs:
        yield f"diff-{name}", ["diff", old, new], True
        yield f"series-{name}", ["series", old, new], False
        yield f"wide-{name}", ["series", "--wide", old, new], False
    yield "rules", ["rules", "list"], False
    yield "tokens", ["tokens", "corpus/annual-2025.txt"], False


def by_section(rows):
    """The sections in the order in which they first appear."""
    at = rows[0].index("section")
    order = {}
    for row in rows[1:]:
        order.setdefault(row[at], len(order))
    return rows[:1] + sorted(rows[1:], key=lambda row: order[row[at]])


def readable(rows):
    columns = [i for i, name in enumerate(rows[0]) if name == "qualifier"]
    return rows[:1] + [[READABLE.get(cell, cell) if i in columns else cell for i, cell in enumerate(row)]
                       for row in rows[1:]]


# ---- the XML ----


def parts(path):
    with zipfile.ZipFile(path) as archive:
        check(archive.testzip() is None, path, "is damaged")
        return {name: ET.fromstring(archive.read(name)) for name in archive.namelist()}


def check_sheet(name, book, rows):
    """Types and values of the cells, and what people use the sheet with."""
    sheet = book["xl/worksheets/sheet1.xml"]
    pane = sheet.find(f".//{MAIN}pane")
    frozen = pane is not None and pane.get("state") == "frozen" and pane.get("ySplit") == "1"
    check(frozen, name, "has no frozen header")
    filtered = sheet.find(f"{MAIN}autoFilter")
    check(filtered is not None and filtered.get("ref").endswith(str(len(rows))), name, "has no filter")
    check(not sheet.findall(f".//{MAIN}f") and not sheet.findall(f".//{MAIN}hyperlink"), name, "has formulas or links")
    comments = book["xl/comments1.xml"].findall(f".//{MAIN}comment")
    check(len(comments) == len(rows[0]), name, "lacks notes")
    names = [re.match(r"(.*)\n", "".join(c.itertext())).group(1) for c in comments]
    digits = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
    for row in sheet.iter(f"{MAIN}row"):
        number = int(row.get("r"))
        for cell in row:
            column = 0
            for letter in re.match("[A-Z]+", cell.get("r")).group():
                column = column * 26 + ord(letter) - 64
            column -= 1
            shown = rows[number - 1][column]
            counts = names[column] in NUMBERS or re.fullmatch(r"\d{4}", names[column])
            significant = shown.replace("-", "").replace(".", "").strip("0")
            exact = bool(digits.fullmatch(shown)) and len(significant) <= 15 and len(shown.partition(".")[2]) <= 15
            is_year = names[column] in YEARS and re.fullmatch(r"[1-9]\d{3}", shown)
            wanted = number > 1 and (exact and counts or is_year)
            value = cell.find(f"{MAIN}v")
            check((value is not None) == bool(wanted), name, cell.get("r"), repr(shown), "is of the wrong type")
            if value is not None:
                check(float(value.text) == float(shown), name, cell.get("r"), value.text, "is not", shown)


def check_chart(name, book, rows):
    """The largest changes of facts, and no others."""
    head = rows[0]
    at = {column: head.index(column) for column in head}
    facts = [row for row in rows[1:] if row[at["status"]] == "matched" and row[at["kind"]] == "level"
             and row[at["old_claim"]] == row[at["new_claim"]] == "actual" and row[at["change_pct"]]
             and float(row[at["change_pct"]])]
    chart = book.get("xl/charts/chart1.xml")
    if not check(chart is not None, name, "has no chart"):
        return
    values = [float(v.text) for v in chart.findall(f".//{CHART}val//{CHART}v")]
    wanted = sorted((abs(float(row[at["change_pct"]])) for row in facts), reverse=True)[:15]
    check([abs(v) for v in values] == wanted, name, "charts", values, "instead of", wanted)
    sheet = book["xl/worksheets/sheet1.xml"]
    check(len(sheet.findall(f".//{MAIN}cfRule")) > 4, name, "has no conditional formats")


def check_openpyxl(path, rows):
    try:
        import openpyxl
    except ImportError:
        return
    sheet = openpyxl.load_workbook(path).worksheets[0]
    check(sheet.max_row == len(rows), path, "has", sheet.max_row, "rows for openpyxl")
    check(sheet.freeze_panes and sheet.auto_filter.ref, path, "is neither frozen nor filtered for openpyxl")


# ---- LibreOffice ----


def convert(folder, files, to, out):
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", to, "--outdir", str(out), *map(str, files)]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=600).stdout


def compare(name, got, wanted):
    width = len(wanted[0])
    got = [row + [""] * (width - len(row)) for row in got]
    if not check(len(got) == len(wanted), name, len(got), "rows instead of", len(wanted)):
        return
    for number, (left, right) in enumerate(zip(got, wanted), 1):
        for column, (a, b) in enumerate(zip(left, right)):
            check(a == b, name, f"row {number}, {wanted[0][column]}:", repr(a[:60]), "instead of", repr(b[:60]))


def check_damaged(folder, path):
    """LibreOffice does say so where a workbook is damaged: what is tested above can fail."""
    broken = folder / "broken.xlsx"
    broken.write_bytes(path.read_bytes()[:-400])
    convert(folder, [broken], "csv", folder)
    check(not (folder / "broken.csv").exists(), "LibreOffice opens a damaged workbook")


def check_kept(folder, path):
    """What LibreOffice writes of a workbook that it has read (without a window it writes nothing about the view)."""
    out = folder / "again"
    convert(folder, [path], "xlsx", out)
    book = parts(out / path.name)
    check(any(name.startswith("xl/charts/chart") for name in book), path, "has no chart for LibreOffice")
    sheet = book["xl/worksheets/sheet1.xml"]
    check(sheet.find(f"{MAIN}autoFilter") is not None, path, "has no filter for LibreOffice")
    check(len(sheet.findall(f"{MAIN}conditionalFormatting")) > 1, path, "has no conditional formats for LibreOffice")
    check(sheet.find(f".//{MAIN}f") is None, path, "has formulas for LibreOffice")


def main():
    started = time.time()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        wanted, files = {}, []
        for name, arguments, is_diff in list(jobs(folder)):
            for header in ("en", "zh"):
                path = folder / f"{name}-{header}.xlsx"
                dcx(*arguments, "-q", "-f", "xlsx", "--header", header, "-o", str(path))
                rows = table(dcx(*arguments, "-q", "-f", "csv", "--header", header).decode())
                again = dcx(*arguments, "-q", "-f", "xlsx", "--header", header)
                check(again == path.read_bytes(), name, "differs when it is written again")
                if header == "en":
                    rows = by_section(rows) if is_diff else rows
                elif is_diff:
                    order = by_section(table(dcx(*arguments, "-q", "-f", "csv").decode()))
                    old, new = order[0].index("old_id"), order[0].index("new_id")
                    place = {(row[old], row[new]): i for i, row in enumerate(order)}
                    rows = rows[:1] + sorted(rows[1:], key=lambda row: place[row[old], row[new]])
                book = parts(path)
                if header == "en":
                    rows = readable(rows)
                    check_openpyxl(path, rows)
                    if is_diff:
                        check_chart(name, book, rows)
                check_sheet(name, book, rows)
                wanted[path.stem] = rows
                files.append(path)
        said = convert(folder, files, AS_SHOWN, folder / "csv")
        check("rror" not in said, said)
        for stem, rows in wanted.items():
            found = [p for p in (folder / "csv").glob(f"{stem}-*.csv") if not p.stem.endswith("Largest changes")]
            if check(len(found) == 1, stem, "was not opened by LibreOffice"):
                compare(stem, table(found[0].read_bytes().decode()), rows)
        check_damaged(folder, files[0])
        check_kept(folder, next(f for f in files if f.name.startswith("diff-")))
        cells = sum(len(row) for rows in wanted.values() for row in rows)
    if failures:
        sys.exit(f"xlsx: {failures} failures")
    print(f"xlsx: {len(files)} workbooks, {cells} cells as in the CSV, {time.time() - started:.0f} s")


main()
