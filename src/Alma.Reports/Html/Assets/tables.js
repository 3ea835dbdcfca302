// A table whose columns sort. columns: { name, isNumber, of(row): what to sort by, show(row): text or element }.
const sortedTable = (caption, columns, rows, start) => {
  let order = start ?? { column: 0, isDown: false };
  const body = make("tbody", {});
  const heads = columns.map((column, k) => {
    const button = make("button", { type: "button", class: "sort" }, column.name);
    button.addEventListener("click", () => {
      order = { column: k, isDown: order.column === k ? !order.isDown : false };
      fill();
    });
    return make("th", { scope: "col", class: column.isNumber ? "number" : null }, button);
  });

  const compare = (a, b) => {
    const [x, y] = [columns[order.column].of(a), columns[order.column].of(b)];
    if (x == null || y == null) return (x == null) - (y == null); // what is missing comes last
    const result = typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y), "en", { numeric: true });
    return order.isDown ? -result : result;
  };

  const cell = (column, row, k) => make(k === 0 ? "th" : "td", { scope: k === 0 ? "row" : null, class: column.isNumber ? "number" : null }, column.show(row));

  const fill = () => {
    heads.forEach((head, k) => head.setAttribute("aria-sort", k !== order.column ? "none" : order.isDown ? "descending" : "ascending"));
    body.replaceChildren(...[...rows].sort(compare).map((row) => make("tr", {}, ...columns.map((column, k) => cell(column, row, k)))));
  };

  fill();
  return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    make("table", { class: "sorted" }, make("caption", {}, caption), make("thead", {}, make("tr", {}, ...heads)), body));
};

const hold = (name, ...parts) => document.getElementById(`holder-${name}`).replaceChildren(...parts);
