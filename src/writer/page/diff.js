// The view of main "diff": pictures of what changed, the comparison as a table, and both sentences of a chosen row.
Object.assign(STRINGS.zh, {
  diffRise: "上升",
  diffFall: "下降",
  diffSame: "持平",
  diffFlagged: "有标记",
  diffPictures: "图",
  diffTable: "对照表",
  diffSearch: "查找指标、来源、章节",
  diffAll: "全部",
  diffClear: "清除筛选",
  diffNone: "没有符合筛选的行。",
  diffFilterStatus: "状态",
  diffFilterKind: "类别",
  diffFilterClaim: "性质",
  diffFilterSection: "章节",
  diffFilterFlag: "标记",
  diffFilterTone: "升降",
  diffAnyFlag: "任何标记",
  diffMetric: "指标",
  diffOld: "旧值",
  diffNew: "新值",
  diffUnit: "单位",
  diffChange: "变化",
  diffPercent: "变化率",
  diffPrinted: "所印增长",
  diffPrintedHelp: "新报告自己印出的增长率",
  diffMarks: "状态与标记",
  diffPoints: "点",
  diffPercentagePoints: "个百分点",
  diffPlans: "图中计入目标与预测（{0} 项，空心）",
  diffBarsQuestion: "什么升得最多，什么降得最多？",
  diffBarsReading:
    "在两份报告都有的 {0} 项水平值中，取升幅最大与降幅最大的至多各 {1} 项。向右为升，向左为降，条长为变化率；百分数只写到所印数字允许的位数。",
  diffBarsCut: "有缺口的条超出画幅，未按比例画出。",
  diffBarsSides: "升与降各有刻度，条长只宜与同侧的比较。",
  diffTop: "升降各取",
  diffLevelsQuestion: "两年的水平各是多少，差多远？",
  diffLevelsReading:
    "单位不同，因此以旧报告的值为 100：空心点是旧值，三角是新值。刻度按比例分布，翻一番与减一半等距。右边是所印数值。",
  diffLevelsShown: "按报告顺序画出 {1} 项中的前 {0} 项。",
  diffScatterQuestion: "所印的增长与两年数值算出的增长一致吗？",
  diffScatterReading:
    "每点是一项：横轴为两份报告的数值算出的增长，纵轴为新报告所印的增长；在斜线上即一致。菱形带名称的是数字精度与措辞不能解释的矛盾（多因修订基数或口径不同）；离开斜线的圆点仍在精度之内。10% 以外刻度渐密。",
  diffScatterX: "算得的增长",
  diffScatterY: "所印的增长",
  diffNoItems: "没有可画的项。",
  diffLegendFlagged: "有标记，比较前请看详情",
  diffLegendPlan: "目标或预测",
  diffLegendOld: "旧值 = 100",
  diffLegendRise: "新值，上升",
  diffLegendFall: "新值，下降",
  diffLegendAgrees: "一致，或在精度之内",
  diffLegendWrong: "增速不符",
  diffHint: "选表中一行，或点图中一条，这里显示两份报告的原句、来源与算式。",
  diffOldReport: "旧报告",
  diffNewReport: "新报告",
  diffAbsent: "此报告中没有对应的数字。",
  diffComputed: "算得增长",
  diffConverted: "换算",
  diffScore: "匹配程度",
  diffSource: "来源",
  diffPlace: "位置",
  diffPage: "第 {0} 页",
  diffLine: "第 {0} 行",
  diffSection: "章节",
  diffPeriod: "时段",
  diffOf: "相对于",
  diffQualifier: "限定",
  diffRepeats: "也见于",
  flagWhy_scope: "范围或定义不同（如规上、重点、另一整体），或所印的百分点变化推不回旧值。",
  flagWhy_unit: "量词或单位不同，或不能换算；不能换算时不算变化。",
  flagWhy_qualifier: "一方或双方是约数（超、近、约），变化只是大概。",
  flagWhy_period: "所指的时段不同（如年末与全年）。",
  "flagWhy_year-gap": "两份报告的年份不相连。",
  flagWhy_restated: "新报告对旧年份印了另一个值。",
  "flagWhy_growth-mismatch": "新报告所印的增长不是两年数值算出的增长，四舍五入与约数都不能解释；基数可能修订过。",
  flagWhy_ambiguous: "另有一个数字几乎同样匹配，请核对两个原句。",
});

Object.assign(STRINGS.en, {
  diffRise: "rose",
  diffFall: "fell",
  diffSame: "unchanged",
  diffFlagged: "flagged",
  diffPictures: "Pictures",
  diffTable: "Comparison",
  diffSearch: "Search metrics, sources, sections",
  diffAll: "all",
  diffClear: "Clear filters",
  diffNone: "No row passes the filters.",
  diffFilterStatus: "Status",
  diffFilterKind: "Kind",
  diffFilterClaim: "Claim",
  diffFilterSection: "Section",
  diffFilterFlag: "Flags",
  diffFilterTone: "Direction",
  diffAnyFlag: "any flag",
  diffMetric: "Metric",
  diffOld: "Older",
  diffNew: "Newer",
  diffUnit: "Unit",
  diffChange: "Change",
  diffPercent: "Percent",
  diffPrinted: "Printed",
  diffPrintedHelp: "The growth that the newer report prints itself",
  diffMarks: "Status and flags",
  diffPoints: "pt",
  diffPercentagePoints: " percentage points",
  diffPlans: "Draw targets and forecasts too ({0}, hollow)",
  diffBarsQuestion: "What rose most, and what fell most?",
  diffBarsReading:
    "Of the {0} levels that both reports print, up to {1} that rose most and {1} that fell most in percent. To the right: a rise; to the left: a fall; the length is the percent. No percent has more digits than the printed values justify.",
  diffBarsCut: " A bar with a gap is longer than could be drawn.",
  diffBarsSides: " Rises and falls have scales of their own: compare lengths within one side only.",
  diffTop: "Most of each",
  diffLevelsQuestion: "How high is each level in either report, and how far apart are they?",
  diffLevelsReading:
    "Units differ, so the older value is set to 100: the hollow dot is the older, the triangle the newer value. Equal distances are equal ratios: doubling is as far as halving. The printed values stand on the right.",
  diffLevelsShown: " The first {0} of {1}, in the order of the report, are drawn.",
  diffScatterQuestion: "Do the printed growths agree with the growths that the values give?",
  diffScatterReading:
    "A point is a metric: across, the growth that the values of both reports give; upwards, the growth that the newer report prints. On the diagonal they agree. A named diamond is a contradiction that neither digits nor wording explain (often a revised base or another scope); a dot off the diagonal is within what its digits allow. Beyond 10% the scale grows denser.",
  diffScatterX: "computed growth",
  diffScatterY: "printed growth",
  diffNoItems: "There is nothing to draw.",
  diffLegendFlagged: "flagged: see the detail before comparing",
  diffLegendPlan: "target or forecast",
  diffLegendOld: "older value = 100",
  diffLegendRise: "newer value, risen",
  diffLegendFall: "newer value, fallen",
  diffLegendAgrees: "agrees, or within its digits",
  diffLegendWrong: "growth mismatch",
  diffHint:
    "Choose a row of the table, or a mark of a picture, to see both sentences, the sources and the arithmetic here.",
  diffOldReport: "Older report",
  diffNewReport: "Newer report",
  diffAbsent: "This report has no figure that corresponds.",
  diffComputed: "Computed",
  diffConverted: "Converted",
  diffScore: "Match",
  diffSource: "Source",
  diffPlace: "Place",
  diffPage: "page {0}",
  diffLine: "line {0}",
  diffSection: "Section",
  diffPeriod: "Period",
  diffOf: "Relative to",
  diffQualifier: "Hedge",
  diffRepeats: "Also at",
  flagWhy_scope:
    "Another scope or definition (above a size, key firms, another whole), or the printed change in points does not lead back to the older rate.",
  flagWhy_unit: "Other measure words or units; where they cannot be converted, no change is computed.",
  flagWhy_qualifier: "A value is hedged (over, nearly, about), so the change is only rough.",
  flagWhy_period: "The values are of other parts of the year, such as its end and all of it.",
  "flagWhy_year-gap": "The years of the reports do not follow each other.",
  flagWhy_restated: "The newer report prints another value for the older year.",
  "flagWhy_growth-mismatch":
    "The growth printed in the newer report is not that of both values, and neither rounding nor hedges explain it. Its base may have been revised.",
  flagWhy_ambiguous: "Another figure would have been nearly as good a match: compare both sentences.",
});

const ARROWS = { rise: "▲", fall: "▼", same: "＝" };
const MOST_DUMBBELLS = 60;
const TOP_CHOICES = [10, 20, 30, 50];

// What --columns leaves out of the rows is empty.
const COMPARED = "year value metric unit quote file line source claim period of id".split(" ");
const NO_DIFFERENCE = emptyRow([
  ..."metric kind unit change change_pct printed_growth computed_growth status flags score section repeats".split(" "),
  ...COMPARED.flatMap((field) => [`old_${field}`, `new_${field}`]),
]);

function emptyRow(names) {
  return Object.fromEntries(names.map((name) => [name, ""]));
}

// What outlives a change of language.
const diffState = { query: "", filters: {}, chosen: "", top: 10, section: null, plans: false };

function diffView(host) {
  const comparison = new Comparison();
  const view = { comparison, charts: [], detail: el("aside", { class: "diff-detail", "aria-label": t("detail") }) };
  const pictures = el("section", { class: "pictures", "aria-label": t("diffPictures") });
  const list = el("section", { class: "diff-list", "aria-label": t("diffTable") });
  host.append(el("div", { class: "diff-view" }, el("div", { class: "diff-main" }, pictures, list), view.detail));
  view.list = new DiffList(list, comparison, (item) => chooseRow(view, item));
  pictures.before(diffCounts(comparison, view.list));
  drawPictures(pictures, view);
  followAddress(view);
}

/* ---- the data of the view ---- */

class Comparison {
  #records = new Map();

  constructor() {
    for (const record of data.rows.record ?? []) this.#records.set(recordKey(record.file, record.id), record);
    this.items = data.rows.diff.map((row) => this.#item(row));
  }

  #item(given) {
    const row = { ...NO_DIFFERENCE, ...given };
    const [before, after] = [this.#record(row.old_file, row.old_id), this.#record(row.new_file, row.new_id)];
    const shown = after ?? before;
    return {
      row,
      before,
      after,
      id: row.new_id || row.old_id,
      claim: row.new_claim || row.old_claim,
      flags: row.flags.split(" ").filter(Boolean),
      tone: row.change === "" ? "" : toneOf(Number(row.change)),
      scale: shown && Number(shown.base_value) / Number(shown.value),
      text: searchable([row.metric, row.old_metric, row.new_metric, row.old_source, row.new_source, row.section]),
    };
  }

  #record(file, id) {
    return this.#records.get(recordKey(file, id));
  }

  find(id) {
    return this.items.find(({ row }) => id && (row.new_id === id || row.old_id === id));
  }

  levels(plans) {
    return this.items.filter(
      (item) => item.row.kind === "level" && item.row.change_pct && item.tone && isDrawn(item, plans),
    );
  }

  grown(plans) {
    return this.items
      .filter(({ row }) => row.printed_growth && row.computed_growth)
      .filter((item) => isDrawn(item, plans));
  }
}

function recordKey(file, id) {
  return `${id} ${file}`;
}

function isPlan(item) {
  return item.claim === "target" || item.claim === "forecast";
}

function isDrawn(item, plans) {
  return plans || !isPlan(item);
}

/* ---- counts ---- */

function diffCounts({ items }, list) {
  const counts = [
    ["status", "matched", "", labelOf("status", "matched")],
    ["status", "only-old", "", labelOf("status", "only-old")],
    ["status", "only-new", "", labelOf("status", "only-new")],
    ["tone", "rise", ARROWS.rise, t("diffRise")],
    ["tone", "fall", ARROWS.fall, t("diffFall")],
    ["flag", ANY_FLAG, "⚑", t("diffFlagged")],
  ];
  return el(
    "div",
    { class: "tallies" },
    counts.map(([key, value, sign, label]) => {
      const number = items.filter((item) => DIFF_FILTERS[key].values(item).includes(value)).length;
      return number > 0 && countButton({ number, sign, label, tone: value }, () => list.filterBy(key, value));
    }),
    button(`${t("diffTable")} ↓`, () => list.reveal(), { class: "plain" }),
  );
}

function countButton({ number, sign, label, tone }, onClick, properties) {
  return el(
    "button",
    { type: "button", class: `tally is-${number ? tone : "none"}`, onclick: onClick, ...properties },
    el("span", { class: "sign", "aria-hidden": "true", text: sign }),
    el("b", { text: number.toLocaleString("en") }),
    el("span", { text: label }),
  );
}

/* ---- the table and its filters ---- */

const ANY_FLAG = "any";

const DIFF_FILTERS = {
  status: { label: "diffFilterStatus", values: ({ row }) => [row.status], name: (code) => labelOf("status", code) },
  tone: { label: "diffFilterTone", values: ({ tone }) => [tone].filter(Boolean), name: toneName },
  flag: {
    label: "diffFilterFlag",
    values: ({ flags }) => (flags.length ? [ANY_FLAG, ...flags] : []),
    name: (code) => (code === ANY_FLAG ? t("diffAnyFlag") : labelOf("flag", code)),
  },
  kind: { label: "diffFilterKind", values: ({ row }) => [row.kind], name: (code) => labelOf("kind", code) },
  claim: { label: "diffFilterClaim", values: ({ claim }) => [claim], name: (code) => labelOf("claim", code) },
  section: { label: "diffFilterSection", values: ({ row }) => pathsOf(row.section), name: indentedHeading },
};

function toneName(tone) {
  return `${ARROWS[tone]} ${t({ rise: "diffRise", fall: "diffFall", same: "diffSame" }[tone])}`;
}

// A section stands for itself and for every heading above it.
function pathsOf(section) {
  const headings = section.split("/").filter(Boolean);
  return headings.map((_, i) => headings.slice(0, i + 1).join("/"));
}

function indentedHeading(path) {
  const headings = path.split("/");
  return "　".repeat(headings.length - 1) + headings[headings.length - 1];
}

class DiffList {
  #items;
  #table;
  #search;
  #selects = {};
  #count = el("output", { class: "quiet" });
  #clear = button(t("diffClear"), () => this.clear(), { class: "plain" });

  constructor(host, { items }, onChoose) {
    this.#items = items;
    this.#search = el("input", {
      type: "search",
      placeholder: t("diffSearch"),
      "aria-label": t("diffSearch"),
      value: diffState.query,
      oninput: debounce(120, () => this.#apply()),
    });
    host.append(
      el("h2", { text: t("diffTable") }),
      el("div", { class: "bar" }, this.#search, this.#makeSelects(), this.#count, this.#clear),
    );
    this.element = host;
    this.#table = makeTable(host, { columns: diffColumns(), label: t("diffTable"), onSelect: onChoose });
    this.#apply();
  }

  filterBy(key, value) {
    const select = this.#selects[key];
    select.value = select.value === value ? "" : value;
    this.#apply();
    this.reveal();
  }

  reveal() {
    this.element.scrollIntoView({ block: "start" });
    this.#search.focus({ preventScroll: true });
  }

  clear() {
    this.#search.value = "";
    for (const select of Object.values(this.#selects)) select.value = "";
    this.#apply();
  }

  select(item) {
    if (!this.#table.rows().includes(item)) this.clear();
    this.#table.select(item);
  }

  #makeSelects() {
    return Object.entries(DIFF_FILTERS).map(([key, filter]) => {
      this.#selects[key] = filterSelect(filter, this.#items, diffState.filters[key], () => this.#apply());
      return this.#selects[key];
    });
  }

  #apply() {
    diffState.query = this.#search.value;
    for (const [key, select] of Object.entries(this.#selects)) diffState.filters[key] = select.value;
    const rows = this.#items.filter((item) => this.#passes(item));
    this.#table.setRows(rows);
    this.#clear.hidden = rows.length === this.#items.length;
    this.#count.textContent = rows.length ? t("countShown", rows.length, this.#items.length) : t("diffNone");
  }

  #passes(item) {
    const wanted = Object.entries(diffState.filters).filter(([, value]) => value);
    return (
      wanted.every(([key, value]) => DIFF_FILTERS[key].values(item).includes(value)) &&
      matchesWords(item.text, diffState.query)
    );
  }
}

// The options are the values that there are, each with the number of its rows, in the order in which they come.
function filterSelect({ label, values, name }, items, chosen, onChange) {
  const counts = countBy(items.flatMap(values).filter(Boolean), (value) => value);
  const select = el(
    "select",
    { "aria-label": t(label), onchange: onChange, hidden: counts.size === 0 },
    el("option", { value: "", text: `${t(label)}: ${t("diffAll")}` }),
    [...counts].map(([value, count]) => el("option", { value, text: `${name(value)} (${count})` })),
  );
  select.value = counts.has(chosen) ? chosen : "";
  return select;
}

function diffColumns() {
  return [
    { key: "metric", label: t("diffMetric"), width: "auto", text: ({ row }) => row.metric, class: "metric" },
    value("old_value", t("diffOld")),
    value("new_value", t("diffNew")),
    { key: "unit", label: t("diffUnit"), width: "5.6em", text: ({ row }) => row.unit },
    {
      key: "change",
      label: t("diffChange"),
      numeric: true,
      width: "7.6em",
      text: changeText,
      sort: ({ row, scale }) => toNumber(row.change) * (scale || 1),
      decorate: colourByTone,
    },
    {
      key: "change_pct",
      label: t("diffPercent"),
      numeric: true,
      width: "6em",
      text: ({ row }) => percent(row.change_pct),
      sort: ({ row }) => toNumber(row.change_pct),
      decorate: colourByTone,
    },
    {
      key: "printed_growth",
      label: t("diffPrinted"),
      title: t("diffPrintedHelp"),
      numeric: true,
      width: "6em",
      text: ({ row }) => percent(row.printed_growth),
      sort: ({ row }) => toNumber(row.printed_growth),
    },
    { key: "flags", label: t("diffMarks"), width: "10.5em", text: () => "", sort: marksKey, decorate: showMarks },
  ];

  // Sorting compares amounts, so that 2 亿 comes after 300 万.
  function value(key, label) {
    const sort = ({ row, scale }) => toNumber(row[key]) * (scale || 1);
    return { key, label, numeric: true, width: "6.2em", text: ({ row }) => row[key].replace("-", "−"), sort };
  }
}

function percent(text) {
  return text && `${signed(text)}%`;
}

// Shares and rates differ by points, never by per cent of themselves.
function isRate({ row }) {
  return row.unit === "%" && row.change_pct === "";
}

function changeText(item) {
  if (!item.tone) return "";
  return `${ARROWS[item.tone]} ${signed(item.row.change)}${isRate(item) ? ` ${t("diffPoints")}` : ""}`;
}

function colourByTone(cell, item) {
  if (item.tone) cell.classList.add(`is-${item.tone}`);
}

function marksKey({ row, flags }) {
  return flags.length ? `0 ${flags.join(" ")}` : row.status === "matched" ? "" : `1 ${row.status}`;
}

function showMarks(cell, item) {
  replace(cell, diffChips(item));
}

function diffChips({ row, flags, claim }) {
  return [
    row.status === "matched" || !row.status
      ? null
      : el("span", { class: "chip quiet", text: labelOf("status", row.status) }),
    claim === "actual" || !claim ? null : el("span", { class: "chip", text: labelOf("claim", claim) }),
    flags.map((flag) => el("span", { class: `chip is-${flag}`, title: flagWhy(flag), text: flagName(flag) })),
  ];
}

function flagName(flag) {
  return `⚑ ${labelOf("flag", flag)}`;
}

function flagWhy(flag) {
  return STRINGS[language()][`flagWhy_${flag}`];
}

/* ---- the chosen row ---- */

function chooseDiff(view, item) {
  diffState.chosen = item?.id ?? "";
  for (const chart of view.charts) chart.select(diffState.chosen);
  showDiffDetail(view, item);
  if (!item) return;
  announce(drawnItem(item).lines.join("; "));
  rememberInAddress(item.id);
}

function chooseRow(view, item) {
  chooseDiff(view, item);
  keepAboveDetail(view, view.list.element.querySelector("tr.selected"));
}

function chooseEverywhere(view, item) {
  view.list.select(item);
  chooseDiff(view, item);
}

// In a narrow window the detail is a sheet over the page: what it tells of must stay in view above it.
function keepAboveDetail(view, element) {
  const [box, sheet] = [element, view.detail].map((one) => one?.getBoundingClientRect());
  if (!box || box.right <= sheet.left || box.bottom < 0 || box.top > innerHeight) return;
  const covered = box.bottom + 8 - sheet.top;
  if (covered > 0) window.scrollBy(0, covered);
}

// Pages opened from a disk may not be allowed to change their address.
function rememberInAddress(id) {
  try {
    history.replaceState(null, "", `#${id}`);
  } catch {
    return;
  }
}

function followAddress(view) {
  const go = () => {
    const item = view.comparison.find(location.hash.slice(1)) ?? view.comparison.find(diffState.chosen);
    if (item) chooseEverywhere(view, item);
    else chooseDiff(view, null);
  };
  window.addEventListener("hashchange", go, { signal: viewSignal() });
  go();
}

function showDiffDetail(view, item) {
  const close = button("✕", () => chooseDiff(view, null), { class: "plain close", "aria-label": t("close") });
  view.detail.classList.toggle("is-empty", !item);
  if (!item)
    return replace(view.detail, el("p", { class: "quiet", text: t("diffHint") }), flagMeanings(view.comparison));
  const { row, before, after } = item;
  replace(
    view.detail,
    close,
    el("h2", { lang: "zh" }, el("bdi", { text: row.metric })),
    el(
      "p",
      { class: "chips" },
      el("span", { class: `chip k-${row.kind}`, text: labelOf("kind", row.kind) }),
      diffChips(item),
    ),
    item.flags.map((flag) =>
      el("p", { class: "flag-why" }, el("b", { text: labelOf("flag", flag) }), flagWhy(flag) ?? ""),
    ),
    row.status === "matched" ? arithmetic(item) : null,
    evidence(t("diffNewReport"), side(row, "new"), after),
    evidence(t("diffOldReport"), side(row, "old"), before),
    row.repeats ? [el("h3", { text: t("diffRepeats") }), placesList(row.repeats.split(" | "))] : null,
  );
  view.detail.scrollTop = 0;
}

function flagMeanings({ items }) {
  const counts = countBy(
    items.flatMap(({ flags }) => flags),
    (flag) => flag,
  );
  return el(
    "dl",
    { class: "flag-meanings" },
    [...counts].map(([flag, count]) => [
      el("dt", { text: `${flagName(flag)} (${count})` }),
      el("dd", { text: flagWhy(flag) }),
    ]),
  );
}

function side(row, which) {
  return Object.fromEntries(COMPARED.map((field) => [field, row[`${which}_${field}`]]));
}

function arithmetic(item) {
  const { row, tone } = item;
  const [before, after] = [row.old_value, row.new_value].map(term);
  const growthClass = item.flags.includes("growth-mismatch") ? "is-wrong" : null;
  const unit = isRate(item) ? t("diffPercentagePoints") : ` ${row.unit}`;
  const change = `${after} − ${before} = ${signed(row.change)}${unit}`;
  return [
    el(
      "p",
      { class: "from-to" },
      el("span", { class: "quiet", text: row.old_value }),
      el("span", { class: `sign is-${tone}`, "aria-hidden": "true", text: tone ? ARROWS[tone] : "→" }),
      el("b", { text: row.new_value }),
      el("span", { text: row.unit }),
    ),
    fieldsOf([
      [
        t("diffConverted"),
        tone && row.old_quote && row.old_unit !== row.unit && `${row.old_quote} = ${row.old_value} ${row.unit}`,
      ],
      [t("diffChange"), tone && change],
      [t("diffPercent"), percent(row.change_pct), `is-${tone}`],
      [
        t("diffComputed"),
        row.computed_growth && `${after} ÷ ${before} − 1 = ${percent(row.computed_growth)}`,
        growthClass,
      ],
      [t("diffPrinted"), percent(row.printed_growth), growthClass],
      [t("diffScore"), row.score],
    ]),
  ];
}

// A negative number in the middle of a sum stands in brackets.
function term(value) {
  return value.startsWith("-") ? `(−${value.slice(1)})` : value;
}

function fieldsOf(entries) {
  return el(
    "dl",
    { class: "fields" },
    entries
      .filter(([, text]) => text)
      .map(([label, text, tone]) => [el("dt", { text: label }), el("dd", { class: tone }, text)]),
  );
}

function evidence(title, figure, record) {
  if (!figure.quote)
    return el(
      "section",
      { class: "evidence" },
      el("h3", { text: title }),
      el("p", { class: "quiet", text: t("diffAbsent") }),
    );
  return el(
    "section",
    { class: "evidence" },
    el("h3", { text: `${title} · ${figure.year}` }),
    sentenceWith(record?.sentence || figure.quote, [
      spanOf(record?.sentence || figure.quote, figure.quote, figure.metric),
    ]),
    fieldsOf([
      [t("diffMetric"), figure.metric],
      [t("diffQualifier"), labelOf("qualifier", record?.qualifier)],
      [t("diffSource"), figure.source],
      [t("diffPeriod"), figure.period],
      [t("diffOf"), figure.of],
      [t("diffSection"), record?.section],
      [t("diffPlace"), placeLine(figure.file, record?.page, figure.line)],
    ]),
  );
}

function placeLine(file, page, line) {
  const text = [fileName(file), page && t("diffPage", page), line && t("diffLine", line)].filter(Boolean).join(" · ");
  return text && el("bdi", { title: file || null, text });
}

// A place is FILE:LINE:QUOTE, and a quote may hold a stroke too.
const FOLDERS = /^([A-Za-z]:)?[^:]*[\\/]/;

function placesList(places) {
  return el(
    "ul",
    { class: "places" },
    places.map((place) => el("li", null, el("bdi", { text: place.replace(FOLDERS, ""), title: place }))),
  );
}

/* ---- sentences with figures lit ---- */

// Where a quote stands in a sentence, as {from, to} in code points; quotes are printed without the spaces of the text.
// Of several places the one after the metric's name is the likeliest.
function spanOf(sentence, quote, metric = "") {
  const text = compact(sentence);
  const wanted = withoutSpaces(quote);
  const name = withoutSpaces(metric);
  const start = Math.max(0, text.string.indexOf(name));
  const at = placeOfNumber(text.string, wanted, start) ?? placeOfNumber(text.string, wanted, 0);
  if (!wanted || at === undefined) return null;
  const first = Array.from(text.string.slice(0, at)).length;
  return { from: text.places[first], to: text.places[first + Array.from(wanted).length - 1] + 1 };
}

function compact(sentence) {
  const characters = Array.from(sentence);
  const places = characters.map((_, i) => i).filter((i) => !/\s/u.test(characters[i]));
  return { string: places.map((i) => characters[i]).join(""), places };
}

// 10% is no figure of 110%, nor 2.5 of 12.5.
function placeOfNumber(text, quote, start) {
  for (let at = text.indexOf(quote, start); at >= 0; at = text.indexOf(quote, at + 1)) {
    const after = text[at + quote.length] ?? "";
    const cutBefore = /^\d/.test(quote) && /[\d.]$/.test(text.slice(0, at));
    const cutAfter = /\d$/.test(quote) && /\d/.test(after);
    if (!cutBefore && !cutAfter) return at;
  }
  return undefined;
}

// spans: {from, to, class, label}, those that overlap one before are left out
function sentenceWith(sentence, spans) {
  const cut = slicer(sentence);
  const line = el("p", { class: "sentence", lang: "zh" });
  let done = 0;
  for (const span of spans.filter(Boolean).sort((a, b) => a.from - b.from)) {
    if (span.from < done) continue;
    append(line, [
      cut(done, span.from),
      el("mark", { class: `lit ${span.class ?? ""}`, "data-label": span.label }, cut(span.from, span.to)),
    ]);
    done = span.to;
  }
  append(line, [cut(done)]);
  return line;
}
