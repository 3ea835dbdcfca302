"use strict";
// Numbers as people read them: the same rules as in Units.cs.
const format = (() => {
  const prefixes = ["", " k", " M", " G", " T", " P", " E"];
  const known = (show) => (value) => (value == null || Number.isNaN(value) ? "–" : show(value));

  const magnitude = known((value) => {
    let index = 0;
    for (; Math.abs(value) >= 999.5 && index < prefixes.length - 1; value /= 1000) index++;
    const size = Math.abs(value);
    const digits = index === 0 ? (Number.isInteger(value) ? 0 : 2) : size < 9.995 ? 2 : size < 99.95 ? 1 : 0;
    return value.toFixed(digits) + prefixes[index];
  });

  const duration = known((value) => {
    if (value < 59.95) return `${value.toFixed(1)} s`;
    const whole = Math.round(value);
    const two = (number) => String(number).padStart(2, "0");
    return whole < 3600
      ? `${Math.floor(whole / 60)} m ${two(whole % 60)} s`
      : `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} m`;
  });

  const bytes = known((value) => {
    const text = magnitude(value);
    return text.includes(" ") ? `${text}B` : `${text} B`;
  });

  return {
    percent: known((value) => `${(100 * value).toFixed(2)} %`),
    points: known((value) => `${value > 0 ? "+" : ""}${(100 * value).toFixed(2)}`),
    plain: known((value) => value.toFixed(4)),
    probability: known((value) => (value < 0.0001 ? "< 0.0001" : value.toFixed(value < 0.001 ? 5 : value < 0.01 ? 4 : 3))),
    count: known((value) => Math.round(value).toLocaleString("en-US")),
    text: known(String),
    magnitude,
    duration,
    bytes,
  };
})();

// Labels of an axis have no more digits than tell one tick from the next.
const ticks = (() => {
  const decimals = (splits, scale) => {
    const shown = splits.filter((split) => split != null);
    const step = shown.length > 1 ? Math.abs(shown[1] - shown[0]) * scale : 1;
    return Math.min(8, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)));
  };
  const each = (show) => (splits) => splits.map((split) => (split == null ? "" : show(split)));
  const trimmed = (show) => each((split) => show(split).replace(/\.0+(?=\D|$)/, "").replace(/(\.\d*?)0+(?= )/, "$1"));

  return {
    percent: (splits) => each((split) => `${(100 * split).toFixed(decimals(splits, 100))} %`)(splits),
    plain: (splits) => each((split) => split.toFixed(decimals(splits, 1)))(splits),
    count: each((split) => (Number.isInteger(split) ? format.count(split) : "")),
    magnitude: trimmed(format.magnitude),
    bytes: trimmed(format.bytes),
    duration: trimmed(format.duration),
  };
})();
