package dev.linger.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The standard input, which ends when the other program ends it or when the user interrupts this
 * one: what is known by then is still printed.
 */
final class StandardInput implements AutoCloseable {
    /** How long an interrupted program may take to print what it knows. */
    private static final long GRACE_SECONDS = 10;

    private final ReadableByteChannel channel;
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::end, "interrupted");

    StandardInput() {
        this(new FileInputStream(FileDescriptor.in).getChannel());
    }

    StandardInput(ReadableByteChannel channel) {
        this.channel = channel;
    }

    /** Once. From here on an interrupt ends the input instead of the program. */
    InputStream open() {
        Runtime.getRuntime().addShutdownHook(hook);
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
            if (!done.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("linger: interrupted before everything was printed");
            }
        } catch (IOException | InterruptedException e) {
            System.err.println("linger: interrupted; the end could not be printed: " + e);
        }
    }

    /** Everything is printed. */
    @Override
    public void close() {
        done.countDown();
    }
}
