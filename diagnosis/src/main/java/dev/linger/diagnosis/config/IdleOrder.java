package dev.linger.diagnosis.config;

import dev.linger.diagnosis.advice.Change;
import dev.linger.diagnosis.advice.IdleTimeoutOfClients;
import dev.linger.diagnosis.advice.IdleTimeoutOfServers;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.host.Remark;
import dev.linger.life.Weight;
import java.util.ArrayList;
import java.util.List;

/** The side that sends the next request must be the first to let an idle connection go. */
final class IdleOrder implements ConfigRule {

    /** A request on its way and a timer that is checked once a second fit in here. */
    private static final double MARGIN_SECONDS = 2;

    /** By as much a server that waits longer should do so. */
    private static final long LONGER_SECONDS = 10;

    /** A proxy's timeout as a part of the server's. */
    private static final double SHORTER = 0.8;

    private static final long USUAL_SECONDS = 60;

    private static final String SOURCE =
            "RFC 9112, section 9.5; the timeouts' pages in the documentation of both programs";

    @Override
    public String id() {
        return "idle-order";
    }

    @Override
    public List<Remark> look(List<Configuration> configurations) {
        return Joints.of(configurations).joined().stream()
                .filter(joint -> joint.upstream().isKept() || joint.upstream().mayBeKept())
                .filter(joint -> joint.upstream().idle().isKnown())
                .filter(joint -> joint.server().idle().seconds() > 0)
                .map(this::told)
                .toList();
    }

    private Remark told(Joints.Joint joint) {
        Idle proxy = joint.upstream().idle();
        Idle server = joint.server().idle();
        boolean inOrder =
                server.isUnlimited() || proxy.seconds() + MARGIN_SECONDS <= server.seconds();
        return inOrder ? healthy(joint) : wrong(joint);
    }

    private Remark healthy(Joints.Joint joint) {
        return Remark.of(
                        id(),
                        Weight.HEALTHY,
                        names(joint) + ": idle timeouts are in order" + where(joint))
                .evidence(joint.upstream().idle().evidence(), joint.server().idle().evidence())
                .soWhat("the proxy lets go first, so no request meets a server that is closing")
                .source(SOURCE);
    }

    private Remark wrong(Joints.Joint joint) {
        Idle proxy = joint.upstream().idle();
        Idle server = joint.server().idle();
        // It looks at a connection before it uses it, and retries by itself or lets the client.
        boolean isCareful = joint.upstream().software() == Software.HAPROXY;
        return Remark.of(
                        id(),
                        isCareful ? Weight.NOTICE : Weight.WARNING,
                        names(joint)
                                + ": the server closes idle connections after "
                                + Idle.text(server.seconds())
                                + ", and the proxy keeps them "
                                + kept(proxy)
                                + where(joint))
                .evidence(proxy.evidence(), server.evidence())
                .soWhat(
                        "now and then a request is sent into a connection that the server is just"
                                + " closing: the client gets 502 or 503 or no answer, mostly after"
                                + " a quiet time, and a POST may not be sent again")
                .fix(fix(joint))
                .source(SOURCE);
    }

    private static String where(Joints.Joint joint) {
        return joint.upstream().isKept() ? "" : ", if nginx is 1.29.7 or later";
    }

    private static String kept(Idle proxy) {
        return proxy.isUnlimited() ? proxy.duration() : "for " + proxy.duration();
    }

    private static String names(Joints.Joint joint) {
        return joint.upstream().software().label()
                + ", "
                + joint.upstream().name()
                + ", to "
                + joint.server().software().label()
                + ", "
                + joint.server().name();
    }

    private static List<String> fix(Joints.Joint joint) {
        double kept = joint.upstream().idle().seconds();
        long server = Math.round(Double.isInfinite(kept) ? USUAL_SECONDS : kept) + LONGER_SECONDS;
        double limit = joint.server().idle().seconds();
        long proxy = (long) Math.min(limit * SHORTER, limit - MARGIN_SECONDS);
        List<String> fix = new ArrayList<>();
        if (proxy > 0) {
            fix.addAll(lines("", IdleTimeoutOfClients.atMost(joint.upstream().software(), proxy)));
            // nginx keeps for sure only where the block says how many, and refuses it twice.
            fix.removeIf(line -> joint.upstream().isKept() && line.startsWith("keepalive "));
        }
        // A server that waits longer is no help against a proxy that waits for ever.
        if (!Double.isInfinite(kept)) {
            String or = fix.isEmpty() ? "" : "or ";
            fix.addAll(lines(or, IdleTimeoutOfServers.of(joint.server().software(), null, server)));
        }
        if (fix.isEmpty()) {
            fix.addAll(
                    lines(
                            "",
                            IdleTimeoutOfServers.of(
                                    joint.server().software(), null, USUAL_SECONDS)));
        }
        return fix;
    }

    private static List<String> lines(String or, List<Change> changes) {
        List<String> lines = new ArrayList<>();
        for (Change change : changes) {
            lines.add("# " + or + change.software().label() + ", " + change.where() + ":");
            lines.addAll(change.text().lines().toList());
        }
        return lines;
    }
}
