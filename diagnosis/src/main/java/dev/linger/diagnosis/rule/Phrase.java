package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.life.TimeWaitAt;
import dev.linger.life.Wording;
import java.util.List;

/** Parts of sentences that rules share. */
final class Phrase {
    private static final int SECONDS_OF_HOUR = 3600;

    private Phrase() {}

    /** {@code 5 s}, {@code 1.25 s}: to a hundredth, from ten seconds on to a tenth. */
    static String seconds(double seconds) {
        long unit = seconds < 10 ? 100 : 10;
        long scaled = Math.round(seconds * unit);
        if (scaled % unit == 0) {
            return Wording.count(scaled / unit) + " s";
        }
        return scaled / (double) unit + " s";
    }

    /** {@code 12 a second}, {@code 3 a minute}, {@code 1 an hour}. */
    static String rate(double perSecond) {
        if (perSecond >= 1) {
            return number(perSecond) + " a second";
        }
        return perSecond * 60 >= 1
                ? number(perSecond * 60) + " a minute"
                : number(perSecond * SECONDS_OF_HOUR) + " an hour";
    }

    /** {@code 432}, {@code 2.5}: whole from ten on. */
    static String number(double number) {
        return number >= 10
                ? Wording.count(Math.round(number))
                : Wording.ratio(Math.round(number * 10), 10);
    }

    /** Where such ends leave TIME_WAIT, and what it costs there. */
    static String timeWait(List<LikeEnds> kinds, double perSecond) {
        long atClient = at(kinds, TimeWaitAt.CLIENT);
        long atServer = at(kinds, TimeWaitAt.SERVER);
        if (atClient + atServer == 0) {
            return "no TIME_WAIT: RST ended them";
        }
        double goingOn = perSecond * Tally.TIME_WAIT_SECONDS;
        // A watch shorter than TIME_WAIT has not seen the first one leave it.
        String about =
                goingOn > count(kinds) * 1.1
                        ? Wording.count(atClient + atServer)
                                + " so far, "
                                + atATime(goingOn)
                                + " if it goes on"
                        : atATime(goingOn);
        return atClient > atServer
                ? "TIME_WAIT at the clients, " + about + ", each with a port of its own"
                : "TIME_WAIT at the server, " + about + ", which takes no port";
    }

    /** {@code about 600 at a time}. */
    static String atATime(double number) {
        return number < 1 ? "fewer than one at a time" : "about " + number(number) + " at a time";
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
