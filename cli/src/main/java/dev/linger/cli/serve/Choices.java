package dev.linger.cli.serve;

import dev.linger.cli.Asked;
import dev.linger.cli.Flag;
import dev.linger.cli.Refusal;
import dev.linger.cli.TypedTime;
import dev.linger.life.Side;
import dev.linger.life.Wording;
import dev.linger.server.AccessLog;
import dev.linger.server.Deadlines;
import dev.linger.server.Folder;
import dev.linger.server.Handler;
import dev.linger.server.LogFormat;
import dev.linger.server.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The options of the command, as what they mean to a server. */
record Choices(Asked asked) {
    private static final String LOCAL = "127.0.0.1";
    private static final long USUAL_PORT = 8080;
    private static final Duration USUAL_DRAIN = Duration.ofSeconds(10);

    /** What is served, for people. */
    String subject() {
        return asked.has(Flag.ECHO) ? "an echo" : "files of " + Wording.printable(folder());
    }

    private String folder() {
        List<String> arguments = arguments();
        if (arguments.size() > 1) {
            throw new Refusal("serve has one folder at a time, not " + arguments.size());
        }
        return arguments.isEmpty() ? "." : arguments.getFirst();
    }

    /** Behind --tls self-signed there may be the folder. */
    private List<String> arguments() {
        List<String> arguments = new ArrayList<>(asked.arguments());
        List<String> tls = asked.values(Flag.TLS);
        if (tls.size() == 2 && tls.getFirst().equals(Certificates.SELF_SIGNED)) {
            arguments.add(tls.getLast());
        }
        return arguments;
    }

    /** Null where plain HTTP is spoken. */
    @Nullable Certificates certificates() {
        return asked.has(Flag.TLS) ? Certificates.of(asked.values(Flag.TLS), address()) : null;
    }

    Handler handler() {
        if (asked.has(Flag.ECHO)) {
            refuseFiles();
            return new Echo();
        }
        try {
            Folder folder = Folder.of(Path.of(folder()));
            folder = asked.has(Flag.LISTINGS) ? folder.withListings() : folder;
            return asked.has(Flag.FOLLOW_LINKS) ? folder.withLinksFollowed() : folder;
        } catch (IOException | InvalidPathException e) {
            throw new Refusal("nothing to serve: " + Wording.printable("" + e.getMessage()));
        }
    }

    private void refuseFiles() {
        if (!arguments().isEmpty()) {
            throw new Refusal("--echo serves no files: leave the folder out");
        }
        for (Flag flag : List.of(Flag.LISTINGS, Flag.FOLLOW_LINKS)) {
            if (asked.has(flag)) {
                throw new Refusal("--echo serves no files: leave --" + flag.word() + " out");
            }
        }
    }

    Settings settings() {
        Settings usual = Settings.of(address());
        Settings.KeepAlive keepAlive =
                new Settings.KeepAlive(
                        !asked.has(Flag.NO_KEEP_ALIVE),
                        number(Flag.MAX_REQUESTS, 1, Long.MAX_VALUE, Long.MAX_VALUE),
                        usual.keepAlive().unreadBytes(),
                        asked.has(Flag.ANNOUNCE) || usual.keepAlive().announced());
        Settings.Capacity capacity =
                new Settings.Capacity(
                        (int)
                                number(
                                        Flag.MAX_CONNECTIONS,
                                        1,
                                        Integer.MAX_VALUE,
                                        usual.capacity().connections()),
                        usual.capacity().perAddress(),
                        usual.capacity().refuse());
        return usual.withLoops((int) number(Flag.LOOPS, 1, 1024, usual.loops()))
                .withDeadlines(deadlines(usual.deadlines()))
                .withKeepAlive(keepAlive)
                .withCapacity(capacity)
                .withFirstClose(firstClose());
    }

    private InetSocketAddress address() {
        String host = asked.value(Flag.LISTEN_HOST);
        try {
            return new InetSocketAddress(
                    InetAddress.getByName(host == null ? LOCAL : host),
                    (int) number(Flag.LISTEN_PORT, 0, 65_535, USUAL_PORT));
        } catch (UnknownHostException e) {
            throw new Refusal("--host " + Wording.printable("" + host) + ": no such address here");
        }
    }

    private Deadlines deadlines(Deadlines usual) {
        return new Deadlines(
                time(Flag.HEAD, usual.head()),
                pace(Flag.BODY, usual.body()),
                pace(Flag.WRITE, usual.write()),
                time(Flag.IDLE, usual.idle()),
                time(Flag.HANDLER, usual.handler()),
                time(Flag.AGE, usual.age()));
    }

    /** Who turns a stall's limit off wants no least rate either. */
    private Deadlines.Pace pace(Flag flag, Deadlines.Pace usual) {
        Duration stall = time(flag, usual.stall());
        return stall.equals(Deadlines.NEVER)
                ? new Deadlines.Pace(stall, 0, usual.grace())
                : new Deadlines.Pace(stall, usual.bytesPerSecond(), usual.grace());
    }

    private Settings.FirstClose firstClose() {
        String side = asked.value(Flag.CLOSE_FIRST);
        if (side == null || side.equals(Side.CLIENT.word())) {
            return Settings.FirstClose.CLIENT;
        }
        if (side.equals(Side.SERVER.word())) {
            return Settings.FirstClose.SERVER;
        }
        throw noneOf(Flag.CLOSE_FIRST, side, "client or server");
    }

    /** How long connections have after the end was asked for. */
    Duration drain() {
        return time(Flag.DRAIN, USUAL_DRAIN);
    }

    boolean showsHeaders() {
        if (asked.has(Flag.HEADERS) && isQuiet()) {
            String other = isJson() ? Flag.JSON.word() : Flag.QUIET.word();
            throw new Refusal("--headers prints nothing beside --" + other + ": leave one out");
        }
        return asked.has(Flag.HEADERS);
    }

    /** Whether the output is for machines. */
    boolean isJson() {
        return asked.has(Flag.JSON);
    }

    /** Whether neither requests nor connections are printed. */
    boolean isQuiet() {
        return asked.has(Flag.QUIET) || isJson();
    }

    /** Null where none is asked for. */
    @Nullable AccessLog accessLog() {
        String file = asked.value(Flag.LOG);
        LogFormat format = format();
        if (file == null) {
            if (asked.has(Flag.LOG_FORMAT)) {
                throw new Refusal("--log-format without --log: say which file");
            }
            return null;
        }
        try {
            return AccessLog.to(Path.of(file), format);
        } catch (IOException e) {
            throw new Refusal(
                    "--log "
                            + Wording.printable(file)
                            + ": the file cannot be written: "
                            + Refusal.reason(e));
        } catch (InvalidPathException _) {
            throw new Refusal("--log " + Wording.printable(file) + ": is no name of a file");
        }
    }

    private LogFormat format() {
        String typed = asked.value(Flag.LOG_FORMAT);
        for (LogFormat format : LogFormat.values()) {
            if (format.word().equals(typed)) {
                return format;
            }
        }
        if (typed == null) {
            return LogFormat.COMBINED;
        }
        String words =
                Arrays.stream(LogFormat.values())
                        .map(LogFormat::word)
                        .collect(Collectors.joining(", "));
        throw noneOf(Flag.LOG_FORMAT, typed, "one of " + words);
    }

    private static Refusal noneOf(Flag flag, String typed, String words) {
        return new Refusal(
                "--" + flag.word() + " " + Wording.printable(typed) + ": must be " + words);
    }

    private long number(Flag flag, long least, long most, long usual) {
        String typed = asked.value(flag);
        return typed == null ? usual : Asked.number(flag, typed, least, most);
    }

    private Duration time(Flag flag, Duration usual) {
        String typed = asked.value(flag);
        return typed == null ? usual : TypedTime.parseOrOff(flag, typed);
    }
}
