/** Other software in the parts of the stories, as far as it is installed. */
@NullMarked
package dev.linger.lab.cast;

import org.jspecify.annotations.NullMarked;
