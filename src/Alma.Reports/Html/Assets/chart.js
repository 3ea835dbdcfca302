// A chart: its plot, a legend whose entries switch series off, what is under the cursor or the arrow keys, and its numbers as a table.
const charts = {};

const drawChart = (name, spec) => {
  const figure = document.getElementById(`chart-${name}`);
  if (!figure) return;
  const before = charts[name];
  before?.plot?.destroy();
  figure.querySelectorAll(":scope > :not(figcaption)").forEach((part) => part.remove());

  const chart = { name, spec, figure, plot: null };
  charts[name] = chart;
  chart.shown = spec.series.map((one, k) => before?.spec.series[k]?.label === one.label ? before.shown[k] : true);
  const title = figure.querySelector("figcaption").textContent;
  chart.frame = make("div", { class: "plot", tabindex: "0", role: "group", "aria-roledescription": "chart", "aria-label": `${title}. Arrow keys read the values, + and - zoom, 0 shows all.`, onkeydown: (key) => chartKey(chart, key) });
  chart.readout = make("output", { class: "readout", "aria-live": "polite" });
  chart.reset = make("button", { type: "button", class: "reset", hidden: true, onclick: () => zoomChart(chart, 0) }, "Show all");
  figure.append(chart.frame, make("div", { class: "below" }, chartLegend(chart), chart.reset), chart.readout, chartNumbers(chart, title));
  plotChart(chart);
  chart.resized?.disconnect();
  let width = figure.clientWidth;
  new ResizeObserver(() => {
    if (charts[name] !== chart || figure.clientWidth === width || figure.clientWidth === 0) return;
    width = figure.clientWidth;
    chart.plot.setSize(chartSize(chart));
  }).observe(figure);
};

const chartSize = (chart) => ({ width: Math.max(240, chart.frame.clientWidth), height: chart.spec.height || 260 });

const plotChart = (chart) => {
  chart.plot?.destroy();
  const options = plotOptions(chart.spec, chart.shown, chartSize(chart));
  options.hooks = {
    setCursor: [(plot) => readChart(chart, plot.cursor.idx)],
    drawAxes: [(plot) => drawBorders(plot, chart.spec.borders || [])],
    setScale: [(plot, key) => {
      const known = chart.spec.xs;
      if (key === "x") chart.reset.hidden = !(plot.scales.x.min > known[0] || plot.scales.x.max < known[known.length - 1]);
    }],
  };
  chart.plot = new uPlot(options, [chart.spec.xs, ...chart.spec.series.map((one) => one.values)], chart.frame);
};

theme.whenChanged(() => Object.values(charts).forEach((chart) => {
  plotChart(chart);
  chart.figure.querySelectorAll(".swatch").forEach((swatch) => paintSwatch(swatch, chart.spec.series[swatch.dataset.series]));
}));

const paintSwatch = (swatch, one) => {
  const colour = one.isMuted ? theme.read("--muted") : theme.colour(one.colour);
  const kind = one.kind || "line";
  swatch.replaceChildren();
  const shape = document.createElementNS(swatch.namespaceURI, kind === "points" ? "circle" : kind === "bars" ? "rect" : "line");
  const places = kind === "points" ? { cx: 13, cy: 6, r: 4, fill: one.isHollow ? "none" : colour, stroke: colour }
    : kind === "bars" ? { x: 7, y: 0, width: 12, height: 12, fill: colour }
    : { x1: 0, x2: 26, y1: 6, y2: 6, stroke: colour, "stroke-width": 2.5, "stroke-dasharray": (one.dash ?? (one.isPlain || kind !== "line" ? [] : theme.dash(one.colour))).join(" ") };
  for (const [key, value] of Object.entries(places)) shape.setAttribute(key, value);
  swatch.append(shape);
};

const chartLegend = (chart) => {
  const entries = chart.spec.series.map((one, k) => {
    if (one.isEdge || one.isPartner) return null;
    const swatch = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    for (const [key, value] of [["class", "swatch"], ["viewBox", "0 0 26 12"], ["width", 26], ["height", 12], ["aria-hidden", "true"]]) swatch.setAttribute(key, value);
    swatch.dataset.series = k;
    paintSwatch(swatch, one);
    const button = make("button", { type: "button", "aria-pressed": String(chart.shown[k]), title: "Show or hide" }, swatch, make("span", {}, one.label));
    button.addEventListener("click", () => {
      const isShown = (chart.shown[k] = !chart.shown[k]);
      button.setAttribute("aria-pressed", String(isShown));
      for (const edge of [k, ...(one.edges || [])]) {
        chart.shown[edge] = isShown;
        chart.plot.setSeries(edge + 1, { show: isShown });
      }
    });
    return make("li", {}, button);
  });
  return make("ul", { class: "legend", "aria-label": "Series" }, ...entries);
};

const drawBorders = (plot, borders) => {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = theme.read("--muted");
  ctx.font = `${11 * devicePixelRatio}px ${theme.read("--font")}`;
  ctx.textAlign = "left";
  let free = -Infinity;
  for (const border of borders) {
    const x = Math.round(plot.valToPos(border.at, "x", true));
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.globalAlpha = 0.45;
    ctx.fillRect(x, bbox.top, Math.max(1, devicePixelRatio), bbox.height);
    ctx.globalAlpha = 1;
    if (x < free) continue;
    ctx.fillText(border.label, x, bbox.top - 5 * devicePixelRatio);
    free = x + ctx.measureText(border.label).width + 12 * devicePixelRatio;
  }
  ctx.restore();
};
