// What becomes of what somebody has written and not sent? This tab keeps it until it is sent: a session that has ended, a page
// loaded again or a look at another lead loses nothing. It goes with the tab, and with signing out.
"use strict";

const told = document.querySelector("[data-drafts]");
const START = `draft ${told?.dataset.drafts} `;
const KINDS = "textarea, select, input:is([type=text], [type=email], [type=number], [type=date], [type=time], [type=datetime-local], [type=radio], [type=checkbox], :not([type]))";
const fieldsOf = (form) => [...form.querySelectorAll(KINDS)].filter((field) => field.name);

const ticked = (field) => field.type === "radio" || field.type === "checkbox";
const held = (field) => (ticked(field) ? field.checked : field.value);

// As the page came, whatever the browser has put in since.
function served(field) {
  if (ticked(field)) return field.defaultChecked;
  if (field.tagName !== "SELECT") return field.defaultValue;
  return ([...field.options].find((one) => one.defaultSelected) ?? field.options[0])?.value ?? "";
}

const keyOf = (form) => START + new URL(form.action).pathname;
const read = (key) => JSON.parse(sessionStorage.getItem(key) ?? "null");
const alike = (some, others) => some.length === others.length && some.every((one, nth) => one === others[nth]);

function keep(form, sent) {
  const was = fieldsOf(form).map(served), now = fieldsOf(form).map(held);
  if (alike(was, now)) sessionStorage.removeItem(keyOf(form));
  else sessionStorage.setItem(keyOf(form), JSON.stringify({ was, now, sent }));
}

function bring(form) {
  const draft = read(keyOf(form));
  if (!draft || !alike(draft.was, fieldsOf(form).map(served))) return;
  fieldsOf(form).forEach((field, nth) => { field[ticked(field) ? "checked" : "value"] = draft.now[nth]; });
  form.prepend(told.content.cloneNode(true));
  const folded = form.closest("details:not(.drop)");
  if (folded) folded.open = true;
  if (document.referrer.includes("/sign-in")) form.scrollIntoView({ block: "center" });
}

// What was sent is done when a page of ours is the answer; a door, an error or a step back says that it may not be.
function settle() {
  const arrived = told && performance.getEntriesByType("navigation")[0]?.type === "navigate";
  for (const key of Object.keys(sessionStorage).filter((one) => one.startsWith("draft "))) {
    const draft = read(key);
    if (!draft.sent) continue;
    if (arrived) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify({ ...draft, sent: false }));
  }
}

settle();
if (told) {
  for (const form of document.querySelectorAll("main form[method=post]")) {
    if (!form.querySelector("textarea, [data-keeps]") || form.closest(".editor")) continue;
    bring(form);
    form.addEventListener("input", () => keep(form, false));
    form.addEventListener("submit", () => keep(form, true));
  }
  document.querySelector("form[action='/sign-out']")?.addEventListener("submit", () => sessionStorage.clear());
}
