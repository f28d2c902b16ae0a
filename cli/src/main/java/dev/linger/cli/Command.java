package dev.linger.cli;

import java.util.List;

/** The commands: name, arguments, options and examples once, for parsing, help and completion. */
enum Command {
    EXPLAIN(
            "explain",
            "FILE...",
            "Says what is wrong in a capture and what to change, and why each connection ended.",
            """
            FILE is pcap or pcapng, plain or packed with gzip or zstd; - is the standard input,
            explained as connections end. With --live or --kernel there is no FILE.

            Examples:
              linger explain traffic.pcap --port 8080
              linger explain traffic.pcap --finding client-asks-to-close
              linger explain traffic.pcap --check --findings-json
              linger explain traffic.pcap --cause idle-timeout --json
              linger explain traffic.pcap --connection 7
              linger explain traffic.pcap --report report.html
              linger explain traffic.pcap --profile app.json
              linger explain --live --port 8080 --duration 60s
              linger explain --kernel --port 8080 --duration 60s
              tcpdump -i any -U -w - tcp | linger explain -
            """,
            Flag.FINDING,
            Flag.FINDINGS_JSON,
            Flag.CHECK,
            Flag.JSON,
            Flag.PORT,
            Flag.HOST,
            Flag.CLOSED_FIRST,
            Flag.CAUSE,
            Flag.CONNECTION,
            Flag.REPORT,
            Flag.KNOWN_PROFILE,
            Flag.LIVE,
            Flag.KERNEL,
            Flag.INTERFACE,
            Flag.DURATION,
            Flag.HEADS_ONLY,
            Flag.SAVE,
            Flag.RING,
            Flag.HELP),
    LAB(
            "lab",
            "[STORY]...",
            "Produces each kind of ending on purpose, and shows who closed first and why.",
            """
            Plays stories of connections whose ending is known before, with servers and clients of its
            own on this machine, and watches them from all sides. Needs no root; what does is said and
            counted. Status 1 where something is not as expected.

            Examples:
              linger lab
              linger lab keep-alive-race
              linger lab --json
              linger lab idle-timeouts --save captures
              linger lab --with nginx,curl
            """,
            Flag.ACTS_JSON,
            Flag.SAVE_ACTS,
            Flag.REPORT_ACTS,
            Flag.WITH,
            Flag.MATRIX,
            Flag.STORIES,
            Flag.HELP),
    WATCH(
            "watch",
            "",
            "Shows this host's connections as the kernel sees them, and who closed first; no root.",
            """
            Refreshes on a terminal; Ctrl-C ends it. docs/watch.md describes JSON and metrics.

            Examples:
              linger watch
              linger watch --port 8080 --interval 5s
              linger watch --once --json
              linger watch --alarm 'time-wait > 300' --alarm 'close-wait age > 60s'
              linger watch --once --alarm 'ports > 50%'
            """,
            Flag.SOCKETS_PORT,
            Flag.ONCE,
            Flag.INTERVAL,
            Flag.PICTURES_JSON,
            Flag.ALARM,
            Flag.RUN,
            Flag.POST,
            Flag.PROMETHEUS,
            Flag.HELP),
    DOCTOR(
            "doctor",
            "[ID]",
            "Says what is wrong with this host's TCP settings, and what is folklore.",
            """
            Reads settings, counters and sockets of Linux; needs no root. With --config it checks
            configurations instead, on any system: above all the order of idle timeouts from the
            proxy to the server.

            Examples:
              linger doctor
              linger doctor --check --json
              linger doctor fin-timeout
              linger doctor --config /etc/nginx/nginx.conf --config conf/server.xml
              linger doctor --config /etc/nginx/nginx.conf --profile app.json
            """,
            Flag.CONFIG,
            Flag.PROFILE,
            Flag.REMARKS_CHECK,
            Flag.REMARKS_JSON,
            Flag.RULES,
            Flag.HELP),
    SERVE(
            "serve",
            "[DIR]",
            "Serves files, shows who asks on which connection, and says why each one ended.",
            """
            DIR is the present folder unless given. A TIME is a number and a unit, as 500ms, 75s, 2m
            or 1h, or "off". Ctrl-C ends it orderly and sums up.

            Examples:
              linger serve public --port 8080
              linger serve --idle 5s --max-requests 100 --headers
              linger serve --echo --host 0.0.0.0 --json
              linger serve public --log access.log --log-format json --quiet
            """,
            Flag.LISTEN_PORT,
            Flag.LISTEN_HOST,
            Flag.HEAD,
            Flag.BODY,
            Flag.WRITE,
            Flag.IDLE,
            Flag.HANDLER,
            Flag.AGE,
            Flag.DRAIN,
            Flag.MAX_REQUESTS,
            Flag.NO_KEEP_ALIVE,
            Flag.ANNOUNCE,
            Flag.TLS,
            Flag.CLOSE_FIRST,
            Flag.MAX_CONNECTIONS,
            Flag.LOOPS,
            Flag.ECHO,
            Flag.LISTINGS,
            Flag.FOLLOW_LINKS,
            Flag.HEADERS,
            Flag.QUIET,
            Flag.LOG,
            Flag.LOG_FORMAT,
            Flag.JSON,
            Flag.HELP),
    GET(
            "get",
            "URL",
            "Asks a server, and shows which connection carried each request and how it ended.",
            """
            Prints the body, and on the other output what it took. With -n it prints a line for each
            request instead and sums up. Redirects are told, not followed.

            Examples:
              linger get http://127.0.0.1:8080/
              linger get -i -o page.html https://example.org/
              linger get http://127.0.0.1:8080/ -n 100 --parallel 4
              linger get http://127.0.0.1:8080/ -n 5 --pause 6s
              linger get http://127.0.0.1:8080/ -n 100 --no-keep-alive
            """,
            Flag.TIMES,
            Flag.PAUSE,
            Flag.PARALLEL,
            Flag.ASK_TO_CLOSE,
            Flag.UNREAD_BODY,
            Flag.HTTP10,
            Flag.METHOD,
            Flag.FIELD,
            Flag.DATA,
            Flag.INCLUDE,
            Flag.OUTPUT,
            Flag.INSECURE,
            Flag.CA_FILE,
            Flag.EXCHANGES_JSON,
            Flag.HELP),
    PROBE(
            "probe",
            "URL",
            "Finds out how a server treats connections, and what to set in front of it.",
            """
            Opens a few dozen connections at most and waits; what it will do it shows first. Ctrl-C
            ends it with what is known by then, and status 130. docs/probe.md says what is asked.

            Examples:
              linger probe http://127.0.0.1:8080/
              linger probe http://127.0.0.1:8080/ --max-wait 30s --front nginx
              linger probe https://example.org/ --dry-run
              linger probe http://127.0.0.1:8080/ --front alb --json
            """,
            Flag.MAX_WAIT,
            Flag.CAP,
            Flag.BODY_METHOD,
            Flag.FRONT,
            Flag.INSECURE,
            Flag.CA_FILE,
            Flag.DRY_RUN,
            Flag.PROFILE_JSON,
            Flag.HELP),
    CAUSES(
            "causes",
            "[CAUSE]",
            "Lists why connections end, or explains one cause.",
            """
            Example:
              linger causes idle-timeout
            """,
            Flag.HELP),
    FINDINGS(
            "findings",
            "[ID]",
            "Lists what may be found in a capture, or explains one finding.",
            """
            Example:
              linger findings client-asks-to-close
            """,
            Flag.HELP),
    COMPLETION(
            "completion",
            "",
            "Prints a completion script for bash and zsh.",
            """
            To use it, with linger on the PATH, put this into ~/.bashrc or ~/.zshrc:
              source <(linger completion)
            """,
            Flag.HELP);

    private final String word;
    private final String arguments;
    private final String description;
    private final String more;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Flag> flags;

    Command(String word, String arguments, String description, String more, Flag... flags) {
        this.word = word;
        this.arguments = arguments;
        this.description = description;
        this.more = more;
        this.flags = List.of(flags);
    }

    String word() {
        return word;
    }

    String arguments() {
        return arguments;
    }

    String description() {
        return description;
    }

    /** What may be typed behind it. */
    List<Flag> flags() {
        return flags;
    }

    /** What else its help says. */
    String more() {
        return more;
    }
}
