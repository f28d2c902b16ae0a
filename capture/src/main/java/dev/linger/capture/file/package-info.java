/** Capture files and streams: pcap, pcapng, gzip, zstd. */
@NullMarked
package dev.linger.capture.file;

import org.jspecify.annotations.NullMarked;
