const closesChart = () => {
  const axis = content.closes;
  if (ended.length === 0) {
    nothing("closes", "No connection ended while it was watched.");
    return;
  }
  const sorted = [...ended].sort((one, other) => other.total - one.total);
  const parts = sorted.slice(0, sorted.length > 8 ? 7 : 8);
  const others = sorted.slice(parts.length);
  if (others.length > 0) {
    parts.push({
      cause: `${others.length} other causes`,
      total: sum(others.map((one) => one.total)),
      counts: others[0].counts.map((_, at) => sum(others.map((one) => one.counts[at]))),
    });
  }
  const times = steps(axis, parts[0].counts.length);
  const says = parts.map((one) => `${one.cause} ${count(one.total)}`).join(", ");
  draw("closes", `Ends of connections over time, by cause: ${says}`, () => ({
    type: "bar",
    data: {
      labels: times.map(tick(axis)),
      datasets: parts.map((one, at) => {
        const fill = PALETTE[at] ?? REST;
        return {
          label: `${one.cause} (${count(one.total)})`,
          data: one.counts,
          backgroundColor: at % 2 ? striped(fill) : fill,
          pointStyle: "rect",
          barPercentage: 1,
          categoryPercentage: 0.94,
          says: (index) => `${one.cause}: ${count(one.counts[index])}`,
        };
      }),
    },
    options: options(
      axes("time since the first packet", `ends per ${duration(axis.step_s)}`, true),
      stretch(axis, times),
    ),
  }));
  numbersOf(
    "closes",
    ["cause", "ends"],
    sorted.map((one) => [`${one.cause}: ${content.meanings[one.cause]}`, count(one.total)]),
  );
};

const timeoutSentence = (one) =>
  `${duration(one.seconds)}: idle timeout of the ${one.closer} at ${one.server}` +
  ` (${counted(one.closings, "closing")}${one.product ? `; fits ${one.product}` : ""})`;

const gapsChart = () => {
  const bins = content.gaps;
  if (bins.length === 0) {
    nothing("gaps", "No connection lay idle for 0.1 s or longer.");
    return;
  }
  const marked = new Map();
  for (const one of content.timeouts) {
    marked.set(one.step, [...(marked.get(one.step) ?? []), one]);
  }
  const height = (bin) => bin.client + bin.server;
  const closings = Math.max(1, ...bins.map(height));
  // Where used-again pauses would flatten the piles that matter, they wait behind their label.
  const again = Math.max(...bins.map((bin) => bin.again)) > 20 * closings;
  const range = (bin) => `${duration(bin.from_s)} to ${duration(bin.to_s)}`;
  const part = (name, label, fill) => ({
    label,
    data: bins.map((bin) => bin[name]),
    backgroundColor: fill,
    pointStyle: "rect",
    barPercentage: 1,
    categoryPercentage: 0.92,
    order: 2,
  });
  const says = content.timeouts.map(timeoutSentence).join("; ") || "no idle timeout stands out";
  draw("gaps", `Histogram of idle times: ${says}`, () => ({
    type: "bar",
    data: {
      labels: bins.map((bin) => digits(bin.from_s, 2) + " s"),
      datasets: [
        part("server", "closed by the server", colour("server")),
        part("client", "closed by the client", striped(colour("client"))),
        { ...part("again", "used again", colour("again")), hidden: again },
        {
          type: "line",
          label: "idle timeout",
          data: bins.map((bin, at) =>
            marked.has(at) ? (height(bin) + (again ? 0 : bin.again)) * 1.06 + closings * 0.04 : null,
          ),
          showLine: false,
          pointStyle: "triangle",
          pointRotation: 180,
          pointRadius: 8,
          pointHoverRadius: 9,
          pointBackgroundColor: colour("ink"),
          borderColor: colour("ink"),
          backgroundColor: colour("ink"),
          stack: "marks",
          order: 1,
          says: (at) => (marked.get(at) ?? []).map(timeoutSentence),
        },
      ],
    },
    options: options(axes("idle for", "connections or pauses", true), (at) => `idle for ${range(bins[at])}`),
  }));
  byId("timeouts").append(
    ...content.timeouts.map((one) => node("li", "", sentence(timeoutSentence(one)))),
  );
  numbersOf(
    "gaps",
    ["idle for", "closed by the server", "closed by the client", "used again"],
    bins.filter((bin) => height(bin) + bin.again > 0)
      .map((bin) => [range(bin), count(bin.server), count(bin.client), count(bin.again)]),
  );
};

const line = (label, data, fill, dash, extra) => ({
  label,
  data,
  borderColor: fill,
  backgroundColor: fill,
  borderWidth: 2.5,
  borderDash: dash,
  pointStyle: "line",
  pointRadius: 0,
  stepped: "middle",
  ...extra,
});

const peakOf = (values) => values.reduce((most, value) => Math.max(most, value), 0);

const timeWaitChart = () => {
  const axis = content.time_wait;
  const atServer = peakOf(axis.server);
  const atClient = peakOf(axis.client);
  if (atServer + atClient === 0) {
    nothing("wait", "No socket went into TIME_WAIT.");
    return;
  }
  const times = steps(axis, axis.server.length);
  const says = `at most ${count(atServer)} at servers and ${count(atClient)} at clients`;
  draw("wait", `Sockets in TIME_WAIT over time: ${says}`, () => ({
    type: "line",
    data: {
      labels: times.map(tick(axis)),
      datasets: [
        line(`at servers (peak ${count(atServer)})`, axis.server, colour("server"), []),
        line(`at clients (peak ${count(atClient)})`, axis.client, colour("client"), [7, 4]),
      ],
    },
    options: options(axes("time since the first packet", "sockets", false), stretch(axis, times)),
  }));
  numbersOf("wait", ["side", "peak"], [
    ["at servers", `${count(atServer)} (${bytes(atServer * 256)} of kernel memory)`],
    ["at clients", `${count(atClient)} (as many ports)`],
  ]);
};

const portsChart = () => {
  const axis = content.ports;
  if (axis.pairs.length === 0) {
    nothing("ports", "No connections.");
    return;
  }
  const times = steps(axis, axis.pairs[0].levels.length);
  const top = axis.pairs[0].peak;
  const near = top > axis.limit / 4;
  const grows = axis.watched_s < 60 && content.findings.some((one) => one.id === "port-exhaustion");
  const fills = ["client", "server", "healthy", "warning"];
  const dashes = [[], [7, 4], [2, 3], [10, 3, 2, 3]];
  const name = (pair) => `${pair.client} to ${pair.server}`;
  const says = axis.pairs.map((pair) => `${name(pair)} at most ${count(pair.peak)}`).join(", ");
  draw("ports", `Client ports in use over time: ${says}`, () => {
    const lines = axis.pairs.map((pair, at) =>
      line(`${name(pair)} (peak ${count(pair.peak)})`, pair.levels, colour(fills[at]), dashes[at]),
    );
    if (near) {
      const limit = line(`limit ${count(axis.limit)}`, times.map(() => axis.limit), colour("limit"), [3, 3]);
      lines.push({ ...limit, borderWidth: 2 });
    }
    return {
      type: "line",
      data: { labels: times.map(tick(axis)), datasets: lines },
      options: options(axes("time since the first packet", "ports", false), stretch(axis, times)),
    };
  });
  const more = axis.pairs_in_all - axis.pairs.length;
  byId("ports-note").textContent =
    (near ? "" : `At most ${count(top)} of ${count(axis.limit)}, a limit that is not drawn. `) +
    (grows ? "This was watched for less than a minute, for which a port stays taken: the findings say what it comes to. " : "") +
    (more > 0 ? `Drawn are the ${axis.pairs.length} widest of ${count(axis.pairs_in_all)} pairs.` : "");
  numbersOf("ports", ["client and server", "peak"],
    axis.pairs.map((pair) => [name(pair), `${count(pair.peak)} of ${count(axis.limit)}`]));
};
