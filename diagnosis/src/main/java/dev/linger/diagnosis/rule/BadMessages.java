package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.advice.Change;
import dev.linger.diagnosis.advice.MessageLimits;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Ends;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.CloseCause;
import dev.linger.life.DecidedBy;
import dev.linger.life.JudgedLife;
import dev.linger.life.Talk;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Messages that the opposite side could not read or did not accept. */
final class BadMessages implements FindingRule {
    /**
     * Stands for the status 400 where the requests are none. What is no HTTP met no limit: it calls
     * for as little at the server as a strange method.
     */
    private static final int STRANGE = -1;

    private static final int FEWEST = 3;
    private static final int MANY = 10;
    private static final int HEAD_BYTES = 32_768;
    private static final int BODY_MEGABYTES = 64;

    @Override
    public String id() {
        return "bad-messages";
    }

    @Override
    public List<Finding> find(Watched watched) {
        Tally all = watched.all();
        List<Finding> found = new ArrayList<>();
        Ends requests = Ends.of(all, kind -> isBad(kind, DecidedBy.SERVER));
        if (requests.count() >= FEWEST) {
            found.add(requests(watched, requests));
        }
        Ends responses = Ends.of(all, kind -> isBad(kind, DecidedBy.CLIENT));
        if (responses.count() >= FEWEST) {
            found.add(responses(watched, responses));
        }
        return found;
    }

    private static boolean isBad(LikeEnds kind, DecidedBy reader) {
        return kind.likeness().cause() == CloseCause.BAD_MESSAGE
                && kind.likeness().decidedBy() == reader;
    }

    /** A few are scanners, which every server in a public network meets. */
    private Finding requests(Watched watched, Ends bad) {
        Tally all = watched.all();
        long count = bad.count();
        boolean many = count >= MANY && count * 20 >= all.requests();
        boolean areStrange = areStrange(bad);
        List<Integer> statuses =
                frequent(bad).stream()
                        .map(status -> status == 400 && areStrange ? STRANGE : status)
                        .toList();
        return Finding.of(this, many ? Weight.WARNING : Weight.NOTICE, watched)
                .what(
                        count,
                        "the server refused a request on "
                                + Wording.count(count)
                                + " of "
                                + Wording.count(all.connections(), "connection")
                                + " ("
                                + Wording.share(count, all.connections())
                                + "), mostly with "
                                + words(frequent(bad))
                                + ", and closed")
                .because(each(statuses, BadMessages::because))
                .costs("the request, and a new connection for the next one")
                .next(each(statuses, BadMessages::next))
                .change(
                        statuses.stream()
                                .flatMap(status ->
                                        changes(Software.ofServer(all.product()), status).stream())
                                .toList())
                .expect(each(statuses, BadMessages::expect))
                .price(each(statuses, BadMessages::price))
                .seen(bad.kinds())
                .figure("refused_requests", (double) count)
                .done();
    }

    /** Those that call for a remedy of their own: a quarter of all, and not only some. */
    private static List<Integer> frequent(Ends bad) {
        List<Integer> many = bad.statuses(Math.max(FEWEST, (bad.count() + 3) / 4));
        return many.isEmpty() ? List.of(bad.status()) : many;
    }

    private static String words(List<Integer> statuses) {
        return statuses.stream().map(String::valueOf).collect(Collectors.joining(" or "));
    }

    /** What is to be said of each of these. */
    private static String each(List<Integer> statuses, IntFunction<String> says) {
        return statuses.size() == 1
                ? says.apply(statuses.getFirst())
                : statuses.stream()
                        .filter(status -> !says.apply(status).isEmpty())
                        .map(status ->
                                "for "
                                        + (status == STRANGE ? 400 : status)
                                        + ": "
                                        + says.apply(status))
                        .collect(Collectors.joining("; "));
    }

    private static boolean areStrange(Ends bad) {
        return LikeEnds.kept(bad.kinds())
                .filter(one -> status(one) == 400)
                .allMatch(
                        one -> one.life().talk() instanceof Talk.Http http && http.fault() != null);
    }

    private static int status(JudgedLife one) {
        return one.life().talk() instanceof Talk.Http http && http.last() != null
                ? http.last().status()
                : 0;
    }

    private Finding responses(Watched watched, Ends bad) {
        Tally all = watched.all();
        long count = bad.count();
        return Finding.of(this, Loss.weight(count, all.requests()), watched)
                .what(
                        count,
                        "clients closed "
                                + Wording.count(count, "connection")
                                + " because they could not read the response")
                .because("the server, or a proxy before it, writes what is no HTTP/1.1 response")
                .costs(Loss.share(count, all.requests()) + " without an answer that can be used")
                .next(
                        "repair the program that writes these responses; the evidence says what is"
                                + " wrong with them")
                .expect("an answer to each, once the program that writes them is repaired")
                .seen(bad.kinds())
                .figure("unreadable_responses", (double) count)
                .figure("expected_unreadable_responses", 0)
                .done();
    }

    private static String because(int status) {
        return switch (status) {
            case 413 -> "the body is larger than the server's limit";
            case 414, 431 ->
                    "the head is larger than the server's limit: mostly cookies or tokens that"
                            + " grew";
            case STRANGE ->
                    "what the clients sent is no HTTP/1 request: a scanner, another protocol or a"
                            + " broken client";
            case 501, 505 -> "the client speaks a method or version that the server does not know";
            default ->
                    "no valid request (a scanner, another protocol), or a head larger than the"
                            + " server's limit: the evidence tells which";
        };
    }

    private static String next(int status) {
        return switch (status) {
            case 413 -> "if such uploads are wanted, raise the server's limit";
            case 414, 431 -> "let clients send less (fewer or smaller cookies), or raise the limit";
            case STRANGE, 501, 505 -> "nothing at the server; repair the clients that send them";
            default ->
                    "look at the evidence: scanners and strangers need nothing; where a head was too"
                            + " large, raise the limit";
        };
    }

    private static String expect(int status) {
        return switch (status) {
            case STRANGE, 501, 505 -> "none, once the clients that send them are repaired or gone";
            case 413 -> "bodies of up to " + BODY_MEGABYTES + " MB pass";
            default ->
                    "heads of up to "
                            + Wording.count(HEAD_BYTES)
                            + " bytes pass; scanners and broken clients are refused as before, and"
                            + " should be";
        };
    }

    private static String price(int status) {
        return switch (status) {
            case 400, 414, 431 -> "each connection may take as much memory for a head";
            case 413 -> "each request may take as much memory or disk for its body";
            default -> "";
        };
    }

    private static List<Change> changes(@Nullable Software server, int status) {
        return switch (status) {
            case 400, 414, 431 -> MessageLimits.ofHeads(server, HEAD_BYTES);
            case 413 -> MessageLimits.ofBodies(server, BODY_MEGABYTES);
            default -> List.of();
        };
    }
}
