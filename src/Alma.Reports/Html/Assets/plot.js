// What the chart library is told of a chart.
const plotOptions = (() => {
  const paths = { line: null, points: () => null, bars: uPlot.paths.bars({ size: [0.6, 64] }), steps: uPlot.paths.stepped({ align: 1 }) };

  // Zero stands in sight where sizes are compared, and a single value is not put on the edge.
  const yRange = (spec) => (_, low, high) => {
    if (low == null) return [0, 1];
    if (spec.y.isLog) return [10 ** Math.floor(Math.log10(low)), 10 ** Math.ceil(Math.log10(high))];
    if (spec.fromZero) return [0, high > 0 ? high * 1.06 : 1];
    const margin = high > low ? (high - low) * 0.06 : Math.abs(high) * 0.1 || 1;
    return [low - margin, high + margin];
  };

  const xRange = (spec, all) => (_, low, high) => {
    if (low == null) return [0, 1];
    if (low !== all.low || high !== all.high) return [low, high];
    if (spec.x.isLog) return [low / 1.35, high * 1.35];
    const margin = spec.isBars ? 0.6 : high > low ? (high - low) * 0.03 : 1;
    return [low - margin, high + margin];
  };

  // Whole numbers count, and times are cut as clocks cut them.
  const decades = (from, to) => Array.from({ length: to - from + 1 }, (_, k) => 10 ** (from + k)).flatMap((power) => [1, 2, 5].map((digit) => Number((digit * power).toPrecision(1))));
  const increments = {
    count: decades(0, 12),
    duration: [...decades(-3, 0), 10, 15, 30, ...[1, 2, 5, 10, 15, 30].map((minutes) => 60 * minutes), ...[1, 2, 3, 6, 12].map((hours) => 3600 * hours), ...decades(0, 6).map((days) => 86400 * days)],
  };

  // Of a logarithmic axis: powers of ten, and where there are few of these, numbers between them.
  const logSplits = (low, high) => {
    const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
    const at = (digits, every) => {
      const powers = Array.from({ length: last - first + 1 }, (_, k) => first + k).filter((power) => power % every === 0);
      return powers.flatMap((power) => digits.map((digit) => Number(`${digit}e${power}`))).filter((value) => value >= low && value <= high);
    };
    const found = [at([1], Math.ceil((last - first) / 8)), at([1, 2, 5], 1), at([1, 2, 3, 4, 5, 6, 7, 8, 9], 1)].find((splits) => splits.length > 2);
    if (found) return found;
    const step = decades(first - 3, last).find((step) => (high - low) / step <= 6);
    return Array.from({ length: 8 }, (_, k) => step * (Math.ceil(low / step) + k)).filter((value) => value <= high);
  };

  const axis = (side, size) => ({
    ...(side.label ? { label: side.label } : {}),
    labelSize: 20,
    labelFont: `12px ${theme.read("--font")}`,
    font: `12px ${theme.read("--font")}`,
    stroke: theme.read("--muted"),
    grid: { stroke: theme.read("--line"), width: 1 },
    ticks: { stroke: theme.read("--line"), width: 1, size: 4 },
    size,
    values: (_, splits) => ticks[side.ticks](splits),
    ...(side.isLog ? { splits: (_, __, low, high) => logSplits(low, high), filter: (_, splits) => splits } : {}),
    ...(increments[side.ticks] ? { incrs: increments[side.ticks] } : {}),
  });

  const line = (one, show, count) => {
    const stroke = one.isMuted ? theme.read("--muted") : theme.colour(one.colour);
    const kind = one.kind || "line";
    return {
      label: one.label,
      show,
      stroke: one.isEdge ? null : stroke,
      fill: kind === "bars" ? stroke : null,
      width: one.isEdge || kind === "points" ? 0 : kind === "bars" ? 0 : 2,
      dash: one.dash ?? (kind === "line" && !one.isPlain ? theme.dash(one.colour) : []),
      paths: paths[kind],
      spanGaps: true,
      points: {
        show: !one.isEdge && kind !== "bars" && kind !== "steps" && (kind === "points" || count <= 40),
        size: one.size || 6,
        stroke,
        fill: one.isHollow ? theme.read("--back") : stroke,
        width: 1.5,
      },
    };
  };

  return (spec, shown, size) => {
    const known = spec.xs.filter((value) => value != null);
    const all = { low: known[0], high: known[known.length - 1] };
    return {
      ...size,
      legend: { show: false },
      padding: [spec.borders ? 20 : 10, 16, 0, 0],
      cursor: { y: false, drag: { x: true, y: false }, points: { size: 9 } },
      scales: {
        x: { time: false, distr: spec.x.isLog ? 3 : 1, range: xRange(spec, all) },
        y: { distr: spec.y.isLog ? 3 : 1, range: yRange(spec) },
      },
      axes: [axis(spec.x, 30), { ...axis(spec.y, 62), ...(spec.y.size ? { size: spec.y.size } : {}) }],
      series: [{ label: spec.x.label }, ...spec.series.map((one, k) => line(one, shown[k], spec.xs.length))],
      bands: (spec.bands || []).map((band) => ({ series: [band.high + 1, band.low + 1], fill: theme.colour(band.colour) + "2e" })),
    };
  };
})();
