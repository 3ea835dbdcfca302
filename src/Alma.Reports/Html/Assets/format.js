"use strict";
// Numbers as people read them: the same rules as in Units.cs.
const format = (() => {
  const missing = "-";
  const prefixes = ["", " k", " M", " G", " T", " P", " E"];
  const known = (show) => (value) => (value == null || Number.isNaN(value) ? missing : show(value));

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
    missing,
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

// Labels of an axis: the number at a tick is that of its place, with no more digits than that takes. The rules of AxisLabels.cs.
const ticks = (() => {
  const prefixes = ["", " k", " M", " G", " T", " P", " E"];
  const most = 12;

  // How far a label may be from its tick: what computing the tick has left over, and nothing that a reader could see.
  const slack = (splits) => {
    const shown = splits.filter((split) => split != null);
    const steps = shown.slice(1).map((split, k) => Math.abs(split - shown[k])).filter((step) => step > 0);
    return steps.length ? 1e-6 * Math.min(...steps) : 1e-12 * Math.min(...shown.map(Math.abs));
  };
  const decimals = (value, slack) => {
    for (let digits = 0; digits < most; digits++) if (Math.abs(Number(value.toFixed(digits)) - value) <= slack) return digits;
    return most;
  };
  const withoutSignOfZero = (text) => (Number(text) === 0 ? text.replace("-", "") : text);

  const decimal = (scale, unit) => (splits) => {
    const scaled = splits.map((split) => (split == null ? null : scale * split));
    const digits = Math.max(0, ...scaled.filter((value) => value != null).map((value) => decimals(value, slack(scaled))));
    return scaled.map((value) => (value == null ? "" : withoutSignOfZero(value.toFixed(digits)) + unit));
  };
  const exact = (value, slack) => withoutSignOfZero(value.toFixed(decimals(value, slack)));

  const prefixed = (unit) => (splits) => splits.map((split) => {
    if (split == null) return "";
    let [value, near, index] = [split, slack(splits), 0];
    for (; Math.abs(value) >= 1000 - near / 1000 && index < prefixes.length - 1; value /= 1000, near /= 1000) index++;
    return exact(value, near) + (unit && index === 0 ? " " : "") + prefixes[index] + unit;
  });

  const duration = (splits) => splits.map((split) => {
    if (split == null) return "";
    const near = slack(splits);
    const hours = Math.floor((split + near) / 3600);
    const minutes = Math.floor((split + near - 3600 * hours) / 60);
    const seconds = exact(Math.max(0, split - 3600 * hours - 60 * minutes), near);
    return [hours && `${hours} h`, minutes && `${minutes} m`, (Number(seconds) || (!hours && !minutes)) && `${seconds} s`].filter(Boolean).join(" ");
  });

  return {
    percent: decimal(100, " %"),
    plain: decimal(1, ""),
    count: (splits) => splits.map((split) => (split != null && Number.isInteger(split) ? format.count(split) : "")),
    magnitude: prefixed(""),
    bytes: prefixed("B"),
    duration,
  };
})();
