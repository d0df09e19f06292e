// The pictures of a comparison, each of which answers a question.

function drawPictures(host, view) {
  const { comparison, charts } = view;
  const onChoose = (id, mark) => {
    chooseEverywhere(view, comparison.find(id));
    keepAboveDetail(view, mark);
  };
  const add = (makeOptions) => {
    const options = makeOptions(comparison, () => chart.redraw());
    const chart = new Chart(host, { ...options, empty: t("diffNoItems"), onChoose });
    charts.push(chart);
  };
  const plans = comparison.levels(true).filter(isPlan).length;
  if (plans) host.append(plansSwitch(plans, charts));
  if (comparison.levels(true).length) add(barsOptions);
  if (comparison.grown(true).length) add(scatterOptions);
  if (comparison.levels(true).length) add(dumbbellOptions);
}

function plansSwitch(count, charts) {
  const box = el("input", { type: "checkbox", checked: diffState.plans });
  box.addEventListener("change", () => {
    diffState.plans = box.checked;
    for (const chart of charts) chart.redraw();
  });
  return el("label", { class: "switch" }, box, t("diffPlans", count));
}

function barsOptions(comparison, redraw) {
  const all = () => comparison.levels(diffState.plans);
  const items = () => extremes(all().map(barItem), diffState.top);
  const choices = TOP_CHOICES.map((count) => [count, String(count)]);
  return {
    question: t("diffBarsQuestion"),
    reading: () => {
      const text = t("diffBarsReading", all().length, diffState.top);
      const sides = barSides(items());
      const more = [sides.own && t("diffBarsSides"), hasCutBars(items()) && t("diffBarsCut")];
      return [text, ...more].filter(Boolean).join("");
    },
    legend: [["bar", "rise", t("diffRise")], ["bar", "fall", t("diffFall")], ...sharedLegend(comparison)],
    controls: [
      chartSelect(t("diffTop"), choices, diffState.top, (value) => {
        diffState.top = Number(value);
        redraw();
      }),
    ],
    draw: (width) => drawBars(items(), width),
  };
}

// Rises are often far larger than falls, so each gets its own places.
function extremes(items, count) {
  const ordered = items.filter(({ value }) => value !== 0).sort((a, b) => b.value - a.value);
  const rises = ordered.filter(({ value }) => value > 0).slice(0, count);
  const falls = ordered.filter(({ value }) => value < 0).slice(-count);
  return [...rises, ...falls];
}

function barItem(item) {
  const { row, tone } = item;
  return {
    ...drawnItem(item),
    value: Number(row.change_pct),
    text: `${ARROWS[tone]} ${percent(row.change_pct)}`,
  };
}

function drawnItem(item) {
  const { row, flags, tone } = item;
  const label = flags.length ? `${row.metric} ⚑` : row.metric;
  const values = [row.old_value, row.old_value && row.new_value && "→", row.new_value, row.unit]
    .filter(Boolean)
    .join(" ");
  const change = tone && (row.change_pct ? `${ARROWS[tone]} ${percent(row.change_pct)}` : changeText(item));
  return {
    id: item.id,
    plan: isPlan(item),
    label: isPlan(item) ? `${label} (${labelOf("claim", item.claim)})` : label,
    values,
    lines: [row.metric, values, change, ...flags.map(flagName)].filter(Boolean),
  };
}

function sharedLegend(comparison) {
  const levels = comparison.levels(true);
  return [
    levels.some(isPlan) && ["bar", "plan", t("diffLegendPlan")],
    levels.some(({ flags }) => flags.length) && ["flag", "note", t("diffLegendFlagged")],
  ].filter(Boolean);
}

function dumbbellOptions(comparison, redraw) {
  const levels = () => comparison.levels(diffState.plans).filter(({ row }) => ratio(row) > 0 && ratio(row) < Infinity);
  const counts = countBy(
    levels().flatMap(({ row }) => pathsOf(row.section)),
    (path) => path,
  );
  diffState.section ??= fullestSection(levels());
  const inSection = () =>
    levels().filter(({ row }) => !diffState.section || pathsOf(row.section).includes(diffState.section));
  const choices = [...counts].map(([path, count]) => [path, `${indentedHeading(path)} (${count})`]);
  return {
    question: t("diffLevelsQuestion"),
    reading: () => {
      const count = inSection().length;
      const text = t("diffLevelsReading");
      return count > MOST_DUMBBELLS ? `${text}${t("diffLevelsShown", MOST_DUMBBELLS, count)}` : text;
    },
    legend: [
      ["circle", "old", t("diffLegendOld")],
      ["right", "rise", t("diffLegendRise")],
      ["left", "fall", t("diffLegendFall")],
      ["circle", "same", t("diffSame")],
      ...sharedLegend(comparison),
    ],
    controls: [
      chartSelect(t("diffSection"), [["", t("diffAll")], ...choices], diffState.section, (value) => {
        diffState.section = value;
        redraw();
      }),
    ],
    draw: (width) => drawDumbbells(inSection().slice(0, MOST_DUMBBELLS).map(dumbbellItem), width),
  };
}

function ratio(row) {
  return (100 * Number(row.new_value)) / Number(row.old_value);
}

function dumbbellItem(item) {
  return { ...drawnItem(item), value: ratio(item.row) };
}

function fullestSection(items) {
  const counts = [...countBy(items, ({ row }) => row.section)];
  return counts.sort(([, a], [, b]) => b - a)[0]?.[0] ?? "";
}

function scatterOptions(comparison) {
  const points = () => comparison.grown(diffState.plans).map(scatterPoint);
  return {
    question: t("diffScatterQuestion"),
    reading: () => t("diffScatterReading"),
    legend: [
      ["circle", "calm", t("diffLegendAgrees")],
      ["diamond", "wrong", t("diffLegendWrong")],
    ],
    draw: (width) => drawScatter(points(), { x: t("diffScatterX"), y: t("diffScatterY") }, width),
  };
}

function scatterPoint(item) {
  const { row, flags } = item;
  const [printed, computed] = [percent(row.printed_growth), percent(row.computed_growth)];
  return {
    id: item.id,
    x: Number(row.computed_growth),
    y: Number(row.printed_growth),
    label: row.metric,
    wrong: flags.includes("growth-mismatch"),
    lines: [row.metric, `${t("diffScatterY")} ${printed}`, `${t("diffScatterX")} ${computed}`, ...flags.map(flagName)],
  };
}

function chartSelect(label, choices, chosen, onChange) {
  const select = el(
    "select",
    { onchange: () => onChange(select.value) },
    choices.map(([value, text]) => el("option", { value: String(value), text })),
  );
  select.value = String(chosen);
  return el("label", { class: "chart-select" }, label, select);
}
