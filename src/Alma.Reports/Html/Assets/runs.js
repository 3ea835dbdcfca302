// The page on several runs.
const drawRuns = (data) => {
  const set = runSet(data);
  const counted = make("output", { "aria-live": "polite", class: "counted" });
  const [compute, ...memories] = set.pick([data.measures.compute, ...data.measures.memories]);
  const memory = make("select", { onchange: () => draw() }, ...memories.map((one, k) => make("option", { value: k }, one.shortTitle)));

  const draw = () => {
    const groups = set.groups();
    const ranked = [...groups].sort((a, b) => set.rank(a) - set.rank(b));
    counted.textContent = `${set.shown().length} of ${set.ofDataset().length} runs, ${groups.length} ${groups.length === 1 ? "group" : "groups"}${groups.length > MAX_GROUPS ? `; the ${MAX_GROUPS} best are drawn` : ""}`;
    if (groups.length > 0) {
      drawErrors(set, ranked);
      drawCloud(set, ranked, "compute", compute, compute.longTitle);
      drawCloud(set, ranked, "memory", memories[memory.value], memories[memory.value].shortTitle);
    }
    for (const name of ["quality", "cost"]) document.getElementById(name).hidden = groups.length === 0;
    listGroups(set, groups);
    listPairs(set, groups);
    listRuns(set);
    listConfigs(set, groups);
  };

  const box = (key, k) => make("label", {}, make("input", {
    type: "checkbox", checked: set.chosen.has(k), onchange: (change) => {
      if (change.target.checked) set.chosen.add(k);
      else set.chosen.delete(k);
      draw();
    },
  }), ` ${key.name}`);

  const boxes = (isWanted) => data.keys.map((key, k) => (isWanted(key) && (set.differs(k) || set.chosen.has(k)) ? box(key, k) : null)).filter(Boolean);
  const grouping = make("fieldset", {});
  const fillGrouping = () => {
    const aside = boxes((key) => !key.changesLearning);
    grouping.replaceChildren(
      make("legend", {}, "Group by"),
      make("div", { class: "keys" }, ...boxes((key) => key.changesLearning)),
      ...(aside.length ? [make("details", {}, make("summary", {}, "Seeds, places and the like"), make("div", { class: "keys" }, ...aside))] : []));
  };
  const dataset = make("select", { id: "dataset", onchange: () => {
    set.choose(Number(dataset.value));
    fillGrouping();
    draw();
  } }, ...data.datasets.map((name, k) => make("option", { value: k }, name)));
  let waiting;
  const filter = make("input", { type: "search", placeholder: "words that all must be there", oninput: () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      set.filter(filter.value);
      draw();
    }, 120);
  } });

  fillGrouping();
  document.getElementById("controls").append(
    ...(data.datasets.length > 1 ? [make("p", {}, make("label", {}, "Data set ", dataset), " Errors of different data sets are never compared.")] : []),
    grouping,
    make("div", { class: "filters" }, make("label", {}, "Filter runs ", filter), make("label", {}, "Memory ", memory), counted));
  draw();

  const open = () => {
    const id = /^#run-(\d+)$/.exec(location.hash)?.[1];
    document.getElementById("run").hidden = id == null || !set.runs[id];
    if (id != null && set.runs[id]) openRun(set, set.runs[id]);
  };
  addEventListener("hashchange", open);
  open();
};

const openRun = (set, run) => {
  const { data } = set;
  const facts = [
    ["group", set.label(run)], ["state", `${run.state}, ${run.done} of ${run.total} megabatches`], ["seed", String(run.seed)], ["started", `${run.started} UTC`],
    ...set.pick(data.measures.ofOne).map((measure) => [measure.title, measure.show(measure.of(run))]),
    ...data.keys.map((key, k) => [key.name, set.value(run, k)]).filter(([name]) => name !== "seed"),
  ];
  const chart = (name, title) => make("figure", { class: "chart", id: `chart-${name}` }, make("figcaption", {}, title));
  hold("run",
    make("p", {}, make("code", {}, run.path), ". All of it: ", make("code", {}, `alma report ${run.path}`)),
    make("div", { class: "charts" }, chart("run-error", "Test error after each megabatch"), chart("run-compute", "Cumulative multiply-adds")),
    makeTable("This run", [{ name: "what" }, { name: "value" }], facts));
  const xs = run.at || run.errors.map((_, k) => k);
  const curve = (name, metric, values) =>
    drawChart(name, { xs, x: axes.megabatch, y: axes[metric.ticks], series: [{ label: metric.title, colour: 0, isPlain: true, values }], fromZero: true });
  if (xs.length > 0) {
    curve("run-error", data.curves[0], run.errors);
    curve("run-compute", data.curves[1], run.multiplyAdds);
  }
  const heading = document.getElementById("run-title");
  heading.setAttribute("tabindex", "-1");
  heading.scrollIntoView();
  heading.focus({ preventScroll: true });
};
