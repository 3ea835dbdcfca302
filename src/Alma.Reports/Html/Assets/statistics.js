// The statistics of MeanInterval.cs, PairedComparison.cs and ParetoFront.cs, for groups that are made in the page.
const statistics = (quantiles) => {
  const interval = (values) => {
    const known = values.filter((value) => value != null);
    const n = known.length;
    if (n === 0) return null;
    const mean = known.reduce((sum, value) => sum + value, 0) / n;
    if (n === 1) return { n, mean, half: null };
    const spread = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
    return { n, mean, half: quantiles[n - 2] * Math.sqrt(spread / n) };
  };

  // Of runs with the same seeds, their mean.
  const bySeeds = (group, of) => {
    const found = new Map();
    for (const run of group.runs) {
      if (of(run) == null) continue;
      found.set(run.seeds, [...(found.get(run.seeds) || []), of(run)]);
    }
    return new Map([...found].map(([seeds, values]) => [seeds, values.reduce((sum, value) => sum + value, 0) / values.length]));
  };

  // That |T| is larger than t, for Student's T: the finite sums of Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
  const tail = (t, freedom) => {
    const angle = Math.atan(Math.abs(t) / Math.sqrt(freedom));
    const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
    const isOdd = freedom % 2 === 1;
    let term = isOdd ? cos : 1;
    let sum = freedom === 1 ? 0 : term;
    for (let k = isOdd ? 3 : 2; k < freedom; k += 2) {
      term *= (cos * cos * (k - 1)) / k;
      sum += term;
    }
    return Math.max(0, 1 - (isOdd ? (2 / Math.PI) * (angle + sin * sum) : sin * sum));
  };

  const probability = ({ n, mean, half }) => {
    if (half == null) return null;
    if (half === 0) return mean === 0 ? 1 : 0;
    return tail((mean / half) * quantiles[n - 2], n - 1);
  };

  // of(run): what is compared.
  const paired = (first, second, of) => {
    const [left, right] = [bySeeds(first, of), bySeeds(second, of)];
    const difference = interval([...left].filter(([seeds]) => right.has(seeds)).map(([seeds, value]) => value - right.get(seeds)));
    return difference && { ...difference, p: probability(difference) };
  };

  const front = (points) => {
    const order = points.map((_, k) => k).sort((a, b) => points[a].x - points[b].x || points[a].y - points[b].y);
    const kept = [];
    for (const k of order) {
      const last = points[kept[kept.length - 1]];
      if (!last || points[k].y < last.y || (points[k].y === last.y && points[k].x === last.x)) kept.push(k);
    }
    return kept;
  };

  return { interval, paired, front };
};
