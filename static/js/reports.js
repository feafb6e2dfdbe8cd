/* Pages of reporting: ready words go into a part of the report, boxes are ticked together. They work without it. */
"use strict";

/* Ready words, or somebody else's text, appended to a field as if they were typed. */
function insert(button) {
  const field = document.getElementById(button.dataset.insertInto);
  const words = document.getElementById(button.dataset.insertFrom).textContent.trim();
  const before = field.value.trimEnd();
  field.value = before ? `${before}\n${words}` : words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

/* Parts that were not touched are not sent: two people who write different parts change only their own. */
function sendOnlyChanged(form) {
  form.addEventListener("formdata", (event) => {
    form.querySelectorAll("textarea").forEach((field) => {
      if (field.value === field.defaultValue) event.formData.delete(field.name);
    });
  });
}

function tickAll(box) {
  box.addEventListener("change", () => {
    document.querySelectorAll(`input[name="${box.dataset.tickAll}"]`).forEach((one) => {
      one.checked = box.checked;
    });
  });
}

document.querySelectorAll("[data-insert-into]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => insert(button));
});
document.querySelectorAll("form[data-only-changed]").forEach(sendOnlyChanged);
document.querySelectorAll("[data-tick-all]").forEach(tickAll);
