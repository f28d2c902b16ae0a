package dev.linger.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.cli.live.scene.Advice;
import dev.linger.diagnosis.advice.Change;
import dev.linger.diagnosis.advice.Software;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.catalina.startup.CatalinaBaseConfigurationSource;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.xml.XmlConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Java servers are started with what is advised to them, and know every name of it. */
@RealPrograms
class ServerAdviceLiveTest {

    /** What the loggers of a server say while it starts. */
    private static final class Complaints extends Handler {
        private final List<String> said = new ArrayList<>();

        @Override
        public void publish(LogRecord message) {
            if (message.getLevel().intValue() >= Level.WARNING.intValue()) {
                said.add(message.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /** One for all: Tomcat asks the same folder for its files as long as a process lives. */
    @TempDir static Path folder;

    private static List<Change> adviceFor(Software software) throws Exception {
        List<Change> changes =
                Advice.all().stream().filter(change -> change.software() == software).toList();
        assertFalse(changes.isEmpty(), () -> "no advice for " + software);
        return changes;
    }

    @Test
    void tomcatStartsWithItsSettings() throws Exception {
        for (Change change : adviceFor(Software.TOMCAT)) {
            assertEquals(List.of(), tomcatSaysOf(change), change::toString);
        }
    }

    @Test
    void tomcatWouldNotKnowAMisspeltSetting() throws Exception {
        Change place = adviceFor(Software.TOMCAT).getFirst();
        Change misspelt = new Change(Software.TOMCAT, place.where(), "keepaliveTimeouts=\"1\"", "");
        assertFalse(tomcatSaysOf(misspelt).isEmpty());
    }

    /** What Tomcat complains about when it is started with this and asked once. */
    private static List<String> tomcatSaysOf(Change change) throws Exception {
        boolean ofService = change.where().contains("Service");
        assertTrue(ofService || change.where().contains("Connector"), change::where);
        Files.createDirectories(folder.resolve("webapps"));
        Path file =
                Files.writeString(
                        folder.resolve("server.xml"),
                        """
                        <Server port="-1">
                          <Service name="Catalina" %s>
                            <Connector port="0" address="127.0.0.1" protocol="HTTP/1.1" %s/>
                            <Engine name="Catalina" defaultHost="localhost">
                              <Host name="localhost" appBase="webapps"/>
                            </Engine>
                          </Service>
                        </Server>
                        """
                                .formatted(
                                        ofService ? change.text() : "",
                                        ofService ? "" : change.text()));
        Logger digester = Logger.getLogger("org.apache.tomcat.util.digester");
        Complaints complaints = new Complaints();
        digester.addHandler(complaints);
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder.toString());
        try {
            tomcat.init(new CatalinaBaseConfigurationSource(folder.toFile(), file.toString()));
            tomcat.start();
            assertAnswers(tomcat.getService().findConnectors()[0].getLocalPort());
        } finally {
            tomcat.stop();
            tomcat.destroy();
            digester.removeHandler(complaints);
        }
        return complaints.said;
    }

    @Test
    void jettyStartsWithItsSettings() throws Exception {
        Map<String, String> settings = new TreeMap<>();
        for (Change change : adviceFor(Software.JETTY)) {
            String[] setting = change.text().split("=", 2);
            settings.put(setting[0], setting[1]);
            assertTrue(jettyOffers(setting[0], change.where()), change::toString);
        }
        startJetty(settings);
    }

    @Test
    void jettyWouldNotOfferAMisspeltSetting() throws Exception {
        String where = adviceFor(Software.JETTY).getFirst().where();
        assertFalse(jettyOffers("jetty.http.idleTimeouts", where), where);
    }

    /** Whether the module whose file is named here, or one that it stands on, has this setting. */
    private static boolean jettyOffers(String setting, String where) throws Exception {
        String module = where.replaceFirst("(?s).*start\\.d/(\\w+)\\.ini.*", "$1");
        List<String> standsOn = List.of(module, module + "-config");
        for (String one : standsOn) {
            URL template = Server.class.getResource("/modules/" + one + ".mod");
            if (template != null && text(template).contains("# " + setting + "=")) {
                return true;
            }
        }
        return false;
    }

    private static String text(URL resource) throws Exception {
        try (InputStream in = resource.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void startJetty(Map<String, String> settings) throws Exception {
        Server server = new Server();
        Map<String, Object> ids = new TreeMap<>(Map.of("Server", server));
        ids.put("httpConfig", new HttpConfiguration());
        configure("jetty-http-config", "httpConfig", ids, settings);
        settings.put("jetty.http.port", "0");
        settings.put("jetty.http.host", "127.0.0.1");
        configure("jetty-http", "Server", ids, settings);
        configure("jetty-graceful", "Server", ids, settings);
        server.start();
        try {
            ServerConnector connector = (ServerConnector) server.getConnectors()[0];
            assertEquals(settings.get("jetty.http.idleTimeout"), "" + connector.getIdleTimeout());
            assertEquals(settings.get("jetty.server.stopTimeout"), "" + server.getStopTimeout());
            assertAnswers(connector.getLocalPort());
        } finally {
            server.stop();
        }
    }

    private static void configure(
            String file, String id, Map<String, Object> ids, Map<String, String> settings)
            throws Exception {
        URL xml = Objects.requireNonNull(Server.class.getResource("/etc/" + file + ".xml"), file);
        XmlConfiguration configuration =
                new XmlConfiguration(ResourceFactory.root().newResource(xml));
        configuration.getIdMap().putAll(ids);
        configuration.getProperties().putAll(settings);
        configuration.configure(Objects.requireNonNull(ids.get(id)));
    }

    private static void assertAnswers(int port) throws Exception {
        URL url = URI.create("http://127.0.0.1:" + port + "/").toURL();
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        assertEquals(404, connection.getResponseCode());
        connection.disconnect();
    }
}
