// What is shown of the records: the search, the filters, and the counts beside their choices.

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
