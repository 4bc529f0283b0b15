// How does one get anywhere without the mouse? Ctrl+K opens the palette: pages, what can be done here, leads and accounts.
"use strict";

const WAIT_MS = 120;
const palette = document.querySelector("[data-palette]");

if (palette) {
  const input = palette.querySelector("input");
  const found = palette.querySelector("[data-found]");
  const empty = palette.querySelector("[data-nothing]");
  let asked = 0;
  let waiting, looking = false, hurried = false;

  const lines = () => [...found.querySelectorAll("a, button")];
  const chosen = () => found.querySelector("[aria-selected=true]");

  function choose(line) {
    chosen()?.removeAttribute("aria-selected");
    input.removeAttribute("aria-activedescendant");
    if (!line) return;
    line.setAttribute("aria-selected", "true");
    line.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", line.id);
  }

  function entry(text, kind, act) {
    const li = document.createElement("li");
    const button = document.createElement("button");
    const name = document.createElement("b");
    const about = document.createElement("span");
    name.textContent = text;
    about.textContent = kind;
    about.className = "soft small";
    button.type = "button";
    button.append(name, " ", about);
    button.addEventListener("click", () => { palette.close(); act(); });
    li.append(button);
    return li;
  }

  // What stands on the page anyway: its buttons with a key, and the pages in the bar.
  function here(said) {
    const acts = [...document.querySelectorAll("[data-key]")].map((one) => [one.textContent.replace(/\s+/g, " ").trim().replace(/ \S$/, ""), palette.dataset.here, () => one.click()]);
    const pages = [...document.querySelectorAll(".nav a")].map((one) => [one.firstChild.nextSibling?.textContent.trim() || one.textContent.trim(), palette.dataset.page, () => location.assign(one.href)]);
    // A heading of a long page, and what stands round every page under an icon or a person's name.
    const parts = [...document.querySelectorAll(".contents a")].map((one) => [one.textContent, palette.dataset.here, () => one.click()]);
    const round = [...document.querySelectorAll(".me > a, .me button, .for-keys")].map((one) => [one.querySelector(".aloud")?.textContent ?? one.title, "", () => one.click()]);
    const words = said.toLowerCase().split(/\s+/).filter(Boolean);
    return [...acts, ...pages, ...parts, ...round].filter(([text]) => words.every((word) => text.toLowerCase().includes(word))).map((one) => entry(...one));
  }

  function show(said, fetched = "") {
    const template = document.createElement("template");
    template.innerHTML = fetched;
    found.replaceChildren(...here(said), ...template.content.children);
    for (const [n, line] of lines().entries()) {
      line.id = `line-${n}`;
      line.setAttribute("role", "option");
      line.tabIndex = -1;
      line.parentElement.setAttribute("role", "presentation");
    }
    empty.hidden = lines().length > 0 || !said || looking;
    choose(lines()[0]);
  }

  async function look() {
    const said = input.value.trim(), mine = ++asked;
    const answer = said.length < 2 ? null
      : await fetch(`/search/list?q=${encodeURIComponent(said)}`, { redirect: "manual" }).catch(() => null);
    const fetched = answer?.ok ? await answer.text() : "";
    if (mine !== asked) return;
    looking = false;
    show(said, fetched);
    if (hurried) chosen()?.click();
  }

  // What stands here is shown for what is written at once: who types and presses Enter never gets what stood there before.
  function typed() {
    clearTimeout(waiting);
    asked += 1;
    looking = true;
    hurried = false;
    show(input.value.trim());
    waiting = setTimeout(look, WAIT_MS);
  }

  function open() {
    if (palette.open) return;
    input.value = "";
    show("");
    palette.showModal();
  }

  input.addEventListener("input", typed);
  input.addEventListener("keydown", (event) => {
    const all = lines(), at = all.indexOf(chosen());
    if (event.key === "ArrowDown") choose(all[Math.min(at + 1, all.length - 1)]);
    else if (event.key === "ArrowUp") choose(all[Math.max(at - 1, 0)]);
    else if (event.key === "Enter" && chosen()) chosen().click();
    else if (event.key === "Enter") hurried = looking;
    // A search field would first be emptied by it, and stay open.
    else if (event.key === "Escape") palette.close();
    else return;
    event.preventDefault();
  });
  palette.addEventListener("click", (event) => { if (event.target === palette) palette.close(); });
  document.addEventListener("keydown", (event) => {
    const writing = event.target.matches("input, textarea, select, [contenteditable]");
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") open();
    else if (event.key === "/" && !writing && !event.ctrlKey && !event.metaKey && !event.altKey) open();
    else return;
    event.preventDefault();
  });
  for (const field of document.querySelectorAll("[data-opens-palette]")) {
    field.addEventListener("pointerdown", (event) => { event.preventDefault(); open(); });
  }
}
