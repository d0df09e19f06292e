"""Whatever fails beneath dcx, it ends well: by a status it documents, and with outputs that are whole or not there.

In turn, each request for memory gets none (alone, and with all behind it), each system call fails, is interrupted or
comes short, each is met by a signal, and the input changes under each. A bad end is
  a signal that was not sent, a hang, a status that is not documented, a failure without a message;
  status 0 where output is not, to the byte, what it is without the fault;
  an output file that is neither the old one nor the whole new one; anything else left behind.
With --leaks dcx must be built with the address sanitizer, which then says what is not released or read behind its end.
"""
import argparse
import errno
import json
import mmap
import os
import pathlib
import re
import resource
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import time
import zipfile

import hostile

DCX = os.path.abspath(os.environ.get("DCX", "build/dcx"))
BUILD = pathlib.Path(os.environ.get("BUILD", "build")).absolute()
WORK = BUILD / "faults"
SHIM, TRACER = WORK / "memory.so", WORK / "calls"
SECONDS = 15  # that a run may take
ENDS = (0, 1, 2, 3)
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
OPTIONS = None

# ---- what is read

REPORT = """# 某市2025年统计公报

一、综合

2025年，全市地铁里程达512.6公里，比上年增长8.4%。全年粮食产量1.2万吨，比上年增长1.2%[^1]。
其中，早稻产量0.3万吨，占粮食产量的25%。新改建农村公路11.2万公里，新增口袋公园37个。

二、人口

年末常住人口863.4万人，比上年末增加2.1万人；城镇化率71.3%，比上年末提高0.6个百分点。

[^1]: 数据来自市统计局。
"""
EARLIER = REPORT.replace("2025", "2024").replace("512.6", "470.1").replace("863.4", "861.3").replace("37个", "29个")
PAGE = hostile.page("<h1>某市2025年统计公报</h1><p>全市地铁里程达512.6公里，比上年增长8.4%。</p><table><tr><th>指标</th><th>产量（万吨）"
                    "</th></tr><tr><td>粮食</td><td>1.2</td></tr><tr><td>棉花</td><td>0.4</td></tr></table><ul><li>新增口袋公园"
                    "37个</li></ul>")
PACK = """<pack xmlns="urn:dcx:pack:1" id="farm">
  <units dimension="count"><u not="田">畦</u></units>
  <words class="up"><w>拉升</w></words>
  <rule id="farm.within" action="bind" kind="share">
    <note>Within a whole, so many percent do something.</note>
    <pattern>{open}(?'of'{in}{2,20}?)里，?有(?'q'{pct})的?(?'tail'{in}+)</pattern>
    <example text="合作社里有62%种番茄。"><record metric="种番茄" value="62" kind="share" of="合作社"/></example>
    <counter text="仓里有番茄62吨。"/>
  </rule>
</pack>
"""
TWO_WHOLES = "2025年，全市产值100亿元，其中甲区产值60亿元，乙区产值30亿元，丙区产值20亿元。地铁占出行的40%，公交占出行的70%。\n"


def put(name, data):
    pathlib.Path(name).write_bytes(data.encode() if isinstance(data, str) else data)


def dcx(*arguments):
    subprocess.run([DCX, *arguments], check=True, stderr=subprocess.DEVNULL)


def make_inputs():
    put("a.txt", REPORT)
    put("old.txt", EARLIER)
    put("wrong.txt", TWO_WHOLES)
    put("gb.txt", REPORT.encode("gb18030"))
    put("utf16.txt", b"\xff\xfe" + REPORT.encode("utf-16-le"))
    put("a.html", PAGE)
    put("a.docx", hostile.good_docx())
    put("a.pdf", hostile.pdf([hostile.PAGE[:4]]))
    put("farm.xml", PACK)
    put("list", "*产量*\n地铁里程\n")
    put("aliases", "same\t地铁里程\t轨道里程\nnever\t粮食产量\t早稻产量\n")
    for kind in ("csv", "json", "jsonl"):
        dcx("extract", "a.txt", "-o", f"records.{kind}")
    dcx("extract", "old.txt", "-o", "old.csv")
    dcx("extract", "a.txt", "-o", "kept.db")
    ids = [json.loads(line)["id"] for line in pathlib.Path("records.jsonl").read_text().splitlines()]
    put("fix.csv", f"id,action,value,unit,comment\n{ids[0]},correct,513.6,,misprint\n{ids[1]},reject,,,\n")
    put("fix.jsonl", json.dumps({"id": ids[2], "reviewed": "yes", "reviewer": "李"}) + "\n"
        + json.dumps({"id": "", "action": "add", "metric": "公园", "value": "3"}) + "\n")


# ---- the commands: name, arguments, and what stands at the output before

OLD = b"old\n"
CASES = {
    "csv": ("extract a.txt -o out.csv --missed missed.csv", None),
    "csv-over": ("extract a.txt -o out.csv --missed missed.csv", OLD),
    "stdout": ("extract a.txt -v", None),
    "stdin": ("extract -f jsonl < a.txt", None),
    "several": ("extract a.txt missing.txt a.html -o out.csv", None),
    "gb18030": ("extract gb.txt --bom -o out.tsv", None),
    "utf16": ("extract utf16.txt --header both -o out.md", None),
    "html": ("extract a.html -o out.json", None),
    "docx": ("extract a.docx -o out.jsonl", None),
    "pdf": ("extract a.pdf -o out.csv", None),
    "records-csv": ("extract records.csv -o out.csv", None),
    "records-json": ("extract records.json -f table", None),
    "records-jsonl": ("extract records.jsonl -f cite", None),
    "pack": ("extract a.txt --rules farm.xml -o out.csv", None),
    "select": ("extract a.txt --select list --show-unit 公里 --columns metric,value,shown_value -o out.csv", None),
    "corrections": ("extract a.txt --corrections fix.csv --corrections fix.jsonl -o out.html", None),
    "xlsx": ("extract a.txt -o out.xlsx", None),
    "xlsx-over": ("extract a.txt -o out.xlsx", OLD),
    "sqlite": ("extract a.txt -o out.db", None),
    "sqlite-over": ("extract a.txt --corrections fix.csv -o out.db", "kept.db"),
    "diff": ("diff old.txt a.txt --aliases aliases -o out.csv", None),
    "diff-records": ("diff old.csv records.csv --fail-on flagged,change>10% -f json", None),
    "diff-html": ("diff old.txt a.txt -o out.html", None),
    "diff-xlsx": ("diff old.txt a.txt -o out.xlsx", None),
    "diff-sqlite": ("diff old.csv records.csv -o out.db", None),
    "series": ("series old.csv records.csv --wide -o out.csv", None),
    "series-long": ("series old.csv records.csv --all --select list -f table", None),
    "check": ("check wrong.txt --fail-on error -o out.csv", None),
    "check-against": ("check a.txt --against old.txt --explain -f md", None),
    "check-html": ("check wrong.txt -o out.html", None),
    "check-xlsx": ("check wrong.txt -o out.xlsx", None),
    "check-sqlite": ("check wrong.txt -o out.db", None),
    "tokens": ("tokens a.txt -f jsonl", None),
    "tokens-pack": ("tokens a.txt --rules farm.xml -o out.csv", None),
    "rules-list": ("rules list -o out.csv", None),
    "rules-show": ("rules show table.cell change.new", None),
    "rules-check": ("rules check farm.xml", None),
    "rules-test": ("rules test farm.xml", None),
    "help": ("extract --help", None),
    "wrong-option": ("extract --colums metric a.txt", None),
    "wrong-column": ("extract --columns metrik a.txt", None),
}
MANY = ("several", "series", "series-long", "check-against")  # where an input fails the others are still done

# What others' code does and dcx cannot help, each with how it is known: (cases, kinds of faults, pattern of what is wrong).
LIMITS = [
    ("libxlsxwriter does not look whether its temporary files were read and written: one error of the disk below TMPDIR, "
     "and none after it, can lose a part of a workbook", r".*xlsx.*",
     r"^call \d+, (read|write|lseek)\(\d+\): (EIO|ENOSPC|EINTR|EIO for good): differs: out.xlsx"),
    ("libxlsxwriter names its temporary files before it unlinks them: a signal in between leaves one below TMPDIR",
     r".*xlsx.*", r"^all: left behind in TMPDIR: "),
    ("SQLite leaves its journal where the program ends at once (a signal, no memory) or the journal cannot be removed; who "
     "opens the database next goes back to the old state", r".*sqlite.*",
     r"^(SIG\w+ at|allocation|call \d+, .* for good|call \d+, unlink).*: left behind: out.db-journal"),
]

# ---- running dcx


class Shared:
    """The memory that the shim and the tracer share: faults.h."""

    HEAD = struct.Struct("10q512s")
    MOST = 16384

    def __init__(self, path):
        size = self.HEAD.size + 8 * self.MOST
        pathlib.Path(path).write_bytes(bytes(size))
        with open(path, "r+b") as file:
            self.map = mmap.mmap(file.fileno(), size)

    def set(self, fail_at=0, for_good=0, at=0, number=0, what=0, value=0, path=""):
        self.HEAD.pack_into(self.map, 0, fail_at, for_good, 0, at, number, what, value, 0, 0, 0, path.encode())

    def get(self):
        _, _, asked, _, _, _, _, hits, calls, status, _ = self.HEAD.unpack_from(self.map)
        return asked, hits, calls, status

    def calls(self, count):
        return [struct.unpack_from("2i", self.map, self.HEAD.size + 8 * i) for i in range(min(count, self.MOST))]


class Late(Exception):
    pass


def late(*_):
    raise Late


class Run:
    """One run in the folder it is in: status (below 0: the signal), out, err, files (those made, with what they hold)."""

    def __init__(self, case, traced, more=None):
        self.clean(case)
        command = case.arguments
        program = [str(TRACER), str(WORK / "shared")] if traced else []
        actions = [(os.POSIX_SPAWN_OPEN, 0, case.source, os.O_RDONLY, 0)]
        for fd, name in ((1, "../out"), (2, "../err")):
            actions.append((os.POSIX_SPAWN_OPEN, fd, name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        program += [DCX, *command]
        pid = os.posix_spawn(program[0], program, {**ENVIRONMENT, **(more or {})}, file_actions=actions, setsigdef=SIGNALS)
        self.late = False
        signal.setitimer(signal.ITIMER_REAL, 3 if OPTIONS.leaks else SECONDS)
        try:
            _, status = os.waitpid(pid, 0)
        except Late:
            self.late = True
            os.kill(pid, signal.SIGKILL)
            _, status = os.waitpid(pid, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        self.asked, self.hits, self.calls, traced_status = SHARED.get()
        if traced and status:
            raise RuntimeError(f"the tracer ended with {status}: {self.read('../err')[:200]}")
        self.status = os.waitstatus_to_exitcode(traced_status if traced else status)
        self.out, self.err = self.read("../out"), self.read("../err").decode(errors="replace")
        self.files = {name: self.read(name) for name in sorted(os.listdir()) if name not in case.inputs}
        self.held = {name: meaning(name, data) for name, data in self.files.items()}
        self.files = {name: data for name, data in self.files.items() if os.path.exists(name)}  # no journal any more

    @staticmethod
    def read(name):
        return pathlib.Path(name).read_bytes() if os.path.isfile(name) else b""

    @staticmethod
    def clean(case):
        for name in os.listdir():
            if name not in case.inputs:
                os.unlink(name)
        for name, data in case.before.items():
            put(name, data)
        for name in case.changed:
            put(name, case.inputs[name])


def rows_of(name):
    """What a database holds, without the time it was made; None: nothing. What was half done is taken back."""
    base = sqlite3.connect(name)
    try:
        base.text_factory = bytes
        tables = base.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
        return [(table, [[cell for cell in row if not is_time(cell)] for row in
                         base.execute(f"SELECT * FROM {table.decode()}")]) for (table,) in tables] or None
    except sqlite3.DatabaseError as error:
        return f"no database: {error}"
    finally:
        base.close()


def is_time(cell):
    return isinstance(cell, bytes) and re.fullmatch(rb"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d.*", cell)


def parts_of(data):
    """What a workbook holds, without the time it was made."""
    put("../look.xlsx", data)
    try:
        with zipfile.ZipFile("../look.xlsx") as book:
            return {name: re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"", book.read(name)) for name in book.namelist()}
    except Exception as error:  # pylint: disable=broad-except
        return f"no workbook: {error}"


def meaning(name, data):
    if name.endswith(".db"):
        return rows_of(name)
    return parts_of(data) if name.endswith(".xlsx") else data


class Case:
    def __init__(self, name):
        self.name = name
        line, before = CASES[name]
        self.arguments, _, source = (part.strip() for part in line.partition("<"))
        self.arguments = self.arguments.split()
        self.source = source or "/dev/null"
        self.inputs = {entry: pathlib.Path(entry).read_bytes() for entry in os.listdir("../inputs")
                       for entry in ("../inputs/" + entry,)}
        self.inputs = {os.path.basename(path): data for path, data in self.inputs.items()}
        self.changed = []
        outputs = [entry for entry in self.arguments if re.fullmatch(r"(out|missed)\..*", entry)]
        self.outputs = outputs
        data = self.inputs[before] if isinstance(before, str) else before
        self.before = {entry: data for entry in outputs} if before else {}
        for entry, entry_data in (*self.inputs.items(), *self.before.items()):
            put(entry, entry_data)
        self.of = {entry: meaning(entry, entry_data) for entry, entry_data in self.before.items()}


# ---- what is a bad end


class Tally:
    def __init__(self):
        self.done = {"allocations failed": 0, "reads failed or came short": 0, "writes failed or came short": 0,
                     "other calls failed": 0, "signals": 0, "inputs changed": 0}
        self.bad, self.limits = [], {}

    def count(self, sort):
        self.done[sort] += 1

    def blame(self, case, fault, run, what):
        for name, cases, pattern in LIMITS:
            if re.fullmatch(cases, case.name) and re.search(pattern, f"{fault}: {what}: {run.err}", re.S):
                self.limits[name] = self.limits.get(name, 0) + 1
                return
        said = " / ".join(run.err.strip().splitlines()[:3])[:300 if not OPTIONS.leaks else 3000]
        self.bad.append(f"{case.name}: {fault}: {what}; status {run.status}; said: {said}")
        print("BAD", self.bad[-1], flush=True)


def differs(case, run, good):
    """What is not as it is without the fault."""
    wrong = ["standard output"] if run.out != good.out else []
    for name in {*run.files, *good.files}:
        if run.held.get(name) != good.held.get(name):
            wrong.append(name)
    return wrong


def torn(case, run, good, changed):
    """What is left behind, and neither what stood there nor what is to stand there."""
    wrong = []
    for name in {*run.files, *case.before}:
        if name not in case.outputs:
            wrong.append(f"left behind: {name}")
        elif not changed and run.held.get(name) not in (case.of.get(name), good.held.get(name)):
            wrong.append(f"{name} is not whole")
    return wrong


def judge_leaks(case, fault, run):
    """What the sanitizer says of dcx itself. Its heap guard is off here, so the libraries may end as they like."""
    asks = r"__interceptor_|(m|c|re)alloc "
    for stack in re.findall(r"(?:leak of|ERROR: Address|runtime error).*\n((?:.*\n)*?)(?:\n|\Z)", run.err):
        frames = [frame for frame in re.findall(r"#\d+ 0x\w+ in (.*)", stack) if not re.match(asks, frame)]
        if frames and re.search(r" src/\w+/\w+\.c:", frames[0]):
            TALLY.blame(case, fault, run, f"the sanitizer names {frames[0]}")
            return
    if "Sanitizer: " in run.err:
        name = "libraries beneath dcx leak or crash where memory is short (libxml2, libxlsxwriter, libtommath)"
        TALLY.limits[name] = TALLY.limits.get(name, 0) + 1


def judge(case, fault, run, good, silent=False, sent=0, changed=False):
    changed = changed or (case.name in MANY and run.status == 3)
    blame = lambda what: TALLY.blame(case, fault, run, what)
    if OPTIONS.leaks:
        judge_leaks(case, fault, run)
    elif run.late:
        blame(f"not done after {SECONDS} seconds")
    elif run.status < 0 and run.status != -sent:
        blame(f"ended by signal {-run.status}")
    elif run.status >= 0 and run.status not in ENDS:
        blame("a status that is not documented")
    elif run.status == good.status and not changed:
        wrong = differs(case, run, good)
        if wrong:
            blame(f"differs: {', '.join(wrong)}")
    else:
        wrong = torn(case, run, good, changed)
        if wrong:
            blame(", ".join(wrong))
        if run.status >= 0 and run.status != 3 and not changed:
            blame("a failure that is not called one")
        if run.status > 0 and "dcx: " not in run.err and not silent:
            blame("no message")
        if good.status == 0 and not changed and not good.out.startswith(run.out) and case.name != "several":
            blame("standard output is not the beginning of what it should be")


# ---- the faults

READS = {0: "read", 17: "pread64", 19: "readv"}
WRITES = {1: "write", 18: "pwrite64", 20: "writev"}
OTHERS = {2: "open", 257: "openat", 3: "close", 82: "rename", 264: "renameat", 316: "renameat2", 74: "fsync",
          75: "fdatasync", 5: "fstat", 4: "stat", 6: "lstat", 262: "newfstatat", 332: "statx", 8: "lseek",
          77: "ftruncate", 87: "unlink", 263: "unlinkat", 91: "fchmod", 72: "fcntl", 293: "pipe2", 22: "pipe", 21: "access",
          269: "faccessat", 439: "faccessat2", 89: "readlink", 79: "getcwd", 7: "poll", 61: "wait4", 16: "ioctl",
          56: "clone", 435: "clone3", 58: "vfork", 9: "mmap", 12: "brk", 11: "munmap", 10: "mprotect", 25: "mremap",
          33: "dup2", 32: "dup", 318: "getrandom", 83: "mkdir", 13: "rt_sigaction", 14: "rt_sigprocmask", 97: "getrlimit",
          302: "prlimit64", 95: "umask", 62: "kill", 39: "getpid", 35: "nanosleep", 230: "clock_nanosleep"}
NAMES = {**READS, **WRITES, **OTHERS}
FAULT_ERROR, FAULT_SHORT, FAULT_SIGNAL, FAULT_SIZE, FAULT_GONE = 1, 2, 3, 4, 5
INTERRUPTED = {*READS, *WRITES, 2, 257, 7, 61}  # of these EINTR is usual
FAILS = {  # the rest fail with EIO
    2: ("EACCES", "EMFILE", "EIO"), 257: ("EACCES", "EMFILE", "EIO"), 82: ("EIO", "ENOSPC"), 9: ("ENOMEM",), 12: (),
    10: ("ENOMEM",), 25: ("ENOMEM",), 11: (), 16: ("ENOTTY",), 56: ("EAGAIN",), 435: ("EAGAIN",), 58: ("EAGAIN",),
    72: ("EIO",), 13: ("EINVAL",), 14: ("EINVAL",), 95: (), 39: (), 62: ("EPERM",), 35: ("EINTR",), 230: ("EINTR",),
    318: ("ENOSYS",), 7: ("ENOMEM",), 61: ("ECHILD",),
}


def every(count):
    """The numbers from 1 on that are tried: all, or about so many as the short form has."""
    step = 1 if not OPTIONS.few else max(1, count // OPTIONS.few)
    first = 1 + (count % step if step > 1 else 0)
    return range(first, count + 1, step)


def fail_memory(case):
    SHARED.set()
    good = Run(case, False)
    count = good.asked
    for for_good in (0, 1):
        for at in every(count):
            SHARED.set(fail_at=at, for_good=for_good)
            run = Run(case, False)
            TALLY.count("allocations failed")
            judge(case, f"allocation {at}{' and all after' if for_good else ''}", run, good)


def disturbances(number, fd):
    """(what is done, value, for good, how it is called)"""
    if number in READS or number in WRITES:
        for name in ("EIO",) + (("ENOSPC",) if number in WRITES else ()):
            yield FAULT_ERROR, getattr(errno, name), 0, name
            yield FAULT_ERROR, getattr(errno, name), 1, name + " for good"
        if number not in (19, 20):
            yield FAULT_SHORT, 1, 0, "1 byte"
            yield FAULT_SHORT, 1, 1, "1 byte for good"
    else:
        for name in FAILS.get(number, ("EIO",)):
            yield FAULT_ERROR, getattr(errno, name), 0, name
    if number in INTERRUPTED:
        yield FAULT_ERROR, errno.EINTR, 0, "EINTR"


def sort_of(number):
    return ("reads failed or came short" if number in READS else "writes failed or came short" if number in WRITES
            else "other calls failed")


def fail_calls(case):
    SHARED.set()
    good = Run(case, True)
    calls = SHARED.calls(good.calls)
    for at in every(len(calls)):
        number, fd = calls[at - 1]
        if number not in NAMES:
            continue
        for what, value, for_good, name in disturbances(number, fd):
            SHARED.set(at=at, number=number, what=what, value=value, for_good=for_good)
            run = Run(case, True)
            if not run.hits:
                continue
            TALLY.count(sort_of(number))
            fault = f"call {at}, {NAMES[number]}({fd}): {name}"
            judge(case, fault, run, good, silent=number in WRITES and fd == 2)
            if run.status != good.status and what == FAULT_SHORT:
                TALLY.blame(case, fault, run, "failed, though it could go on")


def send_signals(case, calls):
    SHARED.set()
    good = Run(case, True)
    for number in SIGNALS:
        for at in every(len(calls)):
            SHARED.set(at=at, number=calls[at - 1][0], what=FAULT_SIGNAL, value=number)
            run = Run(case, True)
            if not run.hits:
                continue
            TALLY.count("signals")
            fault = f"{number.name} at call {at}, {NAMES.get(calls[at - 1][0], calls[at - 1][0])}"
            judge(case, fault, run, good, sent=number)
            if run.status >= 0 and not (run.status == good.status and at >= len(calls) - 1):
                TALLY.blame(case, fault, run, "did not end by the signal")


def change_inputs(case, calls):
    SHARED.set()
    good = Run(case, True)
    names = [name for name in (*case.arguments, case.source) if name in case.inputs]
    for name in names:
        case.changed = [name]
        size = len(case.inputs[name])
        for at in every(len(calls)):
            if calls[at - 1][0] not in (*READS, 257, 2, 5, 262):
                continue
            for what, value, said in ((FAULT_SIZE, size // 2, "cut in half"), (FAULT_SIZE, 0, "emptied"),
                                      (FAULT_SIZE, size + 5000, "grown"), (FAULT_GONE, 0, "gone")):
                SHARED.set(at=at, number=calls[at - 1][0], what=what, value=value,
                           path=os.path.abspath(name))
                run = Run(case, True)
                TALLY.count("inputs changed")
                judge(case, f"{name} {said} at call {at}", run, good, changed=run.status in (0, 1, 2))
    Run.clean(case)
    case.changed = []


def run_case(name):
    folder = WORK / "runs" / name / "in"
    folder.mkdir(parents=True)
    (folder.parent / "tmp").mkdir()
    (folder.parent / "inputs").symlink_to(WORK / "inputs")
    os.chdir(folder)
    ENVIRONMENT["TMPDIR"] = str(folder.parent / "tmp")
    case = Case(name)
    SHARED.set()
    first, second = Run(case, False), Run(case, False)
    if differs(case, first, second):
        TALLY.blame(case, "no fault", second, f"differs from run to run: {differs(case, first, second)}")
        return
    began, before = time.monotonic(), sum(TALLY.done.values())
    if OPTIONS.only in ("", "memory"):
        fail_memory(case)
    if TRACES and OPTIONS.only in ("", "calls", "signals", "inputs"):
        SHARED.set()
        calls = SHARED.calls(Run(case, True).calls)
        if OPTIONS.only in ("", "calls"):
            fail_calls(case)
        if OPTIONS.only in ("", "signals"):
            send_signals(case, calls)
        if OPTIONS.only in ("", "inputs"):
            change_inputs(case, calls)
    left = os.listdir(folder.parent / "tmp")
    if left:
        TALLY.blame(case, "all", first, f"left behind in TMPDIR: {left[:5]}")
    if OPTIONS.times:
        print(f"{name}: {sum(TALLY.done.values()) - before} faults, {time.monotonic() - began:.0f} s", flush=True)


# ---- outputs and inputs that are no plain files


def expect(name, status, command, words=(), seconds=20, **keywords):
    """A shell command line, in which dcx is $DCX."""
    TALLY.count("other calls failed")
    run = subprocess.run(["timeout", str(seconds), "sh", "-c", command], capture_output=True, check=False,
                         env={**PLAIN, "DCX": DCX}, **keywords)
    said = run.stderr.decode(errors="replace")
    left = [entry for entry in os.listdir() if entry.startswith("out")]
    if run.returncode != status or left or not all(word in said for word in words):
        TALLY.bad.append(f"{name}: {command}: status {run.returncode}, not {status}; left: {left}; said: {said[:300]}")
        print("BAD", TALLY.bad[-1], flush=True)
    for entry in left:
        os.unlink(entry)


def few_bytes():
    resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))


def odd_places():
    folder = WORK / "runs" / "odd"
    folder.mkdir(parents=True)
    os.chdir(folder)
    for name in os.listdir(WORK / "inputs"):
        shutil.copy(WORK / "inputs" / name, name)
    for form in ("csv", "json", "jsonl", "table", "html", "xlsx", "cite", "md"):
        expect("full", 3, f"$DCX extract a.txt -f {form} -o /dev/full", ["/dev/full: No space left"])
        expect("full", 3, f"$DCX extract a.txt -f {form} >/dev/full", ["standard output: No space left"])
        expect("large", 3, f"$DCX extract a.txt -f {form} -o out.{form}", ["out."], preexec_fn=few_bytes)
        if form != "xlsx":
            expect("pipe", 0, f"set -o 2>/dev/null; {{ $DCX extract a.txt a.txt a.txt -f {form}; echo $? >&3; }} 3>code | "
                   "head -c 1 >/dev/null; exit $(cat code)")
        expect("closed", 3, f"$DCX extract a.txt -f {form} >&-", ["standard output: "])
    expect("large", 3, "$DCX extract a.txt -o out.db", ["out.db"], preexec_fn=few_bytes)
    for form in ("csv", "html"):
        for command in ("diff old.txt a.txt", "check wrong.txt", "tokens a.txt", "rules list", "series old.txt a.txt"):
            if form == "csv" or command[0] in "dc":
                expect("full", 3, f"$DCX {command} -f {form} >/dev/full", ["standard output: No space left"])
    expect("full", 3, "$DCX extract --help >/dev/full", ["standard output: No space left"])
    expect("full", 3, "$DCX extract a.txt -o /dev/null --missed /dev/full", ["/dev/full: No space left"])
    os.mkdir("folder")
    os.mkfifo("fifo")
    expect("folder", 3, "$DCX extract folder -o out.csv", ["folder"])
    expect("folder", 3, "$DCX extract a.txt -o folder", ["folder"])
    expect("fifo", 0, "cat a.txt >fifo & $DCX extract -q fifo >/dev/null")
    expect("fifo", 0, "cat fifo >/dev/null & $DCX extract -q a.txt -o fifo")
    expect("fifo", 0, "head -c 1 fifo >/dev/null & $DCX extract -q a.txt a.txt a.txt -f html -o fifo")
    expect("closed", 3, "$DCX extract - -o out.csv <&-", ["standard input"])
    expect("no message", 3, "$DCX extract missing.txt 2>&-")
    os.chmod("old.txt", 0)
    if not os.access("old.txt", os.R_OK):
        expect("unreadable", 3, "$DCX extract old.txt -o out.csv", ["may not be read"])
    full_disk()


def fill(name, size):
    try: # where not even a name fits, it is full as well
        with open(name, "wb") as file:
            file.write(bytes(size))
            file.flush()
    except OSError:
        pass


def full_disk():
    """A disk of 64 KB, where one may be mounted."""
    os.mkdir("disk")
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", "disk"], capture_output=True,
                      check=False).returncode:
        print("SKIPPED: a small disk, which may not be mounted")
        return
    try:
        for form, line in (("csv", "extract a.txt"), ("html", "extract a.txt"), ("xlsx", "extract a.txt"),
                           ("db", "extract a.txt"), ("db", "diff old.txt a.txt")):
            for room in range(16):
                TALLY.count("writes failed or came short")
                fill("disk/filling", 65536 - 4096 * room)
                run = subprocess.run([DCX, *line.split(), "-o", f"disk/x.{form}"], capture_output=True, check=False)
                left = os.listdir("disk")
                if run.returncode != (0 if f"x.{form}" in left else 3) or len(left) > 2:
                    TALLY.bad.append(f"disk with {room} pages: {line} as {form}: status {run.returncode}, left {left}: "
                                     f"{run.stderr.decode()[:200]}")
                    print("BAD", TALLY.bad[-1])
                for name in left:
                    os.unlink(f"disk/{name}")
    finally:
        subprocess.run(["umount", "disk"], check=True)


# ---- all of it


def can_trace():
    """Whether system calls of another process may be changed here."""
    if os.uname().machine != "x86_64":
        print("SKIPPED: faults of system calls, which are known of x86-64 only")
        return False
    os.chdir(WORK / "inputs")
    SHARED.set()
    run = subprocess.run([TRACER, WORK / "shared", DCX, "--version"], env=ENVIRONMENT, capture_output=True, check=False)
    if run.returncode or not SHARED.get()[2]:
        print(f"SKIPPED: faults of system calls: {run.stderr.decode()[:200]}")
        return False
    return True


def main():
    global OPTIONS, TALLY, SHARED, ENVIRONMENT, PLAIN, TRACES
    parser = argparse.ArgumentParser(prog="faults", description=__doc__.split("\n")[0])
    parser.add_argument("case", nargs="*", help="the cases to run; all")
    parser.add_argument("--few", type=int, default=0, metavar="N", help="about N faults of a kind for a case, not all")
    parser.add_argument("--only", default="", choices=["", "memory", "calls", "signals", "inputs", "odd"])
    parser.add_argument("--leaks", action="store_true", help="DCX is built with the address sanitizer")
    parser.add_argument("--times", action="store_true", help="say how long each case took")
    OPTIONS = parser.parse_args()
    signal.signal(signal.SIGALRM, late)
    shutil.rmtree(WORK / "runs", ignore_errors=True)
    shutil.rmtree(WORK / "inputs", ignore_errors=True)
    (WORK / "inputs").mkdir(parents=True)
    os.chdir(WORK / "inputs")
    make_inputs()
    TALLY, SHARED = Tally(), Shared(WORK / "shared")
    PLAIN = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR", "LD_PRELOAD")}
    ENVIRONMENT = {**PLAIN, "LD_PRELOAD": str(SHIM), "FAULTS": str(WORK / "shared"), "LC_ALL": "C"}
    if OPTIONS.leaks:
        ENVIRONMENT["ASAN_OPTIONS"] = "verify_asan_link_order=0:allocator_may_return_null=1:exitcode=99:" \
            "fast_unwind_on_malloc=0"
    TRACES = not OPTIONS.leaks and can_trace()
    for name in OPTIONS.case or CASES:
        if OPTIONS.only != "odd":
            run_case(name)
    if not OPTIONS.leaks and not OPTIONS.case and OPTIONS.only in ("", "odd"):
        odd_places()
    for name, count in TALLY.limits.items():
        print(f"KNOWN LIMIT, met {count} times: {name}")
    print("; ".join(f"{count} {sort}" for sort, count in TALLY.done.items()) + f"; {len(TALLY.bad)} bad ends")
    return 1 if TALLY.bad else 0


if __name__ == "__main__":
    sys.exit(main())
