/** The stories, a class and a page for each. */
@NullMarked
package dev.linger.lab.story;

import org.jspecify.annotations.NullMarked;
