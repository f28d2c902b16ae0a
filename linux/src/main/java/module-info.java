/** The kernel's view of connections. The only room with native code, all of it by FFM. */
module dev.linger.linux {
    requires transitive dev.linger.life;
    requires static org.jspecify;

    exports dev.linger.linux;
}
