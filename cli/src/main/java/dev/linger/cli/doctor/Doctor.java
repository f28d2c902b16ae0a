package dev.linger.cli.doctor;

import dev.linger.cli.Asked;
import dev.linger.cli.ExitStatus;
import dev.linger.cli.Flag;
import dev.linger.cli.Ink;
import dev.linger.cli.Pages;
import dev.linger.cli.Refusal;
import dev.linger.cli.Terminal;
import dev.linger.cli.Wrapped;
import dev.linger.diagnosis.config.ConfigRules;
import dev.linger.diagnosis.config.ConfigText;
import dev.linger.diagnosis.config.Configuration;
import dev.linger.diagnosis.config.Configurations;
import dev.linger.diagnosis.config.NotReadable;
import dev.linger.diagnosis.host.HostRules;
import dev.linger.diagnosis.host.Remark;
import dev.linger.diagnosis.host.Sockets;
import dev.linger.life.Wording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is wrong on this host, or in these configurations, and what is folklore. */
public final class Doctor {
    /** What is said of a look at the host or at configurations. */
    private static final List<Flag> LOOKS =
            List.of(Flag.CONFIG, Flag.PROFILE, Flag.REMARKS_CHECK, Flag.REMARKS_JSON);

    private final Asked asked;
    private final Terminal terminal;
    private final Path root;
    private final String system;

    /**
     * @param root the folder that proc and etc are in
     * @param system the name of the operating system
     */
    public Doctor(Asked asked, Terminal terminal, Path root, String system) {
        this.asked = asked;
        this.terminal = terminal;
        this.root = root;
        this.system = system;
    }

    /** All ids, those for hosts first. */
    public static List<String> ids() {
        return Stream.concat(HostRules.ids().stream(), ConfigRules.ids().stream()).toList();
    }

    /** The exit status. */
    public int run() throws IOException {
        List<String> arguments = asked.arguments();
        if (asked.has(Flag.RULES)) {
            return catalogue(arguments);
        }
        if (arguments.size() > 1) {
            throw new Refusal(
                    "doctor explains one rule at a time, not "
                            + arguments.size()
                            + "; configurations are given with --config FILE");
        }
        if (!arguments.isEmpty()) {
            return page(arguments.getFirst());
        }
        try {
            boolean ofHost = !asked.has(Flag.CONFIG) && !asked.has(Flag.PROFILE);
            return ofHost ? host() : configurations();
        } catch (IOException e) {
            if (asked.has(Flag.REMARKS_CHECK)) {
                throw new Refusal(
                        "--check has no answer, because the output could not be written: "
                                + e.getMessage());
            }
            throw e;
        }
    }

    private int catalogue(List<String> arguments) throws IOException {
        if (!arguments.isEmpty() || LOOKS.stream().anyMatch(asked::has)) {
            throw new Refusal("--rules lists the rules and looks at nothing; say it alone");
        }
        Pages pages = new Pages("doctor", terminal);
        Map<String, String> meanings = new LinkedHashMap<>();
        for (String id : ids()) {
            meanings.put(id, pages.opening(id));
        }
        terminal.print(String.join("\n", pages.catalogue(meanings)) + "\n");
        return ExitStatus.DONE;
    }

    private int page(String id) throws IOException {
        if (!ids().contains(id)) {
            throw new Refusal(
                    "\""
                            + Wording.printable(id)
                            + "\" is no rule of doctor; there are "
                            + String.join(", ", ids())
                            + "; a configuration is given with --config FILE");
        }
        if (LOOKS.stream().anyMatch(asked::has)) {
            throw new Refusal(
                    "doctor "
                            + id
                            + " explains that rule and looks at nothing; leave the rule out to look,"
                            + " or the flags to read of it");
        }
        List<String> lines = new Pages("doctor", terminal).page(id);
        terminal.print(String.join("\n", lines) + "\n");
        return ExitStatus.DONE;
    }

    private int host() throws IOException {
        if (!system.equals("Linux")) {
            throw new Refusal(
                    "doctor knows hosts that run Linux, and this one runs "
                            + Wording.printable(system)
                            + "; it can still check configurations: linger doctor --config FILE");
        }
        HostReader read = HostReader.read(root);
        Sockets sockets = read.host().sockets();
        String heading =
                "this host, Linux "
                        + read.host().kernel().release()
                        + ": "
                        + Wording.count(sockets.listeners().size(), "listening socket")
                        + ", "
                        + Wording.count(sockets.established(), "connection")
                        + ", "
                        + Wording.count(sockets.timeWaitAccepted() + sockets.timeWaitOpened())
                        + " TIME_WAIT";
        return tell(heading, HostRules.look(read.host()), read.notes());
    }

    private int configurations() throws IOException {
        ConfigFiles files = new ConfigFiles();
        List<ConfigText> texts = asked.values(Flag.CONFIG).stream().map(files::named).toList();
        List<Configuration> read = new ArrayList<>();
        try {
            read.addAll(Configurations.of(texts, files));
            asked.values(Flag.PROFILE).forEach(file -> read.add(SeenServer.in(file)));
        } catch (NotReadable e) {
            throw new Refusal(Wording.printable(String.valueOf(e.getMessage())));
        }
        List<String> notes = new ArrayList<>(files.notes());
        notes.addAll(ConfigRules.notes(read));
        String heading =
                Wording.count(read.size(), "configuration")
                        + ": "
                        + Wording.count(
                                read.stream().mapToLong(one -> one.downstreams().size()).sum(),
                                "server")
                        + ", "
                        + Wording.count(
                                read.stream().mapToLong(one -> one.upstreams().size()).sum(),
                                "upstream");
        return tell(heading, ConfigRules.look(read), notes);
    }

    private int tell(String heading, List<Remark> remarks, List<String> notes) throws IOException {
        if (asked.has(Flag.REMARKS_JSON)) {
            notes.forEach(note -> terminal.err().println("linger: " + Wording.printable(note)));
            RemarkJson.write(remarks, terminal.out());
            terminal.out().flush();
        } else {
            terminal.print(String.join("\n", report(heading, remarks, notes)) + "\n");
        }
        boolean failing = remarks.stream().anyMatch(Remark::isWrong);
        return asked.has(Flag.REMARKS_CHECK) && failing ? ExitStatus.FOUND : ExitStatus.DONE;
    }

    private List<String> report(String heading, List<Remark> remarks, List<String> notes) {
        List<String> lines = new ArrayList<>();
        lines.add(Ink.STRONG.on(heading, terminal.coloured()));
        remarks.forEach(remark -> lines.addAll(RemarkLines.of(remark, terminal)));
        if (remarks.isEmpty()) {
            lines.add("  nothing to say of it");
        }
        for (String note : notes) {
            lines.addAll(Wrapped.text("  note: ", Wording.printable(note), terminal.textWidth()));
        }
        lines.add("");
        String hint = "\"linger doctor ID\" explains what stands in brackets.";
        lines.add(Ink.FAINT.on(hint, terminal.coloured()));
        return lines;
    }
}
