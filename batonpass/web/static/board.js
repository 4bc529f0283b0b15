// What does the board do beyond its form? Numbers stay fresh, cards are dragged, x chooses, h hands on. Without it the form does all.
const FRESH_MS = 20000;

class Board extends HTMLElement {
  connectedCallback() {
    this.form = document.getElementById("move");
    this.prepare();
    this.timer = setInterval(() => this.refresh(), FRESH_MS);
    this.addEventListener("change", () => this.count());
    this.addEventListener("dragstart", (event) => this.lift(event));
    this.addEventListener("dragover", (event) => this.over(event));
    this.addEventListener("dragend", () => this.drop(null));
    this.addEventListener("drop", (event) => this.drop(event));
    document.addEventListener("keydown", this.keys);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    document.removeEventListener("keydown", this.keys);
  }

  prepare() {
    for (const card of this.querySelectorAll(".card")) card.draggable = Boolean(this.form);
    for (const link of this.querySelectorAll(".card > a")) link.draggable = false;
    this.count();
  }

  boxes() {
    return [...this.querySelectorAll(".pick input")];
  }

  count() {
    const chosen = this.boxes().filter((box) => box.checked).length;
    for (const box of this.boxes()) box.closest(".card").classList.toggle("chosen", box.checked);
    const told = this.form?.querySelector("[data-chosen]");
    if (told) told.lastChild.textContent = chosen ? told.dataset.chosen.replace("{n}", chosen) : told.dataset.none;
    this.form?.classList.toggle("ready", chosen > 0);
  }

  keys = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input:not([type=checkbox]), textarea, select")) return;
    const card = document.activeElement?.closest(".card");
    if (event.key === "x" && card) {
      card.querySelector(".pick input")?.click();
      event.preventDefault();
    } else if (event.key === "h" && this.form) {
      this.form.elements.to.focus();
      event.preventDefault();
    }
  };

  lift(event) {
    const card = event.target.closest(".card");
    if (!card || !this.form) return;
    this.lifted = card;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.dataset.lead);
    this.classList.add("dragging");
  }

  over(event) {
    const column = event.target.closest(".column");
    for (const one of this.querySelectorAll(".column.over")) if (one !== column) one.classList.remove("over");
    if (!this.lifted || !column || column.contains(this.lifted)) return;
    column.classList.toggle("over", !("shut" in column.dataset));
    event.preventDefault();
  }

  // A drop fills in the form and sends it: one way to move leads, with or without a mouse. A card that is ticked takes the
  // others that are ticked along; one that is not goes alone. Who is away is asked too: the answer says until when.
  drop(event) {
    const column = event?.target.closest(".column");
    const card = this.lifted;
    this.lifted = null;
    this.classList.remove("dragging");
    for (const one of this.querySelectorAll(".column.over")) one.classList.remove("over");
    if (!card || !column) return;
    event.preventDefault();
    if (column.contains(card)) return;
    const tick = card.querySelector(".pick input");
    if (!tick.checked) for (const box of this.boxes()) box.checked = box === tick;
    this.count();
    const whom = [...this.form.elements.to.options].find((one) => one.value === column.dataset.to);
    if (!whom) return;
    whom.disabled = false;
    whom.selected = true;
    this.form.requestSubmit();
  }

  busy() {
    return document.hidden || this.lifted || this.querySelector("details[open]");
  }

  async refresh() {
    if (this.busy()) return;
    const answer = await fetch(this.dataset.renew, { headers: { accept: "text/html" }, redirect: "manual" }).catch(() => null);
    if (!answer) return;
    if (!answer.ok) return void document.querySelector("[data-stale]")?.removeAttribute("hidden");
    const text = await answer.text();
    if (this.busy()) return;
    const chosen = new Set(this.boxes().filter((box) => box.checked).map((box) => box.id));
    const focused = this.contains(document.activeElement) ? document.activeElement.id : "";
    const template = document.createElement("template");
    template.innerHTML = text;
    this.replaceChildren(template.content);
    for (const box of this.boxes()) box.checked = chosen.has(box.id);
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    this.prepare();
  }
}

customElements.define("bp-board", Board);
