async function sendFile(file) {
  if (!file) return;
  clearDrawing();
  try {
    const image = await createImageBitmap(file);
    const { width, height } = model.input;
    // cropped to its middle, as the server does it
    const square = Math.min(image.width, image.height);
    const isOfSize = image.width === width && image.height === height;
    const [x, y, w, h] = isOfSize
      ? [0, 0, width, height]
      : [(image.width - square) / 2, (image.height - square) / 2, square, square];
    find("seen").getContext("2d").drawImage(image, x, y, w, h, 0, 0, find("seen").width, find("seen").height);
  } catch {
    // the server says what is wrong with it
  }
  predict(file, true);
}

const drop = find("drop");
find("file").addEventListener("change", (event) => sendFile(event.target.files[0]));
for (const name of ["dragenter", "dragover"])
  document.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
document.addEventListener("dragleave", () => drop.classList.remove("over"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  if (model.input?.kind === "image") sendFile(event.dataTransfer.files[0]);
});
