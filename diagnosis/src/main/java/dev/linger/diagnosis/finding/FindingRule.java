package dev.linger.diagnosis.finding;

import java.util.List;

/** Looks for one thing in the connections of one server endpoint. Stateless. */
public interface FindingRule {

    /** Its one name: in output, in JSON, and of its page {@code docs/findings/ID.md}. */
    String id();

    /** What it found: mostly nothing or one finding, or one for each client concerned. */
    List<Finding> find(Watched watched);
}
