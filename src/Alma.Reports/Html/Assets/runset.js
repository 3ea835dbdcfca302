// The runs of a page, those of the chosen data set that the filter leaves, and their groups.
const runSet = (data) => {
  const { interval, paired, front } = statistics(data.quantiles);
  const measures = data.measures.all.map((one, place) => ({
    title: one.metric.title, longTitle: one.longTitle, shortTitle: one.shortTitle, hasInterval: one.hasInterval,
    ticks: one.metric.ticks, show: format[one.metric.text], of: (run) => run.measures[place],
  }));
  const pick = (places) => places.map((place) => measures[place]);
  const compared = pick(data.measures.compared);
  const runs = data.runs.map((run, id) => ({ ...run, id }));
  const chosen = new Set(data.groupBy[0]);
  let dataset = 0;
  let words = [];

  // Errors of different data sets do not stand beside each other.
  const choose = (index) => {
    dataset = index;
    chosen.clear();
    for (const key of data.groupBy[index]) chosen.add(key);
  };
  const ofDataset = () => runs.filter((run) => run.dataset === dataset);
  const differs = (key) => new Set(ofDataset().map((run) => run.values[key])).size > 1;

  const value = (run, key) => data.values[key][run.values[key]];
  const last = (name) => name.slice(name.lastIndexOf(".") + 1);
  const short = (key) => {
    const name = data.keys[key].name;
    return [...chosen].filter((other) => last(data.keys[other].name) === last(name)).length > 1 ? name : last(name);
  };
  const label = (run) => [...chosen].sort((a, b) => a - b)
    .map((key) => (data.keys[key].name === "recipe" ? value(run, key) : `${short(key)}=${value(run, key)}`)).join(", ") || "all runs";
  const searched = (run) => [label(run), run.path, run.state, `seed=${run.seed}`, ...data.keys.map((key, k) => `${key.name}=${value(run, k)}`)].join("\n").toLowerCase();

  const shown = () => ofDataset().filter((run) => words.every((word) => searched(run).includes(word)));

  // A config and seed that was run again is one replicate: the latest.
  const latest = (list) => {
    const newest = new Map();
    for (const run of list) if (!(newest.get(run.replicate)?.age > run.age)) newest.set(run.replicate, run);
    return list.filter((run) => newest.get(run.replicate) === run);
  };

  // Colours stay with the labels, whatever the filter leaves.
  const groups = () => {
    const all = new Map();
    for (const run of ofDataset()) {
      const name = label(run);
      if (!all.has(name)) all.set(name, { label: name, colour: all.size, runs: [] });
    }
    for (const run of shown()) if (run.isComplete) all.get(label(run)).runs.push(run);
    for (const group of all.values()) group.runs = latest(group.runs);
    return [...all.values()].filter((group) => group.runs.length > 0);
  };

  const mean = (group, measure) => interval(group.runs.map(measure.of));

  return {
    data, runs, measures, pick, compared, ofDataset, shown, groups, label, value, chosen, choose, differs, interval, front,
    filter: (text) => { words = text.toLowerCase().split(/\s+/).filter(Boolean); },
    mean,
    paired: (first, second, measure) => paired(first, second, measure.of),
    // By what groups are ranked; those without it come last.
    rank: (group) => mean(group, compared[0])?.mean ?? Infinity,
  };
};
