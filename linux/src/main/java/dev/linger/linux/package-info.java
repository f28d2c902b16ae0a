/**
 * What Linux knows of its sockets: the table by sock_diag (or, where that is missing, by
 * /proc/net/tcp), the end of each, whose they are. Works without root; what needs a capability says
 * which.
 */
@NullMarked
package dev.linger.linux;

import org.jspecify.annotations.NullMarked;
