"use strict";
const find = (id) => document.getElementById(id);
const element = (name, text, className) => {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
};
const percent = (part) => `${(100 * part).toFixed(part > 0 && part < 0.0995 ? 2 : 1)} %`;
let token = "";
let failed = ""; // the address whose error is shown

// An error stays until a request to the same address goes well: the page asks for the model by itself all the while.
function showError(address, text) {
  const place = address.split("?")[0];
  if (!text && failed !== place) return;
  failed = text ? place : "";
  find("error").textContent = text;
}

// An answer, or null where a token is asked for; whatever is wrong is shown.
async function ask(address, options) {
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  let answer = {};
  try {
    const response = await fetch(address, { ...options, headers });
    answer = await response.json();
    find("access").hidden = response.status !== 401;
    showError(address, response.ok ? "" : answer.error);
    return response.ok ? answer : null;
  } catch {
    showError(address, "The server does not answer.");
    return null;
  }
}

// One request at a time, and of those that come in between the last alone.
let isAsking = false;
let next = null;
async function predict(body, isResized) {
  if (isAsking) {
    next = [body, isResized];
    return;
  }
  isAsking = true;
  const started = performance.now();
  const answer = await ask(`predict${isResized ? "?resize=true" : ""}`, { method: "POST", body });
  isAsking = false;
  if (answer) showAnswer(answer, performance.now() - started);
  if (next) {
    const waiting = next;
    next = null;
    predict(...waiting);
  }
}
