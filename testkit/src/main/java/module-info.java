/** For tests: builds captures. */
module dev.linger.testkit {
    requires static org.jspecify;

    exports dev.linger.testkit;
}
