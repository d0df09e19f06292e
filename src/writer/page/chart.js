// Charts drawn as SVG: bars to both sides, dumbbells and a scatter, in a frame that redraws, explains and takes keys.

const LABEL_SIZE = 13;
const NOTE_SIZE = 12;
const PAPER_WIDTH = 660;
const STACKED_BELOW = 560;

// An estimate: measuring every label would lay out the page once a label.
function textWidth(text, size) {
  let ems = 0;
  for (const c of text) ems += c.codePointAt(0) > 0x2e7f ? 1 : 0.58;
  return ems * size;
}

function fitText(text, size, width) {
  if (textWidth(text, size) <= width) return text;
  const characters = Array.from(text);
  while (characters.length > 1 && textWidth(characters.join(""), size) + size > width) characters.pop();
  return characters.join("") + "…";
}

function chartText(text, x, y, kind = "", anchor = "start") {
  return svg("text", { x, y, class: kind, "text-anchor": anchor }, text);
}

/* ---- scales ---- */

function linearScale(from, to, start, end) {
  const span = to - from || 1;
  return (value) => Math.round((start + ((value - from) / span) * (end - start)) * 10) / 10;
}

// asinh is linear around zero and logarithmic far out, so one growth of 500 % does not flatten all others.
function growthScale(from, to, start, end) {
  const bend = (value) => Math.asinh(value / 10);
  const scale = linearScale(bend(from), bend(to), start, end);
  return (value) => scale(bend(value));
}

// Equal distances are equal ratios: a doubling is as far as a halving.
function ratioScale(from, to, start, end) {
  const scale = linearScale(Math.log(from), Math.log(to), start, end);
  return (value) => scale(Math.log(value));
}

function evenTicks(from, to, count) {
  const rough = (to - from) / count || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough);
  const ticks = [];
  for (let i = Math.ceil(from / step); i * step <= to; i++) ticks.push(Number((i * step).toPrecision(12)));
  return ticks;
}

// Takes the candidates in the order given, so the important ones are kept where room is short.
function spacedTicks(candidates, from, to, scale, gap) {
  const taken = [];
  for (const value of candidates)
    if (value >= from && value <= to && taken.every((other) => Math.abs(scale(other) - scale(value)) >= gap))
      taken.push(value);
  return taken;
}

const GROWTH_TICKS = [0, 10, 100, -10, 1000, 50, 20, 5, -5, -20, -50, 200, 500, -100, 10000, 2, -2];
const RATIO_TICKS = [100, 200, 50, 1000, 10, 150, 500, 75, 125, 110, 90, 105, 95, 300, 25, 10000, 1];

/* ---- the frame of every chart ---- */

// draw(width) gives {height, nodes, marks}, or null where there is nothing to draw. A mark is {id, node, lines}: the lines
// are its tip, and what is read aloud.
class Chart {
  #options;
  #marks = [];
  #current = 0;
  #chosen = "";
  #width = 0;
  #tip = el("div", { class: "chart-tip", "aria-hidden": "true", hidden: true });
  #stage = el("div", { class: "chart-stage", onkeydown: (event) => this.#key(event) });
  #reading = el("p", { class: "chart-reading" });

  constructor(host, options) {
    this.#options = options;
    const { question, legend, controls = [] } = options;
    this.figure = el(
      "figure",
      { class: "chart" },
      el("figcaption", null, el("h2", { text: question }), this.#reading),
      el("div", { class: "chart-tools" }, chartLegend(legend), controls),
      el("div", { class: "chart-area" }, this.#stage, this.#tip),
    );
    host.append(this.figure);
    this.redraw();
    this.#watch();
  }

  redraw() {
    this.#draw(Math.max(280, this.#stage.clientWidth || PAPER_WIDTH));
  }

  select(id) {
    this.#chosen = id;
    for (const mark of this.#marks) {
      mark.node.classList.toggle("is-chosen", mark.id === id);
      mark.node.setAttribute("aria-pressed", String(mark.id === id));
    }
  }

  #watch() {
    const life = { signal: viewSignal() };
    new ResizeObserver(() => this.#resized()).observe(this.#stage);
    window.addEventListener("beforeprint", () => this.#draw(PAPER_WIDTH), life);
    window.addEventListener("afterprint", () => this.redraw(), life);
  }

  #resized() {
    const width = this.#stage.clientWidth;
    if (width && width !== this.#width && !matchMedia("print").matches) this.redraw();
  }

  #draw(width) {
    const picture = this.#options.draw(width);
    const hadFocus = this.#stage.contains(document.activeElement);
    this.#width = width;
    this.#marks = picture?.marks ?? [];
    this.#tip.hidden = true;
    this.#reading.textContent = this.#options.reading();
    if (!picture) return replace(this.#stage, el("p", { class: "quiet", text: this.#options.empty }));
    replace(this.#stage, this.#drawing(width, picture));
    this.#marks.forEach((mark, i) => this.#prepare(mark, i));
    this.#pointAt(this.#current);
    this.select(this.#chosen);
    if (hadFocus) this.#marks[this.#current].node.focus();
  }

  #drawing(width, { height, nodes, marks }) {
    return svg(
      "svg",
      { viewBox: `0 0 ${width} ${height}`, width, height, role: "group", "aria-label": this.#options.question },
      svg("desc", null, this.#options.reading()),
      svg("g", { "aria-hidden": "true" }, nodes),
      marks.map((mark) => mark.node),
    );
  }

  #prepare(mark, index) {
    const { node, lines } = mark;
    node.setAttribute("role", "button");
    node.setAttribute("aria-label", visible(lines.join("; ")));
    node.setAttribute("tabindex", "-1");
    node.addEventListener("pointerenter", () => this.#showTip(mark));
    node.addEventListener("pointerleave", () => this.#hideTip());
    node.addEventListener("blur", () => this.#hideTip());
    node.addEventListener("focus", () => {
      this.#pointAt(index);
      this.#showTip(mark);
    });
    node.addEventListener("click", () => this.#choose(mark));
  }

  // One stop for the tab key a chart; arrows go from mark to mark.
  #pointAt(index) {
    this.#marks[this.#current]?.node.setAttribute("tabindex", "-1");
    this.#current = Math.max(0, Math.min(index, this.#marks.length - 1));
    this.#marks[this.#current].node.setAttribute("tabindex", "0");
  }

  #key(event) {
    const { key } = event;
    const last = this.#marks.length - 1;
    const next = Math.min(this.#current + 1, last);
    const previous = Math.max(this.#current - 1, 0);
    const steps = { ArrowDown: next, ArrowRight: next, ArrowUp: previous, ArrowLeft: previous, Home: 0, End: last };
    if (key in steps) this.#marks[steps[key]].node.focus();
    else if (key === "Enter" || key === " ") this.#choose(this.#marks[this.#current]);
    else if (key === "Escape") this.#hideTip();
    else return;
    event.preventDefault();
  }

  // The detail says what the tip says, and may be a sheet that would cover half of it.
  #choose({ id, node }) {
    this.#hideTip();
    this.#options.onChoose(id, node);
  }

  #hideTip() {
    this.#tip.hidden = true;
  }

  #showTip({ node, lines }) {
    replace(
      this.#tip,
      lines.map((line, i) => el(i ? "span" : "strong", { text: line })),
    );
    this.#tip.hidden = false;
    placeTip(this.#tip, node.querySelector(".shape") ?? node, this.figure);
  }
}

function placeTip(tip, node, figure) {
  const frame = figure.getBoundingClientRect();
  const box = node.getBoundingClientRect();
  const left = box.left + box.width / 2 - frame.left - tip.offsetWidth / 2;
  const fitsBelow = box.bottom + tip.offsetHeight + 16 < innerHeight;
  const top = fitsBelow ? box.bottom + 8 : box.top - tip.offsetHeight - 8;
  tip.style.left = `${Math.max(0, Math.min(left, frame.width - tip.offsetWidth))}px`;
  tip.style.top = `${top - frame.top}px`;
}

function chartLegend(entries) {
  return el(
    "ul",
    { class: "chart-legend" },
    entries.map(([shape, tone, text]) =>
      el(
        "li",
        null,
        svg(
          "svg",
          { viewBox: "-8 -8 16 16", width: 16, height: 16, "aria-hidden": "true" },
          chartShape(shape, tone, 0, 0),
        ),
        text,
      ),
    ),
  );
}

const SHAPES = {
  bar: "M-7-5H7V5H-7Z",
  circle: "M-5 0A5 5 0 1 1 5 0A5 5 0 1 1-5 0Z",
  right: "M-4-6L6 0L-4 6Z",
  left: "M4-6L-6 0L4 6Z",
  diamond: "M0-7L7 0L0 7L-7 0Z",
  flag: "M-4 7V-7L6-3L-4 1",
};

function chartShape(shape, tone, x, y) {
  return svg("path", { d: SHAPES[shape], class: `shape ${tone}`, transform: `translate(${x} ${y})` });
}

/* ---- a row an item: label, plot, values ---- */

// In a narrow window label and values stand above the plot, which then has the whole width.
function rowGeometry(width, items) {
  const stacked = width < STACKED_BELOW;
  const notes = Math.min(
    width * (stacked ? 0.5 : 0.28),
    Math.max(0, ...items.map((item) => textWidth(item.values, NOTE_SIZE))),
  );
  const label = stacked
    ? width - notes - 12
    : Math.min(width * 0.38, Math.max(...items.map((item) => textWidth(item.label, LABEL_SIZE))));
  return {
    width,
    notes,
    label,
    stacked,
    pitch: stacked ? 44 : 27,
    top: 24,
    left: stacked ? 0 : label + 16,
    right: stacked ? width : width - notes - 16,
    baseline: stacked ? 14 : 18,
    middle: stacked ? 29 : 13.5,
    height: 24 + items.length * (stacked ? 44 : 27) + 6,
  };
}

function rowMark(item, geometry, y, ...shapes) {
  const { width, pitch, baseline, label, notes } = geometry;
  const node = svg(
    "g",
    { class: item.plan ? "mark is-plan" : "mark" },
    svg("rect", { class: "hit", x: 0, y, width, height: pitch, rx: 3 }),
    chartText(fitText(item.label, LABEL_SIZE, label), 2, y + baseline, "label"),
    chartText(fitText(item.values, NOTE_SIZE, notes), width - 2, y + baseline, "note", "end"),
    ...shapes,
  );
  return { id: item.id, node, lines: item.lines };
}

function tickLines(ticks, scale, geometry, textOf, strong) {
  return ticks.flatMap((tick) => [
    svg("line", {
      x1: scale(tick),
      x2: scale(tick),
      y1: geometry.top - 4,
      y2: geometry.height - 4,
      class: tick === strong ? "axis" : "grid",
    }),
    chartText(textOf(tick), scale(tick), geometry.top - 9, "tick", "middle"),
  ]);
}

/* ---- bars to both sides of zero ---- */

// One outlier would make all other bars of its side stubs: a bar far longer than nearly all is cut, and drawn so.
function barLimit(sizes) {
  const ordered = sizes.sort((a, b) => a - b);
  const longest = ordered.at(-1) ?? 0;
  if (ordered.length < 3) return longest;
  const usual = ordered[Math.floor(0.85 * (ordered.length - 1))];
  return Math.min(longest, 1.3 * ordered.findLast((size) => size <= 3 * usual));
}

// Rises know no bound and falls end at 100 %: where one side would be stubs, it gets a scale of its own, and a third.
function barSides(items) {
  const [fall, rise] = [-1, 1].map((sign) =>
    barLimit(items.map(({ value }) => value * sign).filter((size) => size > 0)),
  );
  const share = fall / (fall + rise || 1);
  const fair = Math.max(0.3, Math.min(share, 0.7));
  const own = fall > 0 && rise > 0 && fair !== share;
  return { fall, rise, own, share: own ? fair : share };
}

function isCut({ value }, { fall, rise }) {
  return value > rise || value < -fall;
}

function hasCutBars(items) {
  const sides = barSides(items);
  return items.some((item) => isCut(item, sides));
}

function barScale({ fall, rise, share }, start, end) {
  const zero = start + share * (end - start);
  const [falls, rises] = [linearScale(-fall, 0, start, zero), linearScale(0, rise, zero, end)];
  return (value) => (value < 0 ? falls(value) : rises(value));
}

function barTicks({ fall, rise, own }, scale) {
  const gap = textWidth(`+${Math.round(Math.max(fall, rise))}%`, NOTE_SIZE) + 6;
  const ticks = (from, to) => evenTicks(from, to, Math.max(2, Math.floor((scale(to) - scale(from)) / gap)));
  if (!own) return ticks(-fall, rise);
  return [...ticks(-fall, 0).filter((tick) => tick < 0), ...ticks(0, rise)];
}

// items: {id, label, values, value, text, lines, plan}
function drawBars(items, width) {
  if (!items.length) return null;
  const geometry = rowGeometry(width, items);
  const sides = barSides(items);
  const held = items.map((item) => Math.max(-sides.fall, Math.min(item.value, sides.rise)));
  const room = (sign) =>
    12 + Math.max(0, ...items.filter((item) => item.value * sign > 0).map((item) => textWidth(item.text, NOTE_SIZE)));
  const scale = barScale(sides, geometry.left + room(-1), geometry.right - room(1));
  const marks = items.map((item, i) => {
    const y = geometry.top + i * geometry.pitch;
    return rowMark(item, geometry, y, ...barShapes(item, scale, held[i], y + geometry.middle, isCut(item, sides)));
  });
  return {
    height: geometry.height,
    marks,
    nodes: tickLines(barTicks(sides, scale), scale, geometry, (tick) => `${signed(tick)}%`, 0),
  };
}

function barShapes(item, scale, held, y, cut) {
  const [zero, end] = [scale(0), scale(held)];
  const side = item.value < 0 ? -1 : 1;
  const shapes = [
    svg("rect", {
      class: `shape ${toneOf(item.value)}`,
      x: Math.min(zero, end),
      y: y - 6,
      width: Math.max(1, Math.abs(end - zero)),
      height: 12,
    }),
    chartText(item.text, end + side * 6, y + 4.5, `amount ${toneOf(item.value)}`, side < 0 ? "end" : "start"),
  ];
  if (cut) shapes.splice(1, 0, svg("path", { class: "tear", d: `M${end - side * 14} ${y + 9}l4-18m4 0l-4 18` }));
  return shapes;
}

function toneOf(value) {
  return value > 0 ? "rise" : value < 0 ? "fall" : "same";
}

// A true minus sign is as wide as a digit, so that columns of numbers stay aligned.
function signed(value) {
  const text = String(value);
  return text.startsWith("-") ? `−${text.slice(1)}` : Number(text) > 0 ? `+${text}` : text;
}

/* ---- dumbbells: the older value is 100, the newer one stands where it is in proportion ---- */

// items: as of drawBars, value being the newer value with the older one set to 100
function drawDumbbells(items, width) {
  if (!items.length) return null;
  const geometry = rowGeometry(width, items);
  const [from, to] = [
    Math.min(95, ...items.map((item) => item.value)),
    Math.max(105, ...items.map((item) => item.value)),
  ];
  const scale = ratioScale(from, to, geometry.left + 20, geometry.right - 20);
  const marks = items.map((item, i) => {
    const y = geometry.top + i * geometry.pitch;
    return rowMark(item, geometry, y, ...dumbbellShapes(item.value, scale, y + geometry.middle));
  });
  return {
    height: geometry.height,
    marks,
    nodes: tickLines(spacedTicks(RATIO_TICKS, from, to, scale, 38), scale, geometry, String, 100),
  };
}

function dumbbellShapes(value, scale, y) {
  const [old, now] = [scale(100), scale(value)];
  const tone = toneOf(value - 100);
  return [
    svg("line", { class: `link ${tone}`, x1: old, x2: now, y1: y, y2: y }),
    chartShape("circle", "old", old, y),
    chartShape({ rise: "right", fall: "left", same: "circle" }[tone], tone, now, y),
  ];
}

/* ---- a scatter with its diagonal ---- */

// points: {id, x, y, label, lines, wrong}; axes: what stands along them, {x, y}
function drawScatter(points, axes, width) {
  if (!points.length) return null;
  const height = Math.max(340, Math.min(460, width * 0.62));
  const frame = { left: 46, right: width - 12, top: 26, bottom: height - 44 };
  const values = points.flatMap((point) => [point.x, point.y]);
  const [from, to] = [Math.min(0, ...values) * 1.15, Math.max(5, ...values) * 1.15];
  const x = growthScale(from, to, frame.left, frame.right);
  const y = growthScale(from, to, frame.bottom, frame.top);
  const labels = scatterLabels(points, x, y, frame);
  const marks = points.map((point) => scatterMark(point, x(point.x), y(point.y), labels.get(point)));
  return {
    height,
    marks,
    nodes: [
      ...scatterAxes(from, to, x, y, frame, axes),
      svg("line", { class: "diagonal", x1: x(from), y1: y(from), x2: x(to), y2: y(to) }),
    ],
  };
}

function scatterAxes(from, to, x, y, frame, axes) {
  const across = spacedTicks(GROWTH_TICKS, from, to, x, 44);
  const upwards = spacedTicks(GROWTH_TICKS, from, to, y, 30);
  return [
    ...across.flatMap((tick) => [
      svg("line", { class: tick ? "grid" : "axis", x1: x(tick), x2: x(tick), y1: frame.top, y2: frame.bottom }),
      chartText(`${signed(tick)}%`, x(tick), frame.bottom + 16, "tick", "middle"),
    ]),
    ...upwards.flatMap((tick) => [
      svg("line", { class: tick ? "grid" : "axis", x1: frame.left, x2: frame.right, y1: y(tick), y2: y(tick) }),
      chartText(`${signed(tick)}%`, frame.left - 6, y(tick) + 4, "tick", "end"),
    ]),
    chartText(`${axes.y} ↑`, 0, 14, "axis-name"),
    chartText(`${axes.x} →`, frame.right, frame.bottom + 36, "axis-name", "end"),
  ];
}

function scatterMark(point, x, y, label) {
  const node = svg(
    "g",
    { class: point.wrong ? "mark is-wrong" : "mark" },
    svg("circle", { class: "hit", cx: x, cy: y, r: 12 }),
  );
  if (label)
    node.append(
      svg("line", { class: "leader", x1: x, y1: y, x2: label.x, y2: label.y }),
      chartText(label.text, label.x, label.y + 4.5, "label", label.anchor),
    );
  node.append(chartShape(point.wrong ? "diamond" : "circle", point.wrong ? "wrong" : "calm", x, y));
  return { id: point.id, node, lines: point.lines };
}

const MOST_LABELS = 12;
const LABEL_STEPS = [0, 16, -16, 32, -32, 48, -48, 64, 80, 96];

// The points that are furthest off get names; a name stands where it covers no point and no other name.
function scatterLabels(points, x, y, frame) {
  const taken = points.map((point) => boxAround(x(point.x), y(point.y)));
  const wrong = points.filter((point) => point.wrong).sort((a, b) => Math.abs(b.x - b.y) - Math.abs(a.x - a.y));
  const labels = new Map();
  for (const point of wrong.slice(0, MOST_LABELS)) {
    const places = labelPlaces(point.label, x(point.x), y(point.y), frame);
    const label = places.find((place) => taken.every((box) => isApart(box, place.box))) ?? places[0];
    taken.push(label.box);
    labels.set(point, label);
  }
  return labels;
}

function boxAround(x, y) {
  return { left: x - 7, right: x + 7, top: y - 7, bottom: y + 7 };
}

function isApart(a, b) {
  return a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top;
}

function labelPlaces(name, x, y, frame) {
  const sides = [1, -1].map((side) => {
    const room = side > 0 ? frame.right - x : x - frame.left;
    return { side, room: room - 16, text: fitText(name, LABEL_SIZE, room - 16) };
  });
  const inFrame = (place) => place.box.top > frame.top && place.box.bottom < frame.bottom;
  const places = sides
    .filter(({ text }, i) => text === name || sides[i].room > sides[1 - i].room)
    .flatMap(({ side, text }) => LABEL_STEPS.map((step) => labelPlace(text, x, side, y + step)));
  return places.filter(inFrame).sort((a, b) => Math.abs(a.y - y) - Math.abs(b.y - y));
}

function labelPlace(text, x, side, y) {
  const start = x + side * 14;
  const end = start + side * textWidth(text, LABEL_SIZE);
  const box = { left: Math.min(start, end), right: Math.max(start, end), top: y - 7, bottom: y + 7 };
  return { text, x: start, y, box, anchor: side > 0 ? "start" : "end" };
}
