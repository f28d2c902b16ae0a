/** Questions to a server, and what its answers mean for those in front of it. */
@NullMarked
package dev.linger.probe;

import org.jspecify.annotations.NullMarked;
