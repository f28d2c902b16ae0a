package dev.linger.bench;

import dev.linger.http.Event;
import dev.linger.http.Limits;
import dev.linger.http.MessageReader;
import dev.linger.http.RequestHead;
import dev.linger.http.Strictness;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Reads request heads of browsers, one operation a head: in place, with a detached copy, and cut in
 * two as by a read that ends in mid head.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "--sun-misc-unsafe-memory-access=allow")
@Warmup(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class HeadsBenchmark {

    @Param({"chrome", "firefox"})
    public String browser;

    @Param({"STRICT", "LENIENT"})
    public Strictness strictness;

    private byte[] head;
    private MessageReader reader;

    @Setup
    public void fill() {
        head = BrowserHeads.of(browser);
        reader = MessageReader.requests(strictness, Limits.defaults());
    }

    @Benchmark
    public long inPlace() {
        read(0, head.length);
        return reader.requestHead().contentLength();
    }

    @Benchmark
    public RequestHead copied() {
        read(0, head.length);
        return reader.requestHead().copy();
    }

    @Benchmark
    public long cutInTwo() {
        int middle = head.length / 2;
        reader.read(head, 0, middle);
        read(middle, head.length);
        return reader.requestHead().contentLength();
    }

    private void read(int from, int to) {
        int at = reader.read(head, from, to);
        if (at != to || reader.event() != Event.HEAD) {
            throw new IllegalStateException("no head: " + reader.event() + " at " + at);
        }
        reader.read(head, at, to);
    }
}
