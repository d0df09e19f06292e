"""The figures of a report do not depend on how it is encoded, written or printed.

Each document is turned by other people's tools into the variants of VARIANTS: other encodings, traditional characters,
Markdown, HTML, DOCX and typeset PDF. Every variant is first shown to hold the text (what fails there is this test, or a
tool), then dcx must make the same records of it as of the plain text, down to the variant's floor.

Equal: the multisets of (metric, value, unit, year, source, kind, qualifier), 2 * common / (all of both). For
traditional variants metric, unit and source are folded to simplified: the variant's by opencc's way back, the plain
text's by the way there and back, since that way loses some (s2twp and tw2sp make 添加 of 新增).
Big5 lacks a few characters: UNLIKE says what stands for them, in the plain text that it is compared with, too.
"""
import argparse
import collections
import concurrent.futures
import csv
import functools
import html
import os
import pathlib
import re
import shutil
import subprocess
import sys
import zipfile

DCX = os.environ.get("DCX", "build/dcx")
SHARED = pathlib.Path(os.environ.get("SHARED", "../shared"))
WORK = pathlib.Path(os.environ.get("BUILD", "build")) / "formats"

# One paragraph a line, with notes at the page's foot (annual) or the end (communique), headings of several kinds.
CORPUS = ["annual-2025", "communique-2024", "monthly-bulletin", "company-annual", "news-trade"]

# Name: encoding as python calls it, byte order mark.
ENCODINGS = {
    "gb18030": ("gb18030", b""),
    "utf16le-bom": ("utf-16-le", b"\xff\xfe"),
    "utf16be": ("utf-16-be", b""),
    "utf32le-bom": ("utf-32-le", b"\xff\xfe\0\0"),
    "utf32be": ("utf-32-be", b""),
}
# Name: opencc's way there, its way back.
TRADITIONAL = {
    "s2t": ("s2t", "t2s"),
    "s2hk": ("s2hk", "hk2s"),
    "s2tw": ("s2tw", "tw2s"),
    "s2twp": ("s2twp", "tw2sp"),
    "big5": ("s2tw", "tw2s"),
}
UNLIKE = {"‰": "%"}

# Name: the least share of equal records, file name extension, commands that make it.
VARIANTS = {
    **{name: (1.0, "txt", []) for name in ENCODINGS},
    "s2t": (0.99, "txt", ["opencc"]),
    "s2hk": (0.99, "txt", ["opencc"]),
    "s2tw": (0.99, "txt", ["opencc"]),
    "s2twp": (0.90, "txt", ["opencc"]),
    "big5": (0.98, "txt", ["opencc"]),
    "md": (0.99, "md", ["pandoc"]),
    "html": (0.99, "html", ["pandoc"]),
    "docx": (0.99, "docx", ["pandoc"]),
    "pdf-office": (0.98, "pdf", ["pandoc", "soffice", "fc-list", "pdftotext"]),
    "pdf-print": (0.98, "pdf", ["weasyprint", "fc-list", "pdftotext"]),
    "pdf-columns": (0.96, "pdf", ["weasyprint", "fc-list", "pdftotext"]),
    "pdf-lines": (0.98, "pdf", ["weasyprint", "fc-list", "pdftotext"]),
}
WRAPPED = [*ENCODINGS, "pdf-lines"]  # the variants of a hard-wrapped text
WHOLE = [name for name in VARIANTS if name != "pdf-lines"]  # of one with a paragraph a line

KEY = ["metric", "value", "unit", "year", "source", "kind", "qualifier"]
FOLDED = ["metric", "unit", "source"]
FONT = "Noto Serif CJK SC"


def die(message):
    sys.exit(f"formats: {message}")


def run(*command, stdin=None, timeout=240):
    """What the command prints; ends the test when it fails."""
    command = [str(word) for word in command]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1767225600", "LC_ALL": "C.UTF-8", "HOME": str(WORK.resolve())}
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, encoding="utf-8", env=environment,
                              timeout=timeout)
    except subprocess.TimeoutExpired:
        die(f"{' '.join(command)}: not done after {timeout} seconds")
    if done.returncode:
        die(f"{' '.join(command)}: exit {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def need_tools(variants):
    for tool in sorted({tool for name in variants for tool in VARIANTS[name][2]}):
        if not shutil.which(tool):
            die(f"{tool} is not installed; run tools/setup check-all")
    if any(name.startswith("pdf") for name in variants) and not run("fc-list", FONT).strip():
        die(f"the font {FONT} is not installed; run tools/setup check-all")


def file_of(variant, name):
    path = WORK / variant / f"{name}.{VARIANTS[variant][1] if variant in VARIANTS else 'txt'}"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


# ---- the plain text, read as paragraphs, headings and notes

MARK = r"\^?\[(\d+)\]"
DEFINITION = re.compile(r"\^?\[(\d+)\]\s*(\S.*)")
SENTENCE_ENDS = tuple("。；！？：”）")
NUMERAL = "[一二三四五六七八九十]+"
HEADINGS = [rf"第{NUMERAL}[章篇]", rf"第{NUMERAL}节", rf"{NUMERAL}、", rf"[（(]{NUMERAL}[）)]", r"\d+[.．](?!\d)"]


class Document:
    """lines: the text's lines that are not blank. notes[n]: the line that is the definition of note n, n counted
    through the document. marks[i]: the notes of the marks of line i, in order; None: that mark is plain text."""

    def __init__(self, text):
        self.lines = [line.strip(" \t\r\ufeff") for line in text.split("\n") if line.strip()]
        self.notes, self.marks = self.bind_notes()
        present = [form for form in HEADINGS if any(self.is_heading(line, form) for line in self.lines)]
        self.levels = [self.level(line, present) for line in self.lines]

    def bind_notes(self):
        """A label may be used again in another chapter: a mark means the next definition, else the one before it."""
        definitions = {i: found[1] for i, line in enumerate(self.lines) if (found := DEFINITION.fullmatch(line))}
        marks, used = {}, {}
        for i, line in enumerate(self.lines):
            if i in definitions:
                continue
            for label in re.findall(MARK, line):
                places = [place for place, other in definitions.items() if other == label]
                place = next((place for place in places if place > i), places[-1] if places else None)
                if place is not None:
                    used.setdefault(place, len(used) + 1)
                marks.setdefault(i, []).append(used.get(place))
        return {note: place for place, note in used.items()}, marks

    @staticmethod
    def is_heading(line, form):
        return len(line) <= 40 and "\t" not in line and line[-1] not in "。；！？，：:;" and re.match(form, line)

    def level(self, line, present):
        return next((i for i, form in enumerate(present, 1) if self.is_heading(line, form)), 0)

    def note_at(self, i):
        return next((note for note, place in self.notes.items() if place == i), None)

    def note_text(self, note):
        return DEFINITION.fullmatch(self.lines[self.notes[note]])[2]

    def title(self):
        title = self.lines[0]
        if re.fullmatch(r"[（(]\d{4} ?年[）)]", self.lines[1]):
            title += self.lines[1]
        return re.sub(MARK, "", title)

    def continues(self, i):
        """The rest of a paragraph that the page's end cut in two: what comes before it ends in mid-sentence."""
        before = next((self.lines[k] for k in range(i - 1, -1, -1) if self.is_prose(k)), "。")
        return self.is_prose(i) and not before.endswith(SENTENCE_ENDS)

    def is_prose(self, i):
        line = self.lines[i]
        whole = len(line) > 40 or line.endswith(SENTENCE_ENDS)
        return whole and not self.levels[i] and not DEFINITION.fullmatch(line)


def inline(line, marks, writer):
    """The line in the writer's language: its marks, ** pairs and tabs are taken for what they mean."""
    marks, bold, parts = iter(marks), False, []
    pairs = line.count("**") % 2 == 0
    for part in re.split(r"(\^?\[\d+\]|\*\*|\t)", line):
        if re.fullmatch(MARK, part):
            note = next(marks, None)
            parts.append(writer.text(part) if note is None else writer.mark(note))
        elif part == "**" and pairs:
            bold = not bold
            parts.append(writer.bold(bold))
        elif part == "\t":
            parts.append(writer.tab)
        else:
            parts.append(writer.text(part))
    return "".join(parts)


# ---- Markdown, and what pandoc makes of it

# Strict, so that pandoc gives a meaning to nothing but what is written here; what could have one is escaped.
MARKDOWN = "markdown_strict+footnotes+all_symbols_escapable+raw_attribute-raw_html-smart"


class Markdown:
    def __init__(self, tab="\t"):
        self.tab = tab

    @staticmethod
    def text(text):
        return re.sub(r"([\\`*_\[\]<>])", r"\\\1", text)

    @staticmethod
    def mark(note):
        return f"[^{note}]"

    @staticmethod
    def bold(_):
        return "**"


def markdown(document, tab="\t"):
    writer, blocks = Markdown(tab), []
    for i, line in enumerate(document.lines):
        note, level = document.note_at(i), document.levels[i]
        if note is not None:
            blocks.append(f"[^{note}]: {writer.text(document.note_text(note))}")
            continue
        text = inline(line, document.marks.get(i, []), writer)
        if level:
            blocks.append(f"{'#' * level} {text}")
        else:  # no list, heading, quotation or rule by accident
            blocks.append(re.sub(r"^(\d*)([#=]|[+\-.)](?=\s))", r"\1\\\2", text))
    return "\n\n".join(blocks) + "\n"


def write_md(document, path):
    path.write_text(markdown(document), encoding="utf-8")


def write_html(document, path):
    run("pandoc", "-f", MARKDOWN, "-t", "html5", "--standalone", "-M", f"pagetitle={document.title()}", "-M",
        "lang=zh-CN", "-o", path, stdin=markdown(document))


def write_docx(document, path):
    reference = path.with_suffix(".reference")
    write_reference(document.title(), reference)
    run("pandoc", "-f", MARKDOWN, "-t", "docx", f"--reference-doc={reference}", "-o", path,
        stdin=markdown(document, tab="`<w:r><w:tab/></w:r>`{=openxml}"))


NAMESPACES = ('xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
              'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"')
SECTION = ('<w:sectPr><w:headerReference w:type="default" r:id="rId91"/><w:footerReference w:type="default" '
           'r:id="rId92"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1588" w:bottom="1440" '
           'w:left="1588" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>')
PAGE = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def write_reference(title, path):
    """pandoc's own reference document with A4 pages, a Chinese font, the title as running head, and page numbers."""
    default = path.with_suffix(".default")
    run("pandoc", "-o", default, "--print-default-data-file", "reference.docx")
    centred = "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr>{}</w:p>"
    head = f"<w:r><w:t>{html.escape(title)}</w:t></w:r>"
    parts = {
        "word/header9.xml": f"<w:hdr {NAMESPACES}>{centred.format(head)}</w:hdr>",
        "word/footer9.xml": f"<w:ftr {NAMESPACES}>{centred.format(PAGE)}</w:ftr>",
    }
    kinds = {"header": "rId91", "footer": "rId92"}
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "".join(f'<Relationship Type="{base}/{kind}" Id="{key}" Target="{kind}9.xml"/>'
                        for kind, key in kinds.items())
    mime = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    types = "".join(f'<Override PartName="/word/{kind}9.xml" ContentType="{mime}.{kind}+xml"/>' for kind in kinds)
    fonts = f'<w:rFonts w:ascii="{FONT}" w:eastAsia="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}"/>'
    changes = {
        "[Content_Types].xml": [(r"</Types>", types + "</Types>")],
        "word/_rels/document.xml.rels": [(r"</Relationships>", relations + "</Relationships>")],
        "word/document.xml": [(r"<w:document\b[^>]*>", f"<w:document {NAMESPACES}>"), (r"<w:sectPr ?/>", SECTION)],
        "word/styles.xml": [(r"<w:rFonts w:asciiTheme[^>]*/>", fonts), (r'w:eastAsia="en-US"', 'w:eastAsia="zh-CN"')],
    }
    with zipfile.ZipFile(default) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode("utf-8")
            for pattern, replacement in changes.get(name, []):
                text, count = re.subn(pattern, replacement, text)
                if not count:
                    die(f"pandoc's reference.docx has another {name} than this test knows: no {pattern}")
            new.writestr(zipfile.ZipInfo(name), text)
        for name, text in parts.items():
            new.writestr(zipfile.ZipInfo(name), '<?xml version="1.0" encoding="UTF-8"?>' + text)
    default.unlink()


def write_office_pdfs(names):
    """One start of LibreOffice for all: it is the start that takes long."""
    folder = file_of("pdf-office", "x").parent
    profile = (WORK / "libreoffice").resolve().as_uri()
    run("soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", folder,
        *[file_of("docx", name) for name in names])
    for name in names:
        if not file_of("pdf-office", name).exists():
            die(f"soffice made no PDF of {file_of('docx', name)}")


# ---- print: the pages of a Chinese report, as weasyprint sets them

STYLE = """
@page { size: A4; margin: 72pt 79pt; font-family: "%(font)s";
  @top-center { content: "%(title)s"; font-size: 9pt; border-bottom: 0.5pt solid }
  @bottom-center { content: "— " counter(page) " —"; font-size: 9pt } }
html { font-family: "%(font)s"; font-size: 12pt; line-height: 1.6 }
body { margin: 0 }
p, h1, h2, h3, h4 { margin: 0; font-size: 12pt; text-indent: 2em }
h1 { font-size: 16pt; margin: 12pt 0; text-indent: 0; text-align: center }
.title { font-size: 22pt; text-indent: 0; text-align: center }
.rest { text-indent: 0 }
.contents { text-indent: 0 }
.contents span::before { content: leader(".") }
.note { float: footnote; font-size: 9pt; font-weight: normal; text-indent: 0 }
::footnote-call { content: "[" counter(footnote) "]"; font-size: 7pt; vertical-align: super; line-height: 0 }
::footnote-marker { content: "[" counter(footnote) "] " }
.columns { column-count: 2; column-gap: 24pt; font-size: 10.5pt }
.columns .prose, .columns .rest, .columns .contents, .columns h2, .columns h3 { font-size: 10.5pt }
.columns h1 { font-size: 12pt }
.line { white-space: pre; line-height: 28pt }
.foot { white-space: pre; line-height: 14pt; font-size: 9pt }
.page { break-before: page }
"""


class Print:
    tab = "<span></span>"

    def __init__(self, document):
        self.document = document

    @staticmethod
    def text(text):
        return html.escape(text)

    def mark(self, note):
        return f'<span class="note">{html.escape(self.document.note_text(note))}</span>'

    @staticmethod
    def bold(on):
        return "<b>" if on else "</b>"


def print_blocks(document):
    writer = Print(document)
    for i, line in enumerate(document.lines):
        if document.note_at(i) is not None:
            continue
        text, level = inline(line, document.marks.get(i, []), writer), document.levels[i]
        if level:
            yield f"<h{level}>{text}</h{level}>"
        else:
            kind = "rest" if document.continues(i) else "prose"
            kind = "title" if i == 0 else "contents" if "\t" in line else kind
            yield f'<p class="{kind}">{text}</p>'


def typeset(title, body, path):
    page = path.with_suffix(".print.html")
    style = STYLE % {"font": FONT, "title": title.replace('"', "")}
    page.write_text(f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
                    f"<style>{style}</style></head><body>{body}</body></html>", encoding="utf-8")
    run("weasyprint", page, path)


def write_print(document, path):
    typeset(document.title(), "\n".join(print_blocks(document)), path)


def write_columns(document, path):
    typeset(document.title(), '<div class="columns">' + "\n".join(print_blocks(document)) + "</div>", path)


def write_lines(text, title, path):
    """Every line as it is. One blank line after a line is the text's line spacing; a space begins a line that began
    a page."""
    text = re.sub(r"\n\n", "\n", text.strip("\n"))
    blocks = []
    for line in text.split("\n"):
        kind = "foot" if DEFINITION.fullmatch(line) else "line page" if re.match(r" \S", line) else "line"
        blocks.append(f'<div class="{kind}">{html.escape(line) or " "}</div>')
    typeset(title, "\n".join(blocks), path)


# ---- encodings, traditional characters

def opencc(configuration, text):
    return run("opencc", "-c", f"{configuration}.json", stdin=text)


def in_big5(text):
    """The text without what Big5-HKSCS lacks."""
    text = likened(text)
    for character in sorted(set(text)):
        try:
            known = character.encode("big5hkscs").decode("big5hkscs") == character
        except UnicodeEncodeError:
            known = False
        if not known:
            die(f"Big5-HKSCS has no {character} (U+{ord(character):04X}); say in UNLIKE what stands for it")
    return text


def likened(text):
    return text.translate(str.maketrans(UNLIKE))


def write_bytes(path, text, encoding, mark=b""):
    data = mark + text.encode(encoding)
    if data[len(mark):].decode(encoding) != text:
        die(f"{path}: {encoding} does not give the text back")
    path.write_bytes(data)


# ---- making the variants of a document, and showing that they hold its text

WRITERS = {"md": write_md, "html": write_html, "docx": write_docx, "pdf-print": write_print,
           "pdf-columns": write_columns}


def make(name, text, variant):
    """Any variant but pdf-office, which is made for all documents together."""
    path = file_of(variant, name)
    if variant in ENCODINGS:
        write_bytes(path, text, *ENCODINGS[variant])
    elif variant == "big5":
        write_bytes(path, in_big5(opencc(TRADITIONAL[variant][0], text)), "big5hkscs")
    elif variant in TRADITIONAL:
        path.write_text(opencc(TRADITIONAL[variant][0], text), encoding="utf-8")
    elif variant == "pdf-lines":
        write_lines(text, Document(text).title(), path)
    else:
        WRITERS[variant](Document(text), path)


def squeezed(text):
    """Without what a format may drop or renumber: white space, marks of notes (pandoc's ¹ too) and of bold type."""
    return re.sub(r"\s|[*_]|\^?\[\d+\]|[¹²³⁰⁴-⁹]", "", text).lower()


def verify(name, text, variant):
    path = file_of(variant, name)
    if variant in ("md", "html", "docx"):
        source = MARKDOWN if variant == "md" else variant
        found = squeezed(run("pandoc", "-f", source, "-t", "plain", "--wrap=none", path))
        for line in Document(text).lines:
            if squeezed(line) not in found:
                die(f"{path} does not hold the paragraph: {line}")
    elif variant in TRADITIONAL:
        found = path.read_text(encoding="big5hkscs" if variant == "big5" else "utf-8")
        if found == text or found.count("\n") != text.count("\n"):
            die(f"{path} is not the text in traditional characters, line by line")
    elif VARIANTS[variant][1] == "pdf":
        wanted = collections.Counter(squeezed(text))
        found = collections.Counter(squeezed(run("pdftotext", "-raw", "-enc", "UTF-8", path, "-")))
        lost = wanted - found
        if lost:
            die(f"{path} lacks characters of the text: {dict(lost.most_common(20))}")


def in_parallel(tasks):
    """tasks: (function, arguments...)"""
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(*task) for task in tasks]
        try:
            for job in jobs:
                job.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def make_all(chosen):
    """chosen: {name: (text, variants)}"""
    office = [name for name, (_, variants) in chosen.items() if "pdf-office" in variants]
    in_parallel([(make, name, chosen[name][0], "docx") for name in office])
    tasks = [(write_office_pdfs, office)] if office else []
    for name, (text, variants) in chosen.items():
        made = ["pdf-office", "docx"] if name in office else []
        tasks += [(make, name, text, variant) for variant in variants if variant not in made]
    in_parallel(tasks)
    in_parallel([(verify, name, text, variant) for name, (text, variants) in chosen.items() for variant in variants])


# ---- records, and how many are equal

def extract(path):
    """The records that dcx makes of the file, and what it said when it failed."""
    out = path.with_suffix(".csv")
    out.unlink(missing_ok=True)
    done = subprocess.run([DCX, "extract", "-q", str(path), "-f", "csv", "-o", str(out)], capture_output=True,
                          encoding="utf-8", errors="replace", timeout=240)
    if done.returncode:
        return [], (done.stderr.strip().splitlines() or ["no message"])[0] + f" (exit {done.returncode})"
    with open(out, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file)), ""


def fold(records, configurations):
    """The records with the columns FOLDED run through opencc, one value a line."""
    values = sorted({record[column] for record in records for column in FOLDED})
    text = "\n".join(value.replace("\n", " ") for value in values)
    for configuration in configurations:
        text = opencc(configuration, text)
    folded = dict(zip(values, text.split("\n")))
    return [{**record, **{column: folded[record[column]] for column in FOLDED}} for record in records]


@functools.cache
def plain_records(name, text, folder):
    path = file_of(folder, name)
    path.write_text(text, encoding="utf-8")
    records, trouble = extract(path)
    if not records:
        die(f"{path}: no records of the plain text itself: {trouble}")
    return records


def keyed(records):
    """The records by key; the values are lists of those that have it."""
    by_key = collections.defaultdict(list)
    for record in records:
        by_key[tuple(record[column] for column in KEY)].append(record)
    return by_key


def compare(name, text, variant):
    """The two lists of records, by key, and what dcx said when it failed."""
    plain = plain_records(name, *((likened(text), "plain-big5") if variant == "big5" else (text, "plain")))
    found, trouble = extract(file_of(variant, name))
    if variant in TRADITIONAL:
        there, back = TRADITIONAL[variant]
        plain, found = fold(plain, [there, back]), fold(found, [back])
    return keyed(plain), keyed(found), trouble


def share_equal(plain, found):
    common = sum(min(len(plain[key]), len(found[key])) for key in plain if key in found)
    return 2 * common / (sum(map(len, plain.values())) + sum(map(len, found.values())))


def only_in(ours, theirs):
    return [record for key, records in ours.items() for record in records[len(theirs.get(key, [])):]]


def print_misses(plain, found):
    """The differing records, - of the plain text and + of the variant, those of one quotation together."""
    lost, extra = only_in(plain, found), only_in(found, plain)
    rank = {record["quote"]: place for place, record in reversed(list(enumerate(lost)))}
    rows = [(rank[record["quote"]], "-", record) for record in lost]
    rows += [(rank.get(record["quote"], len(lost)), "+", record) for record in extra]
    rows.sort(key=lambda row: (row[0], row[1] == "+"))
    for _, sign, record in rows[:40]:
        place = f"{record['page'] or '-'}:{record['line'] or '-'}"
        print(f"    {sign} {place:8} {' | '.join(record[column] for column in KEY)}   <{record['quote']}>")
    if len(rows) > 40:
        print(f"    … and {len(rows) - 40} more")


# ---- which documents and variants

def documents():
    """{name: (text, variants)}"""
    found = {}
    reports = SHARED / "reports"
    if reports.is_dir():
        found["2025"] = ((reports / "2025.txt").read_text(encoding="utf-8"), WHOLE)
        found["2024"] = ((reports / "2024.txt").read_text(encoding="utf-8"), WRAPPED)
    else:
        print(f"formats: SKIPPED: the reports 2025 and 2024, for there is no {reports}; set SHARED", file=sys.stderr)
    for name in CORPUS:
        found[name] = (pathlib.Path("corpus", f"{name}.txt").read_text(encoding="utf-8"), WHOLE)
    return found


def choose(options):
    found = documents()
    names = options.docs or list(found)
    only = options.only or ([options.misses] if options.misses else list(VARIANTS))
    for what, given, known in (("document", names, found), ("variant", only, VARIANTS)):
        for one in given:
            if one not in known:
                die(f"no {what} {one}; there are {', '.join(known)}")
    chosen = {name: (found[name][0], [v for v in found[name][1] if v in only]) for name in names}
    chosen = {name: pair for name, pair in chosen.items() if pair[1]}
    if not chosen:
        die("none of these documents has one of these variants")
    return chosen


def main():
    listed = lambda value: value.split(",")
    parser = argparse.ArgumentParser(prog="formats", description=__doc__.split("\n")[0])
    parser.add_argument("--only", metavar="VARIANT,...", type=listed, help=", ".join(VARIANTS))
    parser.add_argument("--docs", metavar="NAME,...", type=listed, help=", ".join(["2025", "2024", *CORPUS]))
    parser.add_argument("--misses", metavar="VARIANT", help="print the records of this variant that differ")
    options = parser.parse_args()
    if not shutil.which(DCX):
        die(f"no program {DCX}; build dcx, or set DCX")
    chosen = choose(options)
    need_tools({variant for _, variants in chosen.values() for variant in variants})
    shutil.rmtree(WORK, ignore_errors=True)
    make_all(chosen)
    failed = passed = 0
    print(f"{'document':18}{'variant':14}{'records':>8}{'equal %':>9}{'floor':>7}")
    for name, (text, variants) in chosen.items():
        for variant in variants:
            plain, found, trouble = compare(name, text, variant)
            share, floor = share_equal(plain, found), VARIANTS[variant][0]
            good = share >= floor and not trouble
            passed, failed = passed + good, failed + (not good)
            count = sum(map(len, found.values()))
            print(f"{name:18}{variant:14}{count:8}{100 * share:9.2f}{100 * floor:7.0f}  {'ok' if good else 'FAIL'}"
                  + (f"  {trouble}" if trouble else ""))
            if options.misses == variant:
                print_misses(plain, found)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
