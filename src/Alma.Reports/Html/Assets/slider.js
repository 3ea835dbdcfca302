// Sliders over the megabatches. All of a page move together.
const sliders = (() => {
  const all = [];

  const show = (place) => all.forEach((slider) => {
    slider.input.value = place;
    slider.label.textContent = `megabatch ${slider.names[place]}`;
    slider.input.setAttribute("aria-valuetext", slider.label.textContent);
    slider.draw(place);
  });

  // names: what each place is called; draw(place): shows that place.
  const add = (stage, names, draw) => {
    const input = make("input", { type: "range", min: "0", max: String(names.length - 1), step: "1", "aria-label": "Megabatch", oninput: () => show(Number(input.value)) });
    const label = make("output", {});
    const step = (by, text) => make("button", { type: "button", "aria-label": text, onclick: () => show(Math.min(names.length - 1, Math.max(0, Number(input.value) + by))) }, by < 0 ? "‹" : "›");
    stage.append(make("div", { class: "slider", hidden: names.length < 2 }, make("span", {}, "After"), step(-1, "Megabatch before"), input, step(1, "Next megabatch"), label));
    all.push({ input, label, names, draw });
  };

  return { add, showLast: () => all.length && show(all[0].names.length - 1) };
})();
