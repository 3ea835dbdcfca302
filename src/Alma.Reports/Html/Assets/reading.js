// Reading a chart: with the mouse, with the keys, or as a table.
const MAX_NUMBERS = 2000;

const readChart = (chart, index) => {
  const { spec, shown } = chart;
  if (index == null || spec.xs[index] == null) {
    chart.readout.textContent = "";
    return;
  }
  chart.index = index;
  const values = spec.series
    .map((one, k) => (one.isEdge || one.isSilent || !shown[k] || (one.raw || one.values)[index] == null ? null : { one, value: (one.raw || one.values)[index], k }))
    .filter((entry) => entry)
    .map(({ one, value }) => `${spec.isCloud ? "" : `${one.label} `}${one.notes?.[index] ?? spec.y.show(value)}`);
  chart.readout.textContent = `${spec.x.name} ${spec.x.show(spec.xs[index], index)}: ${values.join(", ")}`;
};

const chartKey = (chart, key) => {
  if (key.target !== chart.frame || key.ctrlKey || key.altKey || key.metaKey) return;
  const last = chart.spec.xs.length - 1;
  const at = chart.index ?? -1;
  const places = { ArrowRight: Math.min(last, at + 1), ArrowLeft: Math.max(0, at < 0 ? last : at - 1), Home: 0, End: last };
  const zooms = { "+": 0.5, "=": 0.5, "-": 2, 0: 0 };
  if (key.key in places) {
    const index = places[key.key];
    chart.plot.setCursor({ left: chart.plot.valToPos(chart.spec.xs[index], "x"), top: 10 });
    readChart(chart, index);
  } else if (key.key in zooms) {
    zoomChart(chart, zooms[key.key]);
  } else {
    return;
  }
  key.preventDefault();
};

// By a factor around what was read last; 0 shows all.
const zoomChart = (chart, factor) => {
  const { plot, spec } = chart;
  const [first, last] = [spec.xs[0], spec.xs[spec.xs.length - 1]];
  if (factor === 0) {
    plot.setScale("x", { min: first, max: last });
    return;
  }
  const { min, max } = plot.scales.x;
  const centre = Math.min(max, Math.max(min, spec.xs[chart.index] ?? (min + max) / 2));
  const [low, high] = [centre - (centre - min) * factor, centre + (max - centre) * factor];
  plot.setScale("x", low <= first && high >= last ? { min: first, max: last } : { min: Math.max(first, low), max: Math.min(last, high) });
};

// Made when it is opened: few readers ask for it.
const chartNumbers = (chart, title) => {
  const { spec } = chart;
  const details = make("details", { class: "numbers" }, make("summary", {}, "Numbers"));
  details.addEventListener("toggle", () => {
    if (!details.open || details.children.length > 1) return;
    if (spec.table) {
      details.append(makeTable(title, spec.table.columns, spec.table.rows));
      return;
    }
    const columns = [{ name: spec.x.name, isNumber: true }, ...spec.series.filter((one) => !one.isEdge).map((one) => ({ name: one.label, isNumber: true }))];
    const rows = spec.xs.slice(0, MAX_NUMBERS).map((x, index) => [
      spec.x.show(x, index),
      ...spec.series.filter((one) => !one.isEdge).map((one) => {
        const value = (one.raw || one.values)[index];
        return value == null ? "" : one.notes?.[index] ?? spec.y.show(value);
      }),
    ]);
    details.append(makeTable(title, columns, rows));
    if (spec.xs.length > MAX_NUMBERS) details.append(make("p", {}, `The first ${MAX_NUMBERS} of ${spec.xs.length}.`));
  });
  return details;
};
