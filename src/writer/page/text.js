// The document's text with its marks.

function textPane() {
  const passed = el("input", { type: "checkbox", onchange: () => showPassed(passed.checked) });
  passed.checked = looking.passed;
  const add = button(t("addFromSelection"), startAdding, {
    onpointerdown: keepSelection,
    title: t("addFromSelectionHelp"),
  });
  parts.text = el(
    "div",
    {
      class: "text",
      id: "text",
      tabindex: "0",
      lang: "zh",
      role: "region",
      "aria-label": t("pane_text"),
      onclick: clickText,
      onpointerover: describeMark,
    },
    documentsOfText().map(documentElement),
  );
  showPassed(looking.passed);
  parts.missed = el("span");
  showMissed();
  parts.roving = firstFigure();
  parts.roving?.setAttribute("tabindex", "0");
  return el(
    "div",
    { class: "text-side" },
    el(
      "div",
      { class: "text-bar" },
      el("div", { class: "legend" }, legendChips()),
      parts.missed,
      el("label", { class: "check" }, passed, t("showPassed")),
      add,
    ),
    parts.text,
  );
}

function documentsOfText() {
  return (data.rows.document ?? []).filter((row) => row.blocks.length);
}

function firstFigure() {
  return [...parts.marks.values()].find((element) => element.classList.contains("fig"));
}

// Pressing a button would else take the selection away that the button is for.
function keepSelection(event) {
  event.preventDefault();
}

function showPassed(shown) {
  looking.passed = shown;
  parts.text.classList.toggle("with-passed", shown);
}

function legendChips() {
  const kinds = Object.keys(KIND_SIGNS).map((kind) =>
    el(
      "span",
      { class: `key k-${kind}` },
      el("span", { class: "sign", text: KIND_SIGNS[kind] }),
      el("span", { class: `fig k-${kind}`, text: labelOf("kind", kind) }),
    ),
  );
  const claims = Object.keys(CLAIM_SIGNS).map((claim) =>
    el("span", { class: "key" }, el("span", { class: `fig k-rank c-${claim}`, text: labelOf("claim", claim) })),
  );
  return [...kinds, ...claims];
}

function showMissed() {
  const missed = (data.rows.mark ?? []).filter(isMissed);
  replace(
    parts.missed,
    ["unbound", "aside"].map((kind) =>
      missedButton(
        kind,
        missed.filter((mark) => missedKind(mark) === kind),
      ),
    ),
  );
}

function missedButton(kind, marks) {
  const label = el("span", { class: `fig ${kind}`, text: t(`${kind}Count`, marks.length) });
  const jump = button("", () => stepMissed(1, marks), {
    class: "missed",
    title: t("keyMissed"),
    disabled: !marks.length,
  });
  jump.append(label);
  return jump;
}

function missedKind(mark) {
  return mark.reason === "unbound" ? "unbound" : "aside";
}

function isPassed(mark) {
  return mark.reason === "date" || mark.reason === "name";
}

function isMissed(mark) {
  return Boolean(mark.reason) && !isPassed(mark) && !review.itemOf(mark);
}

function documentElement(row) {
  const several = documentsOfText().length > 1;
  return el(
    "section",
    { class: "document", "data-document": row.document },
    several && el("h2", { class: "document-name", text: row.document }),
    groupRows(row.blocks).map((group) => (Array.isArray(group) ? tableElement(group) : blockElement(group))),
  );
}

// Rows of a table that follow each other make one table.
function groupRows(blocks) {
  const groups = [];
  for (const block of blocks) {
    if (block.kind !== "row") groups.push(block);
    else if (Array.isArray(groups.at(-1))) groups.at(-1).push(block);
    else groups.push([block]);
  }
  return groups;
}

function tableElement(blocks) {
  return el("div", { class: "text-table" }, el("table", null, el("tbody", null, blocks.map(blockElement))));
}

function blockElement(block) {
  const level = Math.min(6, Number(block.level || 1) + 1);
  const tag = { heading: `h${level}`, title: "h2", row: "tr" }[block.kind] ?? "p";
  const element = el(tag, { class: `block ${block.kind}` });
  parts.blocks.set(block, element);
  parts.markOf.set(element, block);
  fillBlock(block, element);
  return element;
}

function fillBlock(block, element) {
  const cut = slicer(block.text);
  replace(element, block.kind === "row" ? rowCells(block, cut) : segments(block, cut, 0, Infinity));
}

function rowCells(block, cut) {
  const points = Array.from(block.text);
  const strokes = points.flatMap((point, i) => (point === "|" ? [i] : []));
  let start = 0;
  return [...strokes, points.length].map((end) => {
    const cell = el("td", null, segments(block, cut, start, end));
    start = end + 1;
    return cell;
  });
}

// The text from start to end, cut where marks begin and end.
function segments(block, cut, start, end) {
  const nodes = [];
  let at = start;
  for (const mark of block.marks) {
    const from = mark.from - 1;
    if (from < at || from >= end) continue;
    nodes.push(cut(at, from), markElement(mark, cut(from, from + mark.length)));
    at = from + mark.length;
  }
  nodes.push(cut(at, end));
  return nodes;
}

function markElement(mark, text) {
  const figure = !isPassed(mark) || review.itemOf(mark);
  const element = el(figure ? "mark" : "span", {
    class: markClass(mark),
    text,
    role: figure && "button",
    tabindex: figure && "-1",
  });
  parts.marks.set(mark, element);
  parts.markOf.set(element, mark);
  return element;
}

function markClass(mark) {
  const item = review.itemOf(mark);
  const chosen = looking.target === (item ?? mark) && "chosen";
  if (!item) return isPassed(mark) ? "passed" : classes("fig", missedKind(mark), chosen);
  return classes(
    "fig",
    `k-${item.record.kind}`,
    `c-${item.record.claim}`,
    review.isReviewed(item) && "reviewed",
    review.isRejected(item) && "rejected",
    review.isCorrected(item) && "corrected",
    item.added && "added",
    parts.dimmed.has(mark) && "dim",
    chosen,
  );
}

function describeMark({ target }) {
  const mark = parts.markOf.get(target);
  if (!mark || target.title || !parts.marks.has(mark)) return;
  target.title = visible(markDescription(mark));
}

function markDescription(mark) {
  const item = review.itemOf(mark);
  if (!item) return reasonText(mark.reason);
  const { metric, kind, claim } = item.record;
  return [metric, valueText(item) + item.record.unit, labelOf("kind", kind), labelOf("claim", claim)].join(" · ");
}

function clickText({ target }) {
  const element = target.closest("mark");
  const mark = element && parts.markOf.get(element);
  if (!mark || !getSelection().isCollapsed) return;
  choose(review.itemOf(mark) ?? mark, "text");
}
