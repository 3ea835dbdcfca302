// The charts over groups of runs.
const MAX_GROUPS = 24;

const groupCurve = (set, group) => {
  const curves = group.runs.map((run) => new Map(run.errors.map((error, k) => [run.at ? run.at[k] : k, error])));
  const common = [...curves[0].keys()].filter((at) => curves.every((curve) => curve.get(at) != null));
  return new Map(common.map((at) => [at, set.interval(curves.map((curve) => curve.get(at)))]));
};

const drawErrors = (set, groups) => {
  const curves = groups.slice(0, MAX_GROUPS).map((group) => ({ group, curve: groupCurve(set, group) }));
  const xs = [...new Set(curves.flatMap(({ curve }) => [...curve.keys()]))].sort((a, b) => a - b);
  const series = [];
  const bands = [];
  for (const { group, curve } of curves) {
    const at = (pick) => xs.map((x) => (curve.has(x) ? pick(curve.get(x)) : null));
    const place = series.length;
    const notes = at((one) => (one.half == null ? format.percent(one.mean) : `${format.percent(one.mean)} ± ${format.percent(one.half)}`));
    series.push({ label: `${group.label} (n = ${group.runs.length})`, colour: group.colour, values: at((one) => one.mean), notes, edges: [place + 1, place + 2] });
    series.push({ label: "low", isEdge: true, colour: group.colour, values: at((one) => (one.half == null ? null : Math.max(0, one.mean - one.half))) });
    series.push({ label: "high", isEdge: true, colour: group.colour, values: at((one) => (one.half == null ? null : one.mean + one.half)) });
    bands.push({ low: place + 1, high: place + 2, colour: group.colour });
  }
  drawChart("error", { xs, x: axes.megabatch, y: axes.percent, series, bands, height: 360, fromZero: true });
};

// Sums over unequal numbers of megabatches do not stand beside each other; means do.
const comparableError = (set, groups) => {
  const isUnequal = new Set(groups.flatMap((group) => group.runs.map((run) => run.total))).size > 1;
  const [error] = set.pick([isUnequal ? set.data.measures.unequalLengths : set.data.measures.equalLengths]);
  return { ...error, axis: { ...axes[error.ticks], label: isUnequal ? `${error.title} (unequal numbers of megabatches)` : error.title } };
};

// Every run is a point, every group's mean a larger one, and the front goes through the means that no other mean beats.
// cost: a measure; label: of its axis.
const drawCloud = (set, groups, name, cost, label) => {
  const error = comparableError(set, groups);
  const kept = groups.slice(0, MAX_GROUPS)
    .map((group) => ({ group, x: set.mean(group, cost)?.mean, y: set.mean(group, error)?.mean }))
    .filter((one) => one.x != null && one.y != null);
  const points = kept.flatMap(({ group }) => group.runs.map((run) => ({ group, run, x: cost.of(run), y: error.of(run) })).filter((one) => one.x != null && one.y != null));
  // Each point has a place of its own, since several may cost the same.
  const all = [...points, ...kept].sort((a, b) => a.x - b.x);
  const xs = all.map((point) => point.x);
  const place = new Map(all.map((point, k) => [point, k]));
  const spread = (list, of) => {
    const values = new Array(xs.length).fill(null);
    for (const point of list) values[place.get(point)] = of(point);
    return values;
  };
  const line = (list) => spread(list, (point) => point.y);
  const note = spread;
  const onFront = set.front(kept).map((k) => kept[k]);
  const series = [{ label: "Pareto front", colour: 7, kind: "steps", isMuted: true, values: line(onFront), notes: [], isSilent: true }];
  for (const one of kept) {
    const runs = points.filter((point) => point.group === one.group);
    series.push({ label: `${one.group.label}, mean`, colour: one.group.colour, kind: "points", size: 13, values: line([one]), notes: note([one], () => `mean of ${one.group.label}: ${error.show(one.y)}`), edges: [series.length + 1] });
    series.push({ label: "runs", colour: one.group.colour, kind: "points", size: 7, isHollow: true, isPartner: true, values: line(runs), notes: note(runs, ({ run, y }) => `${one.group.label}, seed ${run.seed}: ${error.show(y)}`) });
  }
  const isLog = xs.length > 1 && xs[0] > 0 && xs[xs.length - 1] / xs[0] > 30;
  drawChart(name, {
    xs, x: { label, name: cost.title, ticks: cost.ticks, show: cost.show, isLog }, y: error.axis, series, height: 340, isCloud: true,
    table: {
      columns: [{ name: "group" }, { name: cost.title, isNumber: true }, { name: error.title, isNumber: true }, { name: "on the front" }],
      rows: kept.map((one) => [one.group.label, cost.show(one.x), error.show(one.y), onFront.includes(one) ? "yes" : ""]),
    },
  });
};
