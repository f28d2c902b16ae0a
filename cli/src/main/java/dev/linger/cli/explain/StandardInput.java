package dev.linger.cli.explain;

import dev.linger.cli.EndBySignal;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * The standard input, which ends when the other program ends it or when the user interrupts this
 * one: what is known by then is still printed.
 */
public final class StandardInput implements AutoCloseable {
    private final ReadableByteChannel channel;
    private @Nullable EndBySignal interrupt;

    public StandardInput() {
        this(new FileInputStream(FileDescriptor.in).getChannel());
    }

    StandardInput(ReadableByteChannel channel) {
        this.channel = channel;
    }

    /** Once. From here on an interrupt ends the input instead of the program. */
    InputStream open() {
        interrupt = new EndBySignal(this::end);
        return Channels.newInputStream(
                new ReadableByteChannel() {
                    @Override
                    public int read(ByteBuffer target) throws IOException {
                        try {
                            return channel.read(target);
                        } catch (ClosedChannelException e) {
                            return -1;
                        }
                    }

                    @Override
                    public boolean isOpen() {
                        return true; // for the stream around it, which asks; the end is a -1
                    }

                    @Override
                    public void close() throws IOException {
                        channel.close();
                    }
                });
    }

    private void end() {
        try {
            channel.close();
        } catch (IOException e) {
            System.err.println("linger: the standard input could not be closed: " + e);
        }
    }

    /** Everything is printed. */
    @Override
    public void close() {
        if (interrupt != null) {
            interrupt.close();
        }
    }
}
