(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  ({ run: drawRun, runs: drawRuns })[document.body.dataset.kind](data);
  document.documentElement.dataset.drawn = "yes";
})();
