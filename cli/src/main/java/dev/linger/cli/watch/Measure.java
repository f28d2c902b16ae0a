package dev.linger.cli.watch;

import dev.linger.linux.TcpState;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an alarm looks at. */
enum Measure {
    SOCKETS("sockets", Unit.NUMBER),
    ESTABLISHED("established", Unit.NUMBER),
    TIME_WAIT("time-wait", Unit.NUMBER),
    CLOSE_WAIT("close-wait", Unit.NUMBER),
    CLOSE_WAIT_AGE("close-wait age", Unit.TIME),
    FIN_WAIT2("fin-wait2", Unit.NUMBER),
    SYN_SENT("syn-sent", Unit.NUMBER),
    SYN_RECV("syn-recv", Unit.NUMBER),
    FIN_WAIT1("fin-wait1", Unit.NUMBER),
    LAST_ACK("last-ack", Unit.NUMBER),
    CLOSES("closes", Unit.NUMBER),
    PORTS("ports", Unit.SHARE),
    PORTS_IN_USE("ports in use", Unit.SHARE),
    PORTS_RUN_OUT("ports run out", Unit.TIME),
    ACCEPT_QUEUE("accept-queue", Unit.SHARE);

    /** In what it is measured. */
    enum Unit {
        NUMBER("a number, as 300"),
        SHARE("a share with %, as 50%"),
        TIME("a time with ms, s, m or h, as 60s");

        private final String words;

        Unit(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        /** What makes a number with this unit the measure's own, seconds for times; 0: not one. */
        double factor(String unit) {
            return switch (this) {
                case NUMBER -> unit.isEmpty() ? 1 : 0;
                case SHARE -> unit.equals("%") ? 1 : 0;
                case TIME ->
                        switch (unit) {
                            case "ms" -> 0.001;
                            case "s" -> 1;
                            case "m" -> 60;
                            case "h" -> 3600;
                            default -> 0;
                        };
            };
        }
    }

    private final String words;
    private final Unit unit;

    Measure(String words, Unit unit) {
        this.words = words;
        this.unit = unit;
    }

    /** {@code time-wait}, {@code close-wait age}. */
    String words() {
        return words;
    }

    Unit unit() {
        return unit;
    }

    /** Its value in this picture: a number, per cent, or seconds; NaN unknown. */
    double of(Snapshot picture) {
        return switch (this) {
            case SOCKETS -> (double) picture.census().all();
            case ESTABLISHED -> (double) picture.in(TcpState.ESTABLISHED);
            case TIME_WAIT -> (double) picture.in(TcpState.TIME_WAIT);
            case CLOSE_WAIT -> (double) picture.in(TcpState.CLOSE_WAIT);
            case CLOSE_WAIT_AGE -> picture.oldestUnclosedSeconds();
            case FIN_WAIT2 -> (double) picture.in(TcpState.FIN_WAIT2);
            case SYN_SENT -> (double) picture.in(TcpState.SYN_SENT);
            case SYN_RECV -> (double) picture.in(TcpState.SYN_RECV);
            case FIN_WAIT1 -> (double) picture.in(TcpState.FIN_WAIT1);
            case LAST_ACK -> (double) picture.in(TcpState.LAST_ACK);
            case CLOSES -> picture.closesPerSecond();
            case PORTS -> 100 * picture.fullestPorts();
            case PORTS_IN_USE -> 100 * picture.portsInUse();
            case PORTS_RUN_OUT -> picture.secondsLeft();
            case ACCEPT_QUEUE -> 100 * picture.fullestQueue();
        };
    }

    static Optional<Measure> of(String words) {
        return Arrays.stream(values()).filter(one -> one.words.equals(words)).findFirst();
    }

    /** All of them, for a sentence. */
    static String all() {
        return Arrays.stream(values()).map(Measure::words).collect(Collectors.joining(", "));
    }
}
