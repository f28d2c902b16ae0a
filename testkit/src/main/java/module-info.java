/** For tests: builds captures, gives a clock that is moved by hand and a client that misbehaves. */
module dev.linger.testkit {
    requires static org.jspecify;

    exports dev.linger.testkit;
}
