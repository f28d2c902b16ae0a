/** What to change in which software: settings to copy, with the values that fit. */
@NullMarked
package dev.linger.diagnosis.advice;

import org.jspecify.annotations.NullMarked;
