// Colours come from the style sheet, which knows light, dark and print.
const theme = (() => {
  const drawn = new Set();
  const redraw = () => drawn.forEach((draw) => draw());
  const read = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const dashes = [[], [9, 4], [2, 3], [10, 3, 2, 3], [5, 2], [14, 4], [3, 6], [8, 3, 3, 3]];

  for (const query of ["(prefers-color-scheme: dark)", "print"]) matchMedia(query).addEventListener("change", redraw);

  return {
    read,
    colour: (index) => read(`--series-${index % 8}`),
    // Who cannot tell the colours apart can tell the lines.
    dash: (index) => dashes[index % dashes.length],
    whenChanged: (draw) => drawn.add(draw),
    isPrint: () => matchMedia("print").matches,
  };
})();
