package dev.linger.capture.file;

/** How packets lie in a capture. */
sealed interface Layout permits Pcap, Pcapng {
    /** No packet of a network is longer (Linux: 512 KiB); a greater length is a broken file. */
    int LONGEST_PACKET = 16 * 1024 * 1024;

    /**
     * Fills all fields of the packet but its number.
     *
     * @return false at the end of the capture
     */
    boolean next(Packet packet) throws BadCaptureException;

    /** In words, for the summary. */
    String format();

    /** What the reader of the results must know about this capture; empty where nothing. */
    String remark();
}
