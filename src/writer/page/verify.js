// The view of main "verdict": the draft's text with each figure marked by what the sources say of it, a list to step
// through, and for the chosen figure the source's sentence, the arithmetic, and a place to note a decision.
Object.assign(STRINGS.zh, {
  verifyCounts: "按结论筛选",
  verifyText: "稿件原文",
  verifyList: "稿件中的数字",
  verifyChosen: "所选数字",
  verifySource: "来源",
  verifyNearest: "最接近的来源数字",
  verifyArithmetic: "推算",
  verifyOthers: "其余各数",
  verifyNothing: "稿件中没有数字。",
  verifyNoSource: "来源中没有相近的数字。",
  verifyKeys: "j / k 或 ↑ ↓ 逐个查看，n 下一个有问题的，x 已审，c 写批注",
  verifyDecision: "处理意见",
  verifyDecisionHelp: "保存为更正文件，核对时用 --corrections 带上",
  verifyDone: "已审",
  verifyWhy_supported: "来源中有同一指标、同一时期的同一数值。",
  verifyWhy_computed: "来源没有直接写出，但可由来源的数字准确推出。",
  verifyWhy_mismatch: "来源中同一指标、同一时期是另一数值，或算式不成立。",
  "verifyWhy_other-year": "来源只有其他年份或时期的这一指标。",
  "verifyWhy_not-found": "来源中没有这一指标。",
});

Object.assign(STRINGS.en, {
  verifyCounts: "Filter by verdict",
  verifyText: "The draft",
  verifyList: "Figures of the draft",
  verifyChosen: "The chosen figure",
  verifySource: "Source",
  verifyNearest: "The nearest figure of the sources",
  verifyArithmetic: "Arithmetic",
  verifyOthers: "The other figures",
  verifyNothing: "The draft has no figure.",
  verifyNoSource: "The sources have no figure like it.",
  verifyKeys: "j / k or ↑ ↓ from figure to figure, n the next that needs a look, x looked at, c a note",
  verifyDecision: "Decision",
  verifyDecisionHelp: "Saved as corrections; pass them with --corrections",
  verifyDone: "looked at",
  verifyWhy_supported: "A source prints the same metric of the same time with the same value.",
  verifyWhy_computed: "No source prints it, but it follows exactly from figures that they print.",
  verifyWhy_mismatch: "A source has that metric and time with another value, or the arithmetic does not hold.",
  "verifyWhy_other-year": "The sources have this metric for other years or periods only.",
  "verifyWhy_not-found": "The sources do not have this metric.",
});

const VERDICTS = { mismatch: "✕", "other-year": "↷", "not-found": "?", computed: "∑", supported: "✓" };
const SETTLED = new Set(["supported", "computed"]);

// What --columns leaves out of the rows is empty.
const NO_VERDICT = emptyRow(
  (
    "status metric kind value unit year period claim reason score source_metric source_value source_unit source_year " +
    "source_period source_quote source_sentence source_name source_file source_page source_line source_id computed " +
    "file page line column quote sentence id"
  ).split(" "),
);

// What outlives a change of language.
const verifyState = { status: "", chosen: 0 };

function verifyView(host) {
  review ??= new Review();
  review.onChange = () => {};
  window.addEventListener("beforeunload", warnOfLoss, { signal: viewSignal() });
  pageTools().append(button(t("save"), saveCorrections, { title: t("verifyDecisionHelp") }));
  const verdicts = readVerdicts();
  if (!verdicts.length) return host.append(el("p", { class: "quiet", text: t("verifyNothing") }));
  host.append(new VerifyPage(verdicts).element);
}

// Ids may repeat: the first mark of an id belongs to the first figure of that id, and so on.
function readVerdicts() {
  const marks = groupBy(data.rows.mark ?? [], ({ id }) => id);
  const items = groupBy(review.items, ({ base }) => base.id);
  return data.rows.verdict.map((row) => {
    const full = { ...NO_VERDICT, ...row };
    return { row: full, mark: full.id ? marks.get(full.id)?.shift() : null, item: items.get(full.id)?.shift() };
  });
}

class VerifyPage {
  #verdicts;
  #marks = new Map();
  #lines = new Map();
  #tallies = el("div", { class: "tallies", role: "group", "aria-label": t("verifyCounts") });
  #list = el("ol", { class: "verdicts", "aria-label": t("verifyList") });
  #detail = el("section", { class: "verdict-detail", "aria-label": t("verifyChosen"), tabindex: "-1" });

  constructor(verdicts) {
    this.#verdicts = verdicts;
    const text = el(
      "div",
      { class: "verdict-text text", lang: "zh", role: "region", "aria-label": t("verifyText"), tabindex: "0" },
      documentsOfText().map((row) => row.blocks.map((block) => this.#block(block))),
    );
    this.element = el(
      "div",
      { class: "verify-view" },
      el("div", { class: "verify-head" }, this.#tallies, el("p", { class: "quiet", text: t("verifyKeys") })),
      hasText ? text : null,
      el("div", { class: "verdict-side" }, this.#detail, this.#list),
    );
    document.addEventListener("keydown", (event) => this.#key(event), { signal: viewSignal() });
    this.#draw();
    this.#choose(Math.min(verifyState.chosen, verdicts.length - 1), false);
  }

  #block(block) {
    const cut = slicer(block.text);
    const level = Math.min(6, Number(block.level || 1) + 1);
    const element = el({ heading: `h${level}`, title: "h2" }[block.kind] ?? "p", { class: `block ${block.kind}` });
    let done = 0;
    for (const mark of [...block.marks].sort((a, b) => a.from - b.from)) {
      const index = this.#verdicts.findIndex((verdict) => verdict.mark === mark);
      if (index < 0 || mark.from - 1 < done) continue;
      append(element, [cut(done, mark.from - 1), this.#figure(index, cut(mark.from - 1, mark.from - 1 + mark.length))]);
      done = mark.from - 1 + mark.length;
    }
    append(element, [cut(done, Array.from(block.text).length)]);
    return element;
  }

  #figure(index, text) {
    const { row } = this.#verdicts[index];
    const label = `${text} ${labelOf("status", row.status)}`;
    const mark = button(text, () => this.#choose(index), { class: `verdict v-${row.status}`, "aria-label": label });
    mark.append(verdictSign(row.status));
    this.#marks.set(index, mark);
    return mark;
  }

  #draw() {
    const counts = countBy(this.#verdicts, ({ row }) => row.status);
    replace(
      this.#tallies,
      Object.entries(VERDICTS).map(([status, sign]) => {
        const pressed = verifyState.status === status;
        const tally = { number: counts.get(status) ?? 0, sign, label: labelOf("status", status), tone: status };
        return countButton(tally, () => this.#filter(pressed ? "" : status), { "aria-pressed": String(pressed) });
      }),
    );
    this.#lines.clear();
    replace(
      this.#list,
      this.#shown().map((index) => {
        const line = verdictLine(this.#verdicts[index], () => this.#choose(index));
        this.#lines.set(index, line.firstChild);
        return line;
      }),
    );
  }

  #shown() {
    const { status } = verifyState;
    return this.#verdicts.map((_, i) => i).filter((i) => !status || this.#verdicts[i].row.status === status);
  }

  #filter(status) {
    verifyState.status = status;
    this.#draw();
    const shown = this.#shown();
    if (shown.length) this.#choose(shown.includes(verifyState.chosen) ? verifyState.chosen : shown[0]);
  }

  #choose(index, scroll = true) {
    for (const chosen of this.element.querySelectorAll(".is-chosen")) chosen.classList.remove("is-chosen");
    verifyState.chosen = index;
    for (const element of [this.#lines.get(index), this.#marks.get(index)]) {
      element?.classList.add("is-chosen");
      if (scroll) element?.scrollIntoView({ block: "nearest" });
    }
    replace(this.#detail, verdictDetail(this.#verdicts[index], () => this.#draw()));
  }

  #step(by, wanted = () => true) {
    const shown = this.#shown();
    const { chosen } = verifyState;
    const order = by > 0 ? shown.filter((i) => i > chosen) : shown.filter((i) => i < chosen).reverse();
    const next = order.find((i) => wanted(this.#verdicts[i].row));
    if (next === undefined) return;
    this.#choose(next);
    announce(`${this.#verdicts[next].row.quote} ${labelOf("status", this.#verdicts[next].row.status)}`);
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    const actions = {
      j: () => this.#step(1),
      k: () => this.#step(-1),
      ArrowDown: () => this.#step(1),
      ArrowUp: () => this.#step(-1),
      n: () => this.#step(1, ({ status }) => !SETTLED.has(status)),
      x: () => this.#detail.querySelector("input[type=checkbox]")?.click(),
      c: () => this.#detail.querySelector("textarea")?.focus(),
    };
    if (!actions[event.key]) return;
    event.preventDefault();
    actions[event.key]();
  }
}

function verdictSign(status) {
  return el("span", { class: "sign", "aria-hidden": "true", text: VERDICTS[status] ?? "?" });
}

function verdictLine({ row, item }, onClick) {
  const line = button("", onClick, { class: `verdict-line v-${row.status}` });
  append(line, [
    verdictSign(row.status),
    el("b", { text: row.quote, lang: "zh" }),
    el("span", { class: "metric", lang: "zh", text: row.metric }),
    item && review.isReviewed(item) ? el("span", { class: "quiet", text: `✓ ${t("verifyDone")}` }) : null,
  ]);
  return el("li", null, line);
}

function verdictDetail({ row, item }, onDecision) {
  const reason = row.status === "computed" ? "" : labelOf("reason", row.reason);
  const when = [row.period || row.year, labelOf("kind", row.kind)].filter(Boolean).join(" · ");
  return [
    el(
      "h2",
      { class: `v-${row.status}` },
      verdictSign(row.status),
      ` ${labelOf("status", row.status)}`,
      reason ? `：${reason}` : "",
    ),
    el("p", { class: "quiet", text: STRINGS[language()][`verifyWhy_${row.status}`] ?? "" }),
    el("p", { lang: "zh" }, el("b", { text: row.quote }), ` ${row.metric} `, el("span", { class: "quiet", text: when })),
    verdictSource(row),
    row.computed ? [el("h3", { text: t("verifyArithmetic") }), el("p", { text: symbols(row.computed) })] : null,
    row.status === "computed" && row.reason
      ? [el("h3", { text: t("verifyOthers") }), placesList(row.reason.split(" | "))]
      : null,
    item ? decision(item, onDecision) : null,
  ];
}

function verdictSource(row) {
  if (!row.source_quote) return el("p", { class: "quiet", text: t("verifyNoSource") });
  const when = [row.source_period || row.source_year, row.source_name].filter(Boolean).join(" · ");
  return el(
    "section",
    { class: "evidence" },
    el("h3", { text: t(row.status === "not-found" ? "verifyNearest" : "verifySource") }),
    el("p", { class: "quiet place" }, placeLine(row.source_file, row.source_page, row.source_line)),
    el("p", { lang: "zh" }, el("b", { text: row.source_quote }), ` ${row.source_metric} `, el("span", { class: "quiet", text: when })),
    sentenceWith(row.source_sentence || row.source_quote, [
      spanOf(row.source_sentence || row.source_quote, row.source_quote, row.source_metric),
    ]),
  );
}

function decision(item, onDecision) {
  const done = el("input", {
    type: "checkbox",
    onchange: () => {
      review.tick(item);
      onDecision();
    },
  });
  done.checked = review.isReviewed(item);
  const note = el("textarea", {
    rows: "2",
    lang: "zh",
    "aria-label": t("verifyDecision"),
    value: item.entry?.comment ?? "",
    oninput: () => review.comment(item, note.value.trim()),
  });
  return el(
    "section",
    { class: "decision" },
    el("h3", { text: t("verifyDecision"), title: t("verifyDecisionHelp") }),
    note,
    el("label", { class: "check" }, done, t("verifyDone")),
  );
}
