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
      class: "state",
      text: () => "",
      sort: stateOrder,
      decorate: stateCell,
    },
    field("metric"),
    field("value", { numeric: true, width: "6em", text: valueText, sort: ({ record }) => toNumber(record.value) }),
    field("unit", { class: "unit" }),
    field("year", { numeric: true, width: "3.9em", minor: true }),
    field("kind", { class: "kind", text: () => "", sort: ({ record }) => record.kind, decorate: kindCell }),
    field("claim", { width: "5.2em", minor: true, text: claimText, decorate: quietIfActual }),
    field("source", { class: "source", minor: true }),
    ...(hasText ? [] : [field("section", { class: "section", minor: true })]),
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
