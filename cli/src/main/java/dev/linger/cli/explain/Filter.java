package dev.linger.cli.explain;

import dev.linger.cli.Addresses;
import dev.linger.cli.Asked;
import dev.linger.cli.Flag;
import dev.linger.cli.Refusal;
import dev.linger.cli.Vocabulary;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Closing;
import dev.linger.life.ConnectionLife;
import dev.linger.life.Endpoint;
import dev.linger.life.JudgedLife;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which connections were asked for. Either end may have the port or the address.
 *
 * @param ports none: any
 * @param hosts endpoints of port 0, of which the address counts; none: any
 * @param closedFirst null: any
 * @param cause null: any
 * @param number of the only connection; 0: any
 */
record Filter(
        Set<Integer> ports,
        List<Endpoint> hosts,
        @Nullable ClosedFirst closedFirst,
        @Nullable CloseCause cause,
        long number)
        implements Predicate<JudgedLife> {

    static Filter of(Asked asked) {
        Set<Integer> ports = new HashSet<>();
        for (String typed : asked.values(Flag.PORT)) {
            ports.add((int) Asked.number(Flag.PORT, typed, 0, 65535));
        }
        String closedFirst = asked.value(Flag.CLOSED_FIRST);
        String cause = asked.value(Flag.CAUSE);
        String number = asked.value(Flag.CONNECTION);
        return new Filter(
                ports,
                hosts(asked.values(Flag.HOST)),
                closedFirst == null ? null : Vocabulary.closedFirst(closedFirst),
                cause == null ? null : Vocabulary.cause(cause),
                number == null ? 0 : Asked.number(Flag.CONNECTION, number, 1, Long.MAX_VALUE));
    }

    boolean isNarrow() {
        return !ports.isEmpty()
                || !hosts.isEmpty()
                || closedFirst != null
                || cause != null
                || number != 0;
    }

    @Override
    public boolean test(JudgedLife judged) {
        ConnectionLife life = judged.life();
        Closing closing = judged.verdict().closing();
        return (number == 0 || life.number() == number)
                && (cause == null || closing.cause() == cause)
                && (closedFirst == null || closing.closedFirst() == closedFirst)
                && (ports.isEmpty()
                        || ports.contains(life.server().port())
                        || ports.contains(life.client().port()))
                && (hosts.isEmpty() || isAsked(life.server()) || isAsked(life.client()));
    }

    private boolean isAsked(Endpoint end) {
        for (Endpoint host : hosts) {
            if (host.high() == end.high() && host.low() == end.low()) {
                return true;
            }
        }
        return false;
    }

    /** Addresses are not looked up: a capture's names are not this machine's. */
    private static List<Endpoint> hosts(List<String> typed) {
        List<Endpoint> hosts = new ArrayList<>();
        for (String text : typed) {
            hosts.add(host(text));
        }
        return hosts;
    }

    private static Endpoint host(String typed) {
        try {
            return Addresses.literal(typed, 0);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    "--host "
                            + Wording.printable(typed)
                            + ": give an address such as 10.0.0.1 or 2001:db8::1;"
                            + " names are not looked up");
        }
    }
}
