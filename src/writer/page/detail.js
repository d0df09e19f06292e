// The chosen record or figure: all its fields, why it is there, and its sentence.

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
    el("dt", { text: columnLabel("record", name), title: columnHelp(column) }),
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
  if (name === "source" && record.source && record.source_basis)
    notes.push(t("basis", labelOf("source_basis", record.source_basis)));
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
    (file || place) && [
      el("dt", { text: t("place") }),
      el("dd", null, el("bdi", { text: fileName(file), title: file || null }), place && ` ${place}`),
    ]
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
  if (!reason) return ""; // text that was selected by hand
  if (reason === "unbound" || isPassed({ reason })) return t(`reason_${reason}`);
  // a rule's id holds a point; other reasons say themselves what they are
  return reason.includes(".") ? t("reason_aside", labelOf("reason", reason)) : labelOf("reason", reason);
}
