"""What is damaged, unsupported or made to do harm is refused with one clear message, in bounded time and memory.

A case is a function case_..., run in an empty folder of its own below BUILD/hostile. It makes its input, runs
`dcx extract FILE -o out.csv` on it and says what has to come of it:
  refused   status 3 (2: a name that is not known), one line `dcx: FILE: what is wrong; what to do` on standard error
            that holds certain words, and no output file
  read      status 0 and certain records
Every run has a time limit (SECONDS, or what the case says) and a memory limit (MB_LEAST + MB_PER_MB times the input),
of dcx and what it starts. The folders of cases that failed are kept, with what was run there.
"""
import argparse
import csv
import io
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import struct
import subprocess
import sys
import threading
import time
import zipfile
import zlib

DCX = os.path.abspath(os.environ.get("DCX", "build/dcx"))
WORK = pathlib.Path(os.environ.get("BUILD", "build")).absolute() / "hostile"
SECONDS, SECONDS_LONG = 10, 20  # of most cases; of pages and archives made to be slow
MB_LEAST, MB_PER_MB = 600, 20
ADDRESS_SPACE = 12 << 30  # so that what grows without end does not take the machine with it

SENTENCE = "截至2025年底，全国5G基站数达483.8万个。"
RECORD = ("全国5G基站数", "483.8")
OTHER = "全年粮食产量71488万吨，比上年增长1.2%。"
HIDDEN = "root:x:0:0"  # what /etc/passwd begins with

MB = 1 << 20
csv.field_size_limit(1 << 30)
WRONG = []  # of the case that runs
SKIPPED = []
OPTIONS = None  # of the command line


def wrong(what):
    WRONG.append(what)


def must(holds, what):
    if not holds:
        wrong(what)


# ---- running dcx


class Run:
    """dcx with these arguments, in the case's folder: status, out, err, seconds, megabytes at the peak."""

    def __init__(self, *arguments, seconds=SECONDS, path=None, source=0, stdin=None):
        command = [DCX, *arguments]
        environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR")}
        if path is not None:
            environment["PATH"] = path
        self.command = " ".join(["dcx", *arguments]) + (f"  [PATH={path}]" if path is not None else "")
        self.late = False
        with open("out", "wb") as out, open("err", "wb") as err:
            began = time.monotonic()
            child = subprocess.Popen(command, stdin=stdin or subprocess.DEVNULL, stdout=out, stderr=err,
                                     env=environment, start_new_session=True,
                                     preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE,) * 2))
            watch = threading.Timer(seconds, self.end, [child.pid])
            watch.start()
            _, status, usage = os.wait4(child.pid, 0)
            watch.cancel()
            child.returncode = self.status = os.waitstatus_to_exitcode(status)
            self.seconds, self.megabytes = time.monotonic() - began, usage.ru_maxrss / 1024
            self.worked = usage.ru_utime + usage.ru_stime
        self.out = pathlib.Path("out").read_text(encoding="utf-8", errors="replace")
        self.err = pathlib.Path("err").read_text(encoding="utf-8", errors="replace")
        self.check(seconds, MB_LEAST + MB_PER_MB * source / MB)

    def end(self, group):
        self.late = True
        os.killpg(group, signal.SIGKILL)  # the session that was started for it

    def check(self, seconds, megabytes):
        if self.late:
            self.blame(f"not done after {seconds} seconds")
        elif self.status < 0:
            self.blame(f"ended by signal {-self.status}")
        if self.megabytes > megabytes:
            self.blame(f"{self.megabytes:.0f} MB of memory, which is more than {megabytes:.0f}")

    def blame(self, what):
        said = self.err.strip().split("\n")
        wrong(f"{self.command}: {what}" + "".join(f"\n        err: {line[:300]}" for line in said[:3] if line))

    @property
    def ended(self):
        return not self.late and self.status >= 0

    def records(self, path="out.csv"):
        if not os.path.exists(path):
            return []
        with open(path, encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


def extract(name, *options, **keywords):
    clean_up()
    size = os.path.getsize(name) if os.path.isfile(name) else 0
    return Run("extract", name, *options, "-o", "out.csv", source=size, **keywords)


def clean_up():
    for path in outputs():
        os.unlink(path)


def outputs():
    return sorted(name for name in os.listdir() if name.startswith("out.csv"))


def check_refused(run, name, *words, status=3):
    if not run.ended:
        return
    lines = run.err.splitlines()
    if run.status != status:
        run.blame(f"status {run.status}, not {status}")
    elif len(lines) != 1:
        run.blame(f"{len(lines)} lines on standard error, not one")
    elif not re.fullmatch(rf"dcx: {re.escape(name)}(:\d+)?: [^;]+; .*\S", lines[0]):
        run.blame("the message has not the form `dcx: FILE: what is wrong; what to do`")
    for word in words:
        if word.lower() not in run.err.lower():
            run.blame(f"the message does not say {word!r}")
    if outputs():
        run.blame(f"left behind: {', '.join(outputs())}")


def refused(name, *words, status=3, options=(), **keywords):
    run = extract(name, *options, **keywords)
    check_refused(run, name, *words, status=status)
    return run


def read(name, *expected, options=(), **keywords):
    """expected: (metric, value) that are among the records, or (metric, value, line)."""
    run = extract(name, *options, **keywords)
    if run.ended and run.status != 0:
        run.blame(f"status {run.status}, not 0")
    check_records(run, *expected)
    return run


def check_records(run, *expected):
    if run.ended:
        found = {fields for r in run.records()
                 for fields in ((r["metric"], r["value"]), (r["metric"], r["value"], r["line"]))}
        for record in expected:
            if record not in found:
                run.blame(f"no record {record}; there are {sorted(f for f in found if len(f) == len(record))[:8]}")


def bounded(name, *words, expected=(RECORD,), **keywords):
    """Either is right, as long as it is whole: to read it, or to refuse it."""
    run = extract(name, **keywords)
    if run.status == 0:
        check_records(run, *expected)
    else:
        check_refused(run, name, *words)
    return run


def linear(make, count, *expected, **keywords):
    """What is twice as long takes about twice the time of the processor. make(count): the bytes."""
    seconds = []
    for n in (count, count * 2):
        put(f"{n}.in", make(n))
        run = read(f"{n}.in", *expected, seconds=SECONDS_LONG, **keywords)
        if not run.ended:
            return
        seconds.append(run.worked)
    must(seconds[1] < 3 * seconds[0] + 0.3, f"{count}: {seconds[0]:.2f} s, {count * 2}: {seconds[1]:.2f} s; not linear")


def put(name, data):
    with open(name, "wb") as file:
        file.write(data.encode() if isinstance(data, str) else data)
    return name


def noise(size, least=0):
    made = random.Random(size)
    return bytes(made.randrange(least, 256) for _ in range(size))


def hides(run, what):
    for name in ("out", "err", *outputs()):
        if what in pathlib.Path(name).read_text(encoding="utf-8", errors="replace"):
            run.blame(f"{name} shows {what!r}")


# ---- PDF, written by hand: a font without outlines whose characters are their UTF-16 codes

CMAP = (b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 2 def\n"
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n1 beginbfrange <0000> <FFFF> <0000> endbfrange\n"
        b"endcmap CMapName currentdict /CMap defineresource pop end end")


def stream(data, packed):
    data = zlib.compress(data) if packed else data
    packing = b" /Filter /FlateDecode" if packed else b""
    return b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(data), packing, data)


def pdf(pages, packed=True, trailer=b""):
    """Pages are lists of lines."""
    first = 5
    kids = b" ".join(b"%d 0 R" % (first + 2 * i) for i in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Own /Encoding /Identity-H /ToUnicode 4 0 R /DescendantFonts ["
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Own /DW 1000 /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor << /Type /FontDescriptor "
        b"/FontName /Own /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 900 /Descent -100 /CapHeight 800 "
        b"/StemV 80 >> >>] >>",
        stream(CMAP, packed),
    ]
    for i, lines in enumerate(pages):
        shown = b"".join(b"<%s> Tj 0 -20 Td\n" % line.encode("utf-16-be").hex().encode() for line in lines)
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
                       b"/Resources << /Font << /F 3 0 R >> >> >>" % (first + 2 * i + 1))
        objects.append(stream(b"BT /F 12 Tf 60 780 Td\n" + shown + b"ET" if lines else b"", packed))
    data, places = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n", []
    for i, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (i, body)
    listed = b"0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"xref\n0 %d\n%strailer\n<< /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, listed, len(objects) + 1, trailer, len(data))


PAGE = [SENTENCE] + [f"第{i}段，全年粮食产量{70000 + i}万吨，比上年增长1.{i % 10}%。" for i in range(30)]


def qpdf(*arguments):
    if not shutil.which("qpdf"):
        SKIPPED.append("what needs qpdf, which is not installed")
        return False
    return subprocess.run(["qpdf", *arguments], check=False).returncode in (0, 3)


def case_pdf():
    put("in.pdf", pdf([PAGE]))
    read("in.pdf", RECORD)


def case_pdf_encrypted_by_hand():
    keys = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >> /ID [<0> <0>] " % (b"41" * 32, b"42" * 32)
    put("in.pdf", pdf([PAGE], trailer=keys))
    refused("in.pdf", "encrypted", "password")


def case_pdf_encrypted():
    put("plain.pdf", pdf([PAGE]))
    for bits in ("128", "256"):
        if qpdf("--allow-weak-crypto", "--encrypt", "user", "owner", bits, "--", "plain.pdf", "in.pdf"):
            refused("in.pdf", "encrypted", "password")


def case_pdf_copying_forbidden():
    """Opens without a password, but its text may not be copied: refused, or read where pdftotext does not mind."""
    put("plain.pdf", pdf([PAGE]))
    if qpdf("--encrypt", "", "owner", "256", "--extract=n", "--", "plain.pdf", "in.pdf"):
        bounded("in.pdf", "permit")


def case_pdf_broken_middle():
    """The content of pages is lost."""
    data = bytearray(pdf([PAGE] * 9))
    third = len(data) // 3
    data[third:2 * third] = bytes(third)
    put("in.pdf", bytes(data))
    run = read("in.pdf", RECORD)
    must("PDF is damaged in places" in run.err, f"no warning: {run.err[:300]}")


def case_pdf_broken_everywhere():
    data = pdf([PAGE] * 3)
    put("in.pdf", data[:20] + noise(len(data) - 40) + data[-20:])
    refused("in.pdf", "PDF is damaged")


def case_pdf_truncated():
    """What is cut off may be all that is missing, but then this is said."""
    data = pdf([PAGE] * 9)
    for tenth in range(1, 10):
        put("in.pdf", data[:len(data) * tenth // 10])
        refused("in.pdf", "PDF")


def case_pdf_truncated_linear():
    """Made for the web: its directory is at the beginning, and pages are lost in silence."""
    put("plain.pdf", pdf([PAGE] * 9))
    if not qpdf("--linearize", "plain.pdf", "linear.pdf"):
        return
    data = pathlib.Path("linear.pdf").read_bytes()
    for tenth in range(1, 10):
        put("in.pdf", data[:len(data) * tenth // 10])
        refused("in.pdf", "PDF")


def case_pdf_bomb():
    """A page that unpacks to 200 MB of blanks; to 200,000 characters at one place."""
    text = b"BT /F 12 Tf 60 780 Td <4E00> Tj ET\n"
    for data in (b" " * 200 * MB, text * 200000):
        put("in.pdf", pdf([[]]).replace(stream(b"", True), stream(data, True)))
        run = extract("in.pdf", seconds=SECONDS_LONG)
        if run.status:
            check_refused(run, "in.pdf", "PDF")


def case_pdf_header_alone():
    put("in.pdf", b"%PDF-1.7\n")
    refused("in.pdf", "PDF is damaged")


def case_pdf_without_text():
    for packed in (False, True):
        put("in.pdf", pdf([[]], packed))
        refused("in.pdf", "no text", "OCR")


def case_pdf_format_forced():
    put("in.txt", SENTENCE)
    refused("in.txt", "PDF", options=["--input-format", "pdf"])


def case_pdf_no_pdftotext():
    os.mkdir("empty")
    put("in.pdf", pdf([PAGE]))
    refused("in.pdf", "pdftotext", "apt-get install poppler-utils", path=os.path.abspath("empty"))


def fake(script):
    """A PATH where pdftotext is this script."""
    os.makedirs("fake", exist_ok=True)
    put("fake/pdftotext", "#!/bin/sh\n" + script)
    os.chmod("fake/pdftotext", 0o755)
    put("in.pdf", pdf([PAGE]))
    return f"{os.path.abspath('fake')}:/usr/bin:/bin"


def case_pdftotext_endless():
    """1 GB of its output is the limit, which is within ten seconds; the memory limit holds."""
    refused("in.pdf", "more than", "split", path=fake("exec yes '<word xMin=\"1\">a</word>'\n"))


def case_pdftotext_endless_message():
    refused("in.pdf", "PDF", path=fake("yes error | head -c 300000000 >&2\nexit 1\n"))


def case_pdftotext_fails():
    for end in ("kill -9 $$", "exit 1", "exit 99", "echo 'Syntax Error: x' >&2; exit 1"):
        refused("in.pdf", "PDF is damaged", path=fake(end + "\n"))


def case_pdftotext_says_nothing():
    for end in ("exit 0", "echo '<html><body>'", "head -c 100000 /dev/urandom", "echo '<!DOCTYPE x [<!ENTITY'"):
        refused("in.pdf", "PDF", path=fake(end + "\n"))


def case_pdftotext_entities():
    nested = entities()
    refused("in.pdf", "PDF", path=fake(f"cat <<'END'\n{nested}<page><line><word>&e9;&x;</word></line></page>\nEND\n"))


def laid_out(pages, rows):
    """What pdftotext prints for pages of that many rows."""
    line = ('<line xMin="{0}" yMin="{1:.1f}" xMax="{2}" yMax="{3:.1f}">'
            '<word xMin="{0}" yMin="{1:.1f}" xMax="{2}" yMax="{3:.1f}">'
            f"{SENTENCE}</word></line>\n")
    lines = "".join(line.format(60 + i % 7, i * 0.1, 200 + i % 9 * 20, i * 0.1 + 9) for i in range(rows))
    return f"<doc>{f'<page>{lines}</page>' * pages}</doc>"


def case_pdf_many_rows():
    """Many pages of as many rows as are looked at for columns; a page of very many rows."""
    for pages, rows in ((50, 4000), (1, 200000)):
        path = fake("exec cat laid-out\n")
        put("laid-out", laid_out(pages, rows))
        run = extract("in.pdf", "--no-sandbox", path=path, seconds=SECONDS_LONG)
        must(not run.ended or run.status == 0, f"{pages} pages of {rows} rows: {run.err[:300]}")


def case_pdftotext_may_not_run():
    path = fake("exit 0\n")
    os.chmod("fake/pdftotext", 0o644)
    refused("in.pdf", "pdftotext", path=path.split(":", maxsplit=1)[0])


def hanging(script):
    if not OPTIONS.slow:
        SKIPPED.append("a pdftotext that hangs, for dcx gives it 120 seconds; --slow tries it")
        return
    refused("in.pdf", "pdftotext takes more than 120 seconds", path=fake(script), seconds=140)


def case_pdftotext_hangs():
    hanging("exec sleep 1000\n")


def case_pdftotext_hangs_silently():
    hanging("exec >&- 2>&-\nexec sleep 1000\n")


# ---- DOCX

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES = XML + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def run_of(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text, style="", more=""):
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}{run_of(text)}{more}</w:p>"


def cell(text, look=""):
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{paragraph(text)}</w:tc>"


def table(rows):
    return "<w:tbl>" + "".join("<w:tr>" + "".join(map(cell, row)) + "</w:tr>" for row in rows) + "</w:tbl>"


def word(body, declared=""):
    return f'{XML}{declared}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'


def archive(parts, packing=zipfile.ZIP_DEFLATED):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packing) as z:
        for name, data in parts.items():
            z.writestr(name, data)
    return made.getvalue()


def docx(body, packing=zipfile.ZIP_DEFLATED, **parts):
    """body: of word/document.xml, or the whole part as bytes. parts: of word/, without .xml."""
    document = body if isinstance(body, bytes) else word(body)
    named = {f"word/{name}.xml": data for name, data in parts.items()}
    return archive({"[Content_Types].xml": TYPES, "word/document.xml": document, **named}, packing)


STYLES = (f'{XML}<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="1">'
          '<w:name w:val="heading 1"/></w:style></w:styles>')


def footnotes(count, text="数据为初步统计数。"):
    notes = "".join(f'<w:footnote w:id="{i}">{paragraph(text)}</w:footnote>' for i in range(1, count + 1))
    return f'{XML}<w:footnotes xmlns:w="{W}">{notes}</w:footnotes>'


def mark(number):
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def good_docx():
    rows = [["产品", "备注"], ["棉花产量664万吨", "比上年增长7.8%"], ["油料产量4157万吨", "增长4.9%"]]
    return docx(paragraph("2025年统计公报", "1")                                  # paragraph 1
                + paragraph("全年粮食产量71488万吨", more=mark(1) + run_of("。"))  # 2
                + table(rows)                                                    # 3 to 8
                + paragraph("一、通信", "1") + paragraph(SENTENCE),               # 9, 10; the note is 11
                styles=STYLES, footnotes=footnotes(1, "全年捐款总额31亿元。"))


def case_docx():
    put("in.docx", good_docx())
    run = read("in.docx", ("粮食产量", "71488", "2"), ("棉花产量", "664", "5"), ("油料产量", "4157", "7"), (*RECORD, "10"))
    by_line = {r["line"]: r for r in run.records()}
    must(set(by_line) <= {"2", *"5678", "10"}, f"records are of the lines {', '.join(by_line)}: 11 is the note")
    must("一、通信" in by_line.get("10", {}).get("section", ""), "the heading is not the section")
    must("[" not in by_line.get("2", {}).get("quote", "["), "the mark of the note is in the quote")


def case_docx_lines_behind_merged_cells():
    """A cell that is shown again is not a paragraph again."""
    wide = cell("粮食产量", '<w:gridSpan w:val="2"/>')
    row = "<w:tr>" + wide + cell("71488") + "</w:tr>"
    put("in.docx", docx("<w:tbl>" + row * 3 + "</w:tbl>" + paragraph(SENTENCE)))
    read("in.docx", (*RECORD, "7"))


def case_cells_apart():
    """What stands between two cells of a row is in no field."""
    rows = [["产品", "产量"], ["棉花", "棉花产量664万吨"], ["油料", "油料产量4157万吨"]]
    shown = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows)
    put("in.docx", docx(paragraph(SENTENCE) + table(rows)))
    put("in.html", page(f"<p>{SENTENCE}</p><table>{shown}</table>"))
    for name in ("in.docx", "in.html"):
        for record in read(name, RECORD).records():
            for field, text in record.items():
                must(not re.search(r"[\0-\x08\x0b-\x1f]", text), f"{name}: a control character in {field}: {text!r}")


def case_docx_no_zip():
    put("in.docx", SENTENCE)
    refused("in.docx", "ZIP", "DOCX", options=["--input-format", "docx"])
    put("in.docx", b"")
    refused("in.docx", "DOCX", options=["--input-format", "docx"])
    put("in.docx", b"PK\x03\x04" + noise(5000))
    refused("in.docx", options=["--input-format", "docx"])


def case_docx_without_document():
    put("in.docx", archive({"[Content_Types].xml": TYPES, "word/styles.xml": STYLES}))
    refused("in.docx", "word/document.xml", "DOCX")
    put("in.zip", archive({"readme.txt": SENTENCE}))
    refused("in.zip", "word/document.xml", options=["--input-format", "docx"])
    run = extract("in.zip")
    must(run.status == 0, f"an archive of documents: status {run.status}")


def case_docx_truncated():
    """The archive's directory, which is its end, may be missing; of the records none may."""
    data = docx(paragraph(SENTENCE) + "".join(paragraph(f"{OTHER}{i}") for i in range(300)) + paragraph("捐款总额31亿元。"),
                styles=STYLES, footnotes=footnotes(1))
    for twentieth in range(1, 20):
        put("in.docx", data[:len(data) * twentieth // 20])
        bounded("in.docx", expected=(RECORD, ("捐款总额", "31")))


def case_docx_damaged():
    """One byte of the packed text is another one: the checksum tells."""
    data = bytearray(docx(paragraph(SENTENCE) + "".join(paragraph(f"{OTHER}{i}") for i in range(300))))
    at = data.index(b"word/document.xml") + 600
    data[at] ^= 0xFF
    put("in.docx", bytes(data))
    refused("in.docx", "damaged")


def case_docx_bad_xml():
    for body in (b"", b"no XML", b"<w:document", word("<w:p>").encode(), word("").encode()[:-3], bytes(2000)):
        put("in.docx", docx(body))
        refused("in.docx", "damaged")
    put("in.docx", docx(b"<a/>"))
    refused("in.docx", "no body")


def case_docx_bad_notes():
    put("in.docx", docx(paragraph(SENTENCE), footnotes="<w:footnotes"))
    refused("in.docx", "damaged")


def bomb(name, megabytes):
    """An archive whose part `name` unpacks to so many megabytes of zeros, made without unpacking it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(MB)) + packer.flush(zlib.Z_FULL_FLUSH)  # a block that may be repeated
    data, size = block * megabytes + packer.flush(), megabytes * MB
    crc = 0  # of what is never reached
    small = archive({"[Content_Types].xml": TYPES, "word/styles.xml": STYLES})
    end = small.rindex(b"PK\5\6")
    count, length, start = struct.unpack("<HLL", small[end + 10:end + 20])
    label = name.encode()
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 0, crc, len(data), size, len(label), 0) + label
    central = struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 0, crc, len(data), size, len(label), 0, 0, 0, 0, 0,
                          start) + label
    directory = small[start:start + length] + central
    return (small[:start] + local + data + directory + struct.pack(
        "<4s4H2LH", b"PK\5\6", 0, 0, count + 1, count + 1, len(directory), start + len(local) + len(data), 0))


def case_docx_bomb():
    put("in.docx", bomb("word/document.xml", 4000))
    refused("in.docx", "unpacks to more than", "harm")


def case_docx_bomb_of_notes():
    put("in.docx", bomb("word/footnotes.xml", 4000))
    refused("in.docx", "unpacks to more than", "harm")


def case_docx_bomb_small():
    """A small archive may not become large, either."""
    put("in.docx", bomb("word/document.xml", 100))
    refused("in.docx", "unpacks to more than", "harm")


def case_docx_bomb_with_text():
    """Well-formed, and within what may be unpacked: millions of empty paragraphs."""
    put("in.docx", docx(paragraph(SENTENCE) + "<w:p/>" * 4000000))
    bounded("in.docx", seconds=SECONDS_LONG)


def case_docx_many_parts():
    parts = {f"word/media/{i}.png": b"" for i in range(60000)}
    put("in.docx", archive({**parts, "word/document.xml": word(paragraph(SENTENCE))}))
    bounded("in.docx", seconds=SECONDS_LONG)


def entities(outer="x", inner="lol"):
    """A document type whose entity e9 is a thousand million times `inner`, and whose x is a file of this machine."""
    nested = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">\n' for i in range(1, 10))
    return (f'<!DOCTYPE {outer} [\n<!ENTITY e0 "{inner}">\n{nested}<!ENTITY x SYSTEM "file:///etc/passwd">\n'
            '<!ENTITY % y SYSTEM "file:///etc/passwd">\n]>\n')


def case_docx_entities():
    for inside in ("&e9;", "&x;", "&e9;&x;"):
        put("in.docx", docx(word(paragraph(SENTENCE + inside), entities("w:document")).encode()))
        hides(refused("in.docx", "document type"), HIDDEN)
    put("in.docx", docx(paragraph(SENTENCE, more=mark(1)), footnotes=XML + entities("w:footnotes") + "<x>&e9;&x;</x>"))
    hides(refused("in.docx", "document type"), HIDDEN)


def case_docx_entities_in_utf16():
    """The words `<!DOCTYPE` do not stand there as such bytes. Large, so that the parser's own limits are off."""
    padding = f"<!-- {'x' * (5 * MB)} -->"
    for inside in ("&e9;", "&x;"):
        for more in ("", padding):
            text = word(f'{more}<w:p w:rsidR="{"" if "x" in inside else inside}">{run_of(SENTENCE + inside)}</w:p>',
                        entities("w:document"))
            put("in.docx", docx(text.replace("UTF-8", "UTF-16").encode("utf-16"), zipfile.ZIP_STORED))
            hides(refused("in.docx", seconds=SECONDS_LONG), HIDDEN)


def deep(opening, closing, depth, inside):
    return opening * depth + inside + closing * depth


def case_docx_deep():
    for depth in (1000, 100000, 1000000):
        put("in.docx", docx(deep("<w:sdt>", "</w:sdt>", depth, paragraph(SENTENCE)), zipfile.ZIP_STORED))
        bounded("in.docx", seconds=SECONDS_LONG)
    put("in.docx", docx(f"<w:p>{deep('<w:ins>', '</w:ins>', 1000000, run_of(SENTENCE))}</w:p>", zipfile.ZIP_STORED))
    bounded("in.docx", seconds=SECONDS_LONG)


def case_docx_deep_tables():
    opening, closing = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    for depth in (60, 250, 20000, 400000):
        put("in.docx", docx(deep(opening, closing, depth, paragraph(SENTENCE)), zipfile.ZIP_STORED))
        bounded("in.docx", seconds=SECONDS_LONG)


def case_docx_cells_repeated():
    """A long cell goes across 31 columns and down 100 rows: 3,100 times 100,000 characters."""
    row = "<w:tr>{}" + cell("1") + "</w:tr>"
    first = row.format(cell("甲" * 100000, '<w:gridSpan w:val="31"/><w:vMerge w:val="restart"/>'))
    more = row.format(cell("", '<w:gridSpan w:val="31"/><w:vMerge/>'))
    put("in.docx", docx("<w:tbl>" + first + more * 100 + "</w:tbl>" + paragraph(SENTENCE), zipfile.ZIP_STORED))
    bounded("in.docx", seconds=SECONDS_LONG)


def case_docx_many_footnotes():
    def make(n):
        marked = "".join(paragraph("文" * 9, more=mark(i)) for i in range(1, n + 1))
        return docx(paragraph(SENTENCE) + marked, zipfile.ZIP_STORED, footnotes=footnotes(n))
    linear(make, 20000, RECORD)


def case_docx_many_styles():
    def make(n):
        styles = "".join(f'<w:style w:type="paragraph" w:styleId="s{i}"><w:name w:val="Body {i}"/></w:style>'
                         for i in range(n))
        body = "".join(paragraph("文" * 9, f"s{i}") for i in range(n))
        return docx(paragraph(SENTENCE) + body, zipfile.ZIP_STORED,
                    styles=f'{XML}<w:styles xmlns:w="{W}">{styles}</w:styles>')
    linear(make, 10000, RECORD)


# ---- pages

HTML = "<!DOCTYPE html>\n<html><head><meta charset='utf-8'><title>公报</title></head><body>\n{}</body></html>\n"


def page(body):
    return HTML.format(body)


def case_html():
    put("in.html", page(f"<h1>2025年公报</h1>\n<p>{SENTENCE}</p>\n"))
    read("in.html", (*RECORD, "4"))


def case_html_deep():
    for tag in ("div", "b", "ul><li", "table><tr><td", "span"):
        opening, closing = f"<{tag}>", "".join(f"</{part}>" for part in reversed(tag.split("><")))
        put("in.html", page(deep(opening, closing, 100000, f"<p>{SENTENCE}</p>")))
        bounded("in.html", "elements", seconds=SECONDS_LONG)


def case_html_deep_but_allowed():
    for tag in ("div", "b", "ul><li", "table><tr><td"):
        opening, closing = f"<{tag}>", "".join(f"</{part}>" for part in reversed(tag.split("><")))
        put("in.html", page(deep(opening, closing, 900, f"<p>{SENTENCE}</p>")))
        read("in.html", RECORD, seconds=SECONDS_LONG)


def case_html_never_closed():
    for tag in ("<font color=red>", "<b>", "<p><b>", "<div>", "<table>", "<li>", "<a href=#x>"):
        put("in.html", page(f"<p>{SENTENCE}</p>" + f"{tag}文" * 100000))
        bounded("in.html", "elements", seconds=SECONDS_LONG)


def case_html_closed_wrongly():
    put("in.html", page(f"<p>{SENTENCE}</p>" + "<b>" * 100000 + "</i>" * 100000))
    bounded("in.html", "elements", seconds=SECONDS_LONG)
    put("in.html", page(f"<p>{SENTENCE}</p>" + "</i>" * 1000000))
    bounded("in.html", seconds=SECONDS_LONG)


def case_html_closed_wrongly_but_allowed():
    """2,900 elements are open, and each of a million end tags is looked for among them."""
    put("in.html", page(f"<p>{SENTENCE}</p>" + "<b>" * 2900 + "</i>" * 1000000))
    bounded("in.html", "elements", seconds=SECONDS_LONG)


def case_html_long_line():
    text = f"<p>{SENTENCE}</p>"
    put("in.html", "<html><body>" + text * (20 * MB // len(text.encode())) + "</body></html>")
    read("in.html", RECORD, seconds=SECONDS_LONG)


def case_html_long_text():
    put("in.html", page("<p>" + "文字，" * (20 * MB // 9) + f"。{SENTENCE}</p>").replace("\n", ""))
    read("in.html", RECORD, seconds=SECONDS_LONG)


def case_html_entities_linear():
    linear(lambda n: page(f"<p>{SENTENCE}{('文字' * 10 + '&nbsp;') * (n // 66)}</p>"), 5 * MB, RECORD)
    linear(lambda n: page(f"<p>{SENTENCE}{('a' * 20 + '&nbsp;') * (n // 26)}</p>"), 5 * MB, RECORD)


def case_html_raised_linear():
    """Note marks; square metres; and what is raised, but neither."""
    head = f"<p>{SENTENCE}</p>\n"
    linear(lambda n: page(head + "<p>面积很大。<sup>[2]</sup></p>\n" * n), 20000, RECORD)
    linear(lambda n: page(head + "<p>面积12m<sup>2</sup>，长。</p>\n" * n), 20000, RECORD)
    linear(lambda n: page(head + "<p>约10<sup>12</sup>，长<sup>注释</sup>。</p>\n" * n), 8000, RECORD)


def case_html_spans_linear():
    """Cells that are shown in two rows."""
    rows = "<tr><td rowspan=2>甲</td><td>乙</td></tr><tr><td>丙</td></tr>\n"
    linear(lambda n: page(f"<p>{SENTENCE}</p>\n<table>" + rows * n + "</table>"), 10000, RECORD)


def case_html_attributes_linear():
    linear(lambda n: page(f"<p {' '.join(f'a{i}=1' for i in range(n))}>{SENTENCE}</p>"), 40000, RECORD)
    linear(lambda n: page("<p " * n + f"a='<p b=\">{SENTENCE}</p>" + f"<p>{SENTENCE}</p>"), 200000)


def case_html_notes_linear():
    def make(n):
        marks = "".join(f"<p>文字。<sup><a href='#n{i}'>[{i}]</a></sup></p>\n" for i in range(1, n + 1))
        notes = "".join(f"<p id='n{i}'>[{i}] 注解。</p>\n" for i in range(1, n + 1))
        return page(f"<p>{SENTENCE}</p>\n" + marks + notes)
    linear(make, 10000, RECORD)


def case_html_links_linear():
    item = "<li><a href='x'>文字</a></li>\n"
    linear(lambda n: page(f"<p>{SENTENCE}</p>\n<ul>{item * n}</ul>"), 50000, RECORD)


def case_html_deep_and_long():
    """240 elements deep, with 5 MB of text that holds no ideograph."""
    put("in.html", page(f"<p>{SENTENCE}</p>" + deep("<div>", "</div>", 240, "<p>abc 1, def.</p>\n" * (5 * MB // 20))))
    read("in.html", RECORD, seconds=SECONDS_LONG)


def case_html_cells_repeated():
    """A long cell goes across 60 columns and down 64 rows: 3,840 times 500,000 characters."""
    row = "<tr><td>1</td><td>2</td></tr>"
    put("in.html", page(f"<p>{SENTENCE}</p><table><tr><td rowspan=64 colspan=60>{'a' * 500000}</td><td>1</td></tr>"
                        + row * 63 + "</table>"))
    bounded("in.html", seconds=SECONDS_LONG)


def case_html_many_attributes():
    linear(lambda n: page(f"<p {' '.join(f'a{i}=1' for i in range(n))}>{SENTENCE}</p>"), 5000, RECORD)
    put("in.html", page(f"<p class='{'x ' * MB}'>{SENTENCE}</p>"))
    read("in.html", RECORD)


def case_html_unfinished():
    """Comments, tags, scripts and references that never end, many of them begun."""
    for what in ("<!--", "<p ", "<script>", "<a href='", "<![CDATA[", "&#", "&#x41", "<", "</", "<?", "<!DOCTYPE "):
        put("in.html", page(f"<p>{SENTENCE}</p>\n" + what * 200000))
        bounded("in.html", seconds=SECONDS_LONG)


def case_xhtml_entities():
    """Pages have no entities of their own: these stay what they are, and are not expanded."""
    for inside in ("&e9;", "&x;", "&e9;&x;"):
        body = f"<html xmlns='http://www.w3.org/1999/xhtml'><body><p>{SENTENCE}</p><p>{inside}</p></body></html>"
        for name, text in (("in.xhtml", XML + entities("html") + body), ("in.html", entities("html") + body)):
            put(name, text)
            run = bounded(name, seconds=SECONDS_LONG)
            hides(run, HIDDEN)
            hides(run, "lollol")
            put(name, text)
            run = extract(name, "--input-format", "html", "--missed", "missed.csv")
            hides(run, HIDDEN)


def case_html_says_utf16():
    """A page that could be read so far is not in UTF-16, whatever it says; browsers think so, too."""
    for declared in ("utf-16", "utf-16le", "utf-32"):
        text = page(f"<p>{SENTENCE}{OTHER}</p>").replace("utf-8", declared)
        put("in.html", text.encode("gb18030"))
        bounded("in.html", "encoding")


def case_html_says_latin1():
    """A page in GB18030 whose server adds a charset that any bytes would be valid in."""
    for declared in ("iso-8859-1", "windows-1252"):
        text = page(f"<p>{SENTENCE}{OTHER * 5}</p>").replace("utf-8", declared)
        put("in.html", text.encode("gb18030"))
        read("in.html", RECORD)


# ---- encodings

def case_empty():
    put("in.txt", b"")
    read("in.txt")


def case_encoding_cannot_be_told():
    put("in.txt", noise(20000, 0x80))
    run = refused("in.txt", "cannot be told", "--encoding")
    must(len(re.findall(r"(UTF-8|GB18030|BIG5-HKSCS|UTF-16[LB]E|UTF-32[LB]E) \(\d+ %\)", run.err)) == 2,
         f"not two candidates: {run.err}")


def case_encoding_unknown():
    put("in.txt", SENTENCE)
    for name in ("gbk2000", "x" * 200, "%s%n", "GB18030\t-"):
        refused("in.txt", "encoding", "iconv -l", status=2, options=["--encoding", name])


def case_encoding_with_a_long_name():
    """What iconv knows in spite of its suffixes is still its name when it is used."""
    put("in.txt", SENTENCE)
    for name in ("UTF-8//TRANSLIT//IGNORE", "UTF-8" + "/" * 60, "UTF-8//" + "IGNORE" * 20):
        run = extract("in.txt", "--encoding", name)
        must(not run.ended or run.status in (0, 2), f"--encoding {name}: status {run.status}")
        if run.status == 0:
            check_records(run, RECORD)


def case_input_format_unknown():
    put("in.txt", SENTENCE)
    for name in ("rtf", "DOCX", "x" * 1000):
        run = extract("in.txt", "--input-format", name)
        must(run.status == 2, f"--input-format {name[:9]}: status {run.status}")
        must("unknown format" in run.err and "text, html, csv, docx, xlsx, ods, mhtml, pdf" in run.err, run.err[:300])


def case_encoding_broken_bytes():
    """Read to the end with U+FFFD, and the places of the file are told; --strict refuses it."""
    head, tail = (SENTENCE + "\n").encode("gb18030"), ("\n" + OTHER * 40 + "\n").encode("gb18030")
    data = head + "文字".encode("gb18030") + b"\xff" + "文字".encode("gb18030") + tail + b"\xff\xff" + tail
    places = [i + 1 for i, byte in enumerate(data) if byte == 0xFF]
    put("in.txt", data)
    for options in ([], ["--encoding", "GB18030"]):
        run = read("in.txt", RECORD, ("粮食产量", "71488"), options=options)
        for place in places:
            must(f"byte {place} of the file is not GB18030" in run.err, f"no warning about {place}: {run.err[:300]}")
        refused("in.txt", f"byte {places[0]} of the file", "GB18030", options=["--strict", *options])


def case_encoding_broken_everywhere():
    """Few of very many warnings are printed."""
    put("in.txt", (SENTENCE + "\n").encode("gb18030") + b"\xff" * MB * 2)
    run = read("in.txt", RECORD, options=["--encoding", "GB18030"])
    must(run.err.count("\n") < 40, f"{run.err.count(chr(10))} lines on standard error")


def case_utf16_odd_length():
    for name, mark_ in (("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"), ("utf-16-le", b"")):
        data = mark_ + f"{SENTENCE}\n{OTHER}\n".encode(name) + b"\x4e"
        put("in.txt", data)
        run = read("in.txt", RECORD)
        must(f"byte {len(data)} of the file" in run.err, f"no warning about the last byte: {run.err[:300]}")
        refused("in.txt", f"byte {len(data)} of the file", "UTF-16", options=["--strict"])


def case_nul_bytes():
    """The line is told."""
    for name in ("utf-8", "gb18030"):
        data = f"{SENTENCE}\n{OTHER}\n文\0字\n".encode(name)
        put("in.txt", data)
        run = read("in.txt", RECORD)
        must("in.txt:3: there is a NUL character" in run.err, f"{name}: wrong place: {run.err[:300]}")


def case_text_long_line():
    put("in.txt", (SENTENCE * (10 * MB // len(SENTENCE.encode()))).encode("gb18030"))
    read("in.txt", RECORD, seconds=SECONDS_LONG)


# ---- what is no text

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b">\0\3\0\xfe\xff\x09\0" + bytes(480)


def stream_name(name):
    return name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(name) + 2) + bytes(62)


def ole(*names):
    return OLE + bytes(512) + b"".join(map(stream_name, ("Root Entry", *names))) + noise(4000)


def case_unsupported():
    sheets = archive({"[Content_Types].xml": TYPES, "xl/workbook.xml": "<x/>", "xl/worksheets/sheet1.xml": "<x/>"})
    odt = archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}, zipfile.ZIP_STORED)
    known = {
        "a.xls": (ole("Workbook"), "XLS", "XLSX"),
        "a.doc": (ole("1Table", "WordDocument"), "DOC", "save it as DOCX"),
        "a.ppt": (ole("PowerPoint Document"), "PPT", "PDF"),
        "locked.docx": (ole("EncryptionInfo", "EncryptedPackage"), "encrypted", "password"),
        "old.bin": (ole("Contents"), "office file", "DOCX"),
        "a.xlsx": (sheets, "workbook", "save it again"),
        "large.xlsx": (archive({"xl/media/image1.png": noise(200000), "xl/workbook.xml": "<x/>"}), "workbook", "save it again"),
        "a.pptx": (archive({"ppt/presentation.xml": "<x/>"}), "PPTX", "PDF"),
        "a.odt": (odt, "OpenDocument", "DOCX"),
        "a.ofd": (archive({"OFD.xml": "<x/>", "Doc_0/Document.xml": "<x/>"}), "OFD", "PDF"),
        "a.epub": (archive({"mimetype": "application/epub+zip"}, zipfile.ZIP_STORED), "EPUB", "HTML"),
        "a.caj": (b"CAJ\0" + noise(5000), "CAJ", "PDF"),
        "b.caj": (b"HN\0\0" + noise(5000), "CAJ", "PDF"),
        "a.kdh": (b"KDH 2.00" + noise(5000), "KDH", "PDF"),
        "a.rtf": (rb"{\rtf1\ansi\ansicpg936 \'bd\'d8}", "RTF", "DOCX"),
        "a.png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + noise(5000), "PNG", "OCR"),
        "a.jpg": (b"\xff\xd8\xff\xe0\0\x10JFIF\0" + noise(5000), "JPEG", "OCR"),
        "a.gif": (b"GIF89a" + noise(5000), "GIF", "OCR"),
        "a.tiff": (b"II*\0" + noise(5000), "TIFF", "OCR"),
        "a.webp": (b"RIFF\0\x10\0\0WEBP" + noise(5000), "RIFF"),
        "a.gz": (b"\x1f\x8b\x08" + noise(5000), "archive", "unpack"),
        "a.bz2": (b"BZh9" + noise(5000), "archive", "unpack"),
        "a.xz": (b"\xfd7zXZ\0" + noise(5000), "archive", "unpack"),
        "a.zst": (b"\x28\xb5\x2f\xfd" + noise(5000), "archive", "unpack"),
        "a.7z": (b"7z\xbc\xaf\x27\x1c" + noise(5000), "archive", "unpack"),
        "a.rar": (b"Rar!\x1a\x07\x01\0" + noise(5000), "archive", "unpack"),
        "empty.zip": (archive({}), "ZIP"),
        "a.db": (b"SQLite format 3\0" + noise(5000), "SQLite"),
        "a.exe": (b"\x7fELF\2\1\1" + bytes(9) + noise(5000), "program"),
        "zeros": (bytes(100000), "binary"),
        "control": (bytes(range(1, 9)) * 1000, "binary"),
    }
    for name, (data, *words) in known.items():
        put(name, data)
        refused(name, *words)
    for name in ("a.png", "a.gz", "a.rar"):
        with open(name, "rb") as file:
            clean_up()
            check_refused(Run("extract", "-o", "out.csv", stdin=file), "standard input", *known[name][1:])


def case_binary_noise():
    """Bytes without any order are never read as text without a word."""
    for size in (64, 1000, 100000):
        put("in.bin", noise(size))
        refused("in.bin")


def case_folder():
    os.mkdir("folder")
    refused("folder", "folder", "name the files")


def case_missing():
    refused("no.pdf", "no such file")


# ---- several files, and what is said


def case_others_are_done():
    put("first.txt", SENTENCE)
    put("bad.pdf", pdf([[]]))
    put("bad.docx", docx(b"<w:document"))
    put("bad.txt", noise(5000, 0x80))
    put("good.docx", good_docx())
    put("good.pdf", pdf([PAGE]))
    put("last.html", page(f"<p>{SENTENCE}</p>"))
    good, bad = ["first.txt", "good.docx", "good.pdf", "last.html"], ["bad.pdf", "bad.docx", "bad.txt"]
    for order in (good[:2] + bad + good[2:], bad + good, good + bad):
        clean_up()
        run = Run("extract", "-q", *order, "-o", "out.csv")
        if run.ended:
            must(run.status == 3, f"status {run.status}, not 3")
            with_record = [r["file"] for r in run.records() if (r["metric"], r["value"]) == RECORD]
            must(with_record == [name for name in order if name in good], f"records are of {with_record}")
            said = [line.split(":")[1].strip() for line in run.err.splitlines()]
            must(said == bad, f"messages are about {said}")


def case_nothing_left_of_an_older_output():
    """A file that stood there stays as it was."""
    put("bad.pdf", pdf([[]]))
    put("out.csv", "old\n")
    run = Run("extract", "bad.pdf", "-o", "out.csv")
    must(run.status == 3 and outputs() == ["out.csv"] and pathlib.Path("out.csv").read_text() == "old\n", run.err)


def case_verbose():
    text = (SENTENCE + OTHER) * 5
    rare = "".join(chr(c) for c in range(0x7000, 0x7100, 17))
    for name, data, *words in (
            ("a.txt", text, "text", "UTF-8"),
            ("b.txt", text.encode("gb18030"), "text", "GB18030"),
            ("c.txt", (text + rare * 5).encode("gb18030"), "text", "GB18030", "confidence", "%"),
            ("d.txt", b"\xff\xfe" + text.encode("utf-16-le"), "text", "UTF-16LE", "byte order mark"),
            ("a.html", page(f"<p>{text}</p>"), "html", "UTF-8"),
            ("b.html", page(f"<p>{text}</p>").replace("utf-8", "gb2312").encode("gb18030"),
             "html", "GB18030", "declares"),
            ("a.docx", good_docx(), "docx"),
            ("a.pdf", pdf([PAGE]), "pdf")):
        put(name, data)
        run = read(name, RECORD, options=["-v"])
        said = next((line for line in run.err.splitlines() if line.startswith(f"dcx: {name}: read as ")), "")
        must(all(word_ in said for word_ in words), f"{name}: {said or run.err} does not say {words}")
    read("a.txt", RECORD, options=["-v", "--encoding", "utf8", "--input-format", "text"])


# ---- running them


CASES = {name.removeprefix("case_"): run for name, run in globals().items() if name.startswith("case_")}


def run_case(name):
    folder = WORK / name
    folder.mkdir()
    os.chdir(folder)
    WRONG.clear()
    began = time.monotonic()
    try:
        CASES[name]()
    except Exception as error:  # a test that breaks is a test that fails
        wrong(f"{type(error).__name__}: {error}")
    os.chdir(WORK)
    seconds = time.monotonic() - began
    if WRONG:
        print(f"FAILED {name} ({seconds:.1f} s), in {folder}")
        for what in WRONG:
            print(f"    {what}")
    else:
        shutil.rmtree(folder)
        if OPTIONS.times:
            print(f"ok     {name} ({seconds:.1f} s)")
    sys.stdout.flush()
    return not WRONG


def main():
    global OPTIONS
    parser = argparse.ArgumentParser(prog="hostile", description=__doc__.split("\n")[0])
    parser.add_argument("case", nargs="*", help="the cases to run; all")
    parser.add_argument("--list", action="store_true", help="list the cases")
    parser.add_argument("--times", action="store_true", help="say how long each case took")
    parser.add_argument("--slow", action="store_true", help="wait for a pdftotext that hangs, too: four minutes")
    OPTIONS = parser.parse_args()
    if OPTIONS.list:
        print("\n".join(CASES))
        return 0
    for name in OPTIONS.case:
        if name not in CASES:
            parser.error(f"no case {name}; --list lists them")
    if not os.access(DCX, os.X_OK):
        sys.exit(f"hostile: no program {DCX}; build dcx, or set DCX")
    if not shutil.which("pdftotext"):
        sys.exit("hostile: pdftotext is not installed; run tools/setup check-all")
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    results = [run_case(name) for name in OPTIONS.case or CASES]
    for what in dict.fromkeys(SKIPPED):
        print(f"SKIPPED: {what}")
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
