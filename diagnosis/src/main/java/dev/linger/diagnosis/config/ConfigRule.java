package dev.linger.diagnosis.config;

import dev.linger.diagnosis.host.Remark;
import java.util.List;

/** Holds configurations against each other for one thing. */
interface ConfigRule {

    /** Its id: also the name of its page in docs/doctor. */
    String id();

    /** What there is to say. */
    List<Remark> look(List<Configuration> configurations);
}
