const svg = (name, attributes, text) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
};

function showHistory() {
  const known = model.versions.filter((version) => version.testError !== undefined);
  find("versions").replaceChildren(...model.versions.toReversed().map((version) => {
    const row = element("tr", undefined, version.version === model.champion ? "champion" : "");
    row.append(
      element("th", version.version + (version.version === model.champion ? " (champion)" : "")),
      element("td", version.testError === undefined ? "" : percent(version.testError), "number"));
    row.firstChild.scope = "row";
    return row;
  }));
  find("more").hidden = !model.history;
  const chart = find("history");
  chart.toggleAttribute("hidden", known.length < 2);
  find("history-note").textContent = known.length < 2 ? "" : "Test error of each version";
  if (known.length >= 2) drawHistory(chart, known);
}

function drawHistory(chart, known) {
  const [width, height, left, bottom, edge] = [560, 240, 56, 26, 10];
  chart.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const most = Math.max(...known.map((version) => version.testError)) || 1;
  const x = (k) => left + (width - left - edge) * k / (known.length - 1);
  const y = (error) => edge + (height - bottom - edge) * (1 - error / most);
  const lines = [0, 0.5, 1].flatMap((part) => [
    svg("line", { class: "grid", x1: left, x2: width - edge, y1: y(part * most), y2: y(part * most) }),
    svg("text", { x: left - 6, y: y(part * most) + 4, "text-anchor": "end" }, percent(part * most)),
  ]);
  const every = Math.ceil(known.length / 12);
  const names = known.map((version, k) => k % every ? null
    : svg("text", { x: x(k), y: height - 8, "text-anchor": "middle" }, version.version));
  const curve = svg("polyline", { class: "curve", points: known.map((version, k) => `${x(k)},${y(version.testError)}`).join(" ") });
  const points = known.map((version, k) => {
    const isChampion = version.version === model.champion;
    const point = svg("circle", { cx: x(k), cy: y(version.testError), r: isChampion ? 5 : 3, class: isChampion ? "champion" : "" });
    point.append(svg("title", {}, `version ${version.version}: ${percent(version.testError)}`));
    return point;
  });
  chart.replaceChildren(...lines, ...names.filter(Boolean), curve, ...points);
}
