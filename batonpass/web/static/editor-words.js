// Where in a playbook does somebody write, and what may stand there? Read from the text before the cursor alone, for what
// somebody is still writing is seldom whole.
"use strict";

const ITEM = 0;
const KEY = /^("[^"]*"|'[^']*'|[^\s#{[&*!|>%@`"'][^#]*?)\s*:(?:\s+|$)/;
const FIELD = /[\w.]*$/;
const IN_TEXT = /([\w.]+)\s*(?:==|!=|in\s*\[)\s*(?:"[^"]*"\s*,\s*)*"([^"]*)$/;
const OF_SIGNALS = /(?:^|[(&|!\s])"([^"]*)$/;

const unquoted = (text) => text.trim().replace(/^(["'])(.*)\1$/, "$2");

// The path to the cursor, whether a name or a value is being written there, and how much of it stands already.
export function placeOf(before) {
  const lines = before.split("\n"), last = lines.length - 1;
  const stack = [], flow = [];
  let quote = "", block = -1, start = 0;
  const path = () => [...stack.map((one) => one.step), ...flow.flatMap((one) => (one.open === "[" ? [ITEM] : one.step === null ? [] : [one.step]))];
  const popTo = (indent) => { while (stack.length && stack.at(-1).indent >= indent) stack.pop(); };

  for (let n = 0; n <= last; n += 1) {
    const line = lines[n];
    let at = 0;
    start = 0;
    if (!flow.length && !quote) {
      const indent = line.search(/\S|$/), blank = indent === line.length;
      if (block >= 0 && (blank || indent > block) && !(blank && n === last && indent <= block)) {
        if (n === last) return { path: path(), role: "value", typed: line.trimStart(), quote: "" };
        continue;
      }
      block = -1;
      if (n < last && (blank || line[indent] === "#")) continue;
      at = indent;
      while (/^-(\s|$)/.test(line.slice(at))) {
        while (stack.length && (stack.at(-1).indent > at || (stack.at(-1).indent === at && stack.at(-1).step === ITEM))) stack.pop();
        stack.push({ indent: at, step: ITEM });
        at += /^-\s*/.exec(line.slice(at))[0].length;
      }
      popTo(at);
      const key = KEY.exec(line.slice(at));
      if (key) {
        stack.push({ indent: at, step: unquoted(key[1]) });
        at += key[0].length;
        if (/^[|>]/.test(line.slice(at)) && n < last) { block = stack.at(-1).indent; continue; }
      } else if (n === last && !/^[{["']/.test(line.slice(at))) {
        return line[at] === "#" ? null : { path: path(), role: "entry", typed: line.slice(at), quote: "" };
      }
      start = at;
    }
    for (; at < line.length; at += 1) {
      const sign = line[at], top = flow.at(-1);
      if (quote) {
        if (sign === "\\" && quote === '"') at += 1;
        else if (sign === quote) quote = "";
      } else if (sign === "#" && /\s/.test(line[at - 1] ?? " ")) {
        if (n === last) return null;
        break;
      } else if ((sign === '"' || sign === "'") && !line.slice(start, at).trim()) {
        quote = sign;
        start = at + 1;
      } else if ((sign === "{" || sign === "[") && (top || !line.slice(start, at).trim())) {
        flow.push({ open: sign, step: null });
        start = at + 1;
      } else if (top && (sign === "}" || sign === "]")) {
        flow.pop();
        start = at + 1;
      } else if (top && sign === ",") {
        top.step = null;
        start = at + 1;
      } else if (top?.open === "{" && top.step === null && sign === ":" && /\s|^$/.test(line[at + 1] ?? "")) {
        top.step = unquoted(line.slice(start, at).replace(/["']$/, ""));
        start = at + 1;
      }
    }
  }
  const top = flow.at(-1);
  const role = top?.open === "{" && top.step === null ? "key" : "value";
  return { path: path(), role, typed: lines[last].slice(start).replace(/^\s+/, ""), quote };
}

// What the schema says of a path: one shape, or several where a place may hold several things.
export function shapesAt(outline, path) {
  let shapes = [{ in: [outline.root] }];
  for (const step of path) {
    shapes = shapes.flatMap((shape) => {
      if (step === ITEM) return shape.list ? [shape.list] : [];
      const known = (shape.in ?? []).flatMap((name) => outline.sections[name]?.[step]?.is ?? []);
      return known.length ? known : shape.each ? [shape.each] : [];
    });
  }
  return shapes;
}

// The names that a section of this very text holds, and those that are kept outside of it.
export function namesIn(text, section, outline) {
  const names = new Set(outline.there?.[section] ?? []);
  const found = new RegExp(`^${section}:[^\\n]*\\n((?:[ #][^\\n]*\\n|\\s*\\n)*)`, "m").exec(`${text}\n`);
  const lines = (found?.[1] ?? "").split("\n").filter((line) => line.trim() && !line.trim().startsWith("#"));
  const indent = Math.min(...lines.map((line) => line.search(/\S/)));
  for (const line of lines) {
    const key = line.search(/\S/) === indent && KEY.exec(line.trim());
    if (key) names.add(unquoted(key[1]));
  }
  return [...names];
}

function fieldsOf(text, outline) {
  const own = [...namesIn(text, "fields", outline).map((name) => [`lead.${name}`, { says: "a field of yours" }]), ...namesIn(text, "features", outline).map((name) => [`feature.${name}`, { says: "a count over time", kind: "number" }])];
  return [...Object.entries(outline.fields), ...own];
}

function ofCondition(typed, text, outline) {
  const inText = IN_TEXT.exec(typed);
  if (inText) {
    const words = Object.fromEntries(fieldsOf(text, outline))[inText[1]]?.words ?? [];
    return { size: inText[2].length, options: words.map((label) => ({ label, type: "enum" })) };
  }
  const signal = (typed.match(/"/g) ?? []).length % 2 ? OF_SIGNALS.exec(typed) : null;
  if (signal) return { size: signal[1].length, options: namesIn(text, "signals", outline).map((label) => ({ label, type: "enum", info: "a signal" })) };
  const options = fieldsOf(text, outline).map(([label, field]) => ({ label, type: "variable", detail: field.kind, info: field.says }));
  return { size: FIELD.exec(typed)[0].length, options };
}

function ofNames(section, text, outline) {
  if (section === "sent") return [...outline.sent, ...namesIn(text, "fields", outline)].map((label) => ({ label, type: "property" }));
  if (section === "read") return fieldsOf(text, outline).map(([label, field]) => ({ label, type: "variable", info: field.says }));
  return namesIn(text, section, outline).map((label) => ({ label, type: "constant", detail: section }));
}

function ofKeys(shape, text, outline) {
  const settings = (shape.in ?? []).flatMap((name) => Object.entries(outline.sections[name] ?? {}));
  return [
    ...settings.map(([label, one]) => ({ label, apply: `${label}: `, type: "property", info: one.says, detail: one.needed ? "required" : one.is.form ? "" : "", boost: one.needed ? 2 : 1 })),
    ...Object.entries(shape.keys ?? {}).map(([label, info]) => ({ label, apply: `${label}: `, type: "property", info })),
    ...(shape.names ? ofNames(shape.names, text, outline).map((one) => ({ ...one, apply: `${one.label}: ` })) : []),
  ];
}

function ofValues(shape, text, outline) {
  return [
    ...Object.entries(shape.words ?? {}).map(([label, info]) => ({ label, type: "enum", info })),
    ...(shape.of ? ofNames(shape.of, text, outline) : []),
    ...(shape.list ? ofValues(shape.list, text, outline) : []),
  ];
}

// What may be written at the cursor: how many characters of it stand already, and the choices with their meaning.
export function choices(before, text, outline) {
  const place = placeOf(before);
  if (!place) return null;
  if (place.role === "value" && place.path.at(-1) === "when") return ofCondition(place.typed, text, outline);
  const shapes = shapesAt(outline, place.path);
  const keys = place.role === "value" ? [] : shapes.flatMap((shape) => ofKeys(shape, text, outline));
  const values = place.role === "key" ? [] : shapes.flatMap((shape) => ofValues(shape, text, outline));
  const options = [...new Map([...values, ...keys].map((one) => [one.label, one])).values()];
  const form = place.role === "value" && !options.length ? shapes.find((shape) => shape.form)?.form : "";
  return { size: place.typed.length, options, form };
}

// What a setting means that stands at this place already.
export function meaningOf(before, word, outline) {
  const place = placeOf(before);
  if (!place) return "";
  const shapes = shapesAt(outline, place.path);
  for (const shape of shapes) {
    for (const name of shape.in ?? []) if (outline.sections[name]?.[word] && place.role !== "value") return outline.sections[name][word].says;
    const words = { ...shape.keys, ...shape.words, ...shape.list?.words };
    if (words[word]) return words[word];
  }
  return outline.fields[word]?.says ?? "";
}
