/** For tests: captures built as timelines. */
@NullMarked
package dev.linger.testkit;

import org.jspecify.annotations.NullMarked;
