/**
 * The JDK's HttpServer on Linger: programs that are written for {@code com.sun.net.httpserver} run
 * on {@link dev.linger.server.Server} when this module is there, without a change. {@link
 * dev.linger.server.jdk.LingerHttpServerProvider} is found by the service loader; what differs from
 * the JDK's own server stands in docs/jdk-httpserver.md.
 */
@NullMarked
package dev.linger.server.jdk;

import org.jspecify.annotations.NullMarked;
