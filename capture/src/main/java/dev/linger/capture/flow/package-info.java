/** TCP flows: segments to connection lives; begins with {@link dev.linger.capture.flow.Flows}. */
@NullMarked
package dev.linger.capture.flow;

import org.jspecify.annotations.NullMarked;
