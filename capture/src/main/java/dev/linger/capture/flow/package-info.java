/** TCP flows: segments to connection lives. */
@NullMarked
package dev.linger.capture.flow;

import org.jspecify.annotations.NullMarked;
