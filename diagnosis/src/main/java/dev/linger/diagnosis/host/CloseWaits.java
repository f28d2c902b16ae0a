package dev.linger.diagnosis.host;

import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.List;

/** CLOSE_WAIT standing around: the other end has closed and a program here has not. */
final class CloseWaits implements HostRule {

    /** Fewer may be connections that are being closed just now. */
    private static final int MANY = 20;

    @Override
    public String id() {
        return "close-wait";
    }

    @Override
    public List<Remark> look(Host host) {
        return host.sockets().closeWaits().stream()
                .filter(group -> group.count() >= MANY)
                .map(this::told)
                .toList();
    }

    private Remark told(Sockets.CloseWait group) {
        String program = group.program().isEmpty() ? "a program" : group.program();
        return Remark.of(
                        id(),
                        Weight.WARNING,
                        program
                                + " holds "
                                + Wording.count(group.count(), "connection")
                                + " that the other end has closed")
                .evidence(Wording.count(group.count()) + " sockets in CLOSE_WAIT, " + group.end())
                .soWhat(
                        "each takes a file descriptor and memory until the program closes it; no"
                                + " setting of the kernel ends them. Typical: a response that was"
                                + " not read to its end or not closed, or a pool that never looks"
                                + " at its idle connections")
                .fix(
                        "# see whether the same ones stay: ss -tnpi state close-wait",
                        "# then in the program: close responses in every path, evict idle"
                                + " connections from the pool")
                .source("RFC 9293, section 3.3.2");
    }
}
