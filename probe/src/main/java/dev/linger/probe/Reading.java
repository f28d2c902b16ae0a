package dev.linger.probe;

/**
 * A value and how it was come by.
 *
 * @param says what was seen, a clause without a full stop; empty where the value says it all
 */
public record Reading(Value value, String says) {

    /** Of what was not measured. */
    public static Reading none(String why) {
        return new Reading(new Value.NotMeasured(why), "");
    }

    /** Whether anything was found out. */
    public boolean isMeasured() {
        return !(value instanceof Value.NotMeasured);
    }
}
