// A table that keeps only the rows in view in the document, so that 10,000 rows are as quick as ten.
const SPARE_ROWS = 8;
let tableCount = 0;

function makeTable(host, options) {
  return new RowTable(host, options);
}

class RowTable {
  #columns;
  #onSelect;
  #rowClass;
  #name = `table${++tableCount}`;
  #given = [];
  #shown = [];
  #places = new Map();
  #order = { key: null, down: false };
  #selected = null;
  #rowHeight = 30;
  #from = 0;
  #to = 0;
  #height = 0;
  #printing = false;

  constructor(host, { columns, onSelect = () => {}, rowClass = () => null, label }) {
    this.#columns = columns;
    this.#rowClass = rowClass;
    this.#onSelect = onSelect;
    this.body = el("tbody", { onclick: (event) => this.#click(event) });
    this.grid = el(
      "table",
      { role: "grid", tabindex: "0", "aria-label": label, onkeydown: (event) => this.#key(event) },
      el("colgroup", null, columns.map(makeCol)),
      el(
        "thead",
        null,
        el(
          "tr",
          null,
          columns.map((column) => this.#head(column)),
        ),
      ),
      this.body,
    );
    this.element = el("div", { class: "rows", onscroll: () => this.#draw() }, this.grid);
    host.append(this.element);
    this.#watch();
  }

  setRows(rows) {
    this.#given = rows;
    this.#arrange();
  }

  rows() {
    return this.#shown;
  }

  select(row) {
    this.#selected = row;
    this.#reveal();
    this.render();
  }

  sortBy(key, down = false) {
    this.#order = { key, down };
    this.#markHeads();
    this.#arrange();
  }

  render() {
    this.#from = this.#to = -1;
    this.#draw();
  }

  #watch() {
    const life = { signal: viewSignal() };
    new ResizeObserver(() => this.#resized()).observe(this.element);
    window.addEventListener("beforeprint", () => this.#print(true), life);
    window.addEventListener("afterprint", () => this.#print(false), life);
  }

  #resized() {
    const appeared = this.#height === 0;
    this.#height = this.element.clientHeight;
    if (appeared) this.#reveal();
    this.#draw();
  }

  #print(printing) {
    this.#printing = printing;
    this.render();
  }

  #head(column) {
    const sort = button(column.label, () => this.#turn(column.key), { title: column.title });
    return el("th", { scope: "col", class: classOf(column), "data-key": column.key }, sort);
  }

  // Up, down, and back to the order in which the rows came.
  #turn(key) {
    if (this.#order.key !== key) this.sortBy(key);
    else if (!this.#order.down) this.sortBy(key, true);
    else this.sortBy(null);
  }

  #markHeads() {
    for (const head of this.grid.tHead.rows[0].cells) {
      const active = head.dataset.key === this.#order.key;
      if (active) head.setAttribute("aria-sort", this.#order.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
  }

  #arrange() {
    const column = this.#columns.find(({ key }) => key === this.#order.key);
    this.#shown = column ? sorted(this.#given, sortKey(column), this.#order.down) : this.#given;
    this.#places = new Map(this.#shown.map((row, i) => [row, i]));
    this.grid.setAttribute("aria-rowcount", this.#shown.length + 1);
    this.#reveal();
    this.render();
  }

  #window() {
    if (this.#printing) return [0, this.#shown.length];
    const first = Math.floor(this.element.scrollTop / this.#rowHeight);
    const count = Math.ceil(this.element.clientHeight / this.#rowHeight);
    const from = Math.max(0, Math.min(first, this.#shown.length - count) - SPARE_ROWS);
    return [from, Math.min(this.#shown.length, first + count + SPARE_ROWS)];
  }

  #draw() {
    const [from, to] = this.#window();
    if (from === this.#from && to === this.#to) return;
    [this.#from, this.#to] = [from, to];
    const rows = this.#shown.slice(from, to).map((row, i) => this.#row(row, from + i));
    this.body.replaceChildren(this.#spacer(from), ...rows, this.#spacer(this.#shown.length - to));
    this.#point();
    this.#measure(rows[0]);
  }

  #measure(row) {
    const height = row?.getBoundingClientRect().height;
    if (!height || this.#printing || Math.abs(height - this.#rowHeight) < 0.1) return;
    this.#rowHeight = height;
    this.render();
  }

  #spacer(count) {
    const cell = el("td");
    cell.style.height = `${count * this.#rowHeight}px`;
    return el("tr", { class: "spacer", "aria-hidden": "true", hidden: count === 0 }, cell);
  }

  #row(row, index) {
    const selected = row === this.#selected;
    return el(
      "tr",
      {
        id: `${this.#name}-${index}`,
        class: classes(selected && "selected", this.#rowClass(row)),
        "aria-selected": String(selected),
        "aria-rowindex": index + 2,
        "data-index": index,
      },
      this.#columns.map((column) => makeCell(column, row)),
    );
  }

  #point() {
    const index = this.#places.get(this.#selected);
    const drawn = index !== undefined && index >= this.#from && index < this.#to;
    if (drawn) this.grid.setAttribute("aria-activedescendant", `${this.#name}-${index}`);
    else this.grid.removeAttribute("aria-activedescendant");
  }

  #reveal() {
    const index = this.#places.get(this.#selected);
    const view = this.element.clientHeight - this.grid.tHead.offsetHeight;
    if (index === undefined || view <= 0) return;
    const top = index * this.#rowHeight;
    const above = this.element.scrollTop - top;
    const below = top + this.#rowHeight - this.element.scrollTop - view;
    if (above <= 0 && below <= 0) return;
    const near = Math.max(above, below) < 2 * this.#rowHeight;
    if (!near) this.#makeRoom();
    this.element.scrollTop = near ? (above > 0 ? top : top + this.#rowHeight - view) : top - view / 3;
  }

  // A scroll position counts only once the rows before it have their height.
  #makeRoom() {
    const missing = this.#shown.length * this.#rowHeight - this.body.offsetHeight;
    if (missing > 0) this.body.append(this.#spacer(Math.ceil(missing / this.#rowHeight)));
  }

  #click(event) {
    const row = event.target.closest("tr[data-index]");
    if (row) this.#choose(Number(row.dataset.index));
  }

  #choose(index) {
    const row = this.#shown[Math.max(0, Math.min(index, this.#shown.length - 1))];
    if (row === undefined) return;
    this.select(row);
    this.#onSelect(row);
  }

  #key(event) {
    if (event.target !== this.grid || event.ctrlKey || event.metaKey || event.altKey) return;
    const place = this.#places.get(this.#selected) ?? -1;
    const page = Math.max(1, Math.floor(this.element.clientHeight / this.#rowHeight) - 2);
    const steps = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -Infinity,
      End: Infinity,
      Enter: 0,
    };
    if (!(event.key in steps)) return;
    event.preventDefault();
    this.#choose(place + steps[event.key]);
  }
}

function makeCol(column) {
  const col = el("col", { class: classOf(column) });
  if (column.width) col.style.width = column.width;
  return col;
}

function classOf(column) {
  return classes(column.numeric && "numeric", column.minor && "minor", column.class);
}

function makeCell(column, row) {
  const cell = el("td", { class: classOf(column), text: column.text(row) });
  column.decorate?.(cell, row);
  return cell;
}

function sortKey(column) {
  if (column.sort) return column.sort;
  return column.numeric ? (row) => toNumber(column.text(row)) : column.text;
}

const collator = new Intl.Collator("zh", { numeric: true });

// What is empty comes last, whichever way the rest is sorted.
function sorted(rows, keyOf, down) {
  const keyed = rows.map((row) => [keyOf(row), row]);
  keyed.sort(([a], [b]) => {
    const [noA, noB] = [isMissing(a), isMissing(b)];
    if (noA || noB) return noA - noB;
    const difference = typeof a === "number" ? a - b : collator.compare(a, b);
    return down ? -difference : difference;
  });
  return keyed.map(([, row]) => row);
}

function isMissing(key) {
  return key === "" || key === null || key === undefined || Number.isNaN(key);
}
