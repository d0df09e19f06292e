// Elements, texts, listeners that end with their view, and the little that is kept in the browser.

// Controls that would reorder, hide or break text. They are shown by name instead.
const UNSEEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

function nameOfControl(character) {
  return `‹U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}›`;
}

function visible(text) {
  return String(text).replace(UNSEEN, nameOfControl);
}

function el(tag, properties, ...children) {
  return fill(document.createElement(tag), properties, children);
}

function svg(tag, properties, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), properties, children);
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties ?? {})) setProperty(element, name, value);
  append(element, children);
  return element;
}

function setProperty(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "class") element.setAttribute("class", value);
  else if (name === "text") element.textContent = visible(value);
  else if (name === "value") element.value = value;
  else if (name.startsWith("on")) element.addEventListener(name.slice(2).toLowerCase(), value);
  else element.setAttribute(name, value === true ? "" : visible(value));
}

function classes(...names) {
  return names.filter(Boolean).join(" ");
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : visible(child));
  }
}

function button(label, onClick, properties) {
  return el("button", { type: "button", text: label, onclick: onClick, ...properties });
}

function replace(host, ...children) {
  host.replaceChildren();
  append(host, children);
}

// Listeners on window and document outlive the elements of a view: they take this signal.
let viewLife = new AbortController();

function viewSignal() {
  return viewLife.signal;
}

function endView() {
  viewLife.abort();
  viewLife = new AbortController();
}

function debounce(wait, action) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(action, wait, ...args);
  };
}

// Storage may be forbidden, full, or absent where the page is opened from a disk.
function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // The page works without: what is said can still be saved as a file.
  }
}

function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

// One polite region for what changes elsewhere on the page than where the eye or the screen reader is.
function announce(message) {
  const region = document.getElementById("announcement");
  if (region) region.textContent = visible(message);
}

function openDialog(title, ...children) {
  const close = button(t("close"), () => dialog.close(), { class: "plain" });
  const dialog = el(
    "dialog",
    { "aria-label": title, onclose: () => dialog.remove() },
    el("header", null, el("h2", { text: title }), close),
    ...children,
  );
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
