// What does the editor do beyond a text in a form? It completes, tells what is wrong while one writes, and saves in place.
const script = document.querySelector("script[data-lib]");
const [cm, words] = await Promise.all([import(script.dataset.lib), import(script.dataset.words)]);

const form = document.querySelector("[data-editor]");
const found = document.querySelector("[data-findings]");
const area = form.elements.text;
const state = document.querySelector("[data-state]");
const ours = JSON.parse(form.dataset.words);
const said = document.querySelector("[data-said]");
const LOOK_AFTER_MS = 400;
const TOKEN = /^("[^"]*"|'[^']*'|[^\s,:{}[\]]+)/;
const SEVERITY = { error: "error", warning: "warning", info: "warning" };

const outline = await fetch("/playbook/outline.json").then((answer) => answer.json());
let saved = form.hasAttribute("data-unsaved") ? null : area.value;
let waiting, asking, saving = Promise.resolve(), leaving = false;

// The style sheets of the editor are adopted by a root of its own: so the page needs no inline style, and the policy none either.
const host = document.querySelector("[data-code]");
const root = host.attachShadow({ mode: "open" });

function complete(context) {
  const before = context.state.sliceDoc(0, context.pos);
  const offered = words.choices(before, context.state.doc.toString(), outline);
  if (!offered || (!context.explicit && !/[\w"'.[{,:] ?$/.test(before.slice(-2)))) return null;
  if (!offered.options.length) return offered.form && context.explicit ? { from: context.pos, options: [{ label: offered.form, apply: "", type: "text" }], filter: false } : null;
  return { from: context.pos - offered.size, options: offered.options, validFor: /^[\w.-]*$/ };
}

const hover = cm.hoverTooltip((view, at) => {
  const word = view.state.wordAt(at);
  if (!word) return null;
  const line = view.state.doc.lineAt(at);
  const from = line.from + /[\w.]*$/.exec(line.text.slice(0, word.from - line.from)).index;
  const name = /^[\w.]+/.exec(view.state.sliceDoc(from, line.to))?.[0] ?? "";
  const says = words.meaningOf(view.state.sliceDoc(0, from), name, outline);
  if (!says) return null;
  const dom = document.createElement("div");
  dom.className = "cm-meaning";
  dom.textContent = says;
  return { pos: from, end: from + name.length, above: true, create: () => ({ dom }) };
});

const theme = cm.EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--ground)", fontSize: "0.9rem", height: "min(70vh, 52rem)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: 'ui-monospace, "SF Mono", Menlo, Consolas, monospace', lineHeight: "1.5" },
  ".cm-content": { caretColor: "var(--ink)", letterSpacing: "0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--soft)", border: "0", borderRight: "1px solid var(--line)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in oklab, var(--brand) 6%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { background: "color-mix(in oklab, var(--brand) 25%, transparent)" },
  ".cm-selectionMatch": { backgroundColor: "color-mix(in oklab, var(--brand) 14%, transparent)" },
  ".cm-tooltip": { backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--line)", borderRadius: "0.5rem", boxShadow: "0 0.8rem 2.4rem oklch(0 0 0 / 0.18)" },
  ".cm-meaning, .cm-diagnostic, .cm-completionInfo.cm-tooltip": { maxWidth: "26rem", padding: "0.45rem 0.7rem", font: "0.9rem/1.45 Inter, ui-sans-serif, system-ui, sans-serif" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "inherit", maxHeight: "18rem", borderRadius: "0.45rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.2rem 0.6rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--brand)", color: "var(--on-brand)" },
  ".cm-completionDetail": { color: "inherit", opacity: "0.75" },
  ".cm-diagnostic-error": { borderLeft: "3px solid var(--late)" },
  ".cm-diagnostic-warning": { borderLeft: "3px solid var(--warn)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--late)" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecoration: "underline wavy var(--warn)" },
  ".cm-lint-marker": { width: "0.7em", height: "0.7em", borderRadius: "50%", margin: "0.4em 0.15em" },
  ".cm-lint-marker-error": { content: "none", backgroundColor: "var(--late)" },
  ".cm-lint-marker-warning": { content: "none", backgroundColor: "var(--warn)" },
  ".cm-panels": { backgroundColor: "var(--quiet)", color: "var(--ink)" },
  ".cm-panel.cm-search input, .cm-textfield": { backgroundColor: "var(--ground)", color: "var(--ink)", border: "1px solid var(--edge)" },
  ".cm-button": { backgroundImage: "none", backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--edge)" },
  ".cm-panel.cm-search [name=close]": { color: "var(--ink)" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--quiet)", color: "var(--soft)", border: "0" },
});

const colours = cm.HighlightStyle.define([
  { tag: [cm.tags.propertyName, cm.tags.definition(cm.tags.propertyName)], color: "var(--brand)" },
  { tag: cm.tags.string, color: "var(--ok)" },
  { tag: cm.tags.comment, color: "var(--soft)", fontStyle: "italic" },
  { tag: [cm.tags.separator, cm.tags.punctuation, cm.tags.squareBracket, cm.tags.brace], color: "var(--soft)" },
]);

const keys = [
  { key: "Mod-s", run: () => { save(); return true; } },
  { key: "Mod-Enter", run: () => { look(); return true; } },
];

// Where the browser itself types over a selection it writes the look of what stood there as inline style, which our
// policy refuses and reports. So that is done here, by the same handlers that a typed letter meets otherwise.
const typedOver = cm.EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { from, to, empty } = view.state.selection.main;
    if (event.inputType !== "insertText" || !event.data || empty || view.composing || view.state.readOnly) return false;
    const insert = () => view.state.update({
      changes: { from, to, insert: event.data },
      selection: { anchor: from + event.data.length },
      userEvent: "input.type",
      scrollIntoView: true,
    });
    const handled = view.state.facet(cm.EditorView.inputHandler).some((handler) => handler(view, from, to, event.data, insert));
    if (!handled) view.dispatch(insert());
    return true;
  },
});

const view = new cm.EditorView({
  root,
  parent: root,
  state: cm.EditorState.create({
    doc: area.value,
    extensions: [
      cm.Prec.high(cm.keymap.of(keys)),
      cm.lineNumbers(), cm.lintGutter(), cm.foldGutter(), cm.history(), cm.drawSelection(), cm.highlightSpecialChars(),
      cm.highlightActiveLine(), cm.highlightActiveLineGutter(), cm.bracketMatching(), cm.closeBrackets(), cm.highlightSelectionMatches(),
      cm.search({ top: true }), cm.indentUnit.of("  "), cm.yaml(), cm.syntaxHighlighting(colours), theme, hover,
      cm.autocompletion({ override: [complete], icons: false, activateOnTyping: true }),
      cm.keymap.of([...cm.closeBracketsKeymap, ...cm.completionKeymap, ...cm.lintKeymap, ...cm.searchKeymap, ...cm.historyKeymap, ...cm.foldKeymap, cm.indentWithTab, ...cm.defaultKeymap]),
      cm.EditorState.phrases.of(ours.phrases),
      cm.EditorView.contentAttributes.of({ "aria-label": ours.text, spellcheck: "false", tabindex: "0" }),
      typedOver,
      cm.EditorView.updateListener.of((update) => { if (update.docChanged) changed(); }),
    ],
  }),
});

area.hidden = true;
host.hidden = false;
document.querySelectorAll("[data-with-script]").forEach((one) => { one.hidden = false; });
form.querySelector("[data-look]").hidden = true;
tellDiagnostics();

// To the page, what is typed here happens on a plain element: it would take letters for its shortcuts.
host.addEventListener("keydown", (event) => { const palette = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key === "k"; if (!palette) event.stopPropagation(); });

const text = () => view.state.doc.toString();
const dirty = () => saved === null || text() !== saved;

function changed() {
  state.textContent = dirty() ? ours.unsaved : ours.same;
  clearTimeout(waiting);
  waiting = setTimeout(look, LOOK_AFTER_MS);
}

// Every answer of the server is the same piece of page that the form would show without a script.
async function send(fields, signal) {
  area.value = text();
  const body = new URLSearchParams(new FormData(form));
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  const answer = await fetch(form.action, { method: "POST", body, headers: { "x-part": "found" }, redirect: "manual", signal }).catch((error) => (error.name === "AbortError" ? null : { status: 0 }));
  if (!answer) return null;
  if (answer.status !== 200 && answer.status !== 409) {
    const why = answer.type === "opaqueredirect" ? ours.signIn : answer.status === 0 ? ours.nobody : ours.unread;
    state.textContent = ours.kept.replace("{why}", why);
    return null;
  }
  const template = document.createElement("template");
  template.innerHTML = await answer.text();
  return { ok: answer.status === 200, parts: [...template.content.querySelectorAll("[data-part]")] };
}

async function look() {
  clearTimeout(waiting);
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  await saving;
  if (signal.aborted) return;
  const answer = await send({ do: "look" }, signal);
  if (answer) show(answer.parts.filter((part) => part.dataset.part !== "told"));
}

// One save after the other, and none is given up: its answer says which revision the next one has seen.
function save(fields = { do: "save" }) {
  saving = saving.then(() => saveNow(fields));
  return saving;
}

async function saveNow(fields) {
  const sent = text();
  state.textContent = ours.saving;
  const answer = await send(fields);
  if (!answer) return;
  const [told] = answer.parts;
  found.querySelector('[data-part="told"]').replaceWith(told);
  if (!answer.ok) {
    state.textContent = ours.unsaved;
    return found.querySelector(".overtaken, [role=alert]")?.scrollIntoView({ block: "nearest" });
  }
  saved = sent;
  state.textContent = dirty() ? ours.unsaved : found.querySelector("[data-saved]")?.dataset.saved ?? ours.saved;
  history.replaceState(null, "", `/playbook/edit/${form.elements.number.value}`);
}

// What has not changed stays as it is, with its focus; what cannot be told yet stays as it was, paler.
function show(parts) {
  const there = new Map([...found.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));
  let before = there.get("told");
  there.delete("told");
  for (const part of parts) {
    const old = there.get(part.dataset.part);
    there.delete(part.dataset.part);
    const waits = part.hasAttribute("data-waits") && old && !old.hasAttribute("data-waits");
    if (old) old.classList.toggle("waits", waits);
    const shown = waits || (old && old.innerHTML === part.innerHTML) ? old : part;
    if (old && shown !== old) replace(old, part);
    else if (!old) before.after(part);
    before = shown;
  }
  for (const gone of there.values()) gone.remove();
  tellDiagnostics();
}

function replace(old, fresh) {
  for (const open of old.querySelectorAll("details[data-kept][open]")) fresh.querySelector(`[data-kept="${open.dataset.kept}"]`)?.setAttribute("open", "");
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const written = focused?.name && { value: focused.value, at: focused.selectionStart };
  old.replaceWith(fresh);
  const again = focused?.name && fresh.querySelector(`[name="${focused.name}"]`);
  if (!again) return;
  if (written.value !== undefined && again.tagName === "INPUT") again.value = written.value;
  again.focus();
  if (written.at !== null && again.setSelectionRange) again.setSelectionRange(written.at, written.at);
}

function tellDiagnostics() {
  const told = [...found.querySelectorAll(".part:not(.waits) [data-finding]")].map((one) => {
    const link = one.querySelector("[data-line]"), says = one.querySelector("[data-says], .grow").textContent.trim();
    return { ...span(+link.dataset.line, +link.dataset.column), severity: SEVERITY[one.dataset.finding], message: says.replace(/\s+/g, " ") };
  });
  told.sort((a, b) => a.from - b.from);
  view.dispatch(cm.setDiagnostics(view.state, told));
  const titles = [...found.querySelectorAll("#wrong, #examples + .push")].map((one) => one.textContent.trim());
  said.textContent = titles.filter(Boolean).join(", ");
}

function span(number, column) {
  const line = view.state.doc.line(Math.min(Math.max(number, 1), view.state.doc.lines));
  const from = Math.min(line.from + column - 1, line.to);
  const rest = line.text.slice(from - line.from);
  const length = TOKEN.exec(rest)?.[0].length ?? rest.trimEnd().length;
  return { from, to: Math.min(line.to, from + Math.max(length, 1)) };
}

form.addEventListener("submit", (event) => {
  const button = event.submitter;
  area.value = text();
  if (button?.value === "draft" || button?.value === "away") { leaving = true; return; }
  event.preventDefault();
  event.stopPropagation();
  if (button?.matches("[data-save]")) save({ [button.name]: button.value });
  else look();
});

found.addEventListener("click", (event) => {
  const link = event.target.closest("[data-line]");
  if (!link) return;
  event.preventDefault();
  const { from } = span(+link.dataset.line, +link.dataset.column);
  view.dispatch({ selection: { anchor: from }, effects: cm.EditorView.scrollIntoView(from, { y: "center" }) });
  view.focus();
});

addEventListener("beforeunload", (event) => { if (dirty() && !leaving) event.preventDefault(); });
addEventListener("keydown", (event) => {
  if (!event.defaultPrevented && (event.ctrlKey || event.metaKey) && event.key === "s") { event.preventDefault(); save(); }
});
