// What a reviewer says of records: came with the page, said here, kept in the browser, saved as corrections.jsonl.
const CORRECTABLE = [
  "metric",
  "value",
  "value_max",
  "unit",
  "year",
  "period",
  "kind",
  "claim",
  "qualifier",
  "of",
  "source",
  "source_basis",
  "section",
  "base_value",
  "base_unit",
];
const SAVED_ORDER = [
  "id",
  "action",
  "document",
  ...CORRECTABLE,
  "reviewed",
  "reviewer",
  "comment",
  "quote",
  "sentence",
];
const REVIEWER_KEY = "dcx:reviewer";

// An item is a record under review. An entry is what will be saved of it: an object of the saved format.
class Review {
  items = [];
  stale = [];
  restored = null;
  unsaved = false;
  onChange = () => {};
  #marks = new MarkIndex();
  #itemsByKey = new Map();
  #itemsById = new Map();
  #entries = new Map();
  #came = new Map();
  #touched = new Set();
  #draftKey = `dcx:review:${fingerprint()}`;
  #keepSoon = debounce(300, () => this.keep());

  constructor() {
    for (const row of data.rows.record ?? []) this.#include(row, {});
    for (const row of data.rows.rejected ?? []) this.#include(row, { cameRejected: true });
    (data.rows.correction ?? []).forEach((row, i) => this.#receive(row, i));
    this.#restore();
    this.#order();
  }

  itemOf(mark) {
    return this.#marks.itemOf(mark);
  }

  itemById(id) {
    return this.#itemsById.get(id)?.[0];
  }

  markById(id) {
    return this.#marks.first(id);
  }

  // The place of an item or a mark in the order of the text.
  rankOf(target) {
    return target.rank ?? this.#marks.rank({ mark: target });
  }

  isReviewed(item) {
    return item.entry?.reviewed === "yes";
  }

  isRejected(item) {
    return item.entry ? item.entry.action === "reject" : item.cameRejected;
  }

  isCorrected(item) {
    return !item.added && this.correctedFields(item).length > 0;
  }

  isTouched(item) {
    return this.#touched.has(item.key);
  }

  correctedFields(item) {
    return CORRECTABLE.filter((name) => item.entry && name in item.entry);
  }

  reviewedCount() {
    return this.items.filter((item) => this.isReviewed(item)).length;
  }

  tick(item) {
    const reviewed = this.isReviewed(item);
    this.#edit(item, (entry) => setReviewed(entry, !reviewed));
  }

  reject(item) {
    const back = item.added ? "add" : "correct";
    const rejected = this.isRejected(item);
    this.#edit(item, (entry) => {
      entry.action = rejected ? back : "reject";
      entry.quote = item.base.quote;
      setReviewed(entry, !rejected);
    });
  }

  correct(item, fields) {
    const changed = CORRECTABLE.filter((name) => name in fields && fields[name] !== item.record[name]);
    if (!changed.length) return;
    this.#edit(item, (entry) => {
      for (const name of changed) this.#setField(item, entry, name, fields[name]);
      entry.quote = item.base.quote;
      setReviewed(entry, true);
    });
  }

  comment(item, text) {
    this.#edit(item, (entry) => {
      if (text) entry.comment = text;
      else delete entry.comment;
    });
  }

  // Returns the item of the new record.
  add(place, fields, comment) {
    const entry = {
      action: "add",
      document: place.document?.document ?? "",
      quote: place.quote,
      sentence: place.sentence,
    };
    if (place.mark?.id) entry.id = place.mark.id;
    for (const name of CORRECTABLE) if (fields[name]) entry[name] = fields[name];
    if (comment) entry.comment = comment;
    const item = this.#includeAdded(entry, place);
    this.#edit(item, (edited) => setReviewed(Object.assign(edited, entry), true));
    this.#order();
    return item;
  }

  revert(item) {
    this.#revertKey(item.key);
    this.unsaved = true;
    this.#changed([item]);
  }

  discardDraft() {
    for (const key of [...this.#touched]) this.#revertKey(key);
    this.restored = null;
    this.unsaved = false;
    // Not soon: a reload before that would bring back what was thrown away.
    this.keep();
    this.onChange(this.items);
  }

  serialize() {
    const lines = [...this.#entries].filter(([key, entry]) => !this.#isWithdrawn(key, entry));
    return lines.map(([key, entry]) => `${JSON.stringify(inSavedOrder(this.#asSaid(key, entry)))}\n`).join("");
  }

  // A mere tick or comment has no action: it leaves standing what somebody else's file rejects.
  #asSaid(key, entry) {
    const item = this.#itemsByKey.get(key)?.[0];
    const changes = CORRECTABLE.some((name) => name in entry);
    if (entry.action !== "correct" || changes || !item || item.cameRejected || this.#came.get(key)?.action) return entry;
    return { ...entry, action: undefined };
  }

  saved() {
    this.unsaved = false;
    this.keep();
    this.onChange([]);
  }

  keep() {
    const entries = [...this.#touched].map((key) => [key, this.#entries.get(key) ?? null]);
    const draft = { time: Date.now(), unsaved: this.unsaved, entries };
    remember(this.#draftKey, entries.length ? JSON.stringify(draft) : null);
  }

  #include(row, flags) {
    const mark = this.#marks.take(row);
    const item = { base: row, record: row, mark, block: mark?.block, key: keyOf(row), entry: null, ...flags };
    this.#register(item);
    return item;
  }

  #includeAdded(entry, place) {
    const row = Object.fromEntries(data.columns.record.map(({ name }) => [name, entry[name] ?? ""]));
    row.file = place.document?.file ?? "";
    row.page = place.block?.page ?? "";
    row.line = place.block?.line ?? "";
    const mark = place.mark ?? (place.block && addMark(place));
    const item = { base: row, record: row, mark, block: place.block, key: keyOf(row), entry: null, added: true };
    this.#register(item);
    return item;
  }

  #register(item) {
    this.items.push(item);
    if (item.mark) this.#marks.assign(item.mark, item);
    pushTo(this.#itemsByKey, item.key, item);
    pushTo(this.#itemsById, item.base.id, item);
  }

  #receive(row, index) {
    const entry = entryOfRow(row);
    const candidates = row.id ? (this.#itemsById.get(row.id) ?? []) : this.items;
    const item = row.state === "applied" && candidates.find(({ base }) => fits(row, base));
    if (row.state === "stale") this.stale.push(row);
    if (!item) {
      this.#entries.set(`came:${index}`, entry);
      return;
    }
    this.#came.set(item.key, entry);
    this.#set(item.key, entry);
    if (entry.action !== "add") return;
    for (const same of this.#itemsByKey.get(item.key)) this.#takeAsAdded(same, entry);
  }

  #takeAsAdded(item, entry) {
    item.added = true;
    const place = item.mark ? null : findQuote(entry);
    if (!place) return;
    item.block = place.block;
    item.mark = addMark(place);
    if (item.mark) this.#marks.assign(item.mark, item);
  }

  #set(key, entry) {
    if (entry) this.#entries.set(key, entry);
    else this.#entries.delete(key);
    for (const item of this.#itemsByKey.get(key) ?? []) {
      item.entry = entry;
      item.record = entry ? correctedRecord(item.base, entry) : item.base;
      item.searchText = null;
    }
  }

  #edit(item, change) {
    const entry = { ...(item.entry ?? blankEntry(item)) };
    change(entry);
    if (reviewer()) entry.reviewer = reviewer();
    this.#set(item.key, isEmpty(entry) && !this.#came.has(item.key) ? null : entry);
    this.#touched.add(item.key);
    this.unsaved = true;
    this.#changed(this.#itemsByKey.get(item.key));
  }

  // A field that is set back to what the page said needs no correction, unless it came corrected.
  #setField(item, entry, name, value) {
    const cameSo = name in (this.#came.get(item.key) ?? {});
    if (value === item.base[name] && !item.added && !cameSo) delete entry[name];
    else entry[name] = value;
  }

  #changed(items) {
    this.#keepSoon();
    this.onChange(items);
  }

  #revertKey(key) {
    const came = this.#came.get(key) ?? null;
    this.#touched.delete(key);
    if (came || !this.#itemsByKey.get(key)?.[0].added) this.#set(key, came);
    else this.#remove(key);
  }

  #remove(key) {
    const gone = this.#itemsByKey.get(key);
    this.#entries.delete(key);
    this.#itemsByKey.delete(key);
    this.#itemsById.delete(gone[0].base.id);
    this.items = this.items.filter((item) => item.key !== key);
    for (const item of gone) {
      item.gone = true;
      if (item.mark) this.#marks.release(item.mark);
      removeMark(item.mark);
    }
  }

  // To take back an addition is to leave it out: there is no record that could be rejected.
  #isWithdrawn(key, entry) {
    return entry.action === "reject" && this.#itemsByKey.get(key)?.[0].added;
  }

  #restore() {
    const draft = parseDraft(recall(this.#draftKey));
    const changed = draft.entries.filter(([key, entry]) => this.#restoreEntry(key, entry));
    if (!changed.length) return;
    this.unsaved = draft.unsaved;
    this.restored = { count: changed.length, time: draft.time };
  }

  #restoreEntry(key, entry) {
    if (isSame(entry, this.#came.get(key) ?? null)) return false;
    if (!this.#itemsByKey.has(key)) {
      if (entry?.action !== "add" || this.items.some(({ base }) => isAdditionOf(entry, base))) return false;
      this.#includeAdded(entry, this.#placeOf(entry));
    }
    this.#set(key, entry);
    this.#touched.add(key);
    return true;
  }

  #placeOf(entry) {
    const mark = entry.id ? this.#marks.first(entry.id) : null;
    if (mark) return { mark, block: mark.block, document: mark.block.document };
    return findQuote(entry) ?? { document: (data.rows.document ?? []).find((row) => row.document === entry.document) };
  }

  // Records keep their order; what was rejected or added goes where it stands in the text.
  #order() {
    let rank = -1;
    for (const item of this.items) rank = item.rank = this.#marks.rank(item) ?? rank;
    this.items.sort((a, b) => a.rank - b.rank);
  }
}

// Ids may repeat: the first mark of an id belongs to the first record of that id, and so on.
class MarkIndex {
  #byId = new Map();
  #items = new Map();
  #ranks = new Map();

  constructor() {
    (data.rows.mark ?? []).forEach((mark, i) => {
      this.#ranks.set(mark, i);
      if (mark.id) pushTo(this.#byId, mark.id, mark);
    });
  }

  take(row) {
    const marks = (this.#byId.get(row.id) ?? []).filter((mark) => !row.file || mark.block.document?.file === row.file);
    return marks.find((mark) => !this.#items.has(mark)) ?? marks[0] ?? null;
  }

  first(id) {
    return this.#byId.get(id)?.[0];
  }

  assign(mark, item) {
    if (!this.#items.has(mark)) this.#items.set(mark, item);
  }

  release(mark) {
    this.#items.delete(mark);
  }

  itemOf(mark) {
    return this.#items.get(mark);
  }

  rank({ mark, block }) {
    if (this.#ranks.has(mark)) return this.#ranks.get(mark);
    const before = block?.marks.filter((other) => this.#ranks.has(other) && other.from < (mark?.from ?? 0)).at(-1);
    return before ? this.#ranks.get(before) : undefined;
  }
}

function keyOf({ document, id, quote, sentence }) {
  return id ? `${document}\n${id}` : `${document}\n+${quote}\n${sentence}`;
}

function fits(correction, record) {
  if (correction.document && correction.document !== record.document) return false;
  if (correction.id) return true;
  return correction.quote === record.quote && correction.sentence === record.sentence;
}

function entryOfRow(row) {
  const entry = {};
  for (const name of SAVED_ORDER) if (row[name]) entry[name] = row[name];
  for (const name of row.clear.split(" ").filter(Boolean)) entry[name] = "";
  return entry;
}

function blankEntry({ base }) {
  const entry = { action: "correct", document: base.document };
  return base.id ? { id: base.id, ...entry } : { ...entry, quote: base.quote, sentence: base.sentence };
}

// The base value is dcx's to compute: what the page holds is no longer that of a value or unit that was changed.
function correctedRecord(base, entry) {
  const record = { ...base, ...pick(entry, CORRECTABLE) };
  const moved = record.value !== base.value || record.unit !== base.unit;
  return moved ? { ...record, base_value: entry.base_value ?? "", base_unit: entry.base_unit ?? "" } : record;
}

function isEmpty(entry) {
  return entry.action === "correct" && !entry.reviewed && !entry.comment && !CORRECTABLE.some((name) => name in entry);
}

function isSame(entry, other) {
  return JSON.stringify(entry && inSavedOrder(entry)) === JSON.stringify(other && inSavedOrder(other));
}

// An addition without an id gets one from dcx.
function isAdditionOf(entry, record) {
  return ["document", "quote", "sentence", "value"].every((name) => entry[name] === record[name]);
}

function setReviewed(entry, reviewed) {
  if (reviewed) entry.reviewed = "yes";
  else delete entry.reviewed;
}

function pick(object, names) {
  return Object.fromEntries(names.filter((name) => name in object).map((name) => [name, object[name]]));
}

function inSavedOrder(entry) {
  return pick(entry, SAVED_ORDER);
}

let reviewerName = recall(REVIEWER_KEY) ?? "";

function reviewer() {
  return reviewerName;
}

function setReviewer(name) {
  reviewerName = name;
  remember(REVIEWER_KEY, name);
}

function parseDraft(text) {
  try {
    const { time, unsaved, entries } = JSON.parse(text);
    return { time, unsaved, entries: Array.from(entries) };
  } catch {
    return { entries: [] };
  }
}

// Drafts of one document must not be taken for those of another, nor be lost when its file is moved.
function fingerprint() {
  const rows = data.rows.block?.length ? data.rows.block : (data.rows.record ?? []);
  let hash = 0x811c9dc5;
  for (const row of rows) {
    const text = row.text ?? row.sentence;
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return `${rows.length}:${(hash >>> 0).toString(16)}`;
}

function findQuote({ document, quote, sentence }) {
  if (!quote || !sentence) return null;
  const wanted = withoutSpaces(sentence);
  const block = (data.rows.block ?? []).find(
    (candidate) => candidate.document?.document === document && withoutSpaces(candidate.text).includes(wanted),
  );
  return block && { block, document: block.document, ...placeInBlock(block, quote, sentence) };
}

// Where a quote stands in a block, spaces aside: in its sentence, after as many others like it as were skipped.
function placeInBlock(block, quote, sentence, skip = 0) {
  const points = Array.from(block.text);
  const kept = points.map((_, i) => i).filter((i) => /\S/.test(points[i]));
  const dense = kept.map((i) => points[i]);
  const wanted = Array.from(withoutSpaces(quote));
  let at = sentence ? indexOfRun(dense, Array.from(withoutSpaces(sentence)), 0) : 0;
  at = indexOfRun(dense, wanted, Math.max(0, at));
  for (; skip > 0 && at >= 0; skip--) at = indexOfRun(dense, wanted, at + 1);
  if (at < 0 || !wanted.length) return {};
  return { from: kept[at] + 1, length: kept[at + wanted.length - 1] - kept[at] + 1 };
}

function indexOfRun(points, run, start) {
  for (let i = start; i + run.length <= points.length; i++)
    if (run.every((point, k) => points[i + k] === point)) return i;
  return -1;
}

function addMark({ block, from, length }) {
  if (!from || block.marks.some((other) => other.from < from + length && from < other.from + other.length)) return null;
  const mark = { block, from, length, id: "", reason: "" };
  block.marks.push(mark);
  block.marks.sort((a, b) => a.from - b.from);
  return mark;
}

// Only a mark that was made for a selection goes with its record; the others are quantities of the text.
function removeMark(mark) {
  if (!mark || mark.id || mark.reason) return;
  mark.block.marks = mark.block.marks.filter((other) => other !== mark);
}
