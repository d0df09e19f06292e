// Reads the data of the page: rows of each schema as objects by field name, linked to each other.
const data = readData();

function readData() {
  const [head, ...lines] = JSON.parse(document.getElementById("data").textContent);
  const rows = {};
  for (const schema of Object.keys(head.columns)) rows[schema] = [];
  const expand = rowExpander(head.columns);
  const link = rowLinker();
  for (const line of lines) {
    const row = expand(line);
    if (!row) continue;
    link(line[0], row);
    rows[line[0]].push(row);
  }
  return { version: head.dcx, main: head.main, columns: head.columns, labels: head.labels ?? {}, rows };
}

// A cell of 0 stands for the cell of the row before, so rows can only be read in their order.
function rowExpander(columns) {
  const before = {};
  return ([schema, ...cells]) => {
    const names = columns[schema];
    if (!names) return null;
    const last = before[schema] ?? {};
    const row = {};
    names.forEach(({ name }, i) => {
      row[name] = cells[i] === 0 ? last[name] : (cells[i] ?? "");
    });
    before[schema] = { ...row };
    return row;
  };
}

function rowLinker() {
  let owner = null;
  let block = null;
  const linkers = {
    document(row) {
      owner = Object.assign(row, { blocks: [] });
    },
    block(row) {
      block = Object.assign(row, { document: owner, marks: [] });
      owner?.blocks.push(block);
    },
    mark(row) {
      row.block = block;
      row.from = Number(row.from);
      row.length = Number(row.length);
      block?.marks.push(row);
    },
  };
  return (schema, row) => linkers[schema]?.(row);
}

// Offsets count code points. Most texts have no character outside the basic plane and can be cut as they are.
function slicer(text) {
  if (!/[\ud800-\udfff]/.test(text)) return (from, to) => text.slice(from, to);
  const points = Array.from(text);
  return (from, to) => points.slice(from, to).join("");
}

// Paths come as they were given, and the folders of a far machine tell a reader little.
function fileName(path = "") {
  return path.split(/[\\/]/).pop();
}

function withoutSpaces(text) {
  return text.replace(/\s+/gu, "");
}

function toNumber(text) {
  return text === "" || text === null || text === undefined ? NaN : Number(text);
}

function pushTo(map, key, value) {
  if (map.has(key)) map.get(key).push(value);
  else map.set(key, [value]);
}

function countBy(rows, keyOf) {
  const counts = new Map();
  for (const row of rows) {
    const key = keyOf(row);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
