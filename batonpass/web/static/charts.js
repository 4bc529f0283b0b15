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

function told(value, unit) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (unit === "share") return `${(value * 100).toFixed(1)} %`;
  if (unit !== "seconds") return value.toLocaleString("en", { maximumFractionDigits: unit === "count" ? 0 : 2 });
  for (const [size, name] of [[DAY, "d"], [HOUR, "h"], [MINUTE, "min"]]) {
    if (Math.abs(value) >= size) return `${+(value / size).toFixed(1)} ${name}`;
  }
  return `${+value.toFixed(1)} s`;
}

const onAxis = (unit) => (value) => (unit === "share" ? `${Math.round(value * 100)} %` : told(value, unit));

function base(chart) {
  const soft = color("--soft"), line = color("--line");
  const text = { color: soft, fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12 };
  return {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 250,
    textStyle: text,
    color: SERIES.map(color),
    grid: { left: 4, right: 14, top: chart.series.length > 1 ? 34 : 14, bottom: 4, containLabel: true },
    legend: { show: chart.series.length > 1 && chart.kind !== "heat", left: 0, top: 0, icon: "roundRect", itemWidth: 9, itemHeight: 9, textStyle: text },
    tooltip: {
      trigger: chart.kind === "heat" ? "item" : "axis", confine: true, renderMode: "richText",
      backgroundColor: color("--raised"), borderColor: line, textStyle: { ...text, color: color("--ink") },
      valueFormatter: (value) => told(value, chart.unit),
    },
    xAxis: { type: "category", data: chart.labels, axisLine: { lineStyle: { color: line } }, axisTick: { show: false }, axisLabel: { ...text, hideOverlap: true } },
    yAxis: { type: "value", minInterval: chart.unit === "count" ? 1 : 0, splitLine: { lineStyle: { color: line } }, axisLabel: { ...text, formatter: onAxis(chart.unit) }, min: (seen) => lowest(chart, seen) },
  };
}

// Bars stand on zero; lines and ranges may start where the figures do, so that a change can be seen.
function lowest(chart, seen) {
  if (chart.kind === "bars" || chart.kind === "stacked" || seen.min <= 0) return Math.min(0, seen.min);
  const under = chart.mark ? Math.min(seen.min, chart.mark.at) : seen.min;
  const room = (seen.max - under) || under;
  return under - room < 0 ? 0 : roundDown(under - room * PALER);
}

function roundDown(value) {
  const size = 10 ** Math.floor(Math.log10(value));
  return Math.floor((value / size) * 2) / 2 * size;
}

function marked(chart) {
  if (!chart.mark) return undefined;
  return {
    silent: true, symbol: "none", lineStyle: { color: color("--soft"), type: "dashed" },
    data: [chart.across ? { xAxis: chart.mark.at } : { yAxis: chart.mark.at }],
    label: { formatter: chart.mark.says, position: chart.across ? "end" : "insideEndTop", color: color("--soft") },
  };
}

function drawn(chart, one, n) {
  const stroke = color(TONES[one.tone] || SERIES[n % SERIES.length]);
  const unripe = chart.labels.length - chart.greyed;
  const style = (at) => ({ color: stroke, opacity: at >= unripe ? PALER : 1 });
  const markLine = n === 0 ? marked(chart) : undefined;
  const data = one.values.map((value, at) => ({ value, itemStyle: style(at) }));
  if (chart.kind === "bars" || chart.kind === "stacked") {
    return [{ type: "bar", name: one.name, data, stack: chart.kind === "stacked" ? "all" : undefined, barMaxWidth: 34, color: stroke, markLine, itemStyle: { borderRadius: 2, borderColor: color("--raised"), borderWidth: 0.5 } }];
  }
  if (chart.kind === "ranges") return [whiskers(chart, one, stroke), { type: "scatter", name: one.name, data, color: stroke, symbolSize: DOT, markLine }];
  return [{ type: "line", name: one.name, data, color: stroke, lineStyle: { width: 2 }, showSymbol: one.values.length < FEW, symbol: "circle", symbolSize: 5, connectNulls: false, markLine }];
}

function whiskers(chart, one, stroke) {
  const pairs = one.values.map((_, at) => [at, one.low[at] ?? null, one.high[at] ?? null]);
  const place = (api, n) => api.coord(chart.across ? [api.value(n), api.value(0)] : [api.value(0), api.value(n)]);
  return {
    type: "custom", name: one.name, data: pairs, silent: true, tooltip: { show: false }, encode: chart.across ? { y: 0, x: [1, 2] } : { x: 0, y: [1, 2] }, z: 1,
    renderItem: (_, api) => {
      if (Number.isNaN(api.value(1)) || Number.isNaN(api.value(2))) return null;
      const low = place(api, 1), high = place(api, 2);
      return { type: "line", shape: { x1: low[0], y1: low[1], x2: high[0], y2: high[1] }, style: { stroke, lineWidth: 2, opacity: PALER } };
    },
  };
}

function heat(chart, option) {
  const known = chart.series.flatMap((row) => row.values).filter((value) => value !== null);
  option.grid = { left: 4, right: 4, top: 22, bottom: 4, containLabel: true };
  option.xAxis = { ...option.xAxis, position: "top", axisLine: { show: false }, splitArea: { show: false } };
  option.yAxis = { type: "category", inverse: true, data: chart.series.map((row) => row.name), axisLine: { show: false }, axisTick: { show: false }, axisLabel: option.xAxis.axisLabel };
  option.visualMap = { show: false, min: Math.min(0, ...known), max: Math.max(1e-9, ...known), inRange: { color: [color("--quiet"), color("--brand")] } };
  option.tooltip.formatter = ({ value, name }) => `${chart.series[value[1]].name} ${name}: ${told(value[2], chart.unit)}`;
  option.series = [{
    type: "heatmap", itemStyle: { borderColor: color("--raised"), borderWidth: 2, borderRadius: 4 },
    data: chart.series.flatMap((row, y) => row.values.map((value, x) => [x, y, value ?? "-"])),
  }];
  return option;
}

function option(chart, width) {
  const made = base(chart);
  if (chart.kind === "heat") return heat(chart, made);
  if (width < NARROW && chart.series.length > 2) made.grid.top = 52;
  made.series = chart.series.flatMap((one, n) => drawn(chart, one, n));
  if (!chart.across) return made;
  const names = width < NARROW ? width * NAMES_NARROW : Math.min(WIDEST, width * NAMES);
  made.yAxis.splitNumber = width < NARROW ? 3 : 5;
  [made.xAxis, made.yAxis] = [made.yAxis, { ...made.xAxis, inverse: true, axisLabel: { ...made.xAxis.axisLabel, hideOverlap: false, width: names, overflow: "truncate" } }];
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
