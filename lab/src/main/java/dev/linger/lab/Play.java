package dev.linger.lab;

import dev.linger.capture.file.Packet;
import dev.linger.life.JudgedLife;
import dev.linger.life.SeenBy;
import dev.linger.linux.Linux;
import dev.linger.linux.RefusedByKernelException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One performance of an act under all views. For one thread. */
final class Play {
    private static final long PATIENCE_NANOS = 5_000_000_000L;
    private static final int PAUSE_MILLIS = 5;

    private final Story story;
    private Act act;
    private final Network network;
    private final Ports.Reserved reserved;
    private final InetSocketAddress address;
    private final long begin = System.nanoTime();
    private final List<View> outside = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();
    private List<Sight> sights = List.of();
    private @Nullable Sockets sockets;
    private @Nullable PacketView packetView;

    Play(Story story, Act act, Network network) throws IOException {
        this.story = story;
        this.act = act;
        this.network = network;
        this.reserved = Ports.free(network.address());
        this.address = reserved.address();
    }

    /**
     * Plays, and looks.
     *
     * @param plays how often it has been played with this time
     */
    Performed perform(int plays) throws InterruptedException {
        try (reserved;
                Stage stage = new Stage(address, network)) {
            openViews();
            script(stage);
            settle();
            return outcome(stage, plays);
        } catch (RefusedByKernelException e) {
            throw new IllegalStateException("the kernel's view broke off: " + e.getMessage(), e);
        } finally {
            outside.forEach(View::close);
            if (sockets != null) {
                sockets.close();
            }
        }
    }

    /** What this machine or this user does not give is done without. */
    private void openViews() {
        if (!Linux.isHere()) {
            return;
        }
        try {
            sockets = new Sockets(address);
            outside.add(new KernelView(address));
            packetView = new PacketView(address);
            outside.add(packetView);
        } catch (RefusedByKernelException _) {
            return;
        }
    }

    private void script(Stage stage) throws InterruptedException {
        try {
            act.script().play(stage);
            act = act.with(stage.besides());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            differences.add("the act broke off: " + e);
        }
    }

    /** Waits until nothing is on its way any more, and those are open that are to be. */
    private void settle() throws RefusedByKernelException, InterruptedException {
        if (sockets == null || act.blind().contains(SeenBy.KERNEL)) {
            return;
        }
        long since = System.nanoTime();
        Sockets.Count count = sockets.count();
        while (!isSettled(count) && System.nanoTime() - since < PATIENCE_NANOS) {
            Thread.sleep(PAUSE_MILLIS);
            count = sockets.count();
        }
    }

    private boolean isSettled(Sockets.Count count) {
        return count.moving() == 0
                && count.open() == act.open()
                && count.closeWait() == act.halfClosed();
    }

    private Performed outcome(Stage stage, int plays)
            throws RefusedByKernelException, InterruptedException {
        List<String> remarks = new ArrayList<>(stage.remarks());
        Sockets.Waiting waiting = new Sockets.Waiting(-1, -1);
        Set<Integer> ports = new TreeSet<>();
        if (sockets != null) {
            waiting = sockets.waiting();
            ports.addAll(sockets.clientPorts());
            remarks.addAll(sockets.unclosed());
        }
        List<String> missed = look(stage);
        remarks.addAll(missed);
        for (Sight sight : sights) {
            for (JudgedLife life : sight.lives()) {
                ports.add(life.life().client().port());
            }
        }
        Outcome.Figures figures =
                new Outcome.Figures(
                        stage.tally().requests(),
                        stage.tally().answers(),
                        ports.size(),
                        waiting.atServer(),
                        waiting.atClient());
        differences.addAll(Comparison.of(act, sights, figures));
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        return new Performed(
                new Outcome(
                        story,
                        act,
                        sights,
                        figures,
                        differences,
                        remarks,
                        plays,
                        took,
                        packets(),
                        ""),
                stage.hasWaitedInVain() || !missed.isEmpty());
    }

    /** Returns what could not be seen. */
    private List<String> look(Stage stage) throws InterruptedException {
        List<View> views = new ArrayList<>(stage.ledgers());
        views.addAll(outside);
        List<Sight> all = new ArrayList<>();
        List<String> missed = new ArrayList<>();
        for (View view : views) {
            if (!act.blind().contains(view.by())) {
                all.add(view.sight(act.connections() - act.open()));
                missed.add(view.missed());
            }
        }
        sights = all;
        missed.removeIf(String::isEmpty);
        return missed;
    }

    private List<Packet> packets() {
        return packetView == null ? List.of() : packetView.packets();
    }
}
