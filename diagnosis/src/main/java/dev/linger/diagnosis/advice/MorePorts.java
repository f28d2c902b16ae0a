package dev.linger.diagnosis.advice;

import java.util.List;

/** Local ports for the connections that a machine opens. */
public final class MorePorts {
    /** As many as Linux gives out if nobody says otherwise: 32768 to 60999. */
    public static final int DEFAULT = 28_232;

    /** As many as the advice gives out. */
    public static final int ADVISED = 65_535 - 10_240 + 1;

    private MorePorts() {}

    /** For the machine of a client; each setting helps alone. */
    public static List<Change> ofClient() {
        return List.of(
                Change.of(
                        Software.LINUX,
                        "until then, in /etc/sysctl.d/90-ports.conf on the client's machine, followed"
                                + " by sysctl --system",
                        """
                        # ports to give out; what listens among
                        # them: net.ipv4.ip_local_reserved_ports
                        net.ipv4.ip_local_port_range = 10240 65535
                        # free again after a second of TIME_WAIT
                        net.ipv4.tcp_tw_reuse = 1
                        """));
    }
}
