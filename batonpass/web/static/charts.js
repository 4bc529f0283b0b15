// How do figures become charts? The server says which figures; colours come from the style sheet, so light and dark follow it.
const script = document.querySelector("script[data-lib]");
const { init } = await import(script.dataset.lib);

const SERIES = ["--brand", "--data", "--ok", "--warn", "--late", "--edge"];
const TONES = { ok: "--ok", warn: "--warn", late: "--late", soft: "--edge", brand: "--brand", data: "--data" };
const PALER = 0.35;
const DOT = 7;
const FEW = 40;
// Names down the side take at most so much of the chart, and on a narrow one fewer figures stand below.
const WIDEST = 290, NAMES = 0.5, NARROW = 460, NAMES_NARROW = 0.42;
const MANY = 12, WORD = 66, LETTER = 6.6, SIGN = 26, AGREED = 82, NEARLY_ALL = 0.8;
const MINUTE = 60, HOUR = 3600, DAY = 86400;

const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

// The library mixes colours itself and reads only the old notations.
function color(name) {
  probe.clearRect(0, 0, 1, 1);
  probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name);
  probe.fillRect(0, 0, 1, 1);
  const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
  return `rgb(${r}, ${g}, ${b})`;
}

const lang = document.documentElement.lang || "en";
const here = document.querySelector("script[data-lib]").dataset;
const rounded = (value, most, least = 0) => value.toLocaleString(lang, { maximumFractionDigits: most, minimumFractionDigits: least });

function told(value, unit) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (unit === "share") return `${rounded(value * 100, 1, 1)} %`;
  if (unit !== "seconds") return rounded(value, unit === "count" ? 0 : 2);
  for (const [size, name] of [[DAY, here.day], [HOUR, here.hour], [MINUTE, "min"]]) {
    if (Math.abs(value) >= size) return `${rounded(value / size, 1)} ${name}`;
  }
  return `${rounded(value, 1)} s`;
}

const onAxis = (unit) => (value) => (unit === "share" ? `${Math.round(value * 100)} %` : told(value, unit));

// What stands below the figures is said once; names down the side and the grid of hours say it themselves.
const named = (chart) => chart.axis && !chart.across && chart.kind !== "heat";

// Lines that were agreed on are named beside the figures, where they cross none.
const agreed = (chart) => !chart.across && [chart, ...chart.series].some((one) => one.mark);

// A legend takes as many rows as its names need.
function legendRows(chart, width) {
  const room = chart.series.reduce((sum, one) => sum + one.name.length * LETTER + SIGN, 0);
  return chart.series.length > 1 && chart.kind !== "heat" ? Math.ceil(room / width) : 0;
}

function base(chart) {
  const soft = color("--soft"), line = color("--line");
  const text = { color: soft, fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12 };
  return {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 250,
    textStyle: text,
    color: SERIES.map(color),
    grid: { left: 4, right: agreed(chart) ? AGREED : 14, top: chart.across && chart.mark ? 22 : 14, bottom: named(chart) ? 20 : 4, containLabel: true },
    legend: { show: chart.series.length > 1 && chart.kind !== "heat", left: 0, top: 0, icon: "roundRect", itemWidth: 9, itemHeight: 9, textStyle: text },
    tooltip: {
      trigger: chart.kind === "heat" ? "item" : "axis", confine: true, renderMode: "richText",
      backgroundColor: color("--raised"), borderColor: line, textStyle: { ...text, color: color("--ink") },
      valueFormatter: (value) => told(value, chart.unit),
    },
    xAxis: { type: "category", data: chart.labels, axisLine: { lineStyle: { color: line } }, axisTick: { show: false }, axisLabel: { ...text, hideOverlap: true }, ...(named(chart) ? { name: chart.axis, nameLocation: "middle", nameGap: 26, nameTextStyle: { ...text, fontSize: 11 } } : {}) },
    yAxis: { type: "value", minInterval: chart.unit === "count" ? 1 : 0, splitLine: { lineStyle: { color: line } }, axisLabel: { ...text, formatter: onAxis(chart.unit) }, min: (seen) => lowest(chart, seen), ...(chart.unit === "share" ? { max: wholeShares(chart) ? 1 : undefined } : {}) },
  };
}

// No share is above all; where some come near it, the axis ends there.
const wholeShares = (chart) => chart.unit === "share" && chart.series.some((one) => [...one.values, ...(one.high || [])].some((value) => value > NEARLY_ALL));

// Bars stand on zero; lines and ranges may start where the figures do, so that a change can be seen.
function lowest(chart, seen) {
  if (chart.kind === "bars" || chart.kind === "stacked" || seen.min <= 0) return Math.min(0, seen.min);
  const under = Math.min(seen.min, ...[chart, ...chart.series].map((one) => one.mark?.at ?? seen.min));
  const room = (seen.max - under) || under;
  if (under - room < 0) return 0;
  return chart.unit === "share" ? Math.floor((under - room * PALER) * 10) / 10 : roundDown(under - room * PALER);
}

function roundDown(value) {
  const size = 10 ** Math.floor(Math.log10(value));
  return Math.floor((value / size) * 2) / 2 * size;
}

function marked(chart, mark, stroke) {
  if (!mark) return undefined;
  return {
    silent: true, symbol: "none", lineStyle: { color: stroke, type: "dashed" },
    data: [chart.across ? { xAxis: mark.at } : { yAxis: mark.at }],
    label: { formatter: mark.says, position: chart.across ? "start" : "end", fontSize: 11, color: stroke },
  };
}

function drawn(chart, one, n) {
  const stroke = color(TONES[one.tone] || SERIES[n % SERIES.length]);
  const unripe = chart.labels.length - chart.greyed;
  const style = (at) => ({ color: stroke, opacity: at >= unripe ? PALER : 1 });
  const markLine = marked(chart, one.mark, stroke) ?? (n === 0 ? marked(chart, chart.mark, color("--soft")) : undefined);
  const data = one.values.map((value, at) => ({ value, itemStyle: style(at) }));
  const sign = { itemStyle: { color: stroke } };
  if (chart.kind === "bars" || chart.kind === "stacked") {
    return [{ type: "bar", name: one.name, data, stack: chart.kind === "stacked" ? "all" : undefined, barMaxWidth: 34, markLine, itemStyle: { color: stroke, borderRadius: 2, borderColor: color("--raised"), borderWidth: 0.5 } }];
  }
  if (one.dashed) return [{ type: "line", name: one.name, data: one.values, ...sign, lineStyle: { color: stroke, width: 1.5, type: "dashed" }, showSymbol: false, z: 0 }];
  if (chart.kind === "ranges") return [whiskers(chart, one, stroke), { type: "scatter", name: one.name, data, ...sign, symbolSize: DOT, markLine }];
  return [{ type: "line", name: one.name, data, ...sign, lineStyle: { color: stroke, width: 2 }, showSymbol: one.values.length < FEW, symbol: "circle", symbolSize: 5, connectNulls: false, markLine }];
}

function whiskers(chart, one, stroke) {
  const pairs = one.values.map((_, at) => [at, one.low[at] ?? null, one.high[at] ?? null]);
  const place = (api, n) => api.coord(chart.across ? [api.value(n), api.value(0)] : [api.value(0), api.value(n)]);
  return {
    type: "custom", name: one.name, itemStyle: { color: stroke }, data: pairs, silent: true, tooltip: { show: false }, encode: chart.across ? { y: 0, x: [1, 2] } : { x: 0, y: [1, 2] }, z: 1,
    renderItem: (_, api) => {
      if (Number.isNaN(api.value(1)) || Number.isNaN(api.value(2))) return null;
      const low = place(api, 1), high = place(api, 2);
      return { type: "line", shape: { x1: low[0], y1: low[1], x2: high[0], y2: high[1] }, style: { stroke, lineWidth: 2, opacity: PALER } };
    },
  };
}

// Waits differ by the hundredfold: their root is what is tinted, so that a single long one does not make all others pale.
const shade = (value) => Math.sqrt(Math.max(0, value));

function heat(chart, option) {
  const known = chart.series.flatMap((row) => row.values).filter((value) => value !== null).map(shade);
  const most = Math.max(1e-9, ...known);
  option.grid = { left: 4, right: 4, top: 22, bottom: 4, containLabel: true };
  option.xAxis = { ...option.xAxis, position: "top", axisLine: { show: false }, splitArea: { show: false } };
  option.yAxis = { type: "category", inverse: true, data: chart.series.map((row) => row.name), axisLine: { show: false }, axisTick: { show: false }, axisLabel: option.xAxis.axisLabel };
  option.visualMap = { show: false, dimension: 3, min: 0, max: most, inRange: { color: [color("--quiet"), color("--brand")] } };
  option.tooltip.formatter = ({ value, name }) => `${chart.series[value[1]].name} ${name}: ${told(value[2], chart.unit)}`;
  option.series = [{
    type: "heatmap", itemStyle: { borderColor: color("--raised"), borderWidth: 2, borderRadius: 4 },
    label: { show: true, formatter: ({ value }) => told(value[2], chart.unit), fontSize: 11 },
    data: chart.series.flatMap((row, y) => row.values.flatMap((value, x) => (value === null ? [] : [cell(x, y, value, most)]))),
  }];
  return option;
}

function cell(x, y, value, most) {
  return { value: [x, y, value, shade(value)], label: { color: color(shade(value) > most / 2 ? "--on-brand" : "--ink") } };
}

// A length of time is read in halves and quarters of hours and days, not in tens.
const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE), ...[1, 2, 3, 6, 12].map((n) => n * HOUR), ...[1, 2, 4, 7, 14, 28].map((n) => n * DAY)];

function inTime(chart, axis) {
  const most = Math.max(0, ...chart.series.flatMap((one) => one.values).filter((value) => value !== null));
  const interval = STEPS.find((step) => most / step <= axis.splitNumber) ?? 28 * DAY * Math.ceil(most / axis.splitNumber / 28 / DAY);
  return { ...axis, interval, max: interval * Math.max(1, Math.ceil(most / interval)) };
}

// Names of groups are all told: beside each other where there is room, else on the slant; days may leave some out.
function fitted(chart, axis, width) {
  const room = width / chart.labels.length;
  if (chart.kind === "lines" || chart.labels.length > MANY) return axis;
  const slanted = room < WORD;
  const label = { ...axis.axisLabel, interval: 0, hideOverlap: false, width: slanted ? 96 : room - 6, overflow: slanted ? "truncate" : "break", rotate: slanted ? 38 : 0 };
  return { ...axis, name: slanted ? "" : axis.name, axisLabel: label };
}

// A name down the side stands in two lines where one is too short for it; what two cannot hold is cut.
function inTwo(name, width, { fontSize, fontFamily }) {
  probe.font = `${fontSize}px ${fontFamily}`;
  const fits = (text) => probe.measureText(text).width <= width;
  if (fits(name)) return name;
  const words = name.split(" ");
  let held = words.length;
  while (held > 1 && !fits(words.slice(0, held).join(" "))) held -= 1;
  const first = words.slice(0, held).join(" "), rest = words.slice(held).join(" ");
  return rest ? `${cut(first, fits)}\n${cut(rest, fits)}` : cut(first, fits);
}

function cut(text, fits) {
  if (fits(text)) return text;
  let held = text.length;
  while (held > 1 && !fits(`${text.slice(0, held)}…`)) held -= 1;
  return `${text.slice(0, held).trimEnd()}…`;
}

function option(chart, width) {
  const made = base(chart);
  if (chart.kind === "heat") return heat(chart, made);
  made.grid.top += 20 * legendRows(chart, width);
  made.series = chart.series.flatMap((one, n) => drawn(chart, one, n));
  if (chart.unit === "seconds") made.yAxis = inTime(chart, { ...made.yAxis, splitNumber: 5 });
  if (!chart.across) return { ...made, xAxis: fitted(chart, made.xAxis, width) };
  const names = width < NARROW ? width * NAMES_NARROW : Math.min(WIDEST, width * NAMES);
  if (chart.unit === "seconds") made.yAxis = inTime(chart, { ...made.yAxis, splitNumber: width < 2 * NARROW ? 3 : 5 });
  else Object.assign(made.yAxis, wholeShares(chart) ? { interval: width < NARROW ? 0.5 : 0.2 } : { splitNumber: width < NARROW ? 3 : 5 });
  [made.xAxis, made.yAxis] = [made.yAxis, { ...made.xAxis, inverse: true, axisLabel: { ...made.xAxis.axisLabel, hideOverlap: false, interval: 0, lineHeight: 14, formatter: (name) => inTwo(name, names, made.textStyle) } }];
  return made;
}

class Chart extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    const figures = this.parentElement.querySelector("[data-figures]");
    if (figures) figures.open = false;
    this.chart = init(this, null, { renderer: "svg" });
    this.draw();
    this.seen = new ResizeObserver(() => this.chart.resize());
    this.seen.observe(this);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  disconnectedCallback() {
    this.seen.disconnect();
    this.chart.dispose();
  }

  draw() {
    this.chart.setOption(option(JSON.parse(this.dataset.chart), this.clientWidth), true);
  }
}

customElements.define("bp-chart", Chart);

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
