package dev.linger.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The whole of an open file, or parts of it, as a response. */
final class FileAnswer {
    private final Exchange exchange;
    private final FileChannel file;
    private final String type;
    private final long size;

    FileAnswer(Exchange exchange, FileChannel file, String type) throws IOException {
        this.exchange = exchange;
        this.file = file;
        this.type = type;
        this.size = file.size();
    }

    /**
     * @param ranges empty where the file has none of those that were asked for; null for the whole
     */
    void send(@Nullable List<ByteRange> ranges) throws IOException {
        exchange.header("Accept-Ranges", "bytes");
        if (ranges == null) {
            exchange.header("Content-Type", type).respond(file, 0, size);
        } else if (ranges.isEmpty()) {
            exchange.header("Content-Range", "bytes */" + size).status(416);
            exchange.respond("416 Range Not Satisfiable: the file has " + size + " bytes\n");
        } else if (ranges.size() == 1) {
            ByteRange range = ranges.getFirst();
            exchange.status(206).header("Content-Type", type);
            exchange.header("Content-Range", range.contentRange(size));
            exchange.respond(file, range.from(), range.count());
        } else {
            sendParts(ranges);
        }
    }

    /** Several parts in one body (RFC 9110, section 14.6). */
    private void sendParts(List<ByteRange> ranges) throws IOException {
        String boundary = UUID.randomUUID().toString();
        byte[] end = ("\r\n--" + boundary + "--\r\n").getBytes(US_ASCII);
        List<byte[]> heads = new ArrayList<>();
        long length = end.length;
        for (ByteRange range : ranges) {
            byte[] head =
                    ("\r\n--"
                                    + boundary
                                    + "\r\nContent-Type: "
                                    + type
                                    + "\r\nContent-Range: "
                                    + range.contentRange(size)
                                    + "\r\n\r\n")
                            .getBytes(US_ASCII);
            heads.add(head);
            length += head.length + range.count();
        }
        exchange.status(206).header("Content-Type", "multipart/byteranges; boundary=" + boundary);
        try (ResponseBody body = exchange.respondWithLength(length)) {
            for (int i = 0; i < heads.size(); i++) {
                body.write(heads.get(i));
                body.write(file, ranges.get(i).from(), ranges.get(i).count());
            }
            body.write(end);
        }
    }
}
