// Charts drawn as SVG: bars to both sides, dumbbells and a scatter, in a frame that redraws, explains and takes keys.

const LABEL_SIZE = 13;
const NOTE_SIZE = 12;
const PAPER_WIDTH = 660;
const STACKED_BELOW = 560;

const liveCharts = new Set();

function svg(tag, attributes = {}, ...children) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes))
        node.setAttribute(name, typeof value === "number" ? String(Math.round(value * 100) / 100) : value);
    node.append(...children);
    return node;
}

// An estimate: measuring every label would lay out the page once a label.
function textWidth(text, size) {
    let ems = 0;
    for (const c of text)
        ems += c.codePointAt(0) > 0x2e7f ? 1 : 0.58;
    return ems * size;
}

function fitText(text, size, width) {
    if (textWidth(text, size) <= width)
        return text;
    const characters = Array.from(text);
    while (characters.length > 1 && textWidth(characters.join(""), size) + size > width)
        characters.pop();
    return characters.join("") + "…";
}

function chartText(text, x, y, kind = "", anchor = "start") {
    return svg("text", {x, y, class: kind, "text-anchor": anchor}, text);
}

/* ---- scales ---- */

function linearScale(from, to, start, end) {
    const span = to - from || 1;
    return value => start + (value - from) / span * (end - start);
}

// asinh is linear around zero and logarithmic far out, so one growth of 500 % does not flatten all others.
function growthScale(from, to, start, end) {
    const bend = value => Math.asinh(value / 10);
    const scale = linearScale(bend(from), bend(to), start, end);
    return value => scale(bend(value));
}

// Equal distances are equal ratios: a doubling is as far as a halving.
function ratioScale(from, to, start, end) {
    const scale = linearScale(Math.log(from), Math.log(to), start, end);
    return value => scale(Math.log(value));
}

function evenTicks(from, to, count) {
    const rough = (to - from) / count || 1;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = power * [1, 2, 5, 10].find(factor => factor * power >= rough);
    const ticks = [];
    for (let i = Math.ceil(from / step); i * step <= to; i++)
        ticks.push(i * step);
    return ticks;
}

// Takes the candidates in the order given, so the important ones are kept where room is short.
function spacedTicks(candidates, from, to, scale, gap) {
    const taken = [];
    for (const value of candidates)
        if (value >= from && value <= to && taken.every(other => Math.abs(scale(other) - scale(value)) >= gap))
            taken.push(value);
    return taken;
}

const GROWTH_TICKS = [0, 10, 100, -10, 1000, 50, 20, 5, -5, -20, -50, 200, 500, -100, 10000, 2, -2];
const RATIO_TICKS = [100, 200, 50, 1000, 10, 150, 500, 75, 125, 110, 90, 105, 95, 300, 25, 10000, 1];

/* ---- the frame of every chart ---- */

// draw(width) gives {height, nodes, marks}; a mark is {id, node, label, lines}, label being what a screen reader says.
function makeChart(host, {question, reading, legend = [], controls = [], empty, draw, onChoose}) {
    const tip = el("div", {class: "chart-tip", "aria-hidden": "true", hidden: true});
    const stage = el("div", {class: "chart-stage"});
    const note = el("p", {class: "chart-reading", text: reading()});
    const figure = el("figure", {class: "chart"},
        el("figcaption", {},
            el("h3", {text: question}),
            note,
            el("div", {class: "chart-tools"}, chartLegend(legend), ...controls)),
        el("div", {class: "chart-area"}, stage, tip));
    const chart = {figure, marks: [], current: 0, chosen: "", width: 0};

    const showTip = mark => {
        tip.replaceChildren(...mark.lines.map((line, i) => el(i ? "span" : "strong", {text: line})));
        tip.hidden = false;
        placeTip(tip, mark.node, figure);
    };
    const hideTip = () => { tip.hidden = true; };
    const moveTo = index => {
        chart.marks[chart.current]?.node.setAttribute("tabindex", "-1");
        chart.current = Math.max(0, Math.min(index, chart.marks.length - 1));
        chart.marks[chart.current]?.node.setAttribute("tabindex", "0");
    };
    const markChosen = () => {
        for (const mark of chart.marks) {
            mark.node.classList.toggle("is-chosen", mark.id === chart.chosen);
            mark.node.setAttribute("aria-pressed", String(mark.id === chart.chosen));
        }
    };
    const prepare = (mark, index) => {
        mark.node.setAttribute("role", "button");
        mark.node.setAttribute("aria-label", mark.label);
        mark.node.setAttribute("tabindex", "-1");
        mark.node.addEventListener("pointerenter", () => showTip(mark));
        mark.node.addEventListener("pointerleave", hideTip);
        mark.node.addEventListener("blur", hideTip);
        mark.node.addEventListener("focus", () => { moveTo(index); showTip(mark); });
        mark.node.addEventListener("click", () => onChoose(mark.id));
    };
    const takeKey = event => {
        if (event.key === "Escape")
            return hideTip();
        const last = chart.marks.length - 1;
        const target = {ArrowDown: chart.current + 1, ArrowRight: chart.current + 1, ArrowUp: chart.current - 1,
            ArrowLeft: chart.current - 1, Home: 0, End: last}[event.key];
        if (target !== undefined)
            chart.marks[Math.max(0, Math.min(target, last))]?.node.focus();
        else if (event.key === "Enter" || event.key === " ")
            onChoose(chart.marks[chart.current].id);
        else
            return;
        event.preventDefault();
    };
    stage.addEventListener("keydown", takeKey);

    chart.draw = width => {
        const picture = draw(width);
        const hadFocus = stage.contains(document.activeElement);
        note.textContent = reading();
        hideTip();
        chart.width = width;
        chart.marks = picture.marks;
        if (!picture.marks.length)
            return stage.replaceChildren(el("p", {class: "chart-empty", text: empty}));
        picture.marks.forEach(prepare);
        stage.replaceChildren(chartDrawing(question, reading(), width, picture));
        moveTo(chart.current);
        markChosen();
        if (hadFocus)
            chart.marks[chart.current].node.focus();
    };
    chart.redraw = () => chart.draw(Math.max(280, stage.clientWidth || PAPER_WIDTH));
    chart.select = id => {
        chart.chosen = id;
        markChosen();
    };
    host.append(figure);
    liveCharts.add(chart);
    chart.redraw();
    new ResizeObserver(() => {
        if (stage.clientWidth && stage.clientWidth !== chart.width)
            chart.redraw();
    }).observe(stage);
    return chart;
}

function chartDrawing(question, reading, width, {height, nodes, marks}) {
    return svg("svg", {viewBox: `0 0 ${width} ${height}`, width, height, role: "group", "aria-label": question},
        svg("desc", {}, reading), ...nodes, svg("g", {}, ...marks.map(mark => mark.node)));
}

function placeTip(tip, node, figure) {
    const frame = figure.getBoundingClientRect();
    const box = (node.querySelector("[data-anchor]") || node).getBoundingClientRect();
    const left = box.left + box.width / 2 - frame.left - tip.offsetWidth / 2;
    const below = box.bottom - frame.top + 8;
    const fitsBelow = box.bottom + tip.offsetHeight + 16 < innerHeight;
    tip.style.left = `${Math.max(0, Math.min(left, frame.width - tip.offsetWidth))}px`;
    tip.style.top = `${fitsBelow ? below : box.top - frame.top - tip.offsetHeight - 8}px`;
}

function chartLegend(entries) {
    return el("ul", {class: "chart-legend"}, ...entries.map(([shape, tone, text]) => el("li", {},
        svg("svg", {viewBox: "-8 -8 16 16", width: 16, height: 16, "aria-hidden": "true"}, chartShape(shape, tone, 0, 0)),
        el("span", {text}))));
}

function chartShape(shape, tone, x, y) {
    const paths = {
        bar: "M-7-4H7V4H-7Z",
        circle: "M-5 0A5 5 0 1 1 5 0A5 5 0 1 1-5 0Z",
        right: "M-4-6L6 0L-4 6Z",
        left: "M4-6L-6 0L4 6Z",
        diamond: "M0-7L7 0L0 7L-7 0Z",
        line: "M-8 0H8",
    };
    return svg("path", {d: paths[shape], class: `shape ${tone}`, transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`,
        "data-anchor": ""});
}

function forEveryChart(redraw) {
    for (const chart of liveCharts)
        if (chart.figure.isConnected)
            redraw(chart);
        else
            liveCharts.delete(chart);
}

addEventListener("beforeprint", () => forEveryChart(chart => chart.draw(PAPER_WIDTH)));
addEventListener("afterprint", () => forEveryChart(chart => chart.redraw()));

/* ---- a row an item: label, plot, values ---- */

// In a narrow window label and values stand above the plot, which then has the whole width.
function rowGeometry(width, items) {
    const stacked = width < STACKED_BELOW;
    const notes = Math.min(width * (stacked ? 0.5 : 0.28),
        Math.max(0, ...items.map(item => textWidth(item.values, NOTE_SIZE))));
    const label = stacked ? width - notes - 12
        : Math.min(width * 0.38, Math.max(...items.map(item => textWidth(item.label, LABEL_SIZE))));
    return {
        width, notes, label, stacked,
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
    const {width, pitch, baseline, label, notes} = geometry;
    const node = svg("g", {class: item.plan ? "mark is-plan" : "mark"},
        svg("rect", {class: "hit", x: 0, y, width, height: pitch, rx: 3}),
        chartText(fitText(item.label, LABEL_SIZE, label), 2, y + baseline, "label"),
        chartText(fitText(item.values, NOTE_SIZE, notes), width - 2, y + baseline, "note", "end"),
        ...shapes);
    return {id: item.id, node, label: item.lines.join("; "), lines: item.lines};
}

function tickLines(ticks, scale, geometry, textOf, strong) {
    return ticks.flatMap(tick => [
        svg("line", {x1: scale(tick), x2: scale(tick), y1: geometry.top - 4, y2: geometry.height - 4,
            class: tick === strong ? "axis" : "grid"}),
        chartText(textOf(tick), scale(tick), geometry.top - 9, "tick", "middle")]);
}

/* ---- bars to both sides of zero ---- */

// One outlier would make all other bars stubs: a bar is cut, and drawn so, at six times the usual length.
function barLimit(items) {
    const sizes = items.map(item => Math.abs(item.value)).sort((a, b) => a - b);
    return Math.min(sizes[sizes.length - 1], 6 * sizes[sizes.length >> 1] || Infinity);
}

function isCut(item, limit) {
    return Math.abs(item.value) > limit;
}

// items: {id, label, values, value, text, lines, plan}
function drawBars(items, width) {
    if (!items.length)
        return {height: 0, nodes: [], marks: []};
    const geometry = rowGeometry(width, items);
    const limit = barLimit(items);
    const held = items.map(item => Math.max(-limit, Math.min(item.value, limit)));
    const [from, to] = [Math.min(0, ...held), Math.max(0, ...held)];
    const room = sign => 12 + Math.max(0, ...items.filter(item => item.value * sign > 0)
        .map(item => textWidth(item.text, NOTE_SIZE)));
    const scale = linearScale(from, to, geometry.left + room(-1), geometry.right - room(1));
    const count = Math.max(2, Math.floor((scale(to) - scale(from)) / 70));
    const marks = items.map((item, i) => {
        const y = geometry.top + i * geometry.pitch;
        return rowMark(item, geometry, y, ...barShapes(item, scale, held[i], y + geometry.middle, isCut(item, limit)));
    });
    return {height: geometry.height, marks,
        nodes: tickLines(evenTicks(from, to, count), scale, geometry, tick => `${signed(tick)}%`, 0)};
}

function barShapes(item, scale, held, y, cut) {
    const [zero, end] = [scale(0), scale(held)];
    const side = item.value < 0 ? -1 : 1;
    const shapes = [
        svg("rect", {class: `shape ${toneOf(item.value)}`, x: Math.min(zero, end), y: y - 6,
            width: Math.max(1, Math.abs(end - zero)), height: 12, "data-anchor": ""}),
        chartText(item.text, end + side * 6, y + 4.5, `amount ${toneOf(item.value)}`, side < 0 ? "end" : "start")];
    if (cut)
        shapes.splice(1, 0, svg("path", {class: "tear", d: `M${end - side * 14} ${y + 9}l4-18m4 0l-4 18`}));
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
    if (!items.length)
        return {height: 0, nodes: [], marks: []};
    const geometry = rowGeometry(width, items);
    const [from, to] = [Math.min(95, ...items.map(item => item.value)), Math.max(105, ...items.map(item => item.value))];
    const scale = ratioScale(from, to, geometry.left + 20, geometry.right - 20);
    const marks = items.map((item, i) => {
        const y = geometry.top + i * geometry.pitch;
        return rowMark(item, geometry, y, ...dumbbellShapes(item.value, scale, y + geometry.middle));
    });
    return {height: geometry.height, marks,
        nodes: tickLines(spacedTicks(RATIO_TICKS, from, to, scale, 38), scale, geometry, String, 100)};
}

function dumbbellShapes(value, scale, y) {
    const [old, now] = [scale(100), scale(value)];
    const tone = toneOf(value - 100);
    return [
        svg("line", {class: `link ${tone}`, x1: old, x2: now, y1: y, y2: y}),
        chartShape("circle", "old", old, y),
        chartShape({rise: "right", fall: "left", same: "circle"}[tone], tone, now, y)];
}

/* ---- a scatter with its diagonal ---- */

// points: {id, x, y, label, lines, wrong}; axes: what stands along them, {x, y}
function drawScatter(points, axes, width) {
    if (!points.length)
        return {height: 0, nodes: [], marks: []};
    const height = Math.max(300, Math.min(460, width * 0.62));
    const frame = {left: 46, right: width - 12, top: 26, bottom: height - 44};
    const values = points.flatMap(point => [point.x, point.y]);
    const [from, to] = [Math.min(0, ...values) * 1.15, Math.max(5, ...values) * 1.15];
    const x = growthScale(from, to, frame.left, frame.right);
    const y = growthScale(from, to, frame.bottom, frame.top);
    const wrong = points.filter(point => point.wrong);
    const labels = scatterLabels(wrong, x, y, frame);
    const marks = points.map(point => scatterMark(point, x(point.x), y(point.y), labels.get(point)));
    return {height, marks, nodes: [
        ...scatterAxes(from, to, x, y, frame, axes),
        svg("line", {class: "diagonal", x1: x(from), y1: y(from), x2: x(to), y2: y(to)}),
    ]};
}

function scatterAxes(from, to, x, y, frame, axes) {
    const across = spacedTicks(GROWTH_TICKS, from, to, x, 44);
    const upwards = spacedTicks(GROWTH_TICKS, from, to, y, 30);
    return [
        ...across.flatMap(tick => [
            svg("line", {class: tick ? "grid" : "axis", x1: x(tick), x2: x(tick), y1: frame.top, y2: frame.bottom}),
            chartText(`${signed(tick)}%`, x(tick), frame.bottom + 16, "tick", "middle")]),
        ...upwards.flatMap(tick => [
            svg("line", {class: tick ? "grid" : "axis", x1: frame.left, x2: frame.right, y1: y(tick), y2: y(tick)}),
            chartText(`${signed(tick)}%`, frame.left - 6, y(tick) + 4, "tick", "end")]),
        chartText(`${axes.y} ↑`, 0, 14, "axis-name"),
        chartText(`${axes.x} →`, frame.right, frame.bottom + 36, "axis-name", "end"),
    ];
}

function scatterMark(point, x, y, label) {
    const node = svg("g", {class: point.wrong ? "mark is-wrong" : "mark"},
        svg("circle", {class: "hit", cx: x, cy: y, r: 12}));
    if (label)
        node.append(
            svg("line", {class: "leader", x1: x, y1: y, x2: label.lead, y2: label.y - 4}),
            chartText(label.text, label.x, label.y, "label", label.anchor));
    node.append(chartShape(point.wrong ? "diamond" : "circle", point.wrong ? "wrong" : "calm", x, y));
    return {id: point.id, node, label: point.lines.join("; "), lines: point.lines};
}

const MOST_LABELS = 12;

// Labels go to the side that has more room, and down until they touch none before them.
function scatterLabels(points, x, y, frame) {
    const placed = [];
    const labels = new Map();
    const largest = [...points].sort((a, b) => Math.abs(b.x - b.y) - Math.abs(a.x - a.y)).slice(0, MOST_LABELS);
    for (const point of largest.sort((a, b) => b.y - a.y)) {
        const [px, py] = [x(point.x), y(point.y)];
        const rightwards = frame.right - px >= px - frame.left;
        const room = (rightwards ? frame.right - px : px - frame.left) - 14;
        const text = fitText(point.label, LABEL_SIZE, room);
        const wide = textWidth(text, LABEL_SIZE);
        const box = {left: rightwards ? px + 12 : px - 12 - wide, y: py + 4.5};
        box.right = box.left + wide;
        while (placed.some(other => Math.abs(other.y - box.y) < 17 && other.left < box.right && box.left < other.right))
            box.y += 3;
        placed.push(box);
        labels.set(point, {text, x: rightwards ? box.left : box.right, y: box.y, lead: rightwards ? box.left : box.right,
            anchor: rightwards ? "start" : "end"});
    }
    return labels;
}
