// What a reviewer gets from the pages of dcx, tried in Chromium: called by page_test.sh, which makes the pages.
// A case opens one page, uses it as people do, and throws where something is not as promised. Whatever a page logs, loads
// or breaks fails its case as well.
import { spawnSync } from "node:child_process";
import {
  accessSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { cpus } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { runInNewContext } from "node:vm";

const { DCX, CORPUS, PAGES, SHOTS } = process.env;
const { chromium } = createRequire(path.resolve(process.env.DRIVER, "driver.js"))("playwright-core");
const REVIEWED = path.join(CORPUS, "company-annual.txt");
const NARROW = { width: 390, height: 844 };

/* ---- what is expected, read without the page's program ---- */

function pageFile(name) {
  return path.join(PAGES, `${name}.html`);
}

function readPage(file) {
  const html = readFileSync(file, "utf8");
  const json = html.match(/<script type="application\/json" id="data">([\s\S]*?)<\/script>/)[1];
  const [head, ...lines] = JSON.parse(json);
  const rows = Object.fromEntries(Object.keys(head.columns).map((schema) => [schema, []]));
  const last = {};
  for (const [schema, ...cells] of lines) {
    last[schema] = cells.map((cell, i) => (cell === 0 ? last[schema][i] : (cell ?? "")));
    rows[schema].push(Object.fromEntries(head.columns[schema].map(({ name }, i) => [name, last[schema][i]])));
  }
  placeMarks(lines, rows);
  return { ...head, rows, file, strings: readStrings(html) };
}

function placeMarks(lines, rows) {
  const next = { block: 0, mark: 0 };
  for (const [schema] of lines) {
    if (schema === "block") next.block++;
    if (schema === "mark") rows.mark[next.mark++].block = rows.block[next.block - 1];
  }
}

// The words of the interface stand in the page's program; they are read there so that tests do not repeat them.
function readStrings(html) {
  const literal = html.match(/^const STRINGS = (\{[\s\S]*?^\});/m)[1];
  const more = html.match(/^Object\.assign\(STRINGS\.(zh|en), \{[\s\S]*?^\}\);/gm) ?? [];
  return runInNewContext(`const STRINGS = ${literal}; ${more.join("\n")}; STRINGS`);
}

function readCsv(text) {
  const fields = [...text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)];
  const lines = [[]];
  for (const [whole, quoted, plain, end] of fields) {
    if (!whole) break;
    lines.at(-1).push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== ",") lines.push([]);
  }
  const [names, ...rows] = lines.filter((line) => line.length);
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]])));
}

function dcx(...options) {
  const run = spawnSync(DCX, options, { encoding: "utf8", maxBuffer: 1 << 28 });
  must(run.status === 0, `dcx ${options.join(" ")}: ${run.stderr}`);
  return run.stdout;
}

function dense(text) {
  return text.replace(/\s+/gu, "");
}

// Controls are shown by name: a text that would turn its line round must not.
function shown(text) {
  return text.replace(
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufff9-\ufffb]/gu,
    (character) => `‹U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}›`,
  );
}

function tally(rows, keyOf) {
  const counts = new Map();
  for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1);
  return counts;
}

function must(holds, what) {
  if (!holds) throw new Error(what);
}

function same(got, wanted, what) {
  const [a, b] = [got, wanted].map((value) => JSON.stringify(value));
  must(a === b, `${what}: ${a?.slice(0, 300)} instead of ${b?.slice(0, 300)}`);
}

/* ---- a visit to a page ---- */

function findChromium() {
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const places = process.env.PATH.split(path.delimiter).flatMap((folder) =>
    names.map((name) => path.join(folder, name)),
  );
  const found = places.find(isExecutable);
  must(found, `none of ${names.join(", ")} is installed; run tools/setup check-all`);
  return found;
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

class Visit {
  faults = [];

  static async start(
    browser,
    name,
    { file = pageFile(name), hash = "", locale = "zh-CN", scheme = "light", size } = {},
  ) {
    const visit = new Visit();
    const viewport = size ?? { width: 1280, height: 900 };
    visit.context = await browser.newContext({ viewport, locale, colorScheme: scheme, acceptDownloads: true });
    visit.page = await visit.context.newPage();
    visit.data = readPage(file);
    visit.language = locale.startsWith("zh") ? "zh" : "en";
    visit.address = pathToFileURL(file).href;
    visit.#watch();
    await visit.page.goto(visit.address + hash);
    return visit;
  }

  #watch() {
    const { page, faults } = this;
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) faults.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
    page.on("request", (request) => {
      const [address] = request.url().split("#");
      if (address !== this.address && !address.startsWith("blob:")) faults.push(`loads ${address}`);
    });
    page.on("dialog", (dialog) => {
      if (dialog.type() !== "beforeunload") faults.push(`dialog: ${dialog.message()}`);
      dialog.accept();
    });
  }

  async end() {
    await this.context.close();
    must(!this.faults.length, this.faults.join("; "));
  }

  // A text of the interface, as it should read in the language of the visit.
  say(key, ...args) {
    must(key in this.data.strings[this.language], `no text is called ${key}`);
    return this.data.strings[this.language][key].replace(/\{(\d)\}/g, (_, i) => args[i] ?? "");
  }

  label(schema, field) {
    const { zh } = this.data.columns[schema].find(({ name }) => name === field);
    return this.language === "zh" ? zh : field.replaceAll("_", " ");
  }

  find(selector) {
    return this.page.locator(selector);
  }

  button(name, exact = true) {
    return this.page.getByRole("button", { name, exact });
  }

  choice(name) {
    return this.page.getByRole("combobox", { name, exact: true });
  }

  press(...keys) {
    return keys.reduce((before, key) => before.then(() => this.page.keyboard.press(key)), Promise.resolve());
  }

  async shoot(name) {
    await this.page.screenshot({ path: path.join(SHOTS, `${name}.png`) });
  }
}

async function until(what, probe, milliseconds = 3000) {
  const end = Date.now() + milliseconds;
  let last;
  do {
    last = await probe();
    if (last === true) return;
    await new Promise((wake) => setTimeout(wake, 20));
  } while (Date.now() < end);
  throw new Error(`${what}: ${JSON.stringify(last)}`);
}

/* ---- what cases do on pages ---- */

async function showsCount(visit, count, what) {
  await until(`${what}: ${count} rows`, async () => {
    const text = await visit.find("main output").first().textContent();
    const rows = Number(await visit.find("[role=grid]").first().getAttribute("aria-rowcount")) - 1;
    return (Number(text.match(/\d+/)?.[0]) === count && rows === count) || `${text}, ${rows} rows`;
  });
}

function row(visit, index) {
  return visit.find(`tbody tr[aria-rowindex="${index + 2}"]`);
}

// Scrolls as a wheel would until the row is there, then clicks it.
async function clickRow(visit, index) {
  await visit
    .find(".rows")
    .first()
    .evaluate((rows, place) => {
      const height = rows.querySelector("tbody tr:not(.spacer)").getBoundingClientRect().height;
      rows.scrollTop = (place - 2) * height;
    }, index);
  await row(visit, index).locator("td").nth(1).click();
}

function selectedRow(visit) {
  return visit.find("tr.selected").first();
}

function marks(visit) {
  return visit.find(".text mark.fig, .text .passed");
}

function isInView(inner, outer) {
  return inner.evaluate((element, selector) => {
    const [box, frame] = [element, element.closest(selector)].map((one) => one.getBoundingClientRect());
    return box.top >= frame.top && box.bottom <= frame.bottom && box.left >= frame.left && box.right <= frame.right;
  }, outer);
}

async function showsChosen(visit, record, what) {
  const chosen = visit.find(".text mark.chosen");
  await until(`${what}: one lit mark`, async () => (await chosen.count()) === 1);
  same(dense(await chosen.textContent()), dense(shown(record.quote)), `${what}: the lit mark`);
  await until(`${what}: the mark is in view`, () => isInView(chosen, ".text"));
  await until(`${what}: the row is in view`, async () =>
    (await selectedRow(visit).count()) ? isInView(selectedRow(visit), ".rows") : "no row",
  );
  const cells = await selectedRow(visit).textContent();
  must(cells.includes(shown(record.metric)) && cells.includes(record.value), `${what}: the row is ${cells}`);
  must((await visit.find(".detail").textContent()).includes(shown(record.metric)), `${what}: the detail is of another`);
}

// Marks stand in the page in the order of the data.
function markIndex(visit, record) {
  return visit.data.rows.mark.findIndex((mark) => mark.id === record.id && !mark.reason);
}

async function tabTo(visit, what, probe, argument, key = "Tab") {
  for (let i = 0; i < 80; i++) {
    if (await visit.page.evaluate(probe, argument)) return;
    await visit.press(key);
  }
  throw new Error(`the tab key does not reach ${what}`);
}

function focusIs(selector) {
  return document.activeElement.matches(selector);
}

function focusIsLabelled(name) {
  return document.activeElement.labels?.[0]?.firstChild.textContent === name;
}

async function typeInto(visit, field, text) {
  await tabTo(visit, field, focusIsLabelled, visit.label("record", field));
  await visit.press("Control+A");
  await visit.page.keyboard.type(text);
}

async function save(visit, act) {
  const file = path.join(mkdtempSync(path.join(PAGES, "saved-")), "corrections.jsonl");
  const [download] = await Promise.all([visit.page.waitForEvent("download"), act()]);
  same(download.suggestedFilename(), "corrections.jsonl", "the name of the file");
  await download.saveAs(file);
  return file;
}

function readLines(file) {
  return readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

// The records as dcx gives them with corrections, against the records without, changed as the reviewer wanted.
function recordsAgree(corrections, change) {
  const given = ["metric", "value", "unit", "kind", "quote", "id"].join(",");
  const options = ["extract", "-q", REVIEWED, "-f", "csv", "--columns", given];
  const before = readCsv(dcx(...options));
  const after = readCsv(dcx(...options, "--corrections", corrections));
  const { wanted, added } = change(before);
  const isAddition = (record) => added.some(({ metric }) => metric === record.metric);
  same(
    after.filter((record) => !isAddition(record)),
    wanted,
    "the corrected records",
  );
  const found = after.filter(isAddition).map(({ metric, value, quote }) => ({ metric, value, quote }));
  same(found, added, "the added records");
  must(
    after.every(({ id }) => /^[0-9a-f]{12}$/.test(id)),
    "a record has no id",
  );
}

async function makesPageWith(lines, name) {
  const given = path.join(PAGES, `${name}.jsonl`);
  writeFileSync(given, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  dcx("extract", "-q", REVIEWED, "--corrections", given, "-f", "html", "-o", pageFile(name));
}

/* ---- cases of every page ---- */

const NAMED_ROLES = [
  "button",
  "link",
  "textbox",
  "searchbox",
  "combobox",
  "checkbox",
  "switch",
  "dialog",
  "region",
  "grid",
];

async function namesEveryControl(visit) {
  const session = await visit.context.newCDPSession(visit.page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const controls = nodes.filter(({ ignored, role }) => !ignored && NAMED_ROLES.includes(role?.value));
  must(controls.length > 3, "there are no controls");
  const nameless = controls.filter(({ name }) => !name?.value?.trim());
  same(
    nameless.map(({ role }) => role.value),
    [],
    "controls without a name",
  );
}

// Every stop of the tab key looks different from itself without the focus.
async function showsFocus(visit, stops) {
  const reached = [];
  for (let i = 0; i < stops; i++) {
    await visit.press("Tab");
    const stop = await visit.page.evaluate(() => {
      const element = document.activeElement;
      const { left, top, right, bottom } = element.getBoundingClientRect();
      const clip = { x: Math.max(0, left - 6), y: Math.max(0, top - 6) };
      const [width, height] = [Math.min(innerWidth, right + 6) - clip.x, Math.min(innerHeight, bottom + 6) - clip.y];
      const name = element.getAttribute("aria-label") ?? element.textContent.slice(0, 30);
      return { name: `${element.tagName} ${name}`, body: element === document.body, clip: { ...clip, width, height } };
    });
    if (stop.body) break;
    must(stop.clip.width > 0 && stop.clip.height > 0, `${stop.name} takes the focus out of view`);
    const look = () => visit.page.screenshot({ clip: stop.clip, animations: "disabled" });
    const focused = await look();
    await visit.page.evaluate(() => document.activeElement.blur());
    must(!focused.equals(await look()), `the focus on ${stop.name} cannot be seen`);
    reached.push(stop.name);
  }
  must(reached.length > 3, "the tab key reaches nothing");
}

// The contrast of every text in view with what is painted below it.
function poorContrasts() {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const parse = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return { rgb: [r, g, b], alpha: a / 255 };
  };
  const over = ({ rgb, alpha }, below) => rgb.map((part, i) => part * alpha + below[i] * (1 - alpha));
  const ground = (element) => {
    if (!element) return [255, 255, 255];
    const colour = parse(getComputedStyle(element).backgroundColor);
    return colour.alpha === 1 ? colour.rgb : over(colour, ground(element.parentElement));
  };
  const light = (rgb) => {
    const [r, g, b] = rgb
      .map((part) => part / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (element) => {
    const below = ground(element);
    const style = getComputedStyle(element);
    const own = parse(element instanceof SVGElement ? style.fill : style.color);
    const [a, b] = [light(over(own, below)), light(below)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const poor = new Set();
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || element.closest("script, noscript, option, :disabled, .unseen, .skip"))
      continue;
    if (!element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) continue;
    const ratio = contrast(element);
    if (ratio < 4.5) poor.add(`${element.tagName}.${element.getAttribute("class") ?? ""} ${ratio.toFixed(2)}`);
  }
  return [...poor];
}

async function canBeRead(visit) {
  const poor = await visit.page.evaluate(poorContrasts);
  same(poor, [], "texts with too little contrast");
}

async function fitsNarrow(visit, what = "the page") {
  const width = await visit.page.evaluate(() =>
    Math.max(document.documentElement.scrollWidth, document.body.scrollWidth),
  );
  must(width <= NARROW.width, `${what} is ${width} px wide`);
}

// All text of the interface that is not in the language: what comes from the data, and languages' own names, aside.
function foreignTexts(language) {
  const wrong = language === "en" ? /\p{Script=Han}/u : /[A-Za-z]{3,}/;
  const known = /dcx|corrections\.jsonl|--[a-z]+|\bEsc\b|\bEnter\b|[\w.-]+\.(txt|csv|html)/g;
  const fromData = `[lang]:not(html), .text, .rows tbody, bdi, blockquote, code, dd, .chart text, .chart-tip, .place, .places, .chart-select
    option, .finding .metric, .figures, .message, .sums dd, kbd`;
  const found = new Set();
  const look = (element, text) => {
    if (text && !element.closest(fromData) && wrong.test(text.replace(known, ""))) found.add(text.trim().slice(0, 60));
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === Node.TEXT_NODE) {
      if (!node.parentElement.closest("script, style, noscript, option")) look(node.parentElement, node.data);
    } else if (!node.closest("svg [role=button]")) {
      for (const name of ["aria-label", "placeholder", "title"]) look(node, node.getAttribute(name));
      if (node.tagName === "OPTION" && !node.value) look(node, node.textContent);
    }
  }
  return [...found];
}

async function isInLanguage(visit, language) {
  visit.language = language;
  const given = await visit.page.evaluate(() => document.documentElement.lang);
  must(given.startsWith(language), `html is in ${given}`);
  const ofData = new Set(
    await visit.page.evaluate(() => [...document.querySelectorAll("h1 bdi")].map((e) => e.textContent)),
  );
  const foreign = (await visit.page.evaluate(foreignTexts, language)).filter(
    (text) => ![...ofData].some((d) => text.startsWith(d)),
  );
  same(foreign, [], `texts that are not in ${language}`);
}

async function speaksBoth(visit) {
  await isInLanguage(visit, visit.language);
  const texts = () => visit.page.evaluate(() => document.querySelector(".page").innerText);
  const before = await texts();
  await visit.button(visit.say("otherLanguage")).click();
  await isInLanguage(visit, visit.language === "zh" ? "en" : "zh");
  must(before !== (await texts()), "the switch changes nothing");
  await visit.page.reload();
  await isInLanguage(visit, visit.language);
}

function lacksNoText(visit) {
  const { zh, en } = visit.data.strings;
  same(Object.keys(zh).sort(), Object.keys(en).sort(), "the texts of both languages");
  const places = (text) => [...new Set(String(text).match(/\{\d\}/g))].sort();
  for (const key of Object.keys(zh)) {
    must(zh[key] !== "" && en[key] !== "", `${key} is empty`);
    same(places(zh[key]), places(en[key]), `the places of ${key}`);
  }
}

// Text of the printed page, without spaces and the signs that the page puts around figures.
async function printed(visit, name) {
  const file = path.join(SHOTS, `${name}.pdf`);
  await visit.page.pdf({ path: file, format: "A4" });
  const { stdout } = spawnSync("pdftotext", ["-raw", "-nopgbrk", file, "-"], { encoding: "utf8", maxBuffer: 1 << 28 });
  return bare(stdout);
}

function bare(text) {
  const figures = /[◎◇✎＋≥≤≈①-⑳]/gu;
  return dense(shown(text)).replace(figures, "").normalize("NFKC");
}

async function hidesControlsOnPaper(visit) {
  await visit.page.emulateMedia({ media: "print" });
  const left = await visit.page.evaluate(() =>
    [...document.querySelectorAll("button, input, select, textarea")]
      .filter((control) => control.checkVisibility() && !control.closest("th, tbody, .tallies"))
      .map((control) => control.outerHTML.slice(0, 80)),
  );
  same(left, [], "controls on paper");
  await visit.page.emulateMedia({ media: null });
}

/* ---- cases of the review ---- */

const REVIEW = {
  "shows every record": async (visit) => {
    const { record, document } = visit.data.rows;
    await showsCount(visit, record.length, "at first");
    const title = await visit.find("h1").textContent();
    for (const { document: name } of document) must(title.includes(name), `the title is ${title}`);
    const text = dense(await visit.find(".text").textContent());
    for (const block of visit.data.rows.block.filter(({ kind }) => kind !== "row"))
      must(text.includes(dense(shown(block.text))), `the text lacks ${block.text.slice(0, 40)}`);
  },
  "marks every figure as it is quoted": async (visit) => {
    const texts = await marks(visit).allTextContents();
    const { mark, record } = visit.data.rows;
    same(texts.length, mark.length, "the number of marks");
    const quotes = new Map();
    for (const one of record) quotes.set(one.id, [...(quotes.get(one.id) ?? []), dense(shown(one.quote))]);
    let bound = 0;
    mark.forEach(({ id, reason, from, length, block }, i) => {
      const points = Array.from(block.text).slice(Number(from) - 1, Number(from) - 1 + Number(length));
      same(texts[i], shown(points.join("")), `mark ${i}`);
      if (reason) return;
      must(quotes.get(id)?.includes(dense(texts[i])), `the mark of ${id} says ${texts[i]}`);
      bound++;
    });
    same(bound, record.length, "records with a mark");
  },
};

const REVIEW_MORE = {
  "a click on a record lights its mark": async (visit) => {
    const { record } = visit.data.rows;
    for (const index of [0, record.length >> 1, record.length - 1]) {
      await clickRow(visit, index);
      await showsChosen(visit, record[index], `record ${index}`);
    }
    const colours = await marks(visit).evaluateAll((all) => all.map((mark) => getComputedStyle(mark).backgroundColor));
    const lit = await visit.find(".text mark.chosen").evaluate((mark) => getComputedStyle(mark).backgroundColor);
    same(colours.filter((colour) => colour === lit).length, 1, "marks that are lit");
  },
  "a click on a mark selects its record and shows where it comes from": async (visit) => {
    const { record } = visit.data.rows;
    for (const wanted of [record[record.length - 2], record[3]]) {
      await marks(visit).nth(markIndex(visit, wanted)).click();
      await showsChosen(visit, wanted, wanted.metric);
      const detail = await visit.find(".detail").textContent();
      const basis = visit.data.labels.source_basis[wanted.source_basis];
      const file = path.basename(wanted.file);
      for (const part of [wanted.rule, wanted.source, basis, wanted.line, file, wanted.id, wanted.sentence])
        must(dense(detail).includes(dense(shown(part))), `the detail lacks ${part}`);
      same(dense(await visit.find(".detail mark.lit").textContent()), dense(wanted.quote), "the lit quote");
    }
  },
  "what has no record is marked in its own ways": async (visit) => {
    const looks = await marks(visit).evaluateAll((all) =>
      all.map((mark) => {
        const style = getComputedStyle(mark);
        return [style.outlineStyle, style.textDecorationLine, style.textDecorationStyle, style.backgroundImage].join(
          " ",
        );
      }),
    );
    const { mark } = visit.data.rows;
    const lookOf = (wanted) => looks[mark.findIndex(wanted)];
    const unbound = lookOf(({ reason }) => reason === "unbound");
    const aside = lookOf(({ reason }) => reason.includes("."));
    const bound = lookOf(({ reason }) => !reason);
    same(new Set([unbound, aside, bound]).size, 3, `different looks of ${unbound}, ${aside} and ${bound}`);
    const passed = marks(visit).nth(mark.findIndex(({ reason }) => reason === "date"));
    const lookOfPassed = () => passed.evaluate((element) => getComputedStyle(element).backgroundImage);
    same(await lookOfPassed(), "none", "dates at first");
    await visit.page.getByRole("checkbox", { name: visit.say("showPassed") }).check();
    must((await lookOfPassed()) !== "none", "dates cannot be shown");
    for (const [reason, key] of [
      ["unbound", "unbound"],
      ["skip.per", "aside"],
    ]) {
      await marks(visit)
        .nth(mark.findIndex((one) => one.reason === reason))
        .click();
      must((await visit.find(".detail").textContent()).includes(visit.say(key)), `the detail does not say ${key}`);
    }
  },
  "search narrows the records": async (visit) => {
    const { record } = visit.data.rows;
    const search = visit.page.getByRole("searchbox");
    const matching = (...words) =>
      record.filter((one) =>
        words.every((word) =>
          [one.metric, one.source, one.sentence, one.value + one.unit, one.quote, one.id].some((text) =>
            text.includes(word),
          ),
        ),
      ).length;
    const { metric, source, value, unit, sentence } = record[record.length >> 1];
    for (const words of [[metric], [value + unit], [sentence.slice(0, 12)], [metric, value], [source]]) {
      await search.fill(words.join(" "));
      await showsCount(visit, matching(...words), words.join(" "));
    }
    must(matching(metric, value) < record.length, "the search could not fail");
    await visit.button(visit.say("clearAll")).click();
    await showsCount(visit, record.length, "cleared");
  },
  "every filter narrows to what the data count": async (visit) => {
    const { record } = visit.data.rows;
    for (const field of ["kind", "claim", "section", "unit", "source", "qualifier"]) {
      const counts = tally(record, (one) => one[field]);
      if (counts.size < 2) continue;
      const select = visit.choice(visit.label("record", field));
      for (const [value, count] of counts) {
        const label = (visit.data.labels[field]?.[value] ?? value) || visit.say("empty");
        await select.selectOption({ label: `${label} (${count})` });
        await showsCount(visit, count, `${field} ${value}`);
      }
      await visit.button(visit.say("clearAll")).click();
      await showsCount(visit, record.length, `${field} cleared`);
    }
  },
  "filters add up, and reviewed ones can be left out": async (visit) => {
    const { record } = visit.data.rows;
    const labelled = (field, value, count) => ({ label: `${visit.data.labels[field]?.[value] ?? value} (${count})` });
    const [[kind, ofKind]] = [...tally(record, (one) => one.kind)].sort(([, a], [, b]) => b - a);
    await visit.choice(visit.label("record", "kind")).selectOption(labelled("kind", kind, ofKind));
    const [unit, ofUnit] = [...tally(record, (one) => one.unit)].find(([one]) => one);
    await visit.choice(visit.label("record", "unit")).selectOption(labelled("unit", unit, ofUnit));
    await showsCount(visit, record.filter((one) => one.kind === kind && one.unit === unit).length, "kind and unit");
    await visit.button(visit.say("clearAll")).click();
    for (const index of [0, 1, 2]) await row(visit, index).getByRole("checkbox").click();
    const state = visit.choice(visit.say("state"));
    await state.selectOption({ label: visit.say("reviewed") });
    await showsCount(visit, 3, "reviewed");
    await state.selectOption({ label: visit.say("unreviewed") });
    await showsCount(visit, record.length - 3, "not reviewed");
    must(
      (await visit.find(".tools").textContent()).includes(visit.say("progressCount", 3, record.length)),
      "no progress",
    );
  },
  "the keyboard alone reviews, and dcx takes what it saved": async (visit) => {
    const { record, mark } = visit.data.rows;
    await tabTo(visit, "the table", focusIs, "[role=grid]");
    await visit.press("j", "r");
    await showsChosen(visit, record[0], "j");
    await visit.press("j", "j", "k");
    await showsChosen(visit, record[1], "k");
    await visit.press("e");
    await typeInto(visit, "value", "4321.5");
    await visit.press("Enter");
    await until("the corrected value", async () => (await selectedRow(visit).textContent()).includes("4321.5"));
    await visit.press("j", "x", "j", "c");
    await visit.page.keyboard.type("与附表不符");
    await visit.press("Control+Enter");
    await until("the comment", async () => (await visit.find(".detail").textContent()).includes("与附表不符"));
    await visit.press("n", "a");
    await typeInto(visit, "metric", "列出的客户");
    await typeInto(visit, "value", "5");
    await visit.press("Enter");
    await until("the added record", async () => (await selectedRow(visit).textContent()).includes("列出的客户"));
    const file = await save(visit, () => visit.press("s"));
    const actions = readLines(file).map(({ action, reviewed, comment }) => [action, reviewed ?? "", comment ?? ""]);
    const wanted = [
      [null, "yes", ""],
      ["correct", "yes", ""],
      ["reject", "yes", ""],
      [null, "", "与附表不符"],
    ];
    same(actions.slice(0, 4), wanted, "what is saved first");
    const missed = mark.find(({ reason }, i) => isMissed(reason) && i > markIndex(visit, record[3]));
    const [addition] = readLines(file).filter(({ action }) => action === "add");
    same(addition.id, missed.id, "the id of the addition");
    recordsAgree(file, (before) => ({
      wanted: before.map((one, i) => (i === 1 ? { ...one, value: "4321.5" } : one)).filter((_, i) => i !== 2),
      added: [{ metric: "列出的客户", value: "5", quote: quoteOf(missed) }],
    }));
  },
  "a record is added for what is selected in the text": async (visit) => {
    const { mark } = visit.data.rows;
    const place = mark.findIndex(({ reason, block }) => reason === "date" && block.kind === "paragraph");
    await drag(visit, marks(visit).nth(place));
    await visit.button(visit.say("addFromSelection")).click();
    const field = (name) => visit.page.getByRole("textbox", { name: visit.label("record", name), exact: true });
    await field("metric").fill("报告期");
    await field("value").fill("2023");
    await visit.button(visit.say("apply")).click();
    await until("the row", async () => (await selectedRow(visit).textContent()).includes("报告期"));
    const file = await save(visit, () => visit.button(visit.say("saveUnsaved")).click());
    recordsAgree(file, (before) => ({
      wanted: before,
      added: [{ metric: "报告期", value: "2023", quote: quoteOf(mark[place]) }],
    }));
  },
  "unsaved work outlives a reload": async (visit) => {
    const { record } = visit.data.rows;
    for (const index of [0, 1]) await row(visit, index).getByRole("checkbox").click();
    await clickRow(visit, 2);
    await visit.press("x");
    await visit.page.waitForTimeout(500);
    await visit.page.reload();
    await until("a notice", async () => (await visit.find(".notice").count()) === 1);
    const notice = await visit.find(".notice").textContent();
    must(notice.includes(visit.say("restored", 3, "").split("（")[0]), `the notice says ${notice}`);
    const progress = () => visit.find(".progress-text").textContent();
    same(await progress(), visit.say("progressCount", 3, record.length), "the progress");
    must((await row(visit, 2).getAttribute("class")).includes("rejected"), "the rejection is lost");
    await visit.button(visit.say("discard")).click();
    await until("discarded", async () => (await progress()) === visit.say("progressCount", 0, record.length));
    await visit.page.reload();
    same(await visit.find(".notice").count(), 0, "notices after discarding");
  },
  "the address names a record": async (visit) => {
    const { record } = visit.data.rows;
    const [first, second] = [record[record.length - 1], record[5]];
    await visit.page.evaluate((id) => (location.hash = id), first.id);
    await visit.page.reload();
    await showsChosen(visit, first, "opened");
    await visit.page.evaluate((id) => (location.hash = id), second.id);
    await showsChosen(visit, second, "changed");
    await clickRow(visit, 0);
    same(await visit.page.evaluate(() => location.hash), `#${record[0].id}`, "the address of a chosen record");
  },
  "the printed review has all text and all records": async (visit) => {
    await hidesControlsOnPaper(visit);
    const text = await printed(visit, "review");
    for (const block of visit.data.rows.block) {
      const wanted = bare(block.kind === "row" ? block.text.replaceAll("|", "") : block.text);
      must(text.includes(wanted), `the paper lacks ${block.text.slice(0, 60)}`);
    }
    for (const { metric, value } of visit.data.rows.record)
      must(text.includes(bare(metric + value)), `the paper lacks the row of ${metric} ${value}`);
  },
};

function isMissed(reason) {
  return reason && reason !== "date" && reason !== "name";
}

function quoteOf({ block, from, length }) {
  return dense(
    Array.from(block.text)
      .slice(Number(from) - 1, Number(from) - 1 + Number(length))
      .join(""),
  );
}

async function drag(visit, element) {
  await element.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await element.boundingBox();
  await visit.page.mouse.move(x + 0.5, y + height / 2);
  await visit.page.mouse.down();
  await visit.page.mouse.move(x + width - 0.5, y + height / 2, { steps: 5 });
  await visit.page.mouse.up();
}

const EARLIER_NAME = "earlier";

function earlierCorrections({ record, mark, document: [{ document }] }) {
  const unbound = mark.find(({ reason }) => reason === "unbound");
  const { id, quote } = record[1];
  return [
    { id: record[0].id, action: "correct", document, reviewed: "yes", reviewer: "王" },
    {
      id,
      action: "correct",
      document,
      value: "77.7",
      source: "",
      reviewed: "yes",
      reviewer: "李",
      comment: "看附表",
      quote,
    },
    { id: record[2].id, action: "reject", document, comment: "重复" },
    { id: unbound.id, action: "add", document, metric: "客户", value: "5", kind: "level", quote: quoteOf(unbound) },
    { id: "000000000000", action: "correct", document, value: "5", comment: "旧版", reviewer: "赵" },
    { id: "111111111111", action: "reject", document: "另一份报告（2019年）", reviewer: "钱" },
  ];
}

const EARLIER = {
  "earlier corrections are shown and saved again, stale ones too": async (visit) => {
    const { record } = readPage(pageFile("review")).rows;
    await visit.button(visit.say("staleCount", 1)).click();
    must((await visit.find("dialog").textContent()).includes("000000000000"), "the stale correction is not shown");
    await visit.press("Escape");
    same(
      await visit.find(".progress-text").textContent(),
      visit.say("progressCount", 2, record.length + 1),
      "the progress",
    );
    const state = visit.choice(visit.say("state"));
    for (const [name, count] of [
      ["corrected", 1],
      ["rejected", 1],
      ["added", 1],
      ["commented", 2],
    ]) {
      await state.selectOption({ label: visit.say(name) });
      await showsCount(visit, count, name);
    }
    await visit.button(visit.say("clearAll")).click();
    await clickRow(visit, 1);
    const detail = await visit.find(".detail").textContent();
    for (const part of ["77.7", "看附表", "李"]) must(detail.includes(part), `the detail lacks ${part}: ${detail}`);
    const given = earlierCorrections(readPage(pageFile("review")).rows);
    const saved = readLines(await save(visit, () => visit.button(visit.say("save")).click()));
    const sorted = (line) => JSON.stringify(Object.entries(line).sort());
    same(saved.map(sorted).sort(), given.map(sorted).sort(), "what is saved without a change");
    await clickRow(visit, 5);
    await visit.press("r");
    const more = readLines(await save(visit, () => visit.press("s")));
    same(more.length, given.length + 1, "lines after one tick");
    for (const line of given) must(more.map(sorted).includes(sorted(line)), `${line.id} is lost or changed`);
  },
};

const NARROW_REVIEW = {
  "every pane can be reached at 390 px": async (visit) => {
    await fitsNarrow(visit);
    for (const [name, selector] of [
      ["records", "[role=grid]"],
      ["detail", ".detail"],
      ["text", ".text"],
    ]) {
      await visit.button(visit.say(`pane_${name}`)).click();
      await until(`the pane of ${name}`, () => visit.find(selector).isVisible());
      await fitsNarrow(visit, name);
      await visit.shoot(`review-390-${name}`);
    }
    await marks(visit).nth(markIndex(visit, visit.data.rows.record[4])).click();
    await until("the detail of a tapped mark", () => visit.find(".detail").isVisible());
    must((await visit.find(".detail").textContent()).includes(visit.data.rows.record[4].metric), "another detail");
    await visit.button(visit.say("correct")).click();
    await fitsNarrow(visit, "the form");
    await visit.shoot("review-390-form");
    await visit.button(visit.say("cancel")).click();
    const controls = [
      visit.page.getByRole("searchbox"),
      visit.button(visit.say("save")),
      visit.button(visit.say("otherLanguage")),
    ];
    for (const control of controls) {
      const { x, width } = await control.boundingBox();
      must(x >= 0 && x + width <= NARROW.width, `a control ends at ${x + width} px`);
    }
  },
};

/* ---- cases of records without text, of many records and of documents that mean harm ---- */

const RECORDS = {
  "records without their text are a table with sentences": async (visit) => {
    const { record } = visit.data.rows;
    await showsCount(visit, record.length, "at first");
    same(await visit.find(".text").count(), 0, "panes of text");
    await clickRow(visit, 3);
    const detail = dense(await visit.find(".detail").textContent());
    must(detail.includes(dense(record[3].sentence)), "the detail lacks the sentence");
    same(dense(await visit.find(".detail mark.lit").textContent()), dense(record[3].quote), "the lit quote");
    await visit.press("r");
    same(readLines(await save(visit, () => visit.press("s")))[0].id, record[3].id, "the ticked record");
  },
};

const MANY = {
  "10,000 records are there in 5 s, found in 1 s and reached by the tab key, with a small table": async (visit) => {
    const { record } = visit.data.rows;
    must(record.length >= 10000, `there are only ${record.length} records`);
    let start = performance.now();
    await visit.page.reload({ waitUntil: "load" });
    await showsCount(visit, record.length, "loaded");
    let spent = performance.now() - start;
    must(spent < 5000, `loading takes ${spent.toFixed()} ms`);
    start = performance.now();
    await visit.find("input[type=search]").fill("第4321片"); // to look for names among 10,000 marks takes the driver long
    await showsCount(visit, 2, "search");
    spent = performance.now() - start;
    must(spent < 1000, `the search takes ${spent.toFixed()} ms`);
    await visit.find(".clear").click();
    await showsCount(visit, record.length, "cleared");
    start = performance.now();
    await tabTo(visit, "the table", focusIs, "[role=grid]");
    spent = performance.now() - start;
    must(spent < 3000, `the tab key takes ${spent.toFixed()} ms to the table`);
    await visit.press("End");
    await showsChosen(visit, record.at(-1), "End");
    const rows = await visit.find("[role=grid] tr").count();
    must(rows < 200, `the table has ${rows} rows in the document`);
  },
};

async function isHarmless(visit) {
  const made = await visit.page.evaluate(() => ({
    harm: typeof harm,
    scripts: document.scripts.length,
    foreign: [
      ...document.querySelectorAll(
        "img, svg[onload], [onclick], [onerror], iframe, object, embed, b[class=''], main i",
      ),
    ].length,
    raw: [...document.querySelector(".page").textContent].filter((c) =>
      /[\u001b\u202a-\u202e\u2066-\u2069\u2028]/u.test(c),
    ).length,
  }));
  same(made, { harm: "undefined", scripts: 2, foreign: 0, raw: 0 }, "what the document made of the page");
}

function withoutEmpty(record) {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== "" && value !== null));
}

const HOSTILE = {
  "a hostile document is only text": async (visit) => {
    await isHarmless(visit);
    const { record } = visit.data.rows;
    const all = await visit.find("main").textContent();
    for (const part of ["</script>", "<script>harm=1</script>"]) must(all.includes(part), `${part} is not shown`);
    for (let i = 0; i < record.length; i++) {
      await clickRow(visit, i);
      await isHarmless(visit);
    }
    await visit.press("e");
    await isHarmless(visit);
    await visit.press("Escape");
    await visit.shoot(path.basename(visit.data.file, ".html"));
  },
};

const INTACT = {
  "its data are as dcx reads them": async (visit) => {
    const [source] = readdirSync(PAGES).filter((name) => name.includes("onerror"));
    const format = source.startsWith("a<") ? ["--input-format", "text"] : [];
    const read = dcx("extract", "-q", "-f", "jsonl", ...format, path.join(PAGES, source)).trimEnd().split("\n");
    const wanted = read.map((line) => ({ ...JSON.parse(line), file: source }));
    const textual = (one) =>
      withoutEmpty(Object.fromEntries(Object.entries(one).map(([k, v]) => [k, v === null ? "" : String(v)])));
    const numbers = new Set(visit.data.columns.record.filter(({ type }) => type !== "text").map(({ name }) => name));
    const pick = (one) =>
      Object.entries(textual(one))
        .filter(([name]) => !numbers.has(name))
        .sort();
    same(visit.data.rows.record.map(pick), wanted.map(pick), "the records");
  },
};

/* ---- cases of the comparison ---- */

function scaleOf({ rows }, { new_id, new_file, old_id, old_file }) {
  const find = (id, file) => id && rows.record.find((one) => one.id === id && one.file === file);
  const one = find(new_id, new_file) || find(old_id, old_file);
  return one && Number(one.base_value) / Number(one.value) ? Number(one.base_value) / Number(one.value) : 1;
}

async function showsPair(visit, difference, what) {
  await until(`${what}: the row`, async () =>
    (await selectedRow(visit).count())
      ? (await selectedRow(visit).textContent()).includes(difference.metric)
      : "no row",
  );
  await until(`${what}: it is in view`, () => isInView(selectedRow(visit), ".rows"));
  const detail = visit.find(".diff-detail");
  const quotes = [difference.new_quote, difference.old_quote].filter(Boolean).map(dense);
  same((await detail.locator("mark.lit").allTextContents()).map(dense), quotes, `${what}: the lit quotes`);
  const text = dense(await detail.textContent());
  for (const which of ["new", "old"]) {
    const record = visit.data.rows.record.find(
      (one) => one.id === difference[`${which}_id`] && one.file === difference[`${which}_file`],
    );
    if (record) must(text.includes(dense(record.sentence)), `${what}: the ${which} sentence is missing`);
  }
}

function chart(visit, key) {
  return visit.find("figure.chart").filter({ has: visit.page.getByRole("heading", { name: visit.say(key) }) });
}

async function chosenId(visit) {
  return visit.page.evaluate(() => location.hash.slice(1));
}

function differenceOf(visit, id) {
  return visit.data.rows.diff.find((one) => id && (one.new_id === id || one.old_id === id));
}

const DIFF = {
  "compares every metric, and finds it": async (visit) => {
    const { diff } = visit.data.rows;
    await showsCount(visit, diff.length, "at first");
    const search = visit.page.getByRole("searchbox");
    const { metric } = diff[diff.length >> 1];
    await search.fill(metric);
    const texts = ["metric", "old_metric", "new_metric", "old_source", "new_source", "section"];
    await showsCount(visit, diff.filter((one) => texts.some((name) => one[name].includes(metric))).length, metric);
    await visit.button(visit.say("diffClear")).click();
    await showsCount(visit, diff.length, "cleared");
  },
  "filters by status, kind and flag": async (visit) => {
    const { diff } = visit.data.rows;
    for (const [key, group, values] of [
      ["diffFilterStatus", "status", (one) => [one.status]],
      ["diffFilterKind", "kind", (one) => [one.kind]],
      ["diffFilterFlag", "flag", (one) => one.flags.split(" ").filter(Boolean)],
    ]) {
      for (const [value, count] of tally(diff.flatMap(values), (one) => one)) {
        await visit.choice(visit.say(key)).selectOption({ label: `${visit.data.labels[group][value]} (${count})` });
        await showsCount(visit, count, value);
      }
      await visit.button(visit.say("diffClear")).click();
    }
  },
  "sorts by change": async (visit) => {
    const sizes = visit.data.rows.diff
      .filter(({ change }) => change)
      .map((one) => Number(one.change) * scaleOf(visit.data, one));
    const percents = visit.data.rows.diff.filter((one) => one.change_pct).map((one) => Number(one.change_pct));
    for (const [key, values, column] of [
      ["diffPercent", percents, 5],
      ["diffChange", sizes, 4],
    ]) {
      const head = visit.page.getByRole("columnheader", { name: visit.say(key), exact: true }).getByRole("button");
      const first = () => row(visit, 0).locator("td").nth(column).textContent();
      const expected = async (size, what) => {
        const wanted = visit.data.rows.diff
          .filter(
            (one) =>
              (key === "diffPercent" ? Number(one.change_pct) : Number(one.change) * scaleOf(visit.data, one)) === size,
          )
          .map((one) => (key === "diffPercent" ? one.change_pct : one.change).replace("-", ""));
        await until(`${key} ${what}`, async () => hasOne(await first(), wanted));
      };
      await head.click();
      await expected(Math.min(...values), "smallest first");
      await head.click();
      await expected(Math.max(...values), "largest first");
    }
  },
  "draws three pictures that lead to both sentences": async (visit) => {
    same(await visit.find("figure.chart svg[role=group]").count(), 3, "pictures");
    for (const key of ["diffBarsQuestion", "diffLevelsQuestion", "diffScatterQuestion"]) {
      const picture = chart(visit, key).locator("svg[role=group]");
      same(await picture.getAttribute("aria-label"), visit.say(key), "the name of a picture");
      must((await picture.locator("desc").textContent()).length > 20, "a picture is not described");
    }
    const bars = chart(visit, "diffBarsQuestion").locator("g.mark");
    await bars.nth(2).click();
    await showsPair(visit, differenceOf(visit, await chosenId(visit)), "a clicked bar");
    must(
      (await bars.nth(2).textContent()).includes(
        (await selectedRow(visit).locator("td").first().textContent()).slice(0, 6),
      ),
      "another row",
    );
    same(await bars.nth(2).getAttribute("aria-pressed"), "true", "the clicked bar is pressed");
    const scatter = "figure.chart:nth-of-type(2) g.mark";
    await tabTo(visit, "the points", focusIs, scatter);
    await visit.press("ArrowRight", "ArrowRight");
    const label = await visit.page.evaluate(() => document.activeElement.getAttribute("aria-label"));
    must(await visit.find(".chart-tip:visible").count(), "a focused point has no tip");
    await visit.press("Enter");
    const chosen = differenceOf(visit, await chosenId(visit));
    must(label.startsWith(chosen.metric), `Enter on ${label} shows ${chosen.metric}`);
    await showsPair(visit, chosen, "Enter on a point");
  },
  "the address names a row": async (visit) => {
    const { diff } = visit.data.rows;
    const chosen = diff.findLast((one) => one.status === "matched");
    await visit.page.evaluate((id) => (location.hash = id), chosen.new_id);
    await showsPair(visit, chosen, "the address");
    const other = diff.find((one) => one.status === "only-new");
    await clickRow(visit, diff.indexOf(other));
    same(await chosenId(visit), other.new_id, "the address");
  },
};

function hasOne(text, wanted) {
  return wanted.some((one) => text.replace(/[^\d.]/g, "") === one) || text;
}

const DIFF_PAPER = {
  "the printed comparison has every row and picture": async (visit) => {
    await hidesControlsOnPaper(visit);
    const text = await printed(visit, "diff");
    for (const key of ["diffBarsQuestion", "diffLevelsQuestion", "diffScatterQuestion"])
      must(text.includes(bare(visit.say(key))), `the paper lacks ${key}`);
    for (const one of visit.data.rows.diff) must(text.includes(bare(one.metric)), `the paper lacks ${one.metric}`);
  },
};

const CONTRADICTION = {
  "contradictions are set apart": async (visit) => {
    const drawn = visit.data.rows.diff.filter((one) => one.printed_growth && one.computed_growth);
    const wrong = drawn.filter((one) => one.flags.includes("growth-mismatch"));
    must(wrong.length > 0 && wrong.length < drawn.length, "the documents do not contradict as they should");
    const points = chart(visit, "diffScatterQuestion").locator("g.mark");
    same(await points.count(), drawn.length, "points");
    const shapes = await points
      .locator(".shape")
      .evaluateAll((all) => all.map((shape) => `${shape.getAttribute("d")} ${getComputedStyle(shape).fill}`));
    const looks = tally(shapes, (shape) => shape);
    same([...looks.values()].sort(), [wrong.length, drawn.length - wrong.length].sort(), "points of each look");
    for (const { metric } of wrong)
      must(
        (await points.allTextContents()).some((text) => text.includes(metric)),
        `${metric} is not named`,
      );
    await visit.choice(visit.say("diffFilterFlag")).selectOption({
      label: `${visit.data.labels.flag["growth-mismatch"]} (${wrong.length})`,
    });
    await showsCount(visit, wrong.length, "growth-mismatch");
    must(
      (await row(visit, 0).textContent()).includes(visit.data.labels.flag["growth-mismatch"]),
      "the row has no mark",
    );
    await row(visit, 0).click();
    const detail = await visit.find(".diff-detail").textContent();
    must(detail.includes(visit.data.strings.zh["flagWhy_growth-mismatch"]), "the mark is not explained");
  },
};

/* ---- cases of the check ---- */

async function showsCards(visit, count, what) {
  await until(
    `${what}: ${count} cards`,
    async () => (await visit.find("details.finding").count()) === count || "others",
  );
}

const CHECK = {
  "shows every finding, errors first": async (visit) => {
    const { finding } = visit.data.rows;
    const order = ["error", "note", "ok"];
    const wanted = [...finding].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
    await showsCards(visit, finding.length, "at first");
    const names = await visit
      .find("details.finding .metric")
      .evaluateAll((all) => all.filter((one) => one.closest("summary")).map((one) => one.textContent));
    same(
      names,
      wanted.map(({ metric }) => metric),
      "the metrics of the cards",
    );
    const severities = await visit.find("details.finding .severity").allTextContents();
    same(
      severities,
      wanted.map(({ severity }) => visit.data.labels.severity[severity]),
      "the order of the cards",
    );
    for (const [i, { severity }] of wanted.entries()) {
      const open = await visit
        .find("details.finding")
        .nth(i)
        .evaluate((card) => card.open);
      same(open, severity !== "ok", `card ${i} is open`);
    }
  },
  "marks the figures in their sentences": async (visit) => {
    const { finding, place } = visit.data.rows;
    await visit.button(visit.say("checkOpen")).click();
    for (const [i, one] of finding.entries()) {
      const figures = place.filter((candidate) => candidate.finding === String(i + 1));
      const card = visit
        .find("details.finding")
        .filter({ has: visit.page.locator(`summary:has-text("${one.metric}")`) });
      const lit = (await card.locator("mark.lit").allTextContents()).map(dense);
      for (const { quote, sentence, at, length } of figures) {
        const cut = Array.from(sentence)
          .slice(at - 1, at - 1 + Number(length))
          .join("");
        same(dense(cut), dense(quote), "the place of a figure");
        must(lit.includes(dense(quote)), `${quote} of ${one.metric} is not marked among ${lit}`);
        must(dense((await card.allTextContents()).join("")).includes(dense(sentence)), "the sentence is cut");
      }
    }
    const cards = await visit.find("details.finding").count();
    for (let i = 0; i < cards; i++) {
      const card = visit.find("details.finding").nth(i);
      const [listed, lit] = [await card.locator(".figures li").count(), await card.locator("mark.lit").count()];
      same(lit, listed, `marks of card ${i}`);
    }
  },
  "filters by severity, check and words": async (visit) => {
    const { finding } = visit.data.rows;
    for (const [severity, count] of tally(finding, (one) => one.severity)) {
      const filter = visit.find(`[data-severity="${severity}"]`);
      await filter.click();
      await showsCards(visit, count, severity);
      await visit.find(`[data-severity="${severity}"]`).click();
    }
    for (const [check, count] of tally(finding, (one) => one.check)) {
      await visit
        .choice(visit.say("checkFilter"))
        .selectOption({ label: `${visit.data.labels.check[check]} (${count})` });
      await showsCards(visit, count, check);
    }
    await visit.choice(visit.say("checkFilter")).selectOption("");
    await visit.page.getByRole("searchbox").fill(finding[0].quote);
    const hits = finding.filter((one, i) =>
      visit.data.rows.place.some((p) => p.finding === String(i + 1) && p.sentence.includes(finding[0].quote)),
    );
    await showsCards(visit, hits.length, "search");
  },
  "the keyboard goes from finding to finding": async (visit) => {
    await tabTo(visit, "the first finding", focusIs, "details.finding > summary");
    const open = (i) =>
      visit
        .find("details.finding")
        .nth(i)
        .evaluate((card) => card.open);
    await visit.press("Enter");
    same(await open(0), false, "closed");
    const before = await open(1); /* notes begin closed */
    await visit.press("ArrowDown", "Enter");
    same(await open(1), !before, "the next is turned");
    await visit.press("ArrowUp", "Enter");
    same(await open(0), true, "opened again");
  },
  "the printed check has every finding": async (visit) => {
    await hidesControlsOnPaper(visit);
    const text = await printed(visit, "check");
    for (const { metric, severity } of visit.data.rows.finding) {
      must(text.includes(bare(metric)), `the paper lacks ${metric}`);
      must(text.includes(bare(visit.data.labels.severity[severity])), `the paper lacks ${severity}`);
    }
    for (const { sentence, finding } of visit.data.rows.place)
      if (visit.data.rows.finding[finding - 1].severity !== "ok") {
        const start = bare(sentence).replace(/[0-9.,].*/, "");
        must(text.includes(start), `the paper lacks ${sentence}`);
      }
  },
};

/* ---- cases of several documents, of other tables ---- */

const BOTH = {
  "two documents are shown, and one alone": async (visit) => {
    const { document, record } = visit.data.rows;
    same(await visit.find(".document:visible").count(), 2, "documents");
    const { document: title } = document[1];
    const count = record.filter((one) => one.document === title).length;
    await visit.choice(visit.label("record", "document")).selectOption({ label: `${title} (${count})` });
    await showsCount(visit, count, title);
    same(await visit.find(".document:visible").count(), 1, "documents of one");
    await marks(visit)
      .nth(markIndex(visit, record.at(-1)))
      .click();
    await showsChosen(visit, record.at(-1), "the last mark");
  },
};

const SERIES = {
  "any other table can be read and searched": async (visit) => {
    const { series } = visit.data.rows;
    await showsCount(visit, series.length, "at first");
    await visit.page.getByRole("searchbox").fill(series[3].metric);
    const found = series.filter((one) => Object.values(one).some((text) => text.includes(series[3].metric))).length;
    await showsCount(visit, found, series[3].metric);
  },
};

/* ---- the table of cases: [page, what a user gets, how it is opened, what is done] ---- */

function casesOf(name, given, options = {}) {
  return Object.entries(given).map(([what, run]) => ({ name, what, options, run }));
}

const WHOLE = {
  "every control has a name": namesEveryControl,
  "the focus can be seen": (visit) => showsFocus(visit, 24),
  "texts stand out": canBeRead,
  "speaks Chinese and English": speaksBoth,
};

function wholeCases(name) {
  return [
    ...casesOf(name, WHOLE),
    ...casesOf(name, { "an English browser gets English": speaksBoth }, { locale: "en-US" }),
    ...casesOf(name, { "texts stand out in the dark": canBeRead }, { scheme: "dark" }),
    ...casesOf(name, { "fits 390 px": (visit) => fitsNarrow(visit) }, { size: NARROW }),
  ];
}

const LOOKS = [
  ["1280", {}],
  ["1280-dark", { scheme: "dark" }],
  ["1280-english", { locale: "en-US" }],
  ["390", { size: NARROW }],
  ["390-dark", { size: NARROW, scheme: "dark" }],
];

function pictureCases(name, choose = async () => {}) {
  return LOOKS.map(([look, options]) => ({
    name,
    what: `looks, at ${look}`,
    options,
    run: async (visit) => {
      await visit.shoot(`${name}-${look}`);
      await choose(visit);
      await visit.shoot(`${name}-${look}-chosen`);
      if (options.size) await fitsNarrow(visit);
    },
  }));
}

async function chooseByAddress(visit) {
  const { record, diff } = visit.data.rows;
  const id = diff ? diff.find((one) => one.status === "matched").new_id : record[record.length >> 1].id;
  await visit.page.evaluate((one) => (location.hash = one), id);
  await visit.page.waitForTimeout(150);
}

async function openAll(visit) {
  await visit.button(visit.say("checkOpen")).click();
}

function isSmall(name) {
  const run = (visit) => {
    const size = statSync(visit.data.file).size;
    must(size < 1 << 20, `the page has ${size} bytes`);
  };
  return casesOf(name, { "the page is under 1 MB": run });
}

function allCases() {
  const has = (name) => readdirSync(PAGES).includes(`${name}.html`);
  return [
    ...["review", "annual", "both", "traditional", "cells"].flatMap((name) => casesOf(name, REVIEW)),
    ...["hostile", "many"].flatMap((name) =>
      casesOf(name, { "marks every figure as it is quoted": REVIEW["marks every figure as it is quoted"] }),
    ),
    ...casesOf("review", REVIEW_MORE),
    ...casesOf("review", NARROW_REVIEW, { size: NARROW }),
    ...casesOf(EARLIER_NAME, EARLIER),
    ...casesOf("both", BOTH),
    ...casesOf("records", RECORDS),
    ...casesOf("many", MANY),
    ...casesOf("hostile", { ...HOSTILE, ...INTACT }),
    ...casesOf("hostile-records", HOSTILE),
    ...casesOf("diff", { ...DIFF, ...DIFF_PAPER }),
    ...casesOf("contradiction", CONTRADICTION),
    ...casesOf("check", CHECK),
    ...casesOf("series", SERIES),
    ...casesOf("review", { "no text lacks a language": lacksNoText }),
    ...["review", "diff", "check"].flatMap(wholeCases),
    ...casesOf("series", WHOLE),
    ...["against", "hostile-records", "records", "series"].flatMap((name) =>
      casesOf(name, { "fits 390 px": (visit) => fitsNarrow(visit) }, { size: NARROW }),
    ),
    ...["annual", "review", "traditional", "diff", "check"].flatMap(isSmall),
    ...pictureCases("review", chooseByAddress),
    ...pictureCases("diff", chooseByAddress),
    ...pictureCases("check", openAll),
    ...["real-2024", "real-2025"].filter(has).flatMap((name) => [...casesOf(name, REVIEW), ...isSmall(name)]),
    ...(has("real-diff")
      ? [...casesOf("real-diff", DIFF), ...isSmall("real-diff"), ...pictureCases("real-diff", chooseByAddress)]
      : []),
    ...(has("real-check") ? [...isSmall("real-check"), ...pictureCases("real-check", openAll)] : []),
  ];
}

/* ---- running them ---- */

async function runCase(browser, { name, what, options, run }) {
  let visit;
  const start = Date.now();
  try {
    visit = await Visit.start(browser, name, options);
    visit.page.setDefaultTimeout(8000);
    await run(visit);
    await visit.end();
    visit = null;
    return { passed: true, seconds: (Date.now() - start) / 1000 };
  } catch (error) {
    const more = visit?.faults.length ? ` (${visit.faults.join("; ")})` : "";
    return {
      passed: false,
      seconds: (Date.now() - start) / 1000,
      reason: error.message.split("\n").slice(0, 4).join(" ") + more,
    };
  } finally {
    await visit?.context.close();
  }
}

async function main() {
  mkdirSync(SHOTS, { recursive: true });
  await makesPageWith(earlierCorrections(readPage(pageFile("review")).rows), EARLIER_NAME);
  const wanted = process.argv.slice(2);
  const cases = allCases().filter(({ name, what }) => wanted.every((part) => `${name}: ${what}`.includes(part)));
  const browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
  const counts = { passed: 0, failed: 0 };
  const queue = [...cases];
  const work = async () => {
    for (let one = queue.shift(); one; one = queue.shift()) {
      const { passed, seconds, reason } = await runCase(browser, one);
      counts[passed ? "passed" : "failed"]++;
      console.log(
        `${passed ? "ok    " : "FAILED"} ${one.name}: ${one.what} (${seconds.toFixed(1)} s)${reason ? `\n       ${reason}` : ""}`,
      );
    }
  };
  await Promise.all(Array.from({ length: Math.min(4, cpus().length) }, work));
  await browser.close();
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  process.exitCode = counts.failed || !cases.length ? 1 : 0;
}

await main();
