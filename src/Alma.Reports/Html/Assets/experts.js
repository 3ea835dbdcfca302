// The tree of experts of each mixture layer after one megabatch, with the part of the test set that each answers.
const drawExperts = (stage, stages) => {
  const holder = make("div", { class: "experts" });

  const paths = (nodes) => nodes.flatMap((node) => [node.path, ...paths(node.below)]);
  const leaves = (nodes) => nodes.reduce((sum, node) => sum + (node.below.length ? leaves(node.below) : 1), 0);

  const bar = (usage) => {
    const inner = make("span", {});
    inner.style.width = `${Math.max(0.5, 100 * usage)}%`;
    return make("span", { class: "bar", "aria-hidden": "true" }, inner);
  };

  const item = (node, old) => make("li", { class: old && !old.has(node.path) ? "new" : null },
    make("div", { class: "node" },
      make("span", { class: "name" }, node.path === "" ? "only expert" : node.path, node.below.length ? make("span", { class: "note" }, " gate") : null, old && !old.has(node.path) ? make("span", { class: "note" }, " new") : null),
      make("span", { class: "share" }, format.percent(node.usage)),
      bar(node.usage)),
    node.below.length ? make("ul", {}, ...node.below.map((below) => item(below, old))) : null);

  const layer = (one, before) => make("div", { class: "layer" },
    make("h3", {}, `${one.layer}: ${leaves(one.nodes)} experts`),
    make("ul", { class: "tree" }, ...one.nodes.map((node) => item(node, before ? new Set(paths(before.nodes)) : null))));

  sliders.add(stage, stages.map((one) => one.megabatch), (place) => holder.replaceChildren(
    ...stages[place].experts.map((one) => layer(one, place > 0 ? stages[place - 1].experts.find((other) => other.layer === one.layer) : null))));
  stage.append(make("p", {}, "Mean weight over the test set. A gate has the sum of what is below it; what this megabatch brought is marked as new."), holder);
};
