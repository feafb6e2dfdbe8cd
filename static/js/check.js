/* Comfort for the checking page: doubts by keyboard, and words of the text that become a row.
   Without it every form on the page works by itself. */
"use strict";

const doubtsLeft = () => [...document.querySelectorAll("[data-doubt]")];
const current = () => document.querySelector("[data-doubt].is-current");

/* Into the middle of its own pane; on a narrow page, where panes do not scroll, only what is out of sight moves. */
function bringIntoView(element) {
  const pane = element.closest(".check-text, .check-ledger, .doubts");
  if (pane.scrollHeight <= pane.clientHeight || getComputedStyle(pane).overflowY === "visible") {
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

/* Doubts */

function goTo(doubt) {
  if (!doubt) return;
  current()?.classList.remove("is-current");
  doubt.classList.add("is-current");
  document.querySelector(".check-panes").scrollIntoView({ block: "nearest" });
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
  if (!left) return location.replace(location.pathname);
  document.querySelector("[data-doubt-count]").textContent = left;
  goTo(next);
}

async function accept(doubt) {
  if (!doubt || doubt.dataset.sent) return;
  doubt.dataset.sent = "yes";
  const form = doubt.querySelector("form");
  const data = new FormData(form);
  data.set("do", "accept");
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: data,
      headers: { Accept: "application/json" },
    });
    if (answer.status === 204) return settled(doubt);
  } catch {
    // No connection: the form below says so.
  }
  // Refused, or the session has ended: what the server says is a page.
  const deed = Object.assign(document.createElement("input"), { type: "hidden", name: "do", value: "accept" });
  form.append(deed);
  form.submit();
}

function correct(doubt) {
  const row = document.getElementById(doubt.dataset.doubt);
  if (row?.matches("details")) row.open = true;
  row?.querySelector("input:not([type=hidden])")?.focus();
}

const KEYS = { j: () => step(1), k: () => step(-1), a: () => accept(current()), c: () => current() && correct(current()) };

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.matches("input, select, textarea");
  const deed = KEYS[event.key];
  if (!deed || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  deed();
});

document.addEventListener("submit", (event) => {
  const doubt = event.target.closest("[data-doubt]");
  if (doubt && event.submitter?.value === "accept" && !doubt.dataset.sent) {
    event.preventDefault();
    accept(doubt);
  }
});

document.addEventListener("click", (event) => {
  const doubt = event.target.closest("[data-doubt]");
  if (doubt && !event.target.closest("form")) {
    event.preventDefault();
    goTo(doubt);
  }
  if (event.target.matches("[data-correct]")) {
    event.preventDefault();
    goTo(doubt);
    correct(doubt);
  }
});

document.addEventListener("focusin", (event) => {
  const row = event.target.closest(".row-form");
  if (row) see(`at-${row.id}`);
});

/* Selected words */

if (document.getElementById("selected")) see("selected");

const text = document.querySelector("[data-selectable]");
const bar = document.importNode(document.getElementById("selection-bar").content, true).firstElementChild;

/* How many characters of the document stand before this point; the page shows each paragraph letter for letter. */
function offsetOf(node, offset) {
  const paragraph = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
  if (!paragraph || !text.contains(paragraph)) return null;
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
    link.href = `${location.pathname}?add=${link.dataset.add}&start=${start}&end=${end}#add`;
  });
  document.body.append(bar);
});
