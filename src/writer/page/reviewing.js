// What a reader does to a record: tick, correct, reject, add, comment, and the forms for it.

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
