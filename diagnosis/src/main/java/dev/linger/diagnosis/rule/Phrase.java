package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.Manner;
import dev.linger.life.TimeWaitAt;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.List;

/** Parts of sentences that rules share. */
final class Phrase {
    /** Of Linux, for one address of a client to one server, unless told otherwise. */
    private static final int PORTS = 28_232;

    /** A part of them that is not worth a word. */
    private static final int FEW_OF_PORTS = 100;

    private static final int SECONDS_OF_HOUR = 3600;
    static final int SECONDS_OF_DAY = 86_400;

    /** Seconds; a day is no multiple of less. */
    static final double SHORTEST_FOR_DAYS = 60;

    /** What {@link #number} does not round to nothing. */
    private static final double LEAST = 0.05;

    private Phrase() {}

    /** Of connections that wait idle for their next use. */
    static String priceOfKeeping(Watched watched) {
        double timeout = IdleOrder.serverSeconds(watched);
        return "the server can close a kept connection just when a client sends on it: clients must"
                + " close idle connections sooner than the server does (Go: IdleConnTimeout, nginx:"
                + " keepalive_timeout in the upstream block), "
                + (timeout > 0
                        ? "which is after " + seconds(timeout) + " here"
                        : "a time that did not show here; \"linger probe http://"
                                + watched.server().endpoint()
                                + "/\" measures it");
    }

    /** {@code 5 s}, {@code 1.25 s}: to a hundredth, from ten seconds on to a tenth. */
    static String seconds(double seconds) {
        long unit = seconds < 10 ? 100 : 10;
        long scaled = Math.round(seconds * unit);
        if (scaled % unit == 0) {
            return Wording.count(scaled / unit) + " s";
        }
        return scaled / (double) unit + " s";
    }

    /**
     * As {@link #rate(double)}, or {@code 12 in 18 ms} where the watch was too short for a rate.
     *
     * @param perSecond by {@link Watched#activeSeconds}
     */
    static String rate(Watched watched, double perSecond) {
        return watched.isTooShortForRates()
                ? number(perSecond * watched.activeSeconds()) + " in " + active(watched)
                : rate(perSecond);
    }

    /** How long this server was seen. */
    static String active(Watched watched) {
        return Wording.duration(Math.round(watched.all().activeSeconds() * 1e9));
    }

    /** {@code 12 a second}, {@code 3 a minute}, {@code 1 an hour}, {@code 0.4 a day}. */
    static String rate(double perSecond) {
        if (perSecond >= 1) {
            return number(perSecond) + " a second";
        }
        if (perSecond * 60 >= 1) {
            return number(perSecond * 60) + " a minute";
        }
        if (perSecond * SECONDS_OF_HOUR >= LEAST) {
            return number(perSecond * SECONDS_OF_HOUR) + " an hour";
        }
        double perDay = perSecond * SECONDS_OF_DAY;
        return perDay >= LEAST ? number(perDay) + " a day" : "hardly one a month";
    }

    /** {@code 40 seconds}, {@code 17 minutes}, {@code 2.5 hours}, {@code 12 days}. */
    static String span(double seconds) {
        if (seconds < 2 * 60) {
            String number = number(seconds);
            return number + (number.equals("1") ? " second" : " seconds");
        }
        if (seconds < 2 * SECONDS_OF_HOUR) {
            return number(seconds / 60) + " minutes";
        }
        return seconds < 2 * SECONDS_OF_DAY
                ? number(seconds / SECONDS_OF_HOUR) + " hours"
                : number(seconds / SECONDS_OF_DAY) + " days";
    }

    /** To two digits: what was counted for minutes and is told for a day is known no better. */
    static double roughly(double number) {
        if (number < 100) {
            return number;
        }
        double unit = Math.pow(10, Math.floor(Math.log10(number)) - 1);
        return Math.round(number / unit) * unit;
    }

    /** {@code 432}, {@code 2.5}: whole from ten on. */
    static String number(double number) {
        return number >= 10
                ? Wording.count(Math.round(number))
                : Wording.ratio(Math.round(number * 10), 10);
    }

    /** Where such ends leave TIME_WAIT, and what it costs there. */
    static String timeWait(Watched watched, List<LikeEnds> kinds, double perSecond) {
        long atClient = at(kinds, TimeWaitAt.CLIENT) + at(kinds, TimeWaitAt.BOTH);
        long atServer = at(kinds, TimeWaitAt.SERVER) + at(kinds, TimeWaitAt.BOTH);
        if (atClient + atServer == 0) {
            boolean reset =
                    kinds.stream().allMatch(kind -> kind.likeness().manner() == Manner.RESET);
            return reset ? "no TIME_WAIT: RST ended them" : "no TIME_WAIT was seen";
        }
        double each = perSecond * Tally.TIME_WAIT_SECONDS / count(kinds);
        return atClient > atServer
                ? "TIME_WAIT at the clients, "
                        + soFar(watched, atClient, each * atClient)
                        + ", each of which blocks a port there for a minute"
                        + share(watched, each * atClient)
                        + (atServer == 0 ? "" : "; " + Wording.count(atServer) + " at the server")
                : "TIME_WAIT at the server, "
                        + soFar(watched, atServer, each * atServer)
                        + ", which takes only a little memory there"
                        + (atClient == 0 ? "" : "; " + Wording.count(atClient) + " at clients");
    }

    private static String soFar(Watched watched, long waiting, double goingOn) {
        // A watch shorter than TIME_WAIT has not seen the first one leave it.
        String ahead = watched.isTooShortForRates() ? "" : atATime(goingOn) + " if it goes on";
        return goingOn > waiting * 1.1
                ? Wording.count(waiting) + " so far" + (ahead.isEmpty() ? "" : ", " + ahead)
                : atATime(goingOn);
    }

    /** How much of one client's ports that is; empty where it is little, or of many clients. */
    private static String share(Watched watched, double waiting) {
        boolean isOfOne = watched.server().clients().size() == 1 && !watched.isTooShortForRates();
        return isOfOne && waiting * FEW_OF_PORTS >= PORTS
                ? " ("
                        + Wording.share(Math.round(waiting), PORTS)
                        + " of the "
                        + Wording.count(PORTS)
                        + " that Linux has for one server)"
                : "";
    }

    /**
     * What to do; of what is only worth knowing, that nothing has to be done, and why.
     *
     * @param harmless why nothing has to: a clause
     * @param todo an imperative
     */
    static String next(Weight weight, String harmless, String todo) {
        return weight == Weight.NOTICE
                ? nothing(harmless) + ". To better it all the same: " + todo
                : todo;
    }

    /** That nothing has to be done, because of this clause. */
    static String nothing(String harmless) {
        return "nothing has to change: " + harmless;
    }

    /** That nothing has to be done about closings that a server announces, so many a second. */
    static String announced(Watched watched, double perSecond) {
        return nothing(
                "the server says so before it closes, and "
                        + rate(watched, perSecond)
                        + " is no load");
    }

    /** {@code about 600 at a time}. */
    static String atATime(double number) {
        return number < 1
                ? "fewer than one at a time"
                : "about " + number(roughly(number)) + " at a time";
    }

    private static long at(List<LikeEnds> kinds, TimeWaitAt end) {
        return kinds.stream()
                .filter(kind -> kind.timeWaitAt() == end)
                .mapToLong(LikeEnds::count)
                .sum();
    }

    /** How many connections these kinds of ends are. */
    static long count(List<LikeEnds> kinds) {
        return kinds.stream().mapToLong(LikeEnds::count).sum();
    }
}
