package dev.linger.diagnosis.host;

import java.util.List;

/** Looks at a host for one thing. */
interface HostRule {

    /** Its id: also the name of its page in docs/doctor. */
    String id();

    /** What there is to say; nothing where all is as Linux delivers it. */
    List<Remark> look(Host host);
}
