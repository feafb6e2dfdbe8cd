/* Typed figures: what "4.5万" means beside the field, arrow keys between rows, the sum of shares.
   A help only: the server reads what was typed. */
"use strict";

const TIMES = { 百: 1e2, 千: 1e3, 万: 1e4, 亿: 1e8 };
const FIGURE = /^([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)([百千万亿]?)(.*)$/;

function plain(text) {
  return text.normalize("NFKC").replace(/。/g, ".").replace(/[−–—]/g, "-").replace(/\s/g, "");
}

/* The number that was typed, null if it is none. As tasks/numerals.py reads it. */
function meaning(field) {
  const unit = plain(field.dataset.unit);
  const found = FIGURE.exec(plain(field.value));
  if (!found) return null;
  let [, number, times, rest] = found;
  if (times && unit.startsWith(times)) {
    if (times + rest !== unit) return null;
    times = rest = "";
  }
  if (rest && !unit.startsWith(rest) && rest !== `个${unit}`) return null;
  return Number(number.replaceAll(",", "")) * (TIMES[times] || 1);
}

const inWords = (number) => number.toLocaleString("en-US", { maximumFractionDigits: 6 });

function showMeaning(field) {
  const output = field.closest(".typed").querySelector("output");
  const number = meaning(field);
  const typedPlainly = /^[\d.,]*$/.test(field.value.trim());
  output.value = number === null || typedPlainly ? "" : `= ${inWords(number)} ${field.dataset.unit}`;
}

function moveBetweenRows(event) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step || !event.target.matches("[data-unit]")) return;
  const fields = [...event.currentTarget.querySelectorAll("[data-unit]")].filter((field) => field.offsetParent);
  const next = fields[fields.indexOf(event.target) + step];
  if (next) {
    event.preventDefault();
    next.focus();
    next.select();
  }
}

/* Of numbers as written: 0.1 + 0.2 must not show more digits than both. */
const rounded = (number) => Math.round(number * 1e6) / 1e6;

function sumShares(form) {
  const sum = form.querySelector("[data-sum]");
  const taken = [...form.querySelectorAll("[data-unit]")].filter(
    (field) => !field.closest("tr").querySelector("[type=checkbox]:checked"),
  );
  const total = rounded(taken.reduce((all, field) => all + (meaning(field) || 0), 0));
  const difference = rounded(total - Number(form.dataset.total));
  const { more, less, equal } = sum.dataset;
  sum.textContent = inWords(total);
  const words = difference === 0 ? equal : difference > 0 ? more : less;
  form.querySelector("[data-difference]").textContent = words.replace("#", inWords(Math.abs(difference)));
}

document.querySelectorAll("form").forEach((form) => {
  if (!form.querySelector("[data-unit]")) return;
  const refresh = () => {
    form.querySelectorAll("[data-unit]").forEach(showMeaning);
    if (form.dataset.total) sumShares(form);
  };
  form.addEventListener("input", refresh);
  form.addEventListener("keydown", moveBetweenRows);
  refresh();
});
