/**
 * For tests: captures built as timelines, raw peers that send what they are told, and a clock that
 * is moved by hand.
 */
@NullMarked
package dev.linger.testkit;

import org.jspecify.annotations.NullMarked;
