function startRow(input) {
  find("fields").replaceChildren(...input.columns.map((column) => {
    const label = element("label", column.name);
    label.append(field(column));
    return label;
  }));
  find("row").hidden = false;
}

function field(column) {
  if (column.kind === "category" || column.kind === "boolean") {
    const choice = element("select");
    choice.name = column.name;
    const values = column.kind === "boolean" ? ["true", "false"] : column.categories;
    choice.append(new Option("", ""), ...values.map((value) => new Option(value, value)));
    return choice;
  }
  const text = element("input");
  [text.name, text.type, text.placeholder] = [column.name, "text", column.kind === "date" ? "2026-11-23" : ""];
  if (column.kind === "number") text.inputMode = "decimal";
  return text;
}

function sendRow() {
  const row = {};
  for (const column of model.input.columns) {
    const text = find("row").elements.namedItem(column.name).value.trim();
    if (text !== "") row[column.name] = text;
  }
  predict(JSON.stringify(row), false);
}

find("row").addEventListener("submit", (event) => {
  event.preventDefault();
  sendRow();
});
find("row").addEventListener("change", sendRow);
