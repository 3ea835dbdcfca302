// The tables over groups of runs.
const withInterval = (show) => (one) => (one == null ? "–" : one.half == null ? show(one.mean) : `${show(one.mean)} ± ${show(one.half)}`);

const number = (name, of, show) => ({ name, isNumber: true, of, show: (row) => show(of(row)) });

const listGroups = (set, groups) => {
  const mean = (name, measure, show) => ({
    name, isNumber: true,
    of: (group) => set.mean(group, measure)?.mean,
    show: (group) => withInterval(show)(set.mean(group, measure)),
  });
  const plain = (name, measure, show) => number(name, (group) => set.mean(group, measure)?.mean, show);
  hold("groups", sortedTable("Means over the runs of each group, with 95 % intervals where there are several", [
    { name: "group", of: (group) => group.label, show: (group) => group.label },
    number("runs", (group) => group.runs.length, format.count),
    mean("average error", "average", format.percent),
    mean("error at the end", "error", format.percent),
    mean("cumulative error", "cumulative", format.plain),
    plain("multiply-adds", "compute", format.magnitude),
    plain("parameters", "parameters", format.count),
    plain("memory to predict", "bytes", format.bytes),
    plain("peak memory", "peak", format.bytes),
    plain("time", "seconds", format.duration),
  ], groups, { column: 2, isDown: false }));
};

const verdict = (difference) => {
  if (difference == null) return "no seed in common";
  if (difference.half == null) return "one pair: nothing can be said";
  if (Math.abs(difference.mean) <= difference.half) return "not told apart";
  return difference.mean > 0 ? "worse" : "better";
};

// Each group against one of them: differences seed by seed, since runs of one seed see the same stream and draw alike.
const listPairs = (set, groups) => {
  if (groups.length < 2) return hold("pairs", make("p", {}, "There is one group only: nothing to compare it with."));
  const best = groups.reduce((a, b) => ((set.mean(b, "average")?.mean ?? Infinity) < (set.mean(a, "average")?.mean ?? Infinity) ? b : a));
  const choice = make("select", { id: "reference" }, ...groups.map((group, k) => make("option", { value: k, selected: group === best }, group.label)));
  const holder = make("div", {});
  const fill = () => {
    const reference = groups[choice.value];
    const rows = groups.filter((group) => group !== reference).map((group) => ({ group, average: set.paired(group, reference, "average"), error: set.paired(group, reference, "error") }));
    const columns = (name, key) => [
      { name: `${name}, points`, isNumber: true, of: (row) => row[key]?.mean, show: (row) => (row[key] == null ? "–" : `${format.points(row[key].mean)}${row[key].half == null ? "" : ` ± ${(100 * row[key].half).toFixed(2)}`}`) },
      number("p", (row) => row[key]?.p, format.probability),
      { name: "verdict", of: (row) => verdict(row[key]), show: (row) => verdict(row[key]) },
    ];
    holder.replaceChildren(sortedTable(`Against ${reference.label}: mean difference over common seeds with its 95 % interval, more is worse; p is that of Student's paired test`, [
      { name: "group", of: (row) => row.group.label, show: (row) => row.group.label },
      number("pairs", (row) => row.average?.n ?? 0, format.count),
      ...columns("average error", "average"),
      ...columns("error at the end", "error"),
    ], rows, { column: 2, isDown: false }));
  };
  choice.addEventListener("change", fill);
  fill();
  const many = groups.length > 2 ? make("p", { class: "note" }, "Of many comparisons some look decided by chance: one in twenty, where there is no difference.") : null;
  hold("pairs", make("p", {}, make("label", {}, "Compare all with ", choice)), holder, ...(many ? [many] : []));
};

const listRuns = (set) => {
  const { data } = set;
  const kept = data.keys.map((key, k) => ({ ...key, k })).filter((key) => set.chosen.has(key.k) || key.name === "recipe");
  hold("runs", sortedTable("Every run; a name opens it below", [
    { name: "run", of: (run) => run.path, show: (run) => make("a", { href: `#run-${run.id}` }, run.path) },
    { name: "state", of: (run) => run.state, show: (run) => make("span", { class: `state ${run.state}` }, run.state) },
    ...kept.map((key) => ({ name: key.name, of: (run) => asNumber(set.value(run, key.k)), show: (run) => set.value(run, key.k) })),
    number("seed", (run) => run.seed, format.text),
    { name: "megabatches", isNumber: true, of: (run) => run.done, show: (run) => `${run.done}/${run.total}` },
    number("average error", (run) => run.average, format.percent),
    number("error at the end", (run) => run.error, format.percent),
    number("cumulative error", (run) => run.cumulative, format.plain),
    number("multiply-adds", (run) => run.compute, format.magnitude),
    number("parameters", (run) => run.parameters, format.count),
    number("peak memory", (run) => run.peak, format.bytes),
    number("time", (run) => run.seconds, format.duration),
  ], set.shown()));
};

const asNumber = (text) => (text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text);

const listConfigs = (set, groups) => {
  const { data } = set;
  const differing = data.keys.map((key, k) => ({ ...key, k })).filter((key) => set.differs(key.k));
  if (differing.length === 0) return hold("configs", make("p", {}, "The configs of these runs are the same."));
  const values = (runs, key) => [...new Set(runs.map((run) => set.value(run, key)))];
  const brief = (list) => (list.length > 6 ? `${list.slice(0, 6).join(" | ")} | … (${list.length})` : list.join(" | "));
  const isSmall = groups.length <= 12;
  const columns = isSmall ? groups.map((group) => ({ name: group.label, runs: group.runs })) : [{ name: "values", runs: set.shown() }];
  hold("configs", makeTable("Only the keys in which these runs differ; a dash where a config lacks the key",
    [{ name: "key" }, ...columns], differing.map(({ name, k }) => [name, ...columns.map((column) => brief(values(column.runs, k)))])));
};
