const marginOfLarge = 4 / 28; // of MNIST: digits of 20 pixels in images of 28
const largeSide = 28;
const pad = find("draw");
const pen = pad.getContext("2d", { willReadFrequently: true });
let last = null;

function startDrawing(input) {
  const side = Math.max(input.width, input.height);
  pad.height = Math.round(560 * input.height / side);
  pad.width = Math.round(560 * input.width / side);
  pad.style.width = `${pad.width / 2}px`;
  pad.style.height = `${pad.height / 2}px`;
  const seen = find("seen");
  [seen.width, seen.height] = [input.width, input.height];
  seen.style.height = `${112 * input.height / input.width}px`;
  const canDraw = input.channels === 1;
  pad.hidden = !canDraw;
  for (const id of ["clear", "light-choice", "centre-choice"]) find(id).hidden = !canDraw;
  find("centre-choice").hidden = !canDraw || input.width !== input.height;
  find("image").hidden = false;
  clearDrawing();
}

function clearDrawing() {
  pen.fillStyle = "#000";
  pen.fillRect(0, 0, pad.width, pad.height);
  last = null;
  find("seen").getContext("2d").clearRect(0, 0, find("seen").width, find("seen").height);
}

const place = (event) => [event.offsetX * pad.width / pad.clientWidth, event.offsetY * pad.height / pad.clientHeight];

pad.addEventListener("pointerdown", (event) => {
  pad.setPointerCapture(event.pointerId);
  last = place(event);
  drawTo(last);
});
pad.addEventListener("pointermove", (event) => {
  if (last) drawTo(place(event));
});
for (const end of ["pointerup", "pointercancel"]) pad.addEventListener(end, () => { last = null; });
find("clear").addEventListener("click", clearDrawing);
for (const id of ["light", "centre"]) find(id).addEventListener("change", sendDrawing);

function drawTo(point) {
  [pen.lineWidth, pen.lineCap, pen.lineJoin, pen.strokeStyle] = [pad.width / 12, "round", "round", "#fff"];
  pen.beginPath();
  pen.moveTo(...last);
  pen.lineTo(...point);
  pen.stroke();
  last = point;
  sendDrawing();
}

// Where there is ink, and its centre of mass; null for an empty pad.
function ink() {
  const { data, width, height } = pen.getImageData(0, 0, pad.width, pad.height);
  let [left, top, right, bottom, mass, x, y] = [width, height, -1, -1, 0, 0, 0];
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const value = data[4 * (row * width + column)];
      if (value === 0) continue;
      [left, right, top, bottom] = [Math.min(left, column), Math.max(right, column), Math.min(top, row), Math.max(bottom, row)];
      mass += value; x += value * column; y += value * row;
    }
  return mass === 0 ? null : { left, top, width: right - left + 1, height: bottom - top + 1, x: x / mass, y: y / mass };
}

function sendDrawing() {
  const found = ink();
  if (!found) return;
  const { width, height } = model.input;
  const centred = find("centre").checked && width === height ? centring(found, width) : null;
  const image = shrunk(width, height, (larger, scale) => {
    if (centred) larger.setTransform(centred.scale * scale, 0, 0, centred.scale * scale, centred.x * scale, centred.y * scale);
    else larger.setTransform(width * scale / pad.width, 0, 0, height * scale / pad.height, 0, 0);
    larger.drawImage(pad, 0, 0);
  });
  if (!find("light").checked) invert(image);
  showSeen(image);
  image.toBlob((png) => predict(png, false), "image/png");
}

// As MNIST was made: the ink in a square of 20 of 28 pixels, its centre of mass in the middle; smaller images are filled.
function centring(found, side) {
  const isLarge = side >= largeSide;
  const scale = side * (isLarge ? 1 - 2 * marginOfLarge : 1) / Math.max(found.width, found.height);
  const [x, y] = isLarge ? [found.x, found.y] : [found.left + found.width / 2, found.top + found.height / 2];
  return { scale, x: side / 2 - scale * x, y: side / 2 - scale * y };
}

// Drawn larger and halved, so that each pixel is the mean of what it covers.
function shrunk(width, height, draw) {
  let scale = 8;
  let canvas = blank(width * scale, height * scale);
  draw(canvas.getContext("2d"), scale);
  while (scale > 1) {
    scale /= 2;
    const smaller = blank(width * scale, height * scale);
    smaller.getContext("2d").drawImage(canvas, 0, 0, smaller.width, smaller.height);
    canvas = smaller;
  }
  return canvas;
}

function blank(width, height) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const brush = canvas.getContext("2d");
  brush.fillStyle = "#000";
  brush.fillRect(0, 0, width, height);
  return canvas;
}

function invert(canvas) {
  const brush = canvas.getContext("2d");
  brush.globalCompositeOperation = "difference";
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, canvas.width, canvas.height);
}

function showSeen(image) {
  const seen = find("seen");
  seen.getContext("2d").drawImage(image, 0, 0, seen.width, seen.height);
}
