package dev.linger.foreign;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** Tomcat, embedded: HOST PORT FOLDER, then attributes of its connector, each as NAME=VALUE. */
public final class TomcatServer {
    private static final class Ok extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            response.setContentLength(2);
            response.getOutputStream().print("ok");
        }
    }

    private TomcatServer() {}

    public static void main(String[] words) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(words[2]);
        tomcat.setConnector(connector(words));
        Context root = tomcat.addContext("", words[2]);
        Tomcat.addServlet(root, "ok", new Ok()).addMapping("/");
        tomcat.start();
        tomcat.getServer().await();
    }

    private static Connector connector(String[] words) {
        Connector connector = new Connector();
        connector.setProperty("address", words[0]);
        connector.setPort(Integer.parseInt(words[1]));
        for (String word : Arrays.asList(words).subList(3, words.length)) {
            List<String> setting = List.of(word.split("=", 2));
            if (!connector.setProperty(setting.getFirst(), setting.getLast())) {
                throw new IllegalArgumentException("Tomcat does not know " + word);
            }
        }
        return connector;
    }
}
