/** Event loops: the only room that touches a selector. */
module dev.linger.loop {
    requires static org.jspecify;

    exports dev.linger.loop;
}
