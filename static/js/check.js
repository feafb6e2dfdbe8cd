/* Comfort for the checking page: rows are corrected in place, doubts worked off by keyboard, and words of the
   text become a row. Without it every link and form of the page works by itself. */
"use strict";

const panes = () => document.querySelector(".check-panes");
const checkUrl = panes().dataset.check;
const doubtsLeft = () => [...document.querySelectorAll("[data-doubt]")];
const current = () => document.querySelector("[data-doubt].is-current");

/* Into the middle of its own pane; on a narrow page, where panes do not scroll, only what is out of sight moves. */
function bringIntoView(element) {
  const pane = element.closest(".check-text, .check-ledger, .doubts");
  if (!pane || pane.scrollHeight <= pane.clientHeight || getComputedStyle(pane).overflowY === "visible") {
    return element.scrollIntoView({ block: "nearest" });
  }
  const place = element.getBoundingClientRect().top - pane.getBoundingClientRect().top;
  pane.scrollTop += place - (pane.clientHeight - element.offsetHeight) / 2;
}

function see(anchor) {
  document.querySelectorAll(".is-seen").forEach((mark) => mark.classList.remove("is-seen"));
  const mark = document.getElementById(anchor);
  if (!mark) return;
  mark.classList.add("is-seen");
  bringIntoView(mark);
}

function showRow(anchor) {
  document.querySelectorAll(".row-form.is-current, .group.is-current").forEach((row) => row.classList.remove("is-current"));
  const row = document.getElementById(anchor);
  if (!row) return;
  row.classList.add("is-current");
  // A group stands above the panes: going there would lose the list of doubts from sight.
  if (row.matches(".row-form")) bringIntoView(row);
}

/* Asking the server. Anything but its JSON is a failure: no connection, an ended session, an error. */

const JSON_PLEASE = { Accept: "application/json" };

async function ask(url, options = {}) {
  try {
    const answer = await fetch(url, { headers: JSON_PLEASE, ...options });
    const isJson = (answer.headers.get("Content-Type") || "").includes("json");
    return isJson && (answer.ok || answer.status === 422) ? await answer.json() : null;
  } catch {
    return null;
  }
}

function post(form, deed) {
  const data = new FormData(form);
  data.set("do", deed);
  // After signing in again in another window the page's own token is out of date.
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  if (token) data.set("csrfmiddlewaretoken", token[1]);
  return ask(form.action, { method: "POST", body: data });
}

function elementOf(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

/* The part of the page that a form stands for: itself, or the fold that holds it. */
const holderOf = (form) => form.closest("[id]");

/* The page as the server has it now, in place of this one. Panes keep their place, and forms with typed words
   stay as they are. */
async function renew(url, place) {
  let page = null;
  try {
    const answer = await fetch(url);
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    // Seen below.
  }
  if (!page?.querySelector(".check-panes")) return location.assign(url);
  const places = [...document.querySelectorAll(".check-text, .check-ledger, .doubts")].map((pane) => pane.scrollTop);
  const kept = [...document.querySelectorAll("form[data-unsaved]")].map(holderOf);
  const folds = [...document.querySelectorAll("details[open][id]")].map((fold) => fold.id);
  document.getElementById("content").replaceWith(document.adoptNode(page.getElementById("content")));
  folds.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
  kept.forEach((holder) => {
    const now = document.getElementById(holder.id);
    if (now) now.replaceWith(holder);
    else document.getElementById("ledger").prepend(holder);
  });
  document.querySelectorAll(".check-text, .check-ledger, .doubts").forEach((pane, nth) => (pane.scrollTop = places[nth]));
  document.querySelector(".notes .alert-danger, .told")?.scrollIntoView({ block: "nearest" });
  const row = document.getElementById(place);
  if (row?.matches("form")) firstField(row)?.focus({ preventScroll: true });
  if (row?.matches(".row-text")) row.querySelector("a").focus({ preventScroll: true });
  if (row?.matches(".row-text, form")) row.scrollIntoView({ block: "nearest" });
  see(`at-${place}`);
  if (document.getElementById("selected")) see("selected");
}

/* Rows */

const closed = new Map();
// Words that nobody selected are to be typed before anything else.
const firstField = (row) =>
  row.querySelector("input[name=words][required]:not([value])") ||
  row.querySelector("input[name=title]") ||
  row.querySelector("input:not([type=hidden]), select");

async function open(anchor) {
  let row = document.getElementById(anchor);
  if (!row.querySelector("form") && !row.matches("form")) {
    const [kind, item] = anchor.split("-");
    const answer = await ask(`${checkUrl}${kind}/${item}/`);
    if (!answer) return location.assign(`${checkUrl}?edit=${anchor}#${anchor}`);
    closed.set(anchor, row);
    row = elementOf(answer.row);
    document.getElementById(anchor).replaceWith(row);
  }
  if (row.matches("details")) row.open = true;
  see(`at-${anchor}`);
  firstField(row)?.focus();
  firstField(row)?.select?.();
}

function close(form) {
  const words = closed.get(form.id);
  closed.delete(form.id);
  if (form.id === "add") form.remove();
  else if (words) form.replaceWith(words);
  else form.reset();
  delete form.dataset.unsaved;
  words?.querySelector("a").focus({ preventScroll: true });
}

function say(form, template) {
  form.querySelector("[data-said]")?.remove();
  form.prepend(document.getElementById(template).content.firstElementChild.cloneNode(true));
}

/* Saves, adds or takes out without leaving the page; what cannot be sent stays as it was typed. */
async function send(form, deed) {
  if (form.dataset.sent) return;
  form.dataset.sent = "yes";
  const answer = await post(form, deed);
  delete form.dataset.sent;
  if (!answer) return say(form, "not-sent");
  if (answer.row) {
    const holder = holderOf(form);
    const refused = elementOf(answer.row);
    holder.replaceWith(refused);
    refused.querySelector("form")?.setAttribute("data-unsaved", "yes");
    if (refused.matches("form")) refused.dataset.unsaved = "yes";
    bringIntoView(refused);
    return (refused.querySelector("input:not([type=hidden])") || refused).focus({ preventScroll: true });
  }
  delete form.dataset.unsaved;
  closed.delete(form.id);
  return renew(checkUrl, answer.place);
}

/* Doubts */

function goTo(doubt) {
  if (!doubt) return;
  current()?.classList.remove("is-current");
  doubt.classList.add("is-current");
  panes().scrollIntoView({ block: "nearest" });
  showRow(doubt.dataset.doubt);
  see(`at-${doubt.dataset.doubt}`);
  bringIntoView(doubt);
  doubt.focus({ preventScroll: true });
}

function step(by) {
  const doubts = doubtsLeft();
  const here = doubts.indexOf(current());
  goTo(doubts[here < 0 ? 0 : Math.min(Math.max(here + by, 0), doubts.length - 1)]);
}

function settled(doubt) {
  const next = doubt.nextElementSibling || doubt.previousElementSibling;
  const row = document.getElementById(doubt.dataset.doubt);
  row?.classList.remove("doubted");
  row?.querySelector(".doubt-words")?.remove();
  doubt.remove();
  const left = doubtsLeft().length;
  // The page's last words, and the button to publish, are the server's.
  if (!left) return renew(checkUrl, "doubts");
  document.querySelector("[data-doubt-count]").textContent = left;
  goTo(next);
}

async function accept(doubt) {
  if (!doubt || doubt.dataset.sent) return;
  doubt.dataset.sent = "yes";
  const form = doubt.querySelector("form");
  const answer = await post(form, "accept");
  delete doubt.dataset.sent;
  if (!answer) return say(form, "not-sent");
  // Somebody else changed or removed the row: the page says so.
  if (answer.place !== "doubts") return renew(checkUrl, answer.place);
  settled(doubt);
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  a: () => accept(current()),
  c: () => current() && open(current().dataset.doubt),
};

document.addEventListener("keydown", (event) => {
  const form = event.target.closest(".row-form, .add-form");
  if (event.key === "Escape" && form?.querySelector("[data-cancel]")) return close(form);
  const isTyping = event.target.matches("input, select, textarea");
  const deed = KEYS[event.key];
  if (!deed || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  deed();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  const deed = event.submitter?.value;
  if (!deed || !panes().parentElement.contains(form) || event.submitter.name !== "do") return;
  event.preventDefault();
  const doubt = form.closest("[data-doubt]");
  if (doubt && deed === "accept") accept(doubt);
  else send(form, deed);
});

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const doubt = event.target.closest("[data-doubt]");
  const link = event.target.closest("a");
  if (doubt && !event.target.closest("form")) {
    event.preventDefault();
    goTo(doubt);
  } else if (link?.matches("[data-correct]")) {
    event.preventDefault();
    goTo(doubt);
    open(doubt.dataset.doubt);
  } else if (link?.matches(".correct")) {
    event.preventDefault();
    open(new URL(link.href).hash.slice(1));
  } else if (link?.matches("[data-cancel]")) {
    event.preventDefault();
    close(link.closest("form"));
  } else if (link?.matches("[data-add], .card-actions a, .row-more a")) {
    event.preventDefault();
    bar.remove();
    renew(checkUrl + new URL(link.href).search, "add");
  }
});

document.addEventListener("input", (event) => {
  const form = event.target.closest(".check-panes form, .check-head form, .group form");
  if (!form) return;
  form.dataset.unsaved = "yes";
  // Whoever types a correction does not find the row right as read.
  form.querySelector(".doubt-words button")?.remove();
});

document.addEventListener("focusin", (event) => {
  const row = event.target.closest(".row-form");
  if (row) see(`at-${row.id}`);
});

/* Selected words */

if (document.getElementById("selected")) see("selected");

const bar = document.importNode(document.getElementById("selection-bar").content, true).firstElementChild;

/* How many characters of the document stand before this point; the page shows each paragraph letter for letter. */
function offsetOf(node, offset) {
  const paragraph = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
  if (!paragraph || !document.querySelector("[data-selectable]").contains(paragraph)) return null;
  const before = document.createRange();
  before.setStart(paragraph, 0);
  before.setEnd(node, offset);
  // The server counts characters, a script counts UTF-16 units.
  return Number(paragraph.dataset.start) + [...before.toString()].length;
}

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
  const start = range && offsetOf(range.startContainer, range.startOffset);
  const end = range && offsetOf(range.endContainer, range.endOffset);
  if (start === null || end === null || start >= end) return bar.remove();
  bar.querySelectorAll("[data-add]").forEach((link) => {
    link.href = `${checkUrl}?add=${link.dataset.add}&start=${start}&end=${end}#add`;
  });
  document.body.append(bar);
});
