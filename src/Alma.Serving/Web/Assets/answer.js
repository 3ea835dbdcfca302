const mostBars = 12;

function showAnswer(answer, milliseconds) {
  find("answer").textContent = answer.class;
  const shown = Object.entries(answer.probabilities).sort((one, other) => other[1] - one[1]).slice(0, mostBars);
  // classes stand where they stood: of few the order is the model's, not that of the answer
  const places = new Map((model.classes ?? []).map((name, place) => [name, place]));
  if (places.size <= mostBars) shown.sort((one, other) => places.get(one[0]) - places.get(other[0]));
  find("bars").replaceChildren(...shown.map(([name, part]) => bar(name, part ?? 0, name === answer.class)));
  find("by").textContent = `Version ${answer.version}, in ${milliseconds.toFixed(0)} ms.`;
}

function bar(name, part, isChosen) {
  const row = element("li", undefined, isChosen ? "chosen" : "");
  const track = element("span", undefined, "track");
  const filled = element("span");
  filled.style.width = `${100 * part}%`;
  track.append(filled);
  const label = element("span", name, "name");
  label.title = name;
  row.append(label, track, element("span", percent(part), "share"));
  return row;
}
