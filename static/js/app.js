/* What pages need of a script: a form is sent once, filters send themselves, typed words are not lost.
   Every page works without it. */
"use strict";

document.documentElement.classList.add("with-script");

/* A double click must not send a form twice. */

function sendOnce(event) {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  // A form whose answer is a file leaves its page standing.
  setTimeout(() => delete form.dataset.sent, 10000);
}

/* Filters and the day asked for */

function sendItself(form) {
  form.addEventListener("change", (event) => {
    // A date that is being typed is changed with every digit: wait until it is whole.
    if (event.target.checkValidity()) form.requestSubmit();
  });
}

/* Typed words. They stay on this computer until the server has them, for this user and this page,
   so that a session that ended, a lost connection or a closed window costs nothing. */

const DAYS_KEPT = 7;
const PENDING = "urbanplan:pending";
const user = document.body.dataset.user;

const nameOf = (form) => form.id || form.getAttribute("action") || [...document.forms].indexOf(form);
const keyOf = (form) => `urbanplan:${user}:${location.pathname}:${nameOf(form)}`;
const isWords = (field) =>
  field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type);
const fieldsOf = (form) => [...form.elements].filter(isWords);

const isTicked = (field) => ["checkbox", "radio"].includes(field.type);
const valueOf = (field) => (isTicked(field) ? field.checked : field.value);

function wordsOf(form) {
  return fieldsOf(form).map((field) => [field.name, valueOf(field)]);
}

/* Each field with its words; one that the page did not have when they were typed, a question say, has none. */
function paired(form, words) {
  const left = [...words];
  return fieldsOf(form).flatMap((field) => {
    const at = left.findIndex(([name]) => name === field.name);
    return at < 0 ? [] : [[field, left.splice(at, 1)[0][1]]];
  });
}

function holds(form, words) {
  const pairs = paired(form, words);
  return pairs.length === words.length && pairs.every(([field, value]) => valueOf(field) === value);
}

function putBack(form, words) {
  paired(form, words).forEach(([field, value]) => {
    if (isTicked(field)) field.checked = value;
    else field.value = value;
  });
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function stored(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    return kept && Date.now() - kept.at < DAYS_KEPT * 86400000 ? kept : null;
  } catch {
    return null;
  }
}

function store(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // The store is full or forbidden: the server's own saving still works.
  }
}

function forgetOldWords() {
  Object.keys(localStorage)
    .filter((key) => key.startsWith("urbanplan:") && !stored(key))
    .forEach((key) => localStorage.removeItem(key));
}

/* A form that was sent may have met an ended session. Its words go once a page says that it went well. */
function settlePending() {
  const pending = JSON.parse(sessionStorage.getItem(PENDING) || "null");
  if (!pending || ["door", "error"].includes(document.body.dataset.page) || pending.user !== user) return;
  sessionStorage.removeItem(PENDING);
  const refused = document.querySelector(".alert-danger, .is-invalid, .invalid-feedback");
  const confirmed = document.querySelector(".alert-success") || location.pathname !== pending.page;
  if (confirmed && !refused) localStorage.removeItem(pending.key);
}

function offer(form, key, kept) {
  const note = document.getElementById("kept-words").content.firstElementChild.cloneNode(true);
  note.querySelector("time").textContent = new Date(kept.at).toLocaleString(document.documentElement.lang);
  note.querySelector("[data-restore]").addEventListener("click", () => {
    putBack(form, kept.words);
    note.remove();
  });
  note.querySelector("[data-discard]").addEventListener("click", () => {
    localStorage.removeItem(key);
    note.remove();
  });
  form.prepend(note);
}

function keepWords(form) {
  const key = keyOf(form);
  const kept = stored(key);
  if (kept && holds(form, kept.words)) localStorage.removeItem(key);
  else if (kept) offer(form, key, kept);

  form.addEventListener("input", () => {
    form.dataset.unsaved = "yes";
    store(key, { at: Date.now(), words: wordsOf(form) });
  });
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    delete form.dataset.unsaved;
    sessionStorage.setItem(PENDING, JSON.stringify({ key, user, page: location.pathname }));
  });
}

/* Autosave: POST of the form to data-autosave-url; JSON {version} when saved, 409 when somebody else was first. */

const PAUSE = 2000;
const RETRY = 15000;

function autosave(form) {
  const status = form.querySelector("[data-autosave-status]");
  let timer = null;
  let stopped = false;
  let running = null;

  function say(what, ...more) {
    status.classList.toggle("is-unsafe", !["saving", "saved"].includes(what));
    status.replaceChildren(status.dataset[what], " ", ...more);
  }
  function later(pause) {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(save, pause);
  }
  function signInLink() {
    const link = document.createElement("a");
    link.href = `${status.dataset.signInUrl}?next=${encodeURIComponent(location.pathname)}`;
    link.textContent = status.dataset.signIn;
    return link;
  }
  function saved(answer, sent) {
    if (form.elements.version) form.elements.version.value = answer.version;
    // A field's default is what the server has: scripts that send changes only compare with it.
    fieldsOf(form).forEach((field, place) => {
      if (typeof sent[place][1] === "string") field.defaultValue = sent[place][1];
    });
    if (JSON.stringify(wordsOf(form)) === JSON.stringify(sent)) {
      delete form.dataset.unsaved;
      localStorage.removeItem(keyOf(form));
    }
    say("saved", new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }));
  }
  async function post() {
    const body = new FormData(form);
    for (const field of form.querySelectorAll("[type=file]")) body.delete(field.name);
    const sent = wordsOf(form);
    say("saving");
    let answer;
    try {
      answer = await fetch(form.dataset.autosaveUrl, { method: "POST", body, headers: { Accept: "application/json" } });
    } catch {
      say("failed");
      later(RETRY);
      return;
    }
    const isJson = (answer.headers.get("Content-Type") || "").includes("json");
    if (answer.ok && isJson) {
      saved(await answer.json(), sent);
    } else if (answer.status === 409) {
      stopped = true;
      say("conflict");
    } else if (answer.redirected || answer.status === 403) {
      stopped = true;
      say("ended", signInLink());
    } else if (answer.status >= 500) {
      say("failed");
      later(RETRY);
    } else {
      say("refused");
    }
  }
  // One at a time: a second request would carry the version that the first has just used up.
  async function save() {
    if (running) {
      later(PAUSE);
      return;
    }
    running = post();
    await running;
    running = null;
  }
  form.addEventListener("input", () => later(PAUSE));
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!running) return;
    event.preventDefault();
    running.then(() => setTimeout(() => form.requestSubmit(event.submitter)));
  });
}

/* Signing out on a shared computer leaves nothing behind; the browser asks first if words are unsaved. */
function forgetWordsOf() {
  Object.keys(localStorage)
    .filter((key) => key.startsWith(`urbanplan:${user}:`))
    .forEach((key) => localStorage.removeItem(key));
}

forgetOldWords();
settlePending();
// Autosave first: while it is at work it holds a form back, and the others must see that.
document.querySelectorAll("form[data-autosave-url]").forEach(autosave);
document.querySelectorAll("form[method=post]:has(textarea), form[data-keep], form[data-autosave-url]").forEach(keepWords);
document.querySelectorAll("form[data-autosubmit]").forEach(sendItself);
document.querySelectorAll("form[data-sign-out]").forEach((form) => form.addEventListener("submit", forgetWordsOf));
document.addEventListener("submit", sendOnce);
window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-unsaved]")) event.preventDefault();
});
window.addEventListener("pageshow", (event) => {
  // A page that comes back from the browser's memory is to be sent again.
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});
