// --- light and dark ---

const THEMES = ["auto", "light", "dark"];
const setTheme = (theme) => {
  if (theme === "auto") delete rootStyle.dataset.theme;
  else rootStyle.dataset.theme = theme;
  byId("theme-now").textContent = theme;
  redraw();
};

const themes = () => {
  byId("theme").addEventListener("click", () => {
    const now = THEMES.indexOf(byId("theme-now").textContent);
    setTheme(THEMES[(now + 1) % THEMES.length]);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  let before = "auto";
  addEventListener("beforeprint", () => {
    before = byId("theme-now").textContent;
    setTheme("light");
  });
  addEventListener("afterprint", () => setTheme(before));
};

Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
Chart.defaults.font.size = 12;
heading();
findings();
closesChart();
gapsChart();
timeWaitChart();
portsChart();
connections();
causes();
themes();
ladders();
rootStyle.dataset.ready = "true";
