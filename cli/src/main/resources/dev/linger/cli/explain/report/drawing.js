// --- pictures: Chart.js draws, this chooses what ---

// Okabe and Ito's colours, which people with any colour vision tell apart, and stripes besides.
const PALETTE = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#b5a900"];
const REST = "#8a93a3";
const charts = [];

const probe = node("i");
document.body.append(probe);
probe.hidden = true;
const colour = (name) => {
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
};

const striped = (fill) => {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const pen = tile.getContext("2d");
  pen.fillStyle = fill;
  pen.fillRect(0, 0, 8, 8);
  pen.strokeStyle = colour("card");
  pen.lineWidth = 1.6;
  pen.beginPath();
  for (const at of [-4, 0, 4, 8]) {
    pen.moveTo(at - 2, 10);
    pen.lineTo(at + 10, -2);
  }
  pen.stroke();
  return pen.createPattern(tile, "repeat");
};

const axes = (xTitle, yTitle, stacked) => {
  const text = { color: colour("soft") };
  const grid = { color: colour("line") };
  return {
    x: {
      stacked,
      title: { display: true, text: xTitle, ...text },
      ticks: { ...text, maxRotation: 0, autoSkip: true, autoSkipPadding: 18 },
      grid: { display: false },
    },
    y: {
      stacked,
      beginAtZero: true,
      title: { display: true, text: yTitle, ...text },
      ticks: { ...text, precision: 0, callback: (value) => count(value) },
      grid,
    },
  };
};

const options = (scales, titles) => ({
  responsive: true,
  maintainAspectRatio: false,
  animation: false,
  interaction: { mode: "index", intersect: false },
  scales,
  plugins: {
    legend: {
      position: "bottom",
      labels: { color: colour("ink"), usePointStyle: true, pointStyleWidth: 22, padding: 14 },
    },
    tooltip: {
      filter: (item) => item.raw !== null && item.raw !== 0,
      callbacks: {
        title: (items) => (items.length ? titles(items[0].dataIndex) : ""),
        label: (item) =>
          item.dataset.says
            ? item.dataset.says(item.dataIndex)
            : `${item.dataset.label}: ${count(item.raw)}`,
      },
    },
  },
});

const draw = (name, says, make) => {
  const canvas = byId(`chart-${name}`);
  canvas.setAttribute("aria-label", says);
  charts.push({ canvas, make, chart: new Chart(canvas, make()) });
};

const redraw = () => {
  for (const one of charts) {
    one.chart.destroy();
    one.chart = new Chart(one.canvas, one.make());
  }
};

const nothing = (name, text) => {
  const figure = byId(`figure-${name}`);
  figure.querySelector(".canvas").remove();
  figure.querySelector("details").remove();
  const none = figure.querySelector(".none");
  none.hidden = false;
  none.textContent = text;
};

const numbersOf = (name, heads, rows) => {
  const table = node("table");
  const head = append(node("tr"), ...heads.map((text) => node("th", "", text)));
  const lines = rows.map((cells) =>
    append(node("tr"), ...cells.map((cell, at) => node("td", at ? "number" : "", cell))),
  );
  append(table, append(node("thead"), head), append(node("tbody"), ...lines));
  byId(`figure-${name}`).querySelector(".numbers").append(table);
};

const steps = (axis, length) =>
  Array.from({ length }, (_, at) => Math.max(0, axis.start_s + at * axis.step_s));
const tick = (axis) => (seconds) => {
  if (axis.step_s >= 60) return `${Math.round(seconds / 60)} min`;
  return `${digits(Number(seconds.toFixed(axis.step_s < 0.1 ? 2 : 1)), 6)} s`;
};
const stretch = (axis, times) => (at) =>
  `${tick(axis)(times[at])}, for ${duration(axis.step_s)} (${absolute(times[at])})`;
