"""What is four times as long takes about four times the time, and so many bytes of memory for each byte of input.

A shape is a function of a length. dcx reads it at n, 2n and 4n; counted is the user's and the system's time of the best
of some runs, so that what else the machine does matters little. Wrong is more than 1.35 times what is linear.
"""
import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import threading

DCX = os.path.abspath(os.environ.get("DCX", "build/dcx"))
WORK = pathlib.Path(os.environ.get("BUILD", "build")).absolute() / "scaling"
FACTOR, CONSTANT = 1.35, 0.1  # seconds
MB_LEAST = 60                 # that a run may take, beside the bytes for each byte of input
SECONDS = 60                  # of one run
FIRST = "截至2025年底，全国5G基站数达483.8万个。\n"
SHAPES = {}


def shape(name, length, make, command="extract in.txt", memory=200, status=0):
    """make(n): the text of in.txt, or a text for each file. memory: bytes for each byte of input."""
    SHAPES[name] = (length, make, command, memory, status)


def line(name, unit, length=1000000, **more):
    shape(f"line-{name}", length, lambda n: FIRST + unit * (n // len(unit)) + "\n", **more)


def lines(name, unit, length=500000, **more):
    shape(f"lines-{name}", length, lambda n: FIRST + unit * (n // len(unit)), **more)


# ---- a line of what patterns nearly match: a million characters

for _name, _unit in {
        "digits": "1234567890", "digit-commas": "1,", "thousands": ",123", "hyphens": "1-", "dashes": "—", "points": "1.",
        "numerals": "一二三四五六七八九十百千万亿", "one": "一", "ten-thousands": "万", "zeros": "亿零", "decimal": "一点",
        "percent": "%", "unit": "亿元", "rates": "公里/小时", "open": "（", "closed": "）", "pairs": "（）", "quotes": "“",
        "titles": "《", "square": "[", "names": "全市地铁里程和", "and": "和", "list": "、", "commas": "，", "spaces": " ",
        "wide-spaces": "\u3000", "growth": "增长", "share": "占", "than": "比", "among": "其中，", "years": "2025年至",
        "fractions": "三分之", "ordinals": "第", "marks": "[1]", "circled": "①", "raised": "²", "over": "超过",
        "figures": "粮食产量5万吨，", "listed-figures": "粮食产量5万吨、", "values": "5万吨、", "growths": "增长5%、",
        "respectively": "分别增长", "are-respectively": "分别为", "to": "至", "ratio": "1:", "middle-dots": "·",
        "per": "GB/", "no-verb": "全国粮食产量的增长占比达", "dates-out-of-range": "9999年99月99日", "stops": "。",
        "clauses": "；", "headings": "一、", "numbered": "1、", "stars": "*", "strokes": "|", "ticks": "`", "numbers": "1 "}.items():
    line(_name, _unit, 100000 if _name in ("digit-commas", "numbers", "values") else 250000)
line("ten-megabytes", FIRST.strip(), 1000000)

# ---- many lines

lines("empty", "\n", 250000)
for _name, _unit in {"short": "一\n", "digits": "1\n", "headings": "一、甲\n", "sub-headings": "（一）甲\n", "notes": "[1] 注。\n",
                     "items": "- 甲\n", "strokes": "|甲|1|\n", "columns": "甲    1    2\n", "page-numbers": "- 1 -\n",
                     "contents": "一、甲……1\n", "alike": "全国统计局年度公报\n", "indented": "    甲乙丙丁\n", "pages": "\f\n",
                     "units": "单位：亿元\n", "sources": "数据来源：统计局\n", "captions": "表1 甲\n", "rules": "---\n"}.items():
    lines(_name, _unit, 100000)

# ---- numbers, notes, headings, tables

shape("brackets-nested", 500000, lambda n: FIRST + "（" * (n // 2) + "5万吨" + "）" * (n // 2) + "\n")
shape("notes", 250000, lambda n: FIRST + "文[1]" * n + "。\n\n[1] 注。\n")
shape("notes-each", 60000, lambda n: FIRST + "".join(f"产量5吨[{i}]。\n" for i in range(n)) + "".join(
    f"[{i}] 注{i}。\n" for i in range(n)))
shape("units-in-a-sentence", 25000, lambda n: FIRST + "产量" + "5万吨" * n + "。\n")
shape("figures-in-a-sentence", 25000, lambda n: FIRST + "，".join(f"甲{i}产量{i}吨" for i in range(n)) + "。\n")
for _name, _first, _unit, _last in (("digits", "产量", "7", "吨"), ("decimals", "产量0.", "7", "万吨"), ("thousands", "产量1", ",777", "吨"),
                                    ("numerals", "产量", "九千九百", "吨")):
    shape(f"number-of-{_name}", 250000,
          lambda n, a=_first, u=_unit, z=_last: FIRST + a + u * (n // len(u)) + z + "。\n")
shape("dates-out-of-range", 25000, lambda n: FIRST + "".join(
    f"{i % 99999}年{i % 99}月{i % 77}日产量{i}吨。\n" for i in range(n)))
shape("heading-paths", 25000, lambda n: FIRST + "".join(f"{'#' * (i % 6 + 1)} 标题{i}\n产量5吨。\n" for i in range(n)))
shape("table-columns", 2500, lambda n: FIRST + "|指标|" + "|".join(f"{i}年" for i in range(n)) + "|\n|---|" + "---|" * n
      + "\n|产量|" + "5|" * n + "\n")
shape("table-rows", 25000, lambda n: FIRST + "|指标|2024年|2025年|\n|---|---|---|\n" + "".join(
    f"|产量{i}|5|6|\n" for i in range(n)))


# ---- pages

def page(name, length, body, **more):
    shape(name, length, lambda n: {"in.html": "<html><head><meta charset='utf-8'></head><body>\n<p>" + FIRST + "</p>"
                                              + body(n) + "</body></html>"}, "extract in.html", **more)


page("html-deep", 25000, lambda n: "<div>" * n + FIRST + "</div>" * n, status=3)
page("html-deep-apart", 250, lambda n: ("<div>" * 200 + "产量5吨。" + "</div>" * 200) * n)
page("html-entities", 100000, lambda n: "<p>" + "&nbsp;" * n + "</p>")
page("html-numbers", 100000, lambda n: "<p>" + "&#20013;" * n + "</p>")
page("html-rows", 25000, lambda n: "<table><tr><th>指标</th><th>2025年</th></tr>" + "".join(
    f"<tr><td>产量{i}</td><td>5</td></tr>\n" for i in range(n)) + "</table>")
page("html-columns", 2500, lambda n: "<table><tr><th>指标</th>" + "".join(f"<th>{i}年</th>" for i in range(n))
     + "</tr><tr><td>产量</td>" + "<td>5</td>" * n + "</tr></table>")
page("html-tables", 5000, lambda n: "<table><tr><th>指标</th><th>2025年</th></tr><tr><td>产量</td><td>5</td></tr></table>\n" * n)
page("html-raised", 25000, lambda n: "<p>" + "甲<sup>1</sup>" * n + "</p>")

# ---- files of records

HEAD = "metric,value,unit,year,kind,claim,base_value,base_unit,line,id"
ROW = ",吨,2025,level,actual,5,吨,1,000000000001\n"


def table(name, length, make, **more):
    shape(name, length, lambda n: {"in.csv": make(n)}, "extract in.csv", **more)


table("csv-cell", 2500000, lambda n: f"{HEAD}\n{'产' * (n // 3)},5{ROW}")
table("csv-quotes", 1000000, lambda n: f'{HEAD}\n"{chr(34) * 2 * (n // 2)}",5{ROW}')
table("csv-value", 1000000, lambda n: f"{HEAD}\n产量,{'7' * n}{ROW}")
table("csv-columns", 250000, lambda n: f"metric,value{',x' * n}\n产量,5{',1' * n}\n")
table("csv-rows", 10000, lambda n: f"{HEAD}\n" + "".join(f"产量{i},5{ROW}" for i in range(n)))
for _name, _unit in (("arrays", "["), ("objects", '[{"metric":')):
    shape(f"json-deep-{_name}", 250000, lambda n, u=_unit: {"in.json": u * n}, "extract in.json")
shape("json-keys", 50000, lambda n: {"in.json": '[{"metric":"产量","value":"5",' + ",".join(
    f'"k{i}":1' for i in range(n)) + "}]"}, "extract in.json")
shape("corrections", 20000, lambda n: {"in.txt": FIRST, "fix.csv": "id,action,value\n" + "".join(
    f"{i:012x},correct,5\n" for i in range(n))}, "extract in.txt --corrections fix.csv")


# ---- comparing

def records(year, value, kind, unit):
    return lambda n: f"{HEAD}\n" + "".join(
        f"粮食产量,{value(i)},{unit},{year},{kind},actual,{value(i)},{unit},{i},{i + year * 1000000:012d}\n" for i in range(n))


def two(value, kind, unit):
    return lambda n: {"a.csv": records(2023, value, kind, unit)(n), "b.csv": records(2024, value, kind, unit)(n)}


for _name, _made in (("one-value", two(lambda i: 5, "level", "吨")), ("values", two(lambda i: i, "level", "吨")),
                     ("shares", two(lambda i: i % 90 + 1, "share", "%")), ("growths", two(lambda i: i % 90, "growth", "%"))):
    shape(f"diff-alike-{_name}", 6000, _made, "diff a.csv b.csv", memory=400)
    shape(f"series-alike-{_name}", 6000, _made, "series a.csv b.csv --wide --all", memory=400)
    shape(f"check-alike-{_name}", 6000, _made, "check b.csv --against a.csv --explain", memory=400)
shape("check-text", 3000, lambda n: "2025年公报\n" + "".join(
    f"粮食产量{i}万吨，增长{i % 50}%，占全国产量的7%，其中稻谷{i // 2}万吨。\n" for i in range(n)), "check in.txt --explain", memory=800)
shape("select", 5000, lambda n: {"in.txt": "粮食产量5万吨。\n" * 3000, "list": "".join(f"甲{i}*\n" for i in range(n))},
      "extract in.txt --select list", memory=400)
for _name, _text in (("lines", lambda n: "".join(f"same\t甲{i}\t乙{i}\n" for i in range(n))),
                     ("same", lambda n: "same" + "".join(f"\t甲{i}" for i in range(n)) + "\n"),
                     ("never", lambda n: "never" + "".join(f"\t甲{i}" for i in range(n)) + "\n")):
    shape(f"aliases-{_name}", 25000, lambda n, text=_text: {"a.txt": FIRST, "b.txt": FIRST, "list": text(n)},
          "diff a.txt b.txt --aliases list")


# ---- measuring

class Failed(Exception):
    pass


def run(command, status):
    """Seconds and megabytes."""
    with open("out", "wb") as out, open("err", "wb") as err:
        child = subprocess.Popen([DCX, *command.split(), "-q", "-f", "csv"], stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        watch = threading.Timer(SECONDS, child.kill)
        watch.start()
        _, how, usage = os.wait4(child.pid, 0)
        watch.cancel()
        child.returncode = os.waitstatus_to_exitcode(how)
    if child.returncode != status:
        said = pathlib.Path("err").read_text(encoding="utf-8", errors="replace")
        raise Failed(f"status {child.returncode}, not {status}: {said[:200]}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def put(made):
    """How many bytes the files have."""
    files = made if isinstance(made, dict) else {"in.txt": made}
    return sum(pathlib.Path(name).write_bytes(text.encode()) for name, text in files.items())


def measure(name):
    """A line of the report, and what is wrong."""
    length, make, command, memory, status = SHAPES[name]
    seconds = []
    for times in (1, 2, 4):
        size = put(make(length * times))
        runs = [run(command, status) for _ in range(3 if times == 1 else 2)]
        seconds.append(min(r[0] for r in runs))
        megabytes = min(r[1] for r in runs)
    said = (f"{name}: {size / 1e6:.1f} MB; " + ", ".join(f"{s:.2f}" for s in seconds)
            + f" s; {megabytes:.0f} MB, {max(0, megabytes - MB_LEAST) * 1e6 / size:.0f} bytes a byte")
    if seconds[2] > 4 * FACTOR * seconds[0] + CONSTANT:
        return said, "not linear"
    return said, "too much memory" if megabytes > MB_LEAST + memory * size / 1e6 else ""


def main():
    parser = argparse.ArgumentParser(prog="scaling", description=__doc__.split("\n")[0])
    parser.add_argument("shape", nargs="*", help="the shapes to measure, by the beginnings of their names; all")
    parser.add_argument("--list", action="store_true", help="list the shapes")
    parser.add_argument("--times", action="store_true", help="say what was measured")
    options = parser.parse_args()
    chosen = [name for name in SHAPES if not options.shape or name.startswith(tuple(options.shape))]
    if options.list:
        print("\n".join(chosen))
        return 0
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    os.chdir(WORK)
    failed = 0
    for name in chosen:
        try:
            said, wrong = measure(name)
            if wrong:  # once more: others may use the machine
                said, wrong = measure(name)
        except Failed as error:
            said, wrong = name, str(error)
        failed += bool(wrong)
        if wrong or options.times:
            print(f"{'FAILED ' + wrong if wrong else 'ok'}: {said}", flush=True)
    print(f"{len(chosen) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
