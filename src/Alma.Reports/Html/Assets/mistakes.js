// Mistakes of one megabatch at a time: which classes were taken for which, and the images that were most wrong.
// The name of a class, or its number where the run does not say how it is called.
const className = (names, label) => names[label] ?? String(label);

const drawConfusion = (stage, stages, names) => {
  const cells = (one) => Array.from({ length: one.confusion.length / 3 }, (_, k) => one.confusion.slice(3 * k, 3 * k + 3));
  const classes = 1 + Math.max(...stages.flatMap((one) => cells(one).flatMap(([label, choice]) => [label, choice])));
  const isLarge = classes > 26;
  const holder = make("div", {});

  const counts = (one) => {
    const rows = Array.from({ length: classes }, () => new Array(classes).fill(0));
    for (const [label, choice, count] of cells(one)) rows[label][choice] = count;
    return rows;
  };

  const cell = (count, total, isRight, what) => {
    const share = total > 0 ? count / total : 0;
    const element = make("td", { title: what, class: isRight ? "right" : null }, isLarge ? "" : count === 0 ? "·" : String(count));
    if (count > 0) {
      // Of mistakes even few are to be seen: the root spreads them.
      const strength = Math.round(isRight ? 12 + 38 * share : 10 + 80 * Math.sqrt(Math.min(1, share * 4)));
      element.style.background = `color-mix(in srgb, var(${isRight ? "--series-0" : "--series-1"}) calc(${strength} * var(--cell)), var(--back))`;
    }
    return element;
  };

  const row = (label, values) => {
    const total = values.reduce((sum, value) => sum + value, 0);
    const right = total > 0 ? values[label] / total : null;
    return make("tr", {}, make("th", { scope: "row" }, className(names, label)),
      ...values.map((count, choice) => cell(count, total, label === choice, `class ${className(names, label)} taken for ${className(names, choice)}: ${count} of ${total}`)),
      make("td", { class: "number" }, format.percent(right)));
  };

  const often = (one) => cells(one).filter(([label, choice]) => label !== choice).sort((a, b) => b[2] - a[2]).slice(0, 5);

  sliders.add(stage, stages.map((one) => one.megabatch), (place) => {
    const one = stages[place];
    const worst = often(one).map(([label, choice, count]) => `${className(names, label)} for ${className(names, choice)} (${count})`).join(", ");
    holder.replaceChildren(
      make("p", {}, worst ? `Most often: ${worst}.` : "Nothing was taken for anything else."),
      make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Confusions" },
        make("table", { class: `confusion${isLarge ? " large" : ""}` },
          make("caption", {}, "Rows: the class of the test images. Columns: the class they were taken for. Last: the part that is right."),
          make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "class"), ...Array.from({ length: classes }, (_, k) => make("th", { scope: "col" }, className(names, k))), make("th", { scope: "col", class: "number" }, "right"))),
          make("tbody", {}, ...counts(one).map((values, label) => row(label, values))))));
  });
  stage.append(holder);
};

const drawWorst = (stage, stages, names) => {
  const holder = make("ul", { class: "gallery" });
  const note = make("p", {});
  const figure = (image) => {
    const text = `test image ${image.index}, class ${className(names, image.label)}, taken for ${className(names, image.choice)}`;
    return make("li", {},
      make("img", { src: image.source, alt: text, title: text }),
      make("span", { class: "verdict" }, `${className(names, image.label)} → ${className(names, image.choice)}`),
      make("span", { class: "note" }, `loss ${image.loss == null ? "∞" : image.loss.toFixed(1)}`),
      make("span", { class: "note" }, `no. ${image.index}`));
  };
  sliders.add(stage, stages.map((one) => one.megabatch), (place) => {
    const images = stages[place].worst;
    note.textContent = images
      ? `${images.length === 0 ? "No image was misclassified." : "Class → what it was taken for, the largest loss first."}`
      : "The images of this megabatch are left out to keep the page small; they are in the run folder.";
    holder.replaceChildren(...(images || []).map(figure));
  });
  stage.append(note, holder);
};
