const pause = 3000;
let model = {};

async function look() {
  const found = await ask("model");
  if (!found || JSON.stringify(found) === JSON.stringify(model)) return;
  const isOtherInput = JSON.stringify(found.input) !== JSON.stringify(model.input);
  model = found;
  find("name").textContent = document.title = model.name;
  find("what").textContent = summary();
  showHistory();
  if (!model.input || !isOtherInput) return;
  find("image").hidden = find("row").hidden = true;
  if (model.input.kind === "image") startDrawing(model.input);
  else startRow(model.input);
}

function summary() {
  if (model.champion === undefined) return "There is no version yet; this page waits for it.";
  const error = model.versions.find((version) => version.version === model.champion)?.testError;
  return [
    `Version ${model.champion} of ${model.versions.length}`,
    error === undefined ? null : `wrong on ${percent(error)} of its test set`,
    model.dataset ? `learned ${model.dataset}` : null,
    model.recipe ? `with ${model.recipe}` : null,
    model.licence ? `data: ${model.licence}` : null,
  ].filter(Boolean).join(", ") + ".";
}

find("access").addEventListener("submit", (event) => {
  event.preventDefault();
  token = find("token").value;
  look();
});
look();
setInterval(() => {
  if (!document.hidden && !isAsking && find("access").hidden) look();
}, pause);
