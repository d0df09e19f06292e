// The view of main "finding": a card for each relation of figures, with the arithmetic and every sentence it rests on.
Object.assign(STRINGS.zh, {
  checkCounts: "按严重程度筛选",
  checkError: "错误",
  checkNote: "提示",
  checkOk: "成立",
  checkSearch: "查找指标、算式、原句",
  checkFilter: "核对项目",
  checkNone: "没有符合筛选的核对结果。",
  checkNothing: "没有可核对的数字关系。",
  checkMore: "再显示 {0} 项（还有 {1} 项）",
  checkOpen: "全部展开",
  checkClose: "全部收起",
  checkList: "核对结果",
  checkComputed: "算得",
  checkPrinted: "印出",
  checkTolerance: "容许范围",
  checkPlaces: "所据数字",
  checkJudged: "被核对的数字",
  checkNoSentence: "只有所引数字，没有原句。",
  checkKeys: "↑ ↓ 逐项移动，Enter 展开或收起",
  checkWhy_growth: "所印的增长，与两年数值（或数值与净增、或各部分的增长）算出的增长是否一致",
  "checkWhy_net-change": "本年值减去净变化，是否等于上年值",
  "checkWhy_share-sum": "并列的各项占比之和，是否不超过 100%",
  "checkWhy_part-of-whole": "部分除以整体，是否等于所印占比",
  "checkWhy_parts-total": "并列各部分之和，是否等于所印合计",
  checkWhy_repeated: "同一指标在两处所印是否相同",
  checkWhy_multiple: "所印倍数，与两个数值之比是否一致",
  checkWhy_bound: "大小次序是否成立（部分不大于整体，上升则新值不小于旧值，等等）",
  checkWhy_ratio: "所印的比值，与两个数值之比是否一致",
  "checkWhy_rate-difference": "所印的百分点之差，与两个比率之差是否一致",
});

Object.assign(STRINGS.en, {
  checkCounts: "Filter by severity",
  checkError: "errors",
  checkNote: "notes",
  checkOk: "hold",
  checkSearch: "Search metrics, arithmetic, sentences",
  checkFilter: "Check",
  checkNone: "No finding passes the filters.",
  checkNothing: "No relation between figures could be computed.",
  checkMore: "Show {0} more ({1} left)",
  checkOpen: "Open all",
  checkClose: "Close all",
  checkList: "Findings",
  checkComputed: "Computed",
  checkPrinted: "Printed",
  checkTolerance: "Possible",
  checkPlaces: "The figures",
  checkJudged: "the figure that is judged",
  checkNoSentence: "Only the quoted figure is known, not its sentence.",
  checkKeys: "↑ ↓ from finding to finding, Enter opens and closes",
  checkWhy_growth: "Does the printed growth agree with both levels (or level and net change, or the parts' growth)?",
  "checkWhy_net-change": "Is this year's level less its net change the level of the year before?",
  "checkWhy_share-sum": "Do shares that are listed together sum to no more than 100%?",
  "checkWhy_part-of-whole": "Is the part divided by the whole the printed share?",
  "checkWhy_parts-total": "Do the listed parts sum to the printed total?",
  checkWhy_repeated: "Is the same metric printed alike at both places?",
  checkWhy_multiple: "Is the printed multiple the ratio of both levels?",
  checkWhy_bound: "Is the order right: no part above its whole, no newer value below the older where it rose …?",
  checkWhy_ratio: "Is the printed ratio that of both values?",
  "checkWhy_rate-difference": "Is the printed difference in points that of both rates?",
});

const SEVERITIES = {
  error: { sign: "✕", name: "checkError" },
  note: { sign: "!", name: "checkNote" },
  ok: { sign: "✓", name: "checkOk" },
};
const FINDINGS_A_PAGE = 200;
const NUMBER_SIGNS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳";

// What --columns leaves out of the rows is empty.
const NO_FINDING = emptyRow("check severity metric message computed printed tolerance file line quote".split(" "));

// What outlives a change of language.
const checkState = { severity: "", check: "", query: "" };

function checkView(host) {
  const findings = readFindings();
  const view = el("div", { class: "check-view" });
  host.append(view);
  if (!findings.length) return view.append(el("p", { class: "quiet", text: t("checkNothing") }));
  const list = new FindingList(findings);
  view.append(list.element);
}

// Errors first; findings of one severity stay in the order of the report.
function readFindings() {
  const places = groupBy(data.rows.place ?? [], ({ finding }) => finding);
  const order = Object.keys(SEVERITIES);
  const findings = data.rows.finding.map((row, i) =>
    makeFinding({ ...NO_FINDING, ...row }, places.get(String(i + 1)) ?? []),
  );
  return findings.sort((a, b) => order.indexOf(a.row.severity) - order.indexOf(b.row.severity));
}

function makeFinding(row, places) {
  const texts = [row.metric, row.message, labelOf("check", row.check), ...places.map(({ sentence }) => sentence)];
  return { row, places, text: searchable(texts) };
}

// Without --explain no finding says what holds, and a count of none would be wrong.
function shownSeverities() {
  const explained = data.rows.finding?.some(({ severity }) => severity === "ok");
  return Object.entries(SEVERITIES).filter(([severity]) => severity !== "ok" || explained);
}

class FindingList {
  #findings;
  #shown = [];
  #drawn = 0;
  #host = el("div", { class: "findings", role: "list", "aria-label": t("checkList"), onkeydown: moveBetweenCards });
  #more = button("", () => this.#drawMore(FINDINGS_A_PAGE), { class: "more-findings" });
  #count = el("output", { class: "quiet" });
  #severities = el("div", { class: "tallies", role: "group", "aria-label": t("checkCounts") });
  #search = el("input", {
    type: "search",
    placeholder: t("checkSearch"),
    "aria-label": t("checkSearch"),
    value: checkState.query,
    oninput: debounce(120, () => this.#filter({ query: this.#search.value })),
  });

  constructor(findings) {
    this.#findings = findings;
    this.element = el(
      "div",
      null,
      this.#severities,
      el(
        "div",
        { class: "bar" },
        this.#search,
        this.#checkSelect(),
        button(t("checkOpen"), () => this.#openAll(true)),
        button(t("checkClose"), () => this.#openAll(false)),
        this.#count,
      ),
      el("p", { class: "quiet key-help", text: t("checkKeys") }),
      this.#host,
      this.#more,
    );
    window.addEventListener("beforeprint", () => this.#drawMore(Infinity), { signal: viewSignal() });
    this.#filter({});
  }

  #checkSelect() {
    const filter = { label: "checkFilter", values: ({ row }) => [row.check], name: (code) => labelOf("check", code) };
    const select = filterSelect(filter, this.#findings, checkState.check, () => this.#filter({ check: select.value }));
    return select;
  }

  #filter(change) {
    Object.assign(checkState, change);
    const { severity, check, query } = checkState;
    const matching = this.#findings.filter(
      ({ row, text }) => (!check || row.check === check) && matchesWords(text, query),
    );
    this.#shown = matching.filter(({ row }) => !severity || row.severity === severity);
    this.#countSeverities(matching);
    this.#count.textContent = this.#shown.length
      ? t("countShown", this.#shown.length, this.#findings.length)
      : t("checkNone");
    this.#drawn = 0;
    replace(this.#host);
    this.#drawMore(FINDINGS_A_PAGE);
  }

  // The numbers say what a press would show, so they follow the other filters.
  #countSeverities(matching) {
    const focused = document.activeElement?.dataset.severity;
    replace(
      this.#severities,
      shownSeverities().map(([severity, { sign, name }]) => {
        const number = matching.filter(({ row }) => row.severity === severity).length;
        const pressed = checkState.severity === severity;
        return countButton(
          { number, sign, label: t(name), tone: severity },
          () => this.#filter({ severity: pressed ? "" : severity }),
          { "aria-pressed": String(pressed), "data-severity": severity },
        );
      }),
    );
    if (focused) this.#severities.querySelector(`[data-severity="${focused}"]`).focus();
  }

  #drawMore(count) {
    const next = this.#shown.slice(this.#drawn, this.#drawn + count);
    append(this.#host, next.map(findingCard));
    this.#drawn += next.length;
    const left = this.#shown.length - this.#drawn;
    this.#more.hidden = left === 0;
    this.#more.textContent = t("checkMore", Math.min(left, FINDINGS_A_PAGE), left);
  }

  #openAll(open) {
    for (const card of this.#host.children) card.firstChild.open = open;
  }
}

function moveBetweenCards(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.target.tagName !== "SUMMARY") return;
  const cards = [...event.currentTarget.querySelectorAll("summary")];
  cards[cards.indexOf(event.target) + step]?.focus();
  event.preventDefault();
}

function groupBy(rows, keyOf) {
  const groups = new Map();
  for (const row of rows) {
    const key = keyOf(row);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(row);
  }
  return groups;
}

/* ---- a card ---- */

// What a closed card holds is made when it is opened first: most findings hold and stay closed.
function findingCard(finding) {
  const { row } = finding;
  const card = el(
    "details",
    { class: `finding is-${row.severity}`, open: row.severity !== "ok" },
    el(
      "summary",
      null,
      el("span", { class: "sign", "aria-hidden": "true", text: SEVERITIES[row.severity]?.sign ?? "?" }),
      el("span", { class: "severity", text: labelOf("severity", row.severity) }),
      el("span", { class: "metric", lang: "zh", text: row.metric }),
      el("span", { class: "check-name", text: labelOf("check", row.check) }),
      el("span", { class: "message", text: messageInWords(row.message) }),
    ),
  );
  const fillOnce = () => {
    if (card.open && card.childElementCount === 1) append(card, [findingBody(finding)]);
  };
  card.addEventListener("toggle", fillOnce);
  fillOnce();
  return el("div", { role: "listitem" }, card);
}

function findingBody({ row, places }) {
  return el(
    "div",
    { class: "finding-body" },
    el("p", { class: "quiet", text: STRINGS[language()][`checkWhy_${row.check}`] ?? "" }),
    sums(row),
    figuresList(row, places),
    sentencesOf(row, places),
  );
}

function sums(row) {
  const differs = row.severity === "ok" ? null : "is-wrong";
  return el(
    "dl",
    { class: "sums" },
    [
      ["checkComputed", row.computed, null],
      ["checkPrinted", row.printed, differs],
      ["checkTolerance", row.tolerance.replace("..", " … "), null],
    ]
      .filter(([, text]) => text)
      .map(([label, text, tone]) =>
        el("div", { class: tone }, el("dt", { text: t(label) }), el("dd", { text: symbols(text) })),
      ),
  );
}

function figuresList(row, places) {
  return el(
    "ol",
    { class: "figures", "aria-label": t("checkPlaces") },
    places.map((place, i) =>
      el(
        "li",
        null,
        el("span", { class: "number", text: numberSign(i) }),
        el(
          "div",
          { class: "figure-line" },
          el("b", { text: place.quote }),
          el("span", { class: "of-what", text: [place.year, labelOf("kind", place.kind)].filter(Boolean).join(" · ") }),
          el("span", { class: "metric", lang: "zh", text: place.metric }),
          isJudged(row, place) ? el("span", { class: "quiet", text: t("checkJudged") }) : null,
        ),
      ),
    ),
  );
}

function isJudged(row, place) {
  return place.file === row.file && place.line === row.line && place.quote === row.quote;
}

function numberSign(index) {
  return NUMBER_SIGNS[index] ?? `(${index + 1})`;
}

// Figures of one sentence are marked in it together.
function sentencesOf(row, places) {
  const numbered = places.map((place, i) => ({ ...place, sign: numberSign(i) }));
  const groups = groupBy(numbered, ({ file, line, sentence, quote }) => `${file} ${line} ${sentence || quote}`);
  return [...groups.values()].map((group) => sentenceOf(row, group));
}

function sentenceOf(row, group) {
  const [{ file, page, line, sentence, quote }] = group;
  const text = sentence || quote;
  const spans = group.map((place) => {
    const span = placedSpan(place) ?? spanOf(text, place.quote, place.metric);
    return span && { ...span, label: place.sign, class: isJudged(row, place) ? "is-judged" : null };
  });
  return el(
    "section",
    { class: "evidence" },
    el("p", { class: "quiet place" }, placeLine(file, page, line)),
    sentenceWith(text, spans),
    sentence ? null : el("p", { class: "quiet", text: t("checkNoSentence") }),
  );
}

function placedSpan({ at, length, sentence }) {
  if (!at || !sentence) return null;
  return { from: Number(at) - 1, to: Number(at) - 1 + Number(length) };
}

/* ---- the message, which dcx writes in English ---- */

const MESSAGE_IN_CHINESE = [
  [
    /; implies (\S+) for (\d+), the \d+ report prints (\S+?)(?=;|$)/,
    "；由所印增长倒推，$2 年应为 $1，而该年报告印的是 $3",
  ],
  [/; implies (\S+), (\S+) is printed/, "；由所印增长倒推，基数应为 $1，而印的是 $2"],
  [/; restated or another scope\?/, "；是否修订过基数，或口径不同？"],
  [/, the earlier report prints /, "，上一份报告印的是 "],
  [/, printed /, "，印的是 "],
  [/, of 100%/, "，整体为 100%"],
  [/^growth of the parts together/, "各部分合计的增长"],
  [/^growth of the parts weighed by their shares/, "按占比加权的各部分增长"],
  [/^the whole is (.+) and /, "由两个部分倒推整体：$1；"],
  [/^one base: (.+) and /, "由两处倒推基数：$1；"],
  [/^between (\S+) and (\S+) are /, "$1 与 $2 相差 "],
  [/^change (\S+) <= level /, "变化量 $1 <= 水平值 "],
  [/ against /, " 对 "],
  [/ and /, " 与 "],
  [/ \(a part of it\)/, "（整体的一部分）"],
  [/ \(a part by its name\)/, "（按名称是其一部分）"],
  [/ \(among them\)/, "（其中）"],
  [/ \(new of all there is\)/, "（新增不超过总量）"],
  [/ \(the narrower measure\)/, "（较窄的口径）"],
  [/ \(it rose since the earlier report\)/, "（比上一份报告上升）"],
  [/ \(it fell since the earlier report\)/, "（比上一份报告下降）"],
  [/ \(it rose\)/, "（上升）"],
  [/ \(it fell\)/, "（下降）"],
  [/ \(a running total\)/, "（累计）"],
  [/ \(a threshold\)/, "（门槛）"],
  [/ \(said to be higher\)/, "（原文说更高）"],
  [/ \(said to be lower\)/, "（原文说更低）"],
  [/ \(the whole between its parts\)/, "（整体介于各部分之间）"],
];

function messageInWords(message) {
  if (language() !== "zh") return symbols(message);
  return symbols(MESSAGE_IN_CHINESE.reduce((text, [phrase, words]) => text.replace(phrase, words), message));
}

function symbols(text) {
  return text.replaceAll("<=", "≤").replaceAll(">=", "≥").replaceAll(" / ", " ÷ ").replaceAll(" - ", " − ");
}
