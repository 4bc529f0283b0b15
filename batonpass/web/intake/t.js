// Tells Batonpass which pages a visitor looked at, once that visitor has agreed. Sets no cookie, ever; keeps nothing
// in the browser before consent; sends nothing to anybody but the address this file came from.
(() => {
  "use strict";
  const own = document.currentScript;
  if (!own || window.batonpass) return;
  const to = new URL("/t", own.src).href;
  const KEY = "batonpass";
  let kept = null;
  let held = [];

  // Of 128 random bits, so that nobody can guess another's; randomUUID is missing on pages without encryption.
  const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
  const refused = () => navigator.globalPrivacyControl === true || navigator.doNotTrack === "1";
  const read = () => {
    try { return JSON.parse(localStorage.getItem(KEY)); } catch { return null; }
  };
  const write = (value) => {
    kept = value;
    try { value ? localStorage.setItem(KEY, JSON.stringify(value)) : localStorage.removeItem(KEY); } catch { /* memory alone */ }
  };
  const send = (body) => {
    const text = JSON.stringify(body);
    if (!(navigator.sendBeacon && navigator.sendBeacon(to, text)))
      fetch(to, { method: "POST", body: text, keepalive: true, credentials: "omit" }).catch(() => {});
  };
  const tell = (event) => {
    const full = { message_id: fresh(), timestamp: new Date().toISOString(), ...event };
    if (!kept) { if (held.length < 50) held.push(full); return; }
    send({ anonymous_id: kept.id, consent: true, events: [full] });
  };
  const prefill = (form) => {
    if (!kept || !form.matches("form[data-batonpass], form[action*='/f/']")) return;
    let input = form.querySelector("input[name=anonymous_id]");
    if (!input) {
      input = document.createElement("input");
      input.type = "hidden";
      input.name = "anonymous_id";
      form.append(input);
    }
    input.value = kept.id;
  };

  window.batonpass = {
    // Call it with what the visitor said, and which words they read: batonpass.consent(true, {text, text_version}).
    consent(agreed, proof = {}) {
      if (!agreed) {
        if (kept) send({ anonymous_id: kept.id, consent: false });
        held = [];
        write(null);
        return;
      }
      if (refused()) return;
      if (!kept) write({ id: fresh() });
      const events = held;
      held = [];
      send({ anonymous_id: kept.id, consent: true, proof: { ...proof, page: location.href.split("#")[0] }, events });
      document.querySelectorAll("form").forEach(prefill);
    },
    track(event, properties = {}) { tell({ type: "track", event, properties }); },
    page(name = "") {
      tell({ type: "page", name, properties: { path: location.pathname, title: document.title, referrer: document.referrer } });
    },
    status() {
      if (refused()) return "the browser asks not to be tracked: nothing is kept or sent";
      return kept ? "tracked with consent" : "no consent: nothing is kept in this browser, and nothing is sent";
    },
  };

  if (!refused()) kept = read();
  document.addEventListener("submit", (event) => prefill(event.target), true);
  if (own.dataset.pages !== "off") window.batonpass.page(own.dataset.page || "");
})();
