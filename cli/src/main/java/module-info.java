/** The command {@code linger}. */
module dev.linger.cli {
    requires dev.linger.life;
    requires dev.linger.capture;
    requires dev.linger.diagnosis;
    requires com.fasterxml.jackson.core;
    requires info.picocli;
    requires static org.jspecify;

    // Picocli sets the fields that carry its annotations.
    opens dev.linger.cli to
            info.picocli;
}
