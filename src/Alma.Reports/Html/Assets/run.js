// The page on one run. What is drawn, how it is called and how its numbers read comes with the data (MetricCatalog.cs).
const axes = {
  megabatch: { label: "megabatch", name: "megabatch", ticks: "count", show: format.count },
  percent: { label: "", ticks: "percent", show: format.percent },
  plain: { label: "", ticks: "plain", show: format.plain },
  magnitude: { label: "", ticks: "magnitude", show: format.magnitude },
  bytes: { label: "", ticks: "bytes", show: format.bytes, size: 70 },
  duration: { label: "", ticks: "duration", show: format.duration, size: 70 },
};

const overMegabatches = (data, name, metric, series, more = {}) => {
  if (series.every((one) => one.values.every((value) => value == null))) return document.getElementById(`chart-${name}`)?.remove();
  drawChart(name, { xs: data.megabatches, x: axes.megabatch, y: axes[metric.ticks], series, fromZero: true, ...more });
};

// Bars on top of each other: the tallest is drawn first and what is drawn later covers its lower part.
const stacked = (parts) => {
  const filled = parts.map((part) => part.values.map((value) => value ?? 0));
  const series = parts.map((part, k) => ({
    label: part.metric.title, colour: k, kind: "bars", raw: part.values,
    values: filled[0].map((_, at) => filled.slice(0, k + 1).reduce((sum, list) => sum + list[at], 0)),
  }));
  return series.filter((one) => one.raw.some((value) => value)).reverse();
};

const drawEpochs = (data) => {
  const { epochs } = data;
  const borders = epochs.positions
    .map((at, k) => ({ at, label: `megabatch ${epochs.megabatches[k]}`, isFirst: k === 0 || epochs.megabatches[k - 1] !== epochs.megabatches[k] }))
    .filter((border) => border.isFirst);
  const starts = Object.fromEntries(borders.map((border) => [border.label, border.at]));
  const x = {
    label: "epoch, counted through all megabatches", name: "megabatch", ticks: "count",
    show: (at, index) => `${epochs.megabatches[index]}, epoch ${at - starts[`megabatch ${epochs.megabatches[index]}`]}`,
  };
  const pair = (name, y, training, validation) => drawChart(name, {
    xs: epochs.positions, x, y, borders, height: 300,
    series: [{ label: "training", colour: 0, values: training }, { label: "validation", colour: 1, values: validation }],
  });
  if (epochs.positions.length === 0) return;
  pair("epoch-accuracy", axes.percent, epochs.trainingAccuracy, epochs.validationAccuracy);
  pair("epoch-loss", axes.plain, epochs.trainingLoss, epochs.validationLoss);
};

const drawMembers = (data) => {
  const { stages } = data;
  const count = Math.max(0, ...stages.map((one) => one.members.length));
  if (count === 0) return;
  const accuracy = new Map(data.megabatches.map((megabatch, k) => [megabatch, data.error.values[k] == null ? null : 1 - data.error.values[k]]));
  const [oracle, agreement] = data.together;
  const xs = stages.map((one) => one.megabatch);
  drawChart("members", {
    xs, x: axes.megabatch, y: axes.percent, height: 300,
    series: [
      { label: "all together", colour: 0, isPlain: true, values: xs.map((megabatch) => accuracy.get(megabatch) ?? null) },
      { label: oracle.title, colour: 1, values: stages.map((one) => one.oracle ?? null) },
      { label: agreement.title, colour: 3, values: stages.map((one) => one.agreement ?? null) },
      ...Array.from({ length: Math.min(count, 40) }, (_, k) => ({ label: `network ${k}`, colour: 2, isMuted: true, isPlain: true, values: stages.map((one) => one.members[k] ?? null) })),
    ],
  });
};

const drawRun = (data) => {
  const lines = (...parts) => parts.map((part, k) => ({ label: part.metric.title, colour: k, values: part.values }));
  const single = (name, part) => overMegabatches(data, name, part.metric, lines(part).map((one) => ({ ...one, isPlain: true })));
  const bars = (name, parts) => overMegabatches(data, name, parts[0].metric, stacked(parts), { isBars: true });
  if (document.getElementById("chart-arrivals")) overMegabatches(data, "arrivals", data.arrivals[0].metric, lines(...data.arrivals));
  single("error", data.error);
  single("loss", data.loss);
  single("cumulative-error", data.cumulativeError);
  single("cumulative-compute", data.cumulativeMultiplyAdds);
  bars("purposes", data.purposes);
  single("parameters", data.parameters);
  overMegabatches(data, "memory", data.memories[0].metric, lines(...data.memories));
  bars("seconds", data.seconds);
  drawEpochs(data);
  drawMembers(data);
  const stages = data.stages;
  const stage = (name, draw) => document.getElementById(`stage-${name}`) && draw(document.getElementById(`stage-${name}`), stages, data.classes);
  stage("experts", drawExperts);
  stage("confusion", drawConfusion);
  stage("worst", drawWorst);
  sliders.showLast();
};
