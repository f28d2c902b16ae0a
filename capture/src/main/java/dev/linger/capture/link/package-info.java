/** Link layers, IPv4, IPv6 and TCP headers: a packet to a segment. */
@NullMarked
package dev.linger.capture.link;

import org.jspecify.annotations.NullMarked;
