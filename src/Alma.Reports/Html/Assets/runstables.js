// The tables over groups of runs.
const withInterval = (show) => (one) => (one == null ? format.missing : one.half == null ? show(one.mean) : `${show(one.mean)} ± ${show(one.half)}`);

const number = (name, of, show) => ({ name, isNumber: true, of, show: (row) => show(of(row)) });

const listGroups = (set, groups) => {
  const mean = (measure) => ({
    name: measure.title, isNumber: true,
    of: (group) => set.mean(group, measure)?.mean,
    show: (group) => (measure.hasInterval ? withInterval(measure.show)(set.mean(group, measure)) : measure.show(set.mean(group, measure)?.mean)),
  });
  hold("groups", sortedTable("Means over the runs of each group, with 95 % intervals where there are several", [
    { name: "group", of: (group) => group.label, show: (group) => group.label },
    number("runs", (group) => group.runs.length, format.count),
    ...set.measures.map(mean),
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
  const best = groups.reduce((a, b) => (set.rank(b) < set.rank(a) ? b : a));
  const choice = make("select", { id: "reference" }, ...groups.map((group, k) => make("option", { value: k, selected: group === best }, group.label)));
  const holder = make("div", {});
  const fill = () => {
    const reference = groups[choice.value];
    const rows = groups.filter((group) => group !== reference).map((group) => ({ group, differences: set.compared.map((measure) => set.paired(group, reference, measure)) }));
    const points = (one) => (one == null ? format.missing : `${format.points(one.mean)}${one.half == null ? "" : ` ± ${(100 * one.half).toFixed(2)}`}`);
    const columns = (measure, k) => [
      { name: `${measure.title}, points`, isNumber: true, of: (row) => row.differences[k]?.mean, show: (row) => points(row.differences[k]) },
      number("p", (row) => row.differences[k]?.p, format.probability),
      { name: "verdict", of: (row) => verdict(row.differences[k]), show: (row) => verdict(row.differences[k]) },
    ];
    holder.replaceChildren(sortedTable(`Against ${reference.label}: mean difference over common seeds with its 95 % interval, more is worse; p is that of Student's paired test`, [
      { name: "group", of: (row) => row.group.label, show: (row) => row.group.label },
      number("pairs", (row) => row.differences[0]?.n ?? 0, format.count),
      ...set.compared.flatMap(columns),
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
    ...set.pick(data.measures.ofRuns).map((measure) => number(measure.title, measure.of, measure.show)),
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
