// Makes elements. What a config or a data set says gets in as text, never as HTML.
const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value == null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
};

const makeTable = (caption, columns, rows) => {
  const head = make("tr", {}, ...columns.map((column) => make("th", { scope: "col", class: column.isNumber ? "number" : null }, column.name)));
  const cell = (text, k) => k === 0
    ? make("th", { scope: "row", class: columns[k].isNumber ? "number" : null }, text)
    : make("td", { class: columns[k].isNumber ? "number" : null }, text);
  return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    make("table", {},
      make("caption", {}, caption),
      make("thead", {}, head),
      make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map(cell))))));
};
