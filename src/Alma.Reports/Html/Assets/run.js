// The page on one run.
const axes = {
  megabatch: { label: "megabatch", name: "megabatch", ticks: "count", show: format.count },
  percent: { label: "", ticks: "percent", show: format.percent },
  plain: { label: "", ticks: "plain", show: format.plain },
  magnitude: { label: "", ticks: "magnitude", show: format.magnitude },
  bytes: { label: "", ticks: "bytes", show: format.bytes, size: 70 },
  duration: { label: "", ticks: "duration", show: format.duration, size: 70 },
};

const overMegabatches = (data, name, y, series, more = {}) => {
  if (series.every((one) => one.values.every((value) => value == null))) return document.getElementById(`chart-${name}`)?.remove();
  drawChart(name, { xs: data.megabatches, x: axes.megabatch, y, series, fromZero: true, ...more });
};

// Bars on top of each other: the tallest is drawn first and what is drawn later covers its lower part.
const stacked = (names, lists) => {
  const filled = lists.map((list) => list.map((value) => value ?? 0));
  const series = names.map((label, k) => ({
    label, colour: k, kind: "bars", raw: lists[k],
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
  const accuracy = new Map(data.megabatches.map((megabatch, k) => [megabatch, data.error[k] == null ? null : 1 - data.error[k]]));
  const xs = stages.map((one) => one.megabatch);
  drawChart("members", {
    xs, x: axes.megabatch, y: axes.percent, height: 300,
    series: [
      { label: "all together", colour: 0, isPlain: true, values: xs.map((megabatch) => accuracy.get(megabatch) ?? null) },
      { label: "at least one is right", colour: 1, values: stages.map((one) => one.oracle ?? null) },
      { label: "agreement", colour: 3, values: stages.map((one) => one.agreement ?? null) },
      ...Array.from({ length: Math.min(count, 40) }, (_, k) => ({ label: `network ${k}`, colour: 2, isMuted: true, isPlain: true, values: stages.map((one) => one.members[k] ?? null) })),
    ],
  });
};

const drawRun = (data) => {
  const single = (label, values, colour = 0) => [{ label, colour, isPlain: true, values }];
  overMegabatches(data, "error", axes.percent, single("test error", data.error));
  overMegabatches(data, "loss", axes.plain, single("test loss", data.loss));
  overMegabatches(data, "cumulative-error", axes.plain, single("cumulative error", data.cumulativeError));
  overMegabatches(data, "cumulative-compute", axes.magnitude, single("multiply-adds so far", data.cumulativeMultiplyAdds));
  overMegabatches(data, "purposes", axes.magnitude, stacked(["train forward", "train backward", "validate", "select", "evaluate"], data.purposes), { isBars: true });
  overMegabatches(data, "parameters", axes.magnitude, single("parameters", data.parameters));
  overMegabatches(data, "memory", axes.bytes, [{ label: "peak of the process", colour: 0, values: data.peak }, { label: "held to predict", colour: 1, values: data.bytes }]);
  overMegabatches(data, "seconds", axes.duration, stacked(["update", "evaluate"], [data.updateSeconds, data.evaluateSeconds]), { isBars: true });
  drawEpochs(data);
  drawMembers(data);
  const stages = data.stages;
  const stage = (name, draw) => document.getElementById(`stage-${name}`) && draw(document.getElementById(`stage-${name}`), stages);
  stage("experts", drawExperts);
  stage("confusion", drawConfusion);
  stage("worst", drawWorst);
  sliders.showLast();
};
