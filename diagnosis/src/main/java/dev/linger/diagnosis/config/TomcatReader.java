package dev.linger.diagnosis.config;

import dev.linger.diagnosis.advice.Software;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Tomcat: the HTTP connectors of server.xml. */
final class TomcatReader {

    /** In milliseconds, where the attribute is missing; the file that is delivered says 20000. */
    private static final String USUAL = "60000";

    private final String file;
    private final List<Downstream> downstreams = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** Added to the port of each connector. */
    private String offset = "0";

    private TomcatReader(String file) {
        this.file = file;
    }

    static Configuration read(ConfigText text) {
        TomcatReader reader = new TomcatReader(text.file());
        try {
            reader.read(text.text());
        } catch (XMLStreamException e) {
            String reason = String.valueOf(e.getMessage()).replaceFirst("(?s).*Message: ", "");
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNumber());
            throw new NotReadable(new Place(text.file(), line), "this is no XML: " + reason);
        }
        return new Configuration(reader.downstreams, List.of(), reader.notes);
    }

    private void read(String text) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        // No document type: what a file names elsewhere is not fetched, what it repeats not grown.
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader xml = factory.createXMLStreamReader(new StringReader(text));
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "Server" -> offset = attribute(xml, "portOffset", "0");
                    case "Connector" -> connector(xml);
                    default -> {}
                }
            }
        }
    }

    private void connector(XMLStreamReader xml) {
        Place place = new Place(file, xml.getLocation().getLineNumber());
        String protocol = attribute(xml, "protocol", "HTTP/1.1");
        String port = attribute(xml, "port", "0");
        boolean isOff = port.equals("-1");
        if (isOff || protocol.startsWith("AJP") || protocol.contains(".ajp.")) {
            return;
        }
        if (!port.matches("\\d{1,5}") || !offset.matches("-?\\d{1,5}")) {
            String known = port + (offset.equals("0") ? "" : " + " + offset);
            notes.add(place + ": the port \"" + known + "\" is known only when Tomcat starts");
            return;
        }
        int listens = Integer.parseInt(port) + Integer.parseInt(offset);
        String address = attribute(xml, "address", "");
        downstreams.add(
                new Downstream(
                        Software.TOMCAT,
                        "Connector " + port,
                        List.of(address.isEmpty() ? "" + listens : address + ":" + listens),
                        idle(xml, place),
                        place));
    }

    private Idle idle(XMLStreamReader xml, Place place) {
        if (attribute(xml, "maxKeepAliveRequests", "").equals("1")) {
            return Idle.of(0, "maxKeepAliveRequests=\"1\"", place);
        }
        String own = attribute(xml, "keepAliveTimeout", "");
        String connection = attribute(xml, "connectionTimeout", "");
        String says =
                own.isEmpty()
                        ? "connectionTimeout=\"" + connection + "\", which keepAliveTimeout follows"
                        : "keepAliveTimeout=\"" + own + "\"";
        if (own.isEmpty() && connection.isEmpty()) {
            says = "neither keepAliveTimeout nor connectionTimeout is set: 60 s";
        }
        String millis = own.isEmpty() ? (connection.isEmpty() ? USUAL : connection) : own;
        if (millis.startsWith("-")) {
            return Idle.of(Double.POSITIVE_INFINITY, says, place);
        }
        double seconds = Durations.seconds(millis, 1e-3, place, notes);
        // 0 is as -1: SocketWrapperBase.setReadTimeout().
        return Idle.of(seconds == 0 ? Double.POSITIVE_INFINITY : seconds, says, place);
    }

    private static String attribute(XMLStreamReader xml, String name, String usual) {
        @Nullable String value = xml.getAttributeValue(null, name);
        return value == null ? usual : value.strip();
    }
}
