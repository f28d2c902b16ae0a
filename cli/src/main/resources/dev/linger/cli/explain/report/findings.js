// --- head ---

const fileName = (path) => path.split(/[\\/]/).pop();
const names = content.files.map(fileName);
const title = names.length === 1 ? names[0] : counted(names.length, "capture");
const ended = content.closes.causes;

const tile = (name, value, more) => {
  const box = append(node("div"), node("dt", "", name));
  const shown = node("dd", "", value);
  if (more) shown.append(node("small", "", more));
  byId("tiles").append(append(box, shown));
};

const heading = () => {
  document.title = `${title}: Linger report`;
  byId("title").textContent = title;
  byId("title").title = content.files.join(", ");
  const weights = content.findings.filter((one) => one.weight !== "healthy");
  const alarms = content.findings.filter((one) => /critical|warning/.test(one.weight)).length;
  byId("findings-title").textContent =
    alarms > 0 ? "What to change" : weights.length > 0 ? "What is worth knowing" : "Findings";
  byId("lead").textContent =
    alarms > 0
      ? `${counted(alarms, "thing")} to change, heaviest first.`
      : weights.length > 0
        ? `Nothing urgent; ${counted(weights.length, "thing")} to look at.`
        : "No finding: nothing here calls for a change.";
  const whole = content.found === content.connections;
  tile(
    "Connections",
    count(content.connections),
    whole ? `to ${counted(content.servers, "server")}` : `of ${count(content.found)} in the capture`,
  );
  tile("Watched for", duration(content.span_s), content.connections ? `from ${clock(0).slice(0, 19)}Z` : "");
  if (content.packets >= 0) {
    tile("Packets", count(content.packets));
  }
  const all = sum(ended.map((one) => one.total));
  if (all > 0) {
    const top = ended.reduce((best, one) => (one.total > best.total ? one : best));
    const meaning = content.meanings[top.cause];
    tile("Most frequent end", top.cause, `${share(top.total, all)} of those that ended: ${meaning}`);
  }
  for (const complaint of content.complaints) {
    byId("complaints").append(node("p", "complaint", complaint));
  }
};

// --- findings ---

const copyText = async (text, button) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without the right to the clipboard, as on a page over plain HTTP.
    const area = node("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = "Copy"), 1600);
};

// Of which one alone is of use, by what the program is.
const isOneOfSeveral = (one) => !one.known_by && one.software !== "Linux";

const change = (one) => {
  const copy = node("button", "quiet copy", "Copy");
  copy.type = "button";
  copy.setAttribute("aria-label", `Copy the setting for ${one.software}`);
  copy.addEventListener("click", () => copyText(one.text, copy));
  const whose = isOneOfSeveral(one) ? `if the ${one.side} is ${one.software}` : one.software;
  const owner = node("b", "", one.with_previous ? `and ${whose}` : whose);
  if (one.known_by) owner.title = `It says so itself: ${one.known_by}`;
  const doubt = one.side === "client" ? "; a proxy in between would be the client" : "";
  const known = one.known_by ? ` (${one.known_by.slice(0, 60)}${doubt})` : "";
  const head = append(node("p"), owner, node("span", "", `${one.where}${known}`), copy);
  return append(node("div", "change"), head, node("pre", "", one.text));
};

const mostAtOnce = 4;

// Those that are one of many fold behind the most frequent ones.
const changes = (all) => {
  const shown = [];
  let begin = 0;
  while (begin < all.length) {
    let end = begin + 1;
    while (end < all.length && isOneOfSeveral(all[end]) && all[end].side === all[begin].side) end++;
    const group = all.slice(begin, end);
    let fold = isOneOfSeveral(all[begin]) && group.length > mostAtOnce + 1 ? mostAtOnce : group.length;
    while (fold < group.length && group[fold].with_previous) fold++;
    shown.push(...group.slice(0, fold).map(change));
    if (fold < group.length) {
      const others = new Set(group.slice(fold).map((one) => one.software)).size;
      const more = node("summary", "", `if the ${all[begin].side} is another program: ${others} more`);
      shown.push(append(node("details"), more, ...group.slice(fold).map(change)));
    }
    begin = end;
  }
  return shown;
};

const seen = (one) => {
  const item = node("li");
  const known = lifeByNumber.has(one.connection);
  const link = node(known ? "a" : "span", "", `connection ${count(one.connection)}`);
  if (known) link.href = `#connection-${one.connection}`;
  else link.title = "Not among the connections on this page";
  const packet = one.packet > 0 ? ` (packet ${count(one.packet)})` : "";
  return append(item, link, `: ${one.says}${packet}`);
};

const finding = (one) => {
  const card = node("article", `card finding ${one.weight}`);
  const place = `${one.client ? `client ${one.client} of ` : ""}server ${one.server}`;
  const head = append(
    node("header"),
    node("span", "weight", one.weight),
    node("span", "where", `${place}, ${counted(one.connections, "connection")}`),
  );
  const parts = node("dl");
  const part = (name, value) => {
    if (!value) return;
    const shown = node("dd");
    shown.append(value);
    append(parts, node("dt", "", name), shown);
  };
  part("Because", one.because);
  part("Costs", one.costs);
  part("Change", append(node("div"), node("p", "next", one.next), ...changes(one.changes)));
  part("Expect", one.expect);
  part("Price", one.price);
  if (one.evidence.length > 0) {
    part("Evidence", append(node("ul", "plain"), ...one.evidence.map(seen)));
  }
  return append(card, head, node("h3", "", sentence(one.what)), parts);
};

const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);

const findings = () => {
  byId("findings-lead").textContent = content.findings.length
    ? "Each finding says what was seen, why, what it costs, and what to change. Where a setting says" +
      " \u201cif\u201d, which program is in use cannot be seen: take yours."
    : "";
  byId("finding-list").append(...content.findings.map(finding));
  if (content.findings.length === 0) {
    const card = node("article", "card finding healthy");
    append(
      card,
      append(node("header"), node("span", "weight", "healthy")),
      node("h3", "", content.connections ? "No rule found anything to change" : "No connections"),
      node("p", "hint", "The pictures and the table below show what there was."),
    );
    byId("finding-list").append(card);
  }
};
