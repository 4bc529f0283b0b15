// What does a page do beyond its links and forms? Clocks tick, keys move, the list stays fresh. Without it all still works.
"use strict";

const TICK_MS = 1000;
const FRESH_MS = 20000;
const SOON_MS = 150;
const WARN_SHARE = 0.25;

// Whoever goes on, or makes the window smaller, while a page still fades in breaks the fading off; that is no fault.
window.addEventListener("unhandledrejection", (event) => {
  if (/^Transition was (aborted|skipped)/.test(event.reason?.message)) event.preventDefault();
});

// A clock counts working seconds that the server sent; it knows no calendar, only when the hours close or open next.
class Clock extends HTMLElement {
  static all = new Set();

  connectedCallback() {
    this.since = performance.now();
    this.words = this.querySelector("[data-words]");
    this.arc = this.querySelector("[data-arc]");
    Clock.all.add(this);
  }

  disconnectedCallback() {
    Clock.all.delete(this);
  }

  tick() {
    const { left, total, edge, opened, late } = this.dataset;
    const passed = (performance.now() - this.since) / 1000;
    const open = opened === "yes";
    const worked = open ? Math.min(passed, +edge) : Math.max(0, passed - edge);
    const running = open ? passed < +edge : passed >= +edge;
    const now = Math.ceil(left - worked);
    const isLate = late === "yes" || now < 0;
    this.dataset.tone = isLate ? "late" : !running ? "paused" : now < total * WARN_SHARE ? "warn" : "ok";
    if (this.words) this.words.textContent = words(now);
    if (this.arc) this.arc.setAttribute("stroke-dasharray", `${isLate ? 100 : Math.max(3, (100 * now) / total)} 100`);
  }
}

function words(seconds) {
  const whole = Math.abs(seconds), hours = Math.floor(whole / 3600), minutes = Math.floor((whole % 3600) / 60);
  const two = (n) => String(n).padStart(2, "0");
  return (seconds < 0 ? "\u2212" : "") + (hours ? `${hours}h\u00a0${two(minutes)}m` : `${minutes}:${two(whole % 60)}`);
}

customElements.define("bp-clock", Clock);
setInterval(() => Clock.all.forEach((clock) => clock.tick()), TICK_MS);

// In a long bar the page one is on stays in sight.
document.querySelector(".nav [aria-current]")?.scrollIntoView({ block: "nearest" });

// j and k move through the list, a letter on a button presses it; never while somebody is writing.
const links = () => [...document.querySelectorAll(".lead > a")];

function move(step) {
  const all = links();
  if (!all.length) return;
  const focused = all.indexOf(document.activeElement);
  const at = focused >= 0 ? focused : all.findIndex((link) => link.hasAttribute("aria-current"));
  const to = all[Math.max(0, Math.min(all.length - 1, at + step))];
  if (document.querySelector(".panes") && wide()) to.hasAttribute("aria-current") || to.click();
  else to.focus();
}

const wide = () => matchMedia("(min-width: 54rem)").matches;

function press(key) {
  const wanted = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!wanted) return false;
  wanted.click();
  const sheet = wanted.closest("details")?.open && wanted.closest("details").querySelector("select, input:not([type=hidden]), textarea, .sheet button");
  if (sheet) sheet.focus();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") return closeSheets();
  if (event.target.matches("input, textarea, select, [contenteditable]")) return;
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "?") document.getElementById("keys")?.togglePopover();
  else if (/^[a-z]$/.test(event.key) && press(event.key)) event.preventDefault();
});

function closeSheets(except) {
  for (const open of document.querySelectorAll("details.drop[open]")) {
    if (open === except) continue;
    const inside = open.contains(document.activeElement);
    open.open = false;
    if (inside) open.querySelector("summary").focus();
  }
}

document.addEventListener("click", (event) => closeSheets(event.target.closest("details.drop")));

// A form is sent once: a second click while the answer is under way would only meet a conflict.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) return event.preventDefault();
  event.target.dataset.sent = "yes";
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

// What came of an action is where the eye, and a screen reader, are taken; the page has said where already, or we do.
if (!location.hash && !document.querySelector("[autofocus]")) {
  const came = document.querySelector(location.search ? "main :is([role=alert], .note.ok[role=status])" : "main .note[role=alert]");
  if (came) { came.tabIndex = -1; came.focus(); }
}

// The list is asked for again now and then; focus stays where it was.
const list = document.querySelector("[data-fresh]");

async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(list.dataset.fresh, { headers: { accept: "text/html" }, redirect: "manual" }).catch(() => null);
  if (!answer || !answer.ok) return answer && stale();
  const fresh = await answer.text();
  const focused = list.contains(document.activeElement) ? document.activeElement.id : "";
  const open = list.querySelector(".lead > [aria-current]");
  const template = document.createElement("template");
  template.innerHTML = fresh;
  list.replaceChildren(template.content);
  if (focused) document.getElementById(focused)?.focus();
  if (open && !document.getElementById(open.id)) stale("[data-gone]");
}

function stale(which = "[data-stale]") {
  const note = document.querySelector(which);
  if (note) note.hidden = false;
}

// News comes while the page is looked at; a hidden one lets go, for a browser has few lines to one host.
let line;
let soon;

function listen() {
  if (document.hidden) return line?.close();
  if (line && line.readyState !== EventSource.CLOSED) return;
  line = new EventSource("/live");
  line.addEventListener("changed", () => { clearTimeout(soon); soon = setTimeout(refresh, SOON_MS); });
}

if (list) {
  listen();
  document.addEventListener("visibilitychange", listen);
  setInterval(refresh, FRESH_MS);
  document.addEventListener("visibilitychange", refresh);
  list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
}
