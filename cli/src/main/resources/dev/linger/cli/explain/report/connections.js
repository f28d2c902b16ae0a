// --- connections ---

const lifeByNumber = new Map(content.lives.map((life) => [life.n, life]));
const ROWS = 50;
const COLUMNS = [
  { head: "#", key: "n", number: true },
  { head: "client", key: "client" },
  { head: "server", key: "server" },
  { head: "opened", key: "opened_s", number: true, show: (life) => moment(life.opened_s) },
  { head: "lasted", key: "lasted_s", number: true, show: (life) => duration(life.lasted_s) },
  { head: "closed first", key: "first" },
  { head: "why", key: "cause" },
  { head: "decided by", key: "by" },
  { head: "requests", key: "requests", number: true, show: (life) => known(life.requests, count) },
  { head: "idle before", key: "idle_s", number: true, show: (life) => known(life.idle_s, duration) },
  { head: "TIME_WAIT at", key: "wait" },
];
const known = (value, show) => (value === undefined ? "?" : show(value));
const state = { key: "n", down: false, page: 0 };
let matching = content.lives;

const searchText = (life) => {
  life.text ??= [
    life.n, life.client, life.server, life.first, life.cause, life.by, life.sentence,
    ...life.notes, ...life.evidence.map((one) => one[2]),
    ...(life.ladder ?? []).map((rung) => rung.label ?? ""),
  ].join(" ").toLowerCase();
  return life.text;
};

const compare = (one, other) => {
  const a = one[state.key];
  const b = other[state.key];
  if (a === b) return one.n - other.n;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  const order = typeof a === "number" ? a - b : a.localeCompare(b, "en", { numeric: true });
  return state.down ? -order : order;
};

const select = () => {
  const words = byId("filter-text").value.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = [["cause", "filter-cause"], ["first", "filter-first"], ["server", "filter-server"]]
    .map(([key, id]) => [key, byId(id).value])
    .filter(([, value]) => value);
  matching = content.lives
    .filter((life) => wanted.every(([key, value]) => life[key] === value))
    .filter((life) => words.every((word) => searchText(life).includes(word)))
    .sort(compare);
  state.page = 0;
  showRows();
};

const cell = (life, column) => {
  const text = column.show ? column.show(life) : String(life[column.key]);
  const made = node("td", column.number ? "number" : column.key);
  made.dataset.head = column.head;
  if (column.key === "n") {
    const open = node("button", "open", text);
    open.type = "button";
    open.setAttribute("aria-label", `Connection ${text}: show its ladder`);
    open.addEventListener("click", () => (location.hash = `connection-${life.n}`));
    made.append(open);
  } else if (column.key === "cause") {
    const isGuess = life.sure === "guess";
    const why = node("span", life.harm === 0 ? "hurts" : "", isGuess ? `${text}?` : text);
    why.title = content.meanings[life.cause] + (isGuess ? " (a guess)" : "");
    made.append(why);
  } else {
    made.textContent = column.key === "first" && life.not_yet ? `${text} only` : text;
  }
  if (column.key === "opened_s") made.title = absolute(life.opened_s);
  return made;
};

const showRows = () => {
  const pages = Math.max(1, Math.ceil(matching.length / ROWS));
  const rows = matching.slice(state.page * ROWS, (state.page + 1) * ROWS);
  byId("rows").replaceChildren(
    ...rows.map((life) => append(node("tr"), ...COLUMNS.map((column) => cell(life, column)))),
  );
  byId("shown").textContent =
    matching.length === content.lives.length
      ? counted(matching.length, "connection")
      : `${count(matching.length)} of ${counted(content.lives.length, "connection")} match`;
  byId("page").textContent = `page ${state.page + 1} of ${pages}`;
  byId("previous").disabled = state.page === 0;
  byId("next").disabled = state.page >= pages - 1;
  for (const head of byId("heads").children) {
    const sorted = head.dataset.key === state.key;
    head.setAttribute("aria-sort", sorted ? (state.down ? "descending" : "ascending") : "none");
  }
};

const sortBy = (key, down) => {
  state.key = key;
  state.down = down;
  byId("sort-by").value = `${key} ${down}`;
  select();
};

const choices = (id, key, all) => {
  const tally = new Map();
  for (const life of content.lives) tally.set(life[key], (tally.get(life[key]) ?? 0) + 1);
  const sorted = [...tally].sort((one, other) => other[1] - one[1]);
  byId(id).append(new Option(all, ""), ...sorted.map(([value, of]) => new Option(`${value} (${count(of)})`, value)));
  byId(id).addEventListener("change", select);
};

const turn = (by) => {
  state.page += by;
  showRows();
  byId("connections").scrollIntoView();
};

const connections = () => {
  const shown = content.lives.length;
  byId("choice").textContent =
    shown < content.connections
      ? `Shown are ${count(shown)} of ${count(content.connections)} connections: all of the rare kinds of` +
        " ends, and the first ones of each frequent kind. For others, make a report of a part with" +
        " --host, --port, --cause or --closed-first, or list all with --json."
      : "All connections of the capture that were asked for. A number opens the connection, packet by packet.";
  for (const column of COLUMNS) {
    const head = node("th", column.number ? "number" : "");
    head.scope = "col";
    head.dataset.key = column.key;
    const button = node("button", "", column.head);
    button.type = "button";
    button.addEventListener("click", () =>
      sortBy(column.key, state.key === column.key ? !state.down : false),
    );
    byId("heads").append(append(head, button));
    byId("sort-by").append(
      new Option(`${column.head}, rising`, `${column.key} false`),
      new Option(`${column.head}, falling`, `${column.key} true`),
    );
  }
  byId("sort-by").addEventListener("change", (event) => {
    const [key, down] = event.target.value.split(" ");
    sortBy(key, down === "true");
  });
  choices("filter-cause", "cause", "any cause");
  choices("filter-first", "first", "any side");
  choices("filter-server", "server", "any server");
  byId("filter-text").addEventListener("input", select);
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("filters").addEventListener("reset", () => setTimeout(() => sortBy("n", false)));
  byId("previous").addEventListener("click", () => turn(-1));
  byId("next").addEventListener("click", () => turn(1));
  sortBy("n", false);
};

const causes = () => {
  const present = new Set([...ended.map((one) => one.cause), ...content.lives.map((life) => life.cause)]);
  for (const cause of Object.keys(content.meanings).filter((one) => present.has(one))) {
    byId("cause-list").append(
      append(node("div"), node("dt", "", cause), node("dd", "", content.meanings[cause])),
    );
  }
};
