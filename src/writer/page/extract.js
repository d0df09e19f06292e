// The review of records: the text with its figures marked on one side, the records and the chosen one on the other.
const KIND_SIGNS = { level: "＝", growth: "↗", change: "±", share: "％", multiple: "×", rank: "№" };
const CLAIM_SIGNS = { target: "◎", forecast: "◇" };
const QUALIFIER_SIGNS = { ge: "≥", le: "≤", approx: "≈" };

// What outlives a change of language.
let review = null;
const looking = { filters: {}, target: null, pane: "text", passed: false };

// Records of a CSV file come without their text.
const hasText = (data.rows.block ?? []).length > 0;

// The parts of the view that is on the page.
let parts = null;

function extractView(host) {
  review ??= new Review();
  review.onChange = reviewChanged;
  parts = { marks: new Map(), markOf: new WeakMap(), blocks: new Map(), dimmed: new Set() };
  addSkipLinks();
  if (!hasText && looking.pane === "text") looking.pane = "records";
  parts.notices = el("div", { class: "notices" });
  parts.panes = el("div", { class: hasText ? "panes" : "panes without-text", "data-pane": looking.pane });
  replace(host, parts.notices, filterBar(), paneTabs(), parts.panes);
  if (hasText) parts.panes.append(textPane());
  parts.panes.append(recordsPane());
  reviewTools();
  showNotices();
  applyFilters();
  showProgress();
  listenToReview();
  if (looking.target) choose(looking.target, "restored");
  else chooseFromAddress();
}

function addSkipLinks() {
  const links = [skipLink("records", t("skipToTable"))];
  if (hasText) links.push(skipLink("text", t("skipToText")));
  document.querySelector(".skip").after(...links);
}

function listenToReview() {
  const life = { signal: viewSignal() };
  document.addEventListener("keydown", reviewKey, life);
  window.addEventListener("hashchange", chooseFromAddress, life);
  window.addEventListener("pagehide", () => review.unsaved && review.keep(), life);
  window.addEventListener("beforeunload", warnOfLoss, life);
}

function warnOfLoss(event) {
  if (review.unsaved) event.preventDefault();
}

/* ---- tools of the header ---- */

function reviewTools() {
  parts.progress = el("progress", { "aria-label": t("progress") });
  parts.progressText = el("span", { class: "progress-text" });
  parts.save = button("", saveCorrections, { class: "primary" });
  const name = el("input", {
    class: "reviewer",
    placeholder: t("reviewer"),
    "aria-label": t("reviewer"),
    autocomplete: "name",
    value: reviewer(),
    onchange: () => setReviewer(name.value.trim()),
  });
  replace(
    pageTools(),
    el("span", { class: "progress" }, parts.progress, parts.progressText),
    review.stale.length > 0 && button(t("staleCount", review.stale.length), showStale, { class: "warn" }),
    name,
    parts.save,
    button("?", showHelp, { "aria-label": t("help"), title: t("help") }),
  );
}

function showProgress() {
  const [done, all] = [review.reviewedCount(), review.items.length];
  parts.progress.max = Math.max(1, all);
  parts.progress.value = done;
  parts.progressText.textContent = t("progressCount", done, all);
  parts.save.textContent = review.unsaved ? t("saveUnsaved") : t("save");
}

function saveCorrections() {
  const url = URL.createObjectURL(new Blob([review.serialize()], { type: "application/jsonl" }));
  el("a", { href: url, download: "corrections.jsonl" }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
  review.saved();
  announce(t("savedAs", "corrections.jsonl"));
}

function showNotices() {
  if (!review.restored) return;
  const { count, time } = review.restored;
  const dismiss = (action) => () => {
    action();
    review.restored = null;
    notice.remove();
  };
  const notice = el(
    "p",
    { class: "notice", role: "status" },
    t("restored", count, new Date(time).toLocaleString(document.documentElement.lang)),
    button(
      t("keep"),
      dismiss(() => {}),
    ),
    button(t("discard"), dismiss(discardRestored)),
  );
  parts.notices.append(notice);
}

function discardRestored() {
  review.discardDraft();
  if (looking.target?.gone) looking.target = null;
  renderPage();
}

function showStale() {
  openDialog(t("stale"), el("p", { class: "quiet", text: t("staleHelp") }), review.stale.map(staleEntry));
}

function staleEntry(row) {
  const fields = data.columns.correction.filter(({ name }) => row[name] && name !== "state");
  return el(
    "dl",
    { class: "fields stale" },
    fields.map(({ name }) => [
      el("dt", { text: columnLabel("correction", name) }),
      el("dd", { text: name === "action" ? labelOf("action", row[name]) : row[name], lang: "zh" }),
    ]),
  );
}

function showHelp() {
  const keys = [
    ["j k ↓ ↑", "keyStep"],
    ["n p", "keyMissed"],
    ["␣ r", "keyTick"],
    ["e", "keyCorrect"],
    ["x", "keyReject"],
    ["a", "keyAdd"],
    ["c", "keyComment"],
    ["/", "keySearch"],
    ["s", "keySave"],
    ["?", "keyHelp"],
    ["Esc", "keyEscape"],
  ];
  openDialog(
    t("help"),
    el(
      "dl",
      { class: "fields keys" },
      keys.map(([key, text]) => [
        el(
          "dt",
          null,
          key.split(" ").map((one) => [el("kbd", { text: one }), " "]),
        ),
        el("dd", { text: t(text) }),
      ]),
    ),
    el("h3", { text: t("legend") }),
    el(
      "ul",
      { class: "legend" },
      legendChips().map((chip) => el("li", null, chip)),
    ),
    ["helpMarks", "helpSave"].map((key) => el("p", { text: t(key) })),
  );
}

/* ---- filters ---- */

const FACETS = ["kind", "claim", "section", "unit", "source", "qualifier", "document"];
const STATES = {
  unreviewed: (item) => !review.isReviewed(item),
  reviewed: (item) => review.isReviewed(item),
  corrected: (item) => review.isCorrected(item),
  rejected: (item) => review.isRejected(item),
  added: (item) => Boolean(item.added),
  commented: (item) => Boolean(item.entry?.comment),
};
const CODED = new Set(["kind", "claim", "qualifier"]);

function filterBar() {
  const { filters } = looking;
  parts.search = el("input", {
    type: "search",
    placeholder: t("search"),
    "aria-label": t("search"),
    value: filters.search ?? "",
    oninput: debounce(150, () => setFilter("search", parts.search.value)),
  });
  parts.selects = el("div", { class: "selects", id: "selects" });
  parts.count = el("output", { class: "count" });
  parts.clear = button(t("clearAll"), clearFilters, { class: "clear" });
  const more = button(
    t("filters"),
    () => more.setAttribute("aria-expanded", String(parts.selects.classList.toggle("open"))),
    {
      class: "more",
      "aria-expanded": "false",
      "aria-controls": "selects",
    },
  );
  fillSelects();
  return el("search", { class: "bar filters" }, parts.search, more, parts.selects, parts.clear, parts.count);
}

function fillSelects() {
  const facets = FACETS.map((name) => [name, facetOptions(name)]).filter(
    ([name, options]) => options.length > 1 || looking.filters[name],
  );
  replace(
    parts.selects,
    facets.map(([name, options]) => facetSelect(name, columnLabel("record", name), options)),
    facetSelect(
      "state",
      t("state"),
      Object.keys(STATES).map((state) => [state, t(state)]),
    ),
  );
}

function facetOptions(name) {
  const counts = [...countBy(review.items, (item) => item.record[name])];
  if (name !== "section" && name !== "document") counts.sort(([, a], [, b]) => b - a);
  // "=" keeps the empty value apart from "all".
  return counts.map(([value, count]) => [`=${value}`, `${facetLabel(name, value)} (${count})`]);
}

function facetLabel(name, value) {
  if (!value) return t("empty");
  return CODED.has(name) ? labelOf(name, value) : value;
}

function facetSelect(name, label, options) {
  const chosen = looking.filters[name] ?? "";
  const select = el(
    "select",
    {
      "aria-label": label,
      title: label,
      class: chosen ? "active" : null,
      onchange: () => setFilter(name, select.value),
    },
    el("option", { value: "", text: label }),
    options.map(([value, text]) => el("option", { value, text })),
  );
  select.value = chosen;
  return select;
}

function setFilter(name, value) {
  if (value) looking.filters[name] = value;
  else delete looking.filters[name];
  looking.kept = null;
  fillSelects();
  applyFilters();
}

function clearFilters() {
  looking.filters = {};
  looking.kept = null;
  parts.search.value = "";
  fillSelects();
  applyFilters();
  parts.search.focus();
}

function applyFilters() {
  const { search = "", state, ...facets } = looking.filters;
  const wanted = Object.entries(facets);
  // What was just ticked stays in the table until the reviewer goes on.
  const shown = review.items.filter(
    (item) =>
      item === looking.kept ||
      (wanted.every(([name, value]) => `=${item.record[name]}` === value) &&
        (!state || STATES[state](item)) &&
        (!search || matchesWords(searchText(item), search))),
  );
  parts.table.setRows(shown);
  parts.count.textContent = t("countShown", shown.length, review.items.length);
  parts.clear.disabled = Object.keys(looking.filters).length === 0;
  dimOthers(shown);
  showDocuments(facets.document);
}

function searchText(item) {
  const { metric, source, sentence, value, unit, quote } = item.record;
  item.searchText ??= searchable([metric, source, sentence, value + unit, quote, item.base.id]);
  return item.searchText;
}

function dimOthers(shown) {
  const lit = new Set(shown.map((item) => item.mark));
  const some = shown.length < review.items.length;
  for (const [mark, element] of parts.marks) {
    const dim = some && review.itemOf(mark) !== undefined && !lit.has(mark);
    if (dim === parts.dimmed.has(mark)) continue;
    element.classList.toggle("dim", dim);
    if (dim) parts.dimmed.add(mark);
    else parts.dimmed.delete(mark);
  }
}

function showDocuments(wanted) {
  for (const section of parts.panes.querySelectorAll(".document"))
    section.hidden = Boolean(wanted) && wanted !== `=${section.dataset.document}`;
}

/* ---- panes ---- */

function paneTabs() {
  const panes = [hasText && "text", "records", "detail"].filter(Boolean);
  parts.tabs = panes.map((pane) => button(t(`pane_${pane}`), () => showPane(pane), { "data-pane": pane }));
  showPane(looking.pane);
  return el("nav", { class: "pane-tabs", "aria-label": t("panes") }, parts.tabs);
}

// On a narrow window only one pane is in view; on a wide one this has no effect.
function showPane(pane) {
  looking.pane = pane;
  parts.panes.dataset.pane = pane;
  for (const tab of parts.tabs) tab.setAttribute("aria-pressed", String(tab.dataset.pane === pane));
  if (pane === "text") scrollToMark();
}

function recordsPane() {
  parts.detail = el("section", { class: "detail", id: "detail", "aria-label": t("pane_detail"), tabindex: "0" });
  const host = el("section", { class: "records", "aria-label": t("pane_records") });
  parts.table = makeTable(host, {
    label: t("pane_records"),
    columns: recordColumns(),
    onSelect: (item) => choose(item, "table"),
    rowClass: (item) => (review.isRejected(item) ? "rejected" : null),
  });
  parts.table.grid.id = "records";
  showDetail();
  return el("div", { class: "side" }, host, parts.detail);
}

function recordColumns() {
  const field = (key, more) => ({ key, label: columnLabel("record", key), text: ({ record }) => record[key], ...more });
  const paged = review.items.some(({ record }) => record.page) && !review.items.some(({ record }) => record.line);
  return [
    {
      key: "state",
      label: "✓",
      title: t("state"),
      width: "4.2em",
      class: "state",
      text: () => "",
      sort: stateOrder,
      decorate: stateCell,
    },
    field("metric"),
    field("value", { numeric: true, width: "6em", text: valueText, sort: ({ record }) => toNumber(record.value) }),
    field("unit", { width: "5em" }),
    field("year", { numeric: true, width: "3.9em", minor: true }),
    field("kind", { class: "kind", text: () => "", sort: ({ record }) => record.kind, decorate: kindCell }),
    field("claim", { width: "5.2em", minor: true, text: claimText, decorate: quietIfActual }),
    field("source", { width: hasText ? "7.5em" : "16em", minor: true }),
    ...(hasText ? [] : [field("section", { width: "20em", minor: true })]),
    field(paged ? "page" : "line", { numeric: true, width: "3.6em", minor: true }),
  ];
}

function valueText({ record }) {
  const range = record.value_max ? `${record.value}–${record.value_max}` : record.value;
  return record.qualifier ? `${QUALIFIER_SIGNS[record.qualifier] ?? ""} ${range}` : range;
}

function claimText({ record }) {
  return [CLAIM_SIGNS[record.claim], labelOf("claim", record.claim)].filter(Boolean).join(" ");
}

function quietIfActual(cell, { record }) {
  if (record.claim === "actual") cell.classList.add("quiet");
}

function kindCell(cell, { record }) {
  cell.append(kindChip(record.kind));
}

function kindChip(kind) {
  return el(
    "span",
    { class: `chip k-${kind}` },
    el("span", { class: "sign", text: KIND_SIGNS[kind] ?? "" }),
    el("span", { class: "name", text: labelOf("kind", kind) }),
  );
}

function stateOrder(item) {
  return (review.isReviewed(item) ? 1 : 0) + (item.entry ? 2 : 0);
}

function stateCell(cell, item) {
  const box = el("input", {
    type: "checkbox",
    tabindex: "-1",
    "aria-label": t("reviewed"),
    onclick: (event) => event.stopPropagation(),
    onchange: () => review.tick(item),
  });
  box.checked = review.isReviewed(item);
  cell.append(box, stateSigns(item));
}

function stateSigns(item) {
  const signs = [
    [review.isRejected(item), "✗", "rejected"],
    [review.isCorrected(item), "✎", "corrected"],
    [item.added, "＋", "added"],
    [item.entry?.comment, "…", "commented"],
  ].filter(([holds]) => holds);
  return el(
    "span",
    { class: "signs" },
    signs.map(([, sign, name]) => el("span", { class: name, title: t(name), text: sign })),
  );
}

/* ---- the text ---- */

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

/* ---- choosing ---- */

// A target is an item, or a mark of a quantity without record.
function choose(target, origin) {
  const before = looking.target;
  looking.target = target;
  if (looking.kept && looking.kept !== target) {
    looking.kept = null;
    applyFilters();
  }
  refreshMark(before);
  refreshMark(target);
  if (origin !== "table") parts.table.select(isItem(target) ? target : null);
  showDetail();
  if (origin !== "text") scrollToMark();
  if (origin === "text" || origin === "table" || origin === "address") showOnNarrow("detail");
  if (origin !== "address") nameInAddress(target);
  if (origin === "key") announce(targetSummary(target));
}

function showOnNarrow(pane) {
  if (matchMedia("(max-width: 900px)").matches) showPane(pane);
}

function isItem(target) {
  return Boolean(target?.base);
}

function markOfTarget(target) {
  return isItem(target) ? target.mark : target;
}

function idOf(target) {
  return isItem(target) ? target.base.id : target.id;
}

function targetSummary(target) {
  return markDescription(markOfTarget(target) ?? {}) || "";
}

function refreshMark(target) {
  const mark = target && markOfTarget(target);
  const element = mark && parts.marks.get(mark);
  if (!element) return;
  element.className = markClass(mark);
  element.removeAttribute("title");
  if (target !== looking.target) return;
  parts.roving?.setAttribute("tabindex", "-1");
  parts.roving = element;
  element.setAttribute("tabindex", "0");
}

function scrollToMark() {
  const { target } = looking;
  const element = target && (parts.marks.get(markOfTarget(target)) ?? parts.blocks.get(target.block));
  if (!element) return;
  element.scrollIntoView({ block: "center" });
  // Blocks on the way had only an estimated height until now.
  requestAnimationFrame(() => element.scrollIntoView({ block: "center" }));
}

function chooseFromAddress() {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id && (review.itemById(id) ?? review.markById(id));
  if (target) choose(target, "address");
}

function nameInAddress(target) {
  try {
    history.replaceState(null, "", `#${idOf(target)}`);
  } catch {
    // Some browsers forbid it for pages opened from a disk; the page works without.
  }
}

function step(by) {
  const rows = parts.table.rows();
  if (!rows.length) return;
  const at = rows.indexOf(looking.target);
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by;
  if (rows[next]) choose(rows[next], "key");
}

function stepMissed(by, marks = data.rows.mark ?? []) {
  const missed = marks.filter(isMissed);
  const here = looking.target ? review.rankOf(looking.target) : -1;
  const beyond =
    by > 0 ? missed.find((mark) => review.rankOf(mark) > here) : missed.findLast((mark) => review.rankOf(mark) < here);
  const next = beyond ?? missed.at(by > 0 ? 0 : -1);
  if (next) choose(next, "key");
}

/* ---- the chosen one ---- */

function showDetail() {
  const { target } = looking;
  parts.detail.classList.remove("editing");
  if (!target) replace(parts.detail, el("p", { class: "quiet hint", text: t("detailHint") }));
  else if (isItem(target)) replace(parts.detail, itemDetail(target));
  else replace(parts.detail, missedDetail(target));
  parts.detail.scrollTop = 0;
}

function itemDetail(item) {
  const { record } = item;
  return [
    el(
      "header",
      { class: "detail-head", lang: "zh" },
      el("h2", null, el("bdi", { text: record.metric })),
      el(
        "p",
        { class: "figure" },
        el("bdi", { class: review.isRejected(item) ? "struck" : null, text: valueText(item) }),
        el("bdi", { class: "unit", text: record.unit }),
        el("span", { class: "quiet", text: record.year }),
        kindChip(record.kind),
        el("span", { text: claimText(item) }),
        stateSigns(item),
      ),
    ),
    itemActions(item),
    commentLine(item),
    quotedSentence(item),
    el("dl", { class: "fields" }, detailFields(item)),
  ];
}

function itemActions(item) {
  const action = (key, label, run, more) => button(label, run, { "aria-keyshortcuts": key, ...more });
  const buttons = [
    action("r", review.isReviewed(item) ? t("untick") : t("tick"), () => review.tick(item), {
      class: review.isReviewed(item) ? null : "primary",
    }),
    action("e", t("correct"), startCorrecting),
    action("x", review.isRejected(item) ? t("takeBack") : t("reject"), () => review.reject(item)),
    action("c", t("comment"), startCommenting),
    review.isTouched(item) && button(t("revert"), () => revert(item)),
  ];
  return el("div", { class: "actions" }, buttons, showInText());
}

function showInText() {
  return button(t("showInText"), () => showPane("text"), { class: "narrow-only" });
}

function revert(item) {
  review.revert(item);
  if (item.gone) {
    looking.target = null;
    refreshBlock(item.block);
    showDetail();
  }
  fieldsChanged();
}

function commentLine({ entry }) {
  return entry?.comment && el("p", { class: "comment", lang: "zh" }, el("bdi", { text: entry.comment }));
}

function quotedSentence(item) {
  return sentenceLine(item.record.sentence, quoteInSentence(item));
}

function sentenceLine(sentence, range) {
  if (!sentence) return null;
  const [from, to] = range ?? [0, 0];
  return el(
    "blockquote",
    { lang: "zh" },
    sentence.slice(0, from),
    to > from && el("mark", { class: "lit", text: sentence.slice(from, to) }),
    sentence.slice(to),
  );
}

// A sentence may hold the same quote twice: the mark tells which is meant.
function quoteInSentence({ record, mark, block }) {
  const places = quotePlaces(record.sentence, record.quote);
  if (places.length < 2 || !mark?.from || !block) return places[0];
  const before = withoutSpaces(slicer(block.text)(0, mark.from - 1));
  const start = withoutSpaces(block.text).lastIndexOf(withoutSpaces(record.sentence), before.length);
  return (
    places.find(([from]) => withoutSpaces(record.sentence.slice(0, from)).length === before.length - start) ?? places[0]
  );
}

function quotePlaces(sentence, quote) {
  if (!quote) return [];
  const pattern = Array.from(withoutSpaces(quote), (character) =>
    character.replace(/[\\^$.*+?()[\]{}|/-]/, "\\$&"),
  ).join("\\s*");
  return [...sentence.matchAll(new RegExp(pattern, "g"))].map((match) => [match.index, match.index + match[0].length]);
}

const DETAIL_FIELDS = ["period", "of", "value_max", "source", "base_value", "section", "document", "rule"];

function detailFields(item) {
  const { record } = item;
  const shown = DETAIL_FIELDS.filter((name) => record[name]);
  return [
    shown.map((name) => detailField(item, name)),
    correctedElsewhere(item, shown),
    placeField(record),
    idField(record.id),
    item.entry?.reviewer && [
      el("dt", { text: t("reviewer") }),
      el("dd", { lang: "zh" }, el("bdi", { text: item.entry.reviewer })),
    ],
  ];
}

function detailField(item, name) {
  const column = data.columns.record.find((candidate) => candidate.name === name);
  return [
    el("dt", { text: columnLabel("record", name), title: column?.help }),
    el("dd", { lang: "zh" }, el("bdi", { text: fieldText(item.record, name) }), fieldNote(item, name)),
  ];
}

function fieldText(record, name) {
  if (name === "base_value") return [record.base_value, record.base_unit].filter(Boolean).join(" ");
  if (name === "rule") return ruleText(record.rule);
  return CODED.has(name) || name === "source_basis" ? labelOf(name, record[name]) : record[name];
}

function fieldNote(item, name) {
  const { record, base } = item;
  const notes = [];
  if (name === "source" && record.source_basis) notes.push(t("basis", labelOf("source_basis", record.source_basis)));
  if (name === "rule") notes.push(record.rule);
  if (record[name] !== base[name]) notes.push(t("was", fieldText(base, name) || t("empty")));
  return notes.length > 0 && el("span", { class: "quiet note-text", text: ` ${notes.join(" · ")}` });
}

// Corrections of fields that stand in the head of the detail, or were made empty.
function correctedElsewhere(item, shown) {
  const names = review.isCorrected(item) ? review.correctedFields(item).filter((name) => !shown.includes(name)) : [];
  return names.map((name) => [
    el("dt", null, columnLabel("record", name), " ✎"),
    el("dd", { lang: "zh" }, el("bdi", { text: fieldText(item.record, name) || t("empty") }), fieldNote(item, name)),
  ]);
}

function ruleText(rule) {
  const family = `rule_${rule.split(".")[0]}`;
  return family in STRINGS[language()] ? t(family) : rule;
}

function placeField({ file, page, line, column }) {
  const place = [page && t("onPage", page), line && t("onLine", line), column && t("atColumn", column)]
    .filter(Boolean)
    .join(t("comma"));
  return (
    (file || place) && [el("dt", { text: t("place") }), el("dd", null, el("bdi", { text: file }), place && ` ${place}`)]
  );
}

function idField(id) {
  if (!id) return null;
  const link = el("a", { href: `#${id}`, text: id });
  return [
    el("dt", { text: columnLabel("record", "id") }),
    el(
      "dd",
      null,
      link,
      " ",
      button(t("copyLink"), () => copyLink(link), { class: "small" }),
    ),
  ];
}

async function copyLink(link) {
  try {
    await navigator.clipboard.writeText(link.href);
    announce(t("copied"));
  } catch {
    getSelection().selectAllChildren(link);
    announce(t("copyByHand"));
  }
}

function missedDetail(mark) {
  const { block } = mark;
  const place = placeOfMark(mark);
  const kind = missedKind(mark);
  return [
    el(
      "header",
      { class: "detail-head", lang: "zh" },
      el(
        "p",
        { class: "figure" },
        el("bdi", { text: place.quote }),
        el("span", { class: `chip fig ${kind}`, text: t(kind) }),
      ),
    ),
    el("p", { text: reasonText(mark.reason) }),
    el(
      "div",
      { class: "actions" },
      button(t("addRecord"), startAdding, { class: "primary", "aria-keyshortcuts": "a" }),
      showInText(),
    ),
    quotedSentence({ ...place, record: place }),
    el(
      "dl",
      { class: "fields" },
      placeField({ file: block.document?.file, page: block.page, line: block.line }),
      idField(mark.id),
    ),
  ];
}

function reasonText(reason) {
  if (reason === "unbound" || isPassed({ reason })) return t(`reason_${reason}`);
  return t("reason_aside", labelOf("reason", reason));
}

/* ---- reviewing ---- */

function reviewChanged(items) {
  for (const item of items) refreshMark(item);
  showProgress();
  if (items.some((item) => item.gone)) return;
  parts.table.render();
  if (items.includes(looking.target)) {
    looking.kept = looking.target;
    showDetail();
  }
}

function startCorrecting() {
  const item = looking.target;
  if (!isItem(item)) return;
  showForm(t("correctTitle"), item.record, item.entry?.comment, quotedSentence(item), (fields, comment) => {
    review.correct(item, fields);
    if (comment !== (item.entry?.comment ?? "")) review.comment(item, comment);
    fieldsChanged();
  });
}

function startCommenting() {
  const item = looking.target;
  if (!isItem(item)) return;
  const text = el("textarea", { rows: "3", lang: "zh", "aria-label": t("comment"), value: item.entry?.comment ?? "" });
  showInDetail(
    form(t("comment"), [text], () => review.comment(item, text.value.trim())),
    text,
  );
}

function startAdding() {
  const place = selectedPlace() ?? missedPlace(looking.target);
  if (!place) {
    announce(t("nothingToAdd"));
    showPane("text");
    return;
  }
  const sentence = quotedSentence({ ...place, record: place });
  showForm(t("addTitle"), guessFields(place), "", sentence, (fields, comment) => {
    const item = review.add(place, fields, comment);
    refreshBlock(item.block);
    looking.target = item;
    looking.kept = item;
    fieldsChanged();
    choose(item, "key");
  });
}

function fieldsChanged() {
  fillSelects();
  if (hasText) showMissed();
  applyFilters();
}

function refreshBlock(block) {
  const element = block && parts.blocks.get(block);
  if (element) fillBlock(block, element);
}

function missedPlace(target) {
  if (!target || isItem(target)) return null;
  return placeOfMark(target);
}

function placeOfMark(mark) {
  const { block } = mark;
  const quote = withoutSpaces(slicer(block.text)(mark.from - 1, mark.from - 1 + mark.length));
  return { mark, block, document: block.document, quote, sentence: sentenceAround(block, mark.from - 1) };
}

// What is selected in one block of the text; where it touches a quantity without record, that quantity.
function selectedPlace() {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const element = elementOf(range.startContainer).closest(".block");
  const block = element && parts.markOf.get(element);
  const quote = withoutSpaces(selection.toString());
  if (!block || !quote || !element.contains(range.endContainer)) return null;
  const found = placeInBlock(block, quote, "", timesBefore(element, range, quote));
  const touched = block.marks.find(
    (mark) => isMissed(mark) && mark.from < found.from + found.length && found.from < mark.from + mark.length,
  );
  if (touched) return placeOfMark(touched);
  return { block, document: block.document, quote, sentence: sentenceAround(block, (found.from ?? 1) - 1), ...found };
}

function elementOf(node) {
  return node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
}

function timesBefore(element, range, quote) {
  const before = document.createRange();
  before.setStart(element, 0);
  before.setEnd(range.startContainer, range.startOffset);
  return withoutSpaces(before.toString()).split(quote).length - 1;
}

function sentenceAround(block, offset) {
  if (block.kind === "row") return block.text;
  const before = slicer(block.text)(0, offset).length;
  const start = Math.max(...["。", "！", "？"].map((stop) => block.text.lastIndexOf(stop, before - 1))) + 1;
  const rest = block.text.slice(before).search(/[。！？]/);
  return block.text.slice(start, rest < 0 ? undefined : before + rest + 1).trim();
}

const HEDGES = [
  ["ge", /以上|余|多|超过?/],
  ["le", /以内|以下|不足/],
  ["approx", /左右|约|近/],
];

function guessFields({ quote, block, document: owner }) {
  const [, value = "", rest = ""] = quote.match(/(-?\d[\d,，]*(?:\.\d+)?)(.*)/) ?? [];
  const [qualifier = "", hedge = /$^/] = HEDGES.find(([, pattern]) => pattern.test(quote)) ?? [];
  const unit = rest.replace(hedge, "");
  return {
    value: value.replace(/[,，]/g, ""),
    unit,
    qualifier,
    kind: guessKind(unit, quote),
    claim: "actual",
    year: owner?.year ?? "",
    source: owner?.publisher || owner?.document || "",
    source_basis: "document",
    section: block?.section ?? "",
  };
}

function guessKind(unit, quote) {
  if (unit.includes("百分点")) return "change";
  if (/[%％‰]/.test(unit)) return "share";
  if (unit.includes("倍")) return "multiple";
  return quote.startsWith("第") ? "rank" : "level";
}

/* ---- forms ---- */

const FORM_FIELDS = CORRECTABLE.filter((name) => !name.startsWith("base_"));
const PATTERNS = { value: "-?[0-9]+([.][0-9]+)?", value_max: "-?[0-9]+([.][0-9]+)?", year: "[0-9]{4}" };

function showForm(title, values, comment, sentence, onSubmit) {
  const inputs = Object.fromEntries(FORM_FIELDS.map((name) => [name, fieldInput(name, values[name] ?? "")]));
  const note = el("textarea", { rows: "2", lang: "zh", value: comment ?? "" });
  const rows = FORM_FIELDS.map((name) => labelled(columnLabel("record", name), inputs[name], name));
  const submit = () =>
    onSubmit(Object.fromEntries(FORM_FIELDS.map((name) => [name, inputs[name].value.trim()])), note.value.trim());
  showInDetail(
    form(title, [sentence, el("div", { class: "form-grid" }, rows, labelled(t("comment"), note, "wide"))], submit),
    inputs.metric,
  );
}

function labelled(text, input, name) {
  return el("label", { class: `field f-${name}` }, el("span", { text }), input);
}

function fieldInput(name, value) {
  const options = { kind: "kind", claim: "claim", qualifier: "qualifier", source_basis: "source_basis" }[name];
  if (options) return choiceInput(options, value, name === "qualifier" || name === "source_basis");
  return el("input", {
    value,
    lang: "zh",
    required: name === "metric" || name === "value",
    pattern: PATTERNS[name],
    inputmode: PATTERNS[name] && "decimal",
    title: PATTERNS[name] && t("digitsOnly"),
    autocomplete: "off",
    spellcheck: "false",
  });
}

function choiceInput(group, value, optional) {
  const codes = Object.keys(data.labels[group] ?? {});
  if (value && !codes.includes(value)) codes.push(value);
  const select = el(
    "select",
    null,
    optional && el("option", { value: "", text: t("empty") }),
    codes.map((code) => el("option", { value: code, text: labelOf(group, code) })),
  );
  select.value = value;
  return select;
}

function form(title, content, onSubmit) {
  return el(
    "form",
    { class: "edit", "aria-label": title, onsubmit: (event) => submitForm(event, onSubmit), onkeydown: formKey },
    el("h2", { text: title }),
    content,
    el(
      "div",
      { class: "actions" },
      el("button", { type: "submit", class: "primary", text: t("apply") }),
      button(t("cancel"), cancelForm),
    ),
  );
}

// No form is ever sent: what it says becomes an entry of the review.
function submitForm(event, onSubmit) {
  event.preventDefault();
  onSubmit();
  cancelForm();
}

function formKey(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
}

function cancelForm() {
  showDetail();
  parts.table.grid.focus({ preventScroll: true });
}

function showInDetail(content, focused) {
  showPane("detail");
  parts.detail.classList.add("editing");
  replace(parts.detail, content);
  parts.detail.scrollTop = 0;
  focused.focus();
}

/* ---- keyboard ---- */

const REVIEW_KEYS = {
  j: () => step(1),
  k: () => step(-1),
  n: () => stepMissed(1),
  p: () => stepMissed(-1),
  r: () => isItem(looking.target) && review.tick(looking.target),
  x: () => isItem(looking.target) && review.reject(looking.target),
  e: () => startCorrecting(),
  c: () => startCommenting(),
  a: () => startAdding(),
  s: () => saveCorrections(),
  "/": () => parts.search.focus(),
  "?": () => showHelp(),
};

function reviewKey(event) {
  if (
    event.defaultPrevented ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    document.querySelector("dialog[open]")
  )
    return;
  if (event.key === "Escape") return escape(event);
  if (event.target.closest("input:not([type=checkbox]), select, textarea")) return;
  const action = REVIEW_KEYS[event.key] ?? positionalKey(event);
  if (!action) return;
  event.preventDefault();
  action();
}

// Keys that mean something else where they are pressed on a control or in the text.
function positionalKey({ key, target }) {
  const onControl = target.closest("button, a, summary, input");
  const onMark = target.closest("mark[role]");
  if ((key === "Enter" || key === " ") && onMark && markOfTarget(looking.target) !== parts.markOf.get(onMark))
    return () => clickText({ target: onMark });
  if (key === " " && !onControl) return REVIEW_KEYS.r;
  if (target !== document.body && !onMark) return null;
  return { ArrowDown: REVIEW_KEYS.j, ArrowUp: REVIEW_KEYS.k }[key];
}

function escape(event) {
  if (parts.detail.querySelector("form")) cancelForm();
  else if (event.target === parts.search) parts.table.grid.focus();
  else document.activeElement?.blur();
}
