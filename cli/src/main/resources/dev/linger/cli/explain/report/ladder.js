// --- ladder of one connection ---

const arrow = (rung, life) => {
  const side = rung.to === 1 ? "right" : "left";
  const kind = `${rung.first ? " first" : ""}${rung.trouble ? " trouble" : ""}`;
  const made = node("div", `arrow ${side}${kind}`);
  const extent = rung.extent.replace(/\s*the first close\s*/, " ").trim();
  const label = rung.first ? rung.label.replace(/,$/, "") : rung.label;
  append(made, node("span", "text", label || (extent ? "" : "ACK")));
  if (rung.first) made.append(node("span", "chip", "first to close"));
  if (extent) made.append(node("span", "extent", ` ${extent}`));
  made.setAttribute("aria-label", `${rung.to === 1 ? "client to server" : "server to client"}: ${made.textContent}`);
  const at = node("div", "at", `${rung.t.toFixed(6)} s`);
  at.title = absolute(life.opened_s + rung.t);
  return [at, append(node("div", "lane"), made)];
};

const rungOf = (rung, life) => {
  const between = (text) => [node("div", "at"), append(node("div", "lane"), node("div", "still", text))];
  if (rung.silence_s !== undefined) {
    return between(`${duration(rung.silence_s)} of silence${rung.in ? ` (${rung.in})` : ""}`);
  }
  if (rung.alike !== undefined) {
    return between(`… ${counted(rung.alike, "more exchange")} like these, ${duration(rung.alike_s)} …`);
  }
  if (rung.left_out !== undefined) return between(`… ${counted(rung.left_out, "more packet")} …`);
  if (rung.unclosed) {
    const lane = node("div", `lane at-${rung.unclosed}`);
    const text = `CLOSE_WAIT: the ${rung.unclosed} has not closed yet`;
    return [node("div", "at"), append(lane, node("span", "stay trouble", text))];
  }
  if (rung.stay) {
    const lane = node("div", `lane at-${rung.stay}`);
    return [node("div", "at"), append(lane, node("span", "stay", `TIME_WAIT at the ${rung.stay}, 60 s on Linux`))];
  }
  return arrow(rung, life);
};

const noLadder = () =>
  content.first_ladders > 0
    ? `This ladder was not kept: a stream is read only once, so the first ${count(content.first_ladders)}` +
      " connections have one. Explain the capture as a file to have them all."
    : "The steps of this connection were not recorded.";

const showLadder = (life) => {
  byId("ladder-title").textContent = `Connection ${count(life.n)}`;
  byId("ladder-sentence").textContent = `${sentence(content.meanings[life.cause])}.`;
  byId("ladder-meaning").textContent = life.sure ? `${life.sentence} (${life.sure}).` : `${life.sentence}.`;
  const facts = [
    ["opened", `${moment(life.opened_s)} (${absolute(life.opened_s)})`],
    ["lasted", duration(life.lasted_s)],
    ["requests", known(life.requests, count)],
    ["to the server", known(life.to_server, bytes)],
    ["to the client", known(life.to_client, bytes)],
    ["idle before the close", known(life.idle_s, duration)],
    ["TIME_WAIT at", life.wait],
  ];
  byId("ladder-facts").replaceChildren(
    ...facts.map(([name, value]) => append(node("div"), node("dt", "", name), node("dd", "", value))),
  );
  const ends = append(
    node("div", "ends"),
    node("span", "", `client ${life.client}`),
    node("span", "", `server ${life.server}`),
  );
  byId("ladder-steps").replaceChildren(
    ...(life.ladder ? [ends, ...life.ladder.flatMap((rung) => rungOf(rung, life))] : [node("p", "none", noLadder())]),
  );
  const evidence = life.evidence.map(
    ([at, packet, says]) => `${at.toFixed(6)} s: ${says}${packet ? ` (packet ${count(packet)})` : ""}`,
  );
  byId("ladder-evidence").replaceChildren(
    ...evidence.map((text) => node("li", "", text)),
    ...life.notes.map((text) => node("li", "", `note: ${text}`)),
  );
  if (!byId("ladder").open) byId("ladder").showModal();
  byId("ladder").scrollTop = 0;
};

const followHash = () => {
  const asked = /^#connection-(\d+)$/.exec(location.hash);
  const life = asked && lifeByNumber.get(Number(asked[1]));
  if (life) showLadder(life);
  else if (byId("ladder").open) byId("ladder").close();
};

const ladders = () => {
  const dialog = byId("ladder");
  byId("ladder-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => {
    if (location.hash.startsWith("#connection-")) {
      history.replaceState(null, "", location.pathname + location.search);
    }
  });
  addEventListener("hashchange", followHash);
  followHash();
};
