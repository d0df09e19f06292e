// Chooses the view of the data, and draws what all views share.
const VIEWS = { record: () => extractView, diff: () => diffView, finding: () => checkView, verdict: () => verifyView };

function renderPage() {
  endView();
  document.documentElement.lang = language() === "zh" ? "zh-CN" : "en";
  document.title = `${pageTitle()} · dcx`;
  const host = el("main", { id: "main", tabindex: "-1" });
  const announcement = el("div", { id: "announcement", class: "unseen", role: "status", "aria-live": "polite" });
  for (const old of document.body.querySelectorAll(":scope > .page, :scope > dialog")) old.remove();
  document.body.append(
    el("div", { class: `page main-${data.main}` }, skipLink("main", t("skipToMain")), pageHeader(), host, announcement),
  );
  const view = VIEWS[data.main];
  if (!view) host.classList.add("plain-view");
  (view?.() ?? plainView)(host);
}

function skipLink(id, label) {
  return el("a", { class: "skip", href: `#${id}`, text: label, onclick: (event) => skipTo(event, id) });
}

// The fragment of the address names the record that is chosen, so a skip link must not change it.
function skipTo(event, id) {
  event.preventDefault();
  document.getElementById(id)?.focus();
}

function pageHeader() {
  return el(
    "header",
    { class: "page-header" },
    el("h1", { lang: "zh" }, el("bdi", { text: pageTitle() })),
    el("p", { class: "quiet byline", lang: "zh" }, el("bdi", { text: pageByline() })),
    el("div", { id: "page-tools", class: "tools" }),
    button(t("otherLanguage"), () => setLanguage(language() === "zh" ? "en" : "zh"), { lang: t("otherLanguageCode") }),
  );
}

function pageTools() {
  return document.getElementById("page-tools");
}

function documentTitles() {
  const titles = (data.rows.document ?? []).map((row) => row.document || row.file);
  return titles.length ? titles : [...new Set((data.rows.record ?? []).map((row) => row.document))];
}

function pageTitle() {
  const titles = documentTitles().filter(Boolean);
  if (!titles.length) return `dcx ${data.main}`;
  if (data.main === "diff" && titles.length === 2) return titles.join(" → ");
  return titles.length > 2 ? t("titlesAndMore", titles[0], titles.length - 1) : titles.join(" · ");
}

function pageByline() {
  const documents = data.rows.document ?? [];
  if (documents.length !== 1) return "";
  const [{ publisher, year, file }] = documents;
  return [publisher, year, fileName(file)].filter(Boolean).join(" · ");
}

function plainView(host) {
  const rows = data.rows[data.main] ?? [];
  const columns = (data.columns[data.main] ?? []).map((column) => plainColumn(column, rows));
  const count = el("output", { class: "count" });
  const detail = el("section", { class: "detail", "aria-label": t("detail"), tabindex: "0", hidden: true });
  const search = el("input", { type: "search", placeholder: t("searchPlain"), "aria-label": t("searchPlain") });
  replace(host, el("div", { class: "bar" }, search, count));
  const table = makeTable(host, { columns, label: pageTitle(), onSelect: showRow });
  host.append(detail);
  const texts = new Map(rows.map((row) => [row, searchable(columns.map(({ text }) => text(row)))]));
  search.addEventListener("input", debounce(150, showRows));
  showRows();

  function showRows() {
    const wanted = rows.filter((row) => matchesWords(texts.get(row), search.value));
    table.setRows(wanted);
    count.textContent = t("countShown", wanted.length, rows.length);
  }

  function showRow(row) {
    detail.hidden = false;
    replace(detail, fieldList(data.main, row));
  }
}

function plainColumn(column, rows) {
  const { name, type } = column;
  const text = (row) => (name in data.labels ? labelOf(name, row[name]) : row[name]);
  const label = columnLabel(data.main, name);
  return {
    key: name,
    label,
    title: columnHelp(column),
    numeric: type !== "text",
    width: widthFor([label, ...rows.slice(0, 500).map(text)]),
    text,
  };
}

// Wide enough for most texts; a Chinese character is about as wide as two Latin ones.
function widthFor(texts) {
  const lengths = texts.map((text) => text.replace(/[^\x00-\xff]/gu, "  ").length).sort((a, b) => a - b);
  const usual = Math.max(lengths[Math.floor(lengths.length * 0.95)], texts[0].length + 2);
  return `${Math.min(24, 2 + usual * 0.6)}em`;
}

function fieldList(schema, row) {
  const fields = data.columns[schema].filter(({ name }) => row[name] !== "");
  return el(
    "dl",
    { class: "fields" },
    fields.map((column) => [
      el("dt", { text: columnLabel(schema, column.name), title: columnHelp(column) }),
      el("dd", { text: row[column.name], lang: "zh" }),
    ]),
  );
}

function searchable(texts) {
  return texts.join("\n").normalize("NFKC").toLowerCase();
}

function matchesWords(text, query) {
  return query
    .normalize("NFKC")
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

renderPage();
