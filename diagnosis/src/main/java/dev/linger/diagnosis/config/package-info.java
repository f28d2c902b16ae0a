/**
 * Configurations of servers and proxies: their text becomes idle timeouts, ports and upstreams with
 * their places, and rules hold these against each other. Nothing is read here: who asks brings the
 * texts.
 */
@NullMarked
package dev.linger.diagnosis.config;

import org.jspecify.annotations.NullMarked;
