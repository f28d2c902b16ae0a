package dev.linger.cli.live.scene;

/**
 * How much a live test does: little in the checks of each change, all in {@code bench/robustness},
 * which sets {@code linger.scale} to {@code full}.
 */
public final class Scale {
    private static final boolean FULL = "full".equals(System.getProperty("linger.scale"));

    private Scale() {}

    /** Whether all is done, so that figures mean something. */
    public static boolean isFull() {
        return FULL;
    }

    public static int of(int little, int all) {
        return FULL ? all : little;
    }

    /** Tells a figure, where figures are asked for. */
    public static void tell(String sentence) {
        if (FULL) {
            System.out.println(sentence);
        }
    }
}
