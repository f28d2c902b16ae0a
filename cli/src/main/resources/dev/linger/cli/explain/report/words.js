"use strict";

const content = JSON.parse(document.getElementById("content").textContent);
const byId = (id) => document.getElementById(id);
const rootStyle = document.documentElement;

// Foreign text enters the page here alone, as text and never as markup.
const node = (name, className, text) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
};
const append = (parent, ...children) => {
  parent.append(...children.filter((child) => child !== null));
  return parent;
};

// --- numbers for people ---

const count = (value) => Math.round(value).toLocaleString("en-US");
const counted = (value, noun) => `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
const digits = (value, most) => value.toLocaleString("en-US", { maximumSignificantDigits: most });
const duration = (seconds) => {
  if (seconds < 0.000001) return `${Math.round(seconds * 1e9)} ns`;
  if (seconds < 0.0009995) return `${digits(seconds * 1e6, 3)} µs`;
  if (seconds < 0.9995) return `${digits(seconds * 1e3, 3)} ms`;
  if (seconds < 120) return `${digits(seconds, seconds < 10 ? 3 : 4)} s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`;
};
const bytes = (value) => {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let unit = 0;
  let rest = value;
  while (rest >= 1000 && unit < units.length - 1) {
    rest /= 1000;
    unit++;
  }
  return `${digits(rest, 3)} ${units[unit]}`;
};
const share = (part, whole) => {
  if (part === whole) return "100 %";
  const percent = (100 * part) / whole;
  return percent < 0.1 ? "< 0.1 %" : `${digits(Math.min(percent, 99.9), percent < 10 ? 2 : 3)} %`;
};
const clock = (seconds) => new Date(content.begin_ms + seconds * 1000).toISOString();
const absolute = (seconds) => clock(seconds).replace("T", " ").replace("Z", " UTC");
const moment = (seconds) => `${seconds.toFixed(seconds < 100 ? 3 : 1)} s`;
const sum = (values) => values.reduce((all, value) => all + value, 0);
