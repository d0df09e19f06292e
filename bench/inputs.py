# What the measurements of bench/run are made on: long texts, many files, a rule pack, record sets. The same input
# is made at every run.
import csv
import hashlib
import itertools
import random
from pathlib import Path

MB = 1000 * 1000


def source_text(shared):
    """A text to repeat, and what it is: the reports of SHARED if they are there, else those of corpus/."""
    reports = sorted(Path(shared, "reports").glob("*.txt"))
    files = reports or sorted(Path("corpus").glob("*.txt"))
    text = b"".join(file.read_bytes() for file in files)
    where = "reports" if reports else "texts of corpus/"
    return text, f"{len(files)} {where}, {len(text) // 1000} KB"


def one_report(shared, text):
    """One report of some 70 KB."""
    reports = sorted(Path(shared, "reports").glob("*.txt"), key=lambda file: abs(file.stat().st_size - 70000))
    return reports[0].read_bytes() if reports else text[: text.rindex(b"\n", 0, 70000) + 1]


def long_text(file, text, size):
    """The text again and again, up to the end of a line."""
    with open(file, "wb") as out:
        for _ in range(size // len(text)):
            out.write(text)
        rest = text[: size % len(text)]
        out.write(rest[: rest.rfind(b"\n") + 1])


def many_files(folder, count):
    """So many files in a folder: the documents of corpus/ in turns."""
    documents = [file for file in sorted(Path("corpus").iterdir()) if file.suffix in (".txt", ".html")]
    contents = [file.read_bytes() for file in documents]
    folder.mkdir()
    for number in range(count):
        name = f"{number:05}{documents[number % len(documents)].suffix}"
        (folder / name).write_bytes(contents[number % len(contents)])


# ---- a user's rule pack

THINGS = "茶叶 蚕桑 竹笋 陶瓷 木雕 渔船 粮仓 水渠 风车 蜂箱 果园 苗圃 磨坊 渡口 书院".split()

# Attributes, pattern, example; THING stands for one of the things.
SHAPES = [
    ('action="bind" kind="level"',
     "{open}(?'metric'{in}*?THING{in}*?)(?:累计|总计|一共){reach}{0,2}(?'q'{qty}){end}",
     '<example text="全县THING总数累计达到35万件。"><record metric="全县THING总数" value="35"/></example>'),
    ('action="bind" kind="growth"',
     "{open}(?'metric'{in}*?THING{in}*?)(?:一举|再度|持续)?{verb-of-change}(?:了|幅度为)?(?'q'{pct})",
     '<example text="THING产值再度增长8.5%。"><record metric="THING产值" value="8.5" kind="growth"/></example>'),
    ('action="bind" kind="share"',
     "{open}(?'of'{in}{2,20}?)里，?(?:约|近)?有(?'q'{pct})的?(?'tail'THING{in}+)",
     '<example text="合作社里有62%THING加工户。"><record metric="THING加工户" value="62" of="合作社"/></example>'),
    ('action="bind" kind="change"',
     "{open}(?'metric'{in}*?THING{in}*?)(?:净增|多出)了?(?'q'{qty}){end}",
     '<example text="THING经营户净增120家。"><record metric="THING经营户" value="120" kind="change"/></example>'),
    ('action="bind" kind="rank"',
     "{open}(?'metric'{in}*?THING{in}*?)(?:稳居|重回)[全省市县]{0,2}(?'q'{ranking})",
     '<example text="THING销量稳居全省第二。"><record metric="THING销量" value="2" kind="rank"/></example>'),
    ('action="pair" kind="level"',
     "{open}(?'metric'{in}*?THING{in}*?)由(?'from'{qty})(?:攀升|回落)(?:到|至)(?'to'{qty})",
     '<example text="THING均价由30元攀升至42元。"><record metric="THING均价" value="42" unit="元"/></example>'),
    ('action="list" kind="level"',
     "{open}(?'names'{in}*?、{in}*?THING{in}*?)(?:分别|各)(?:有|是)(?'values'{series})",
     '<example text="书店、THING分别有12家和30家。"><record metric="书店" value="12" unit="家"/></example>'),
    ('action="skip"',
     "THING(?:每满|不足)(?'q'{qty})(?=的|者)",
     '<example text="THING不足50件的农户达到30户。"><record metric="THING不足50件的农户" value="30" unit="户"/></example>'),
    ('action="source"',
     "{open}(?:据|按照)(?'source'{in}{2,20}?THING(?:协会|学会))(?:统计|测算)，",
     '<example text="据全省THING协会测算，游客达到800人。"><record metric="游客" value="800" source="全省THING协会"/></example>'),
    ('action="claim" option="target"',
     "(?:力争|争取)[^，；。]*?THING[^，；。]*?{fig}",
     '<example text="争取THING门店达到90家。"><record metric="THING门店" value="90" unit="家" claim="target"/></example>'),
]


def rule(number, thing, shape):
    attributes, pattern, example = (part.replace("THING", thing) for part in SHAPES[shape])
    return (f'  <rule id="bench.{number}-{shape}" {attributes}>\n    <note>Of {thing}.</note>\n'
            f"    <pattern>{pattern}</pattern>\n    {example}\n  </rule>\n")


def rule_pack(file):
    """A pack of 150 rules."""
    rules = [rule(number, thing, shape) for number, thing in enumerate(THINGS) for shape in range(len(SHAPES))]
    file.write_text('<pack xmlns="urn:dcx:pack:1" id="bench">\n' + "".join(rules) + "</pack>\n", encoding="utf-8")


# ---- two sets of records

REGIONS = "东江市 西岭市 南浦县 北原县 青山区 白河区 云台县 石桥镇 临湖市 高坪县 安陵市 平野县 龙潭区 凤栖县 长滩市 金谷县".split()
SCOPES = "城镇 农村 国有 民营 外资 规模以上 小型 新办 农户 企业 园区 社区".split()
GOODS = ("粮食 蔬菜 水果 茶叶 水产 禽蛋 木材 水泥 钢材 化肥 布匹 服装 家具 纸张 药材 电机 电池 汽车 船舶 玩具 "
         "煤炭 原油 电力 热力 自来水 图书 影片 软件 快递 旅馆 餐饮 客运 货运 仓储 培训 体检 养老 托育 保险 贷款").split()
MEASURES = "产量 销量 库存 产值 收入 成本 利润 投资 出口额 从业人数 合格率 使用率 单价 订单数 面积 税额".split()
REWORDED = {"产量": "总产量", "产值": "总产值", "从业人数": "从业人员数", "投资": "投资额", "订单数": "订单数量"}

FIELDS = ("metric,value,unit,year,source,kind,claim,qualifier,value_max,period,of,base_value,base_unit,source_basis,"
          "section,document,file,page,line,column,length,quote,sentence,rule,id").split(",")


def names():
    """More than 100,000 names of metrics, in an order without system."""
    every = list(itertools.product(REGIONS, SCOPES, GOODS, MEASURES))
    random.Random(1).shuffle(every)
    return every


def record(name, year, number, line, reworded):
    region, scope, goods, measure = name
    metric = region + scope + goods + (REWORDED.get(measure, measure) if reworded else measure)
    growth = measure.endswith("率") or line % 5 == 0
    value, unit = (f"{number % 400 / 10}", "%") if growth else (f"{number}", "万元")
    quote = value + unit
    sentence = f"{year}年，{metric}{'同比增长' if growth else '达到'}{quote}。"
    return {
        "metric": metric, "value": value, "unit": unit, "year": year, "source": "统计局",
        "kind": "growth" if growth else "level", "claim": "actual", "base_value": value if growth else value + "0000",
        "base_unit": "%" if growth else "元", "source_basis": "document", "section": f"{line // 200 + 1}、{region}",
        "document": f"统计年报（{year}年）", "file": f"{year}.txt", "line": line, "column": 6, "length": len(quote),
        "quote": quote, "sentence": sentence, "rule": "growth.rate" if growth else "level.reached",
        "id": hashlib.sha256(f"{year} {metric} {value}".encode()).hexdigest()[:12],
    }


def record_sets(old, new, count):
    """Two files of so many records. Of the second, one name in 12 is worded otherwise, one in 15 is another."""
    every = names()
    kept, others = every[:count], iter(every[count:])
    for file, year in ((old, 2023), (new, 2024)):
        chance = random.Random(year)
        with open(file, "w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, FIELDS, lineterminator="\r\n")
            writer.writeheader()
            for line, name in enumerate(kept, 1):
                if year == 2024 and line % 15 == 0:
                    name = next(others)
                writer.writerow(record(name, year, chance.randrange(100, 99999), line, year == 2024 and line % 12 == 0))
