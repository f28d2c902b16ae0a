package dev.linger.cli.live;

import dev.linger.cli.live.scene.Scene;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connections that speak, or go on to speak, something else than HTTP/1. */
@RealPrograms
class HandedOverLiveTest {
    private static final String OK = "location / { return 200 ok; }";

    private static final Scene WEBSOCKET =
            Scene.of(
                    "upgrade-websocket",
                    stage -> {
                        stage.node(
                                """
                                const accept = key => require('crypto').createHash('sha1')
                                  .update(key + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11')
                                  .digest('base64')
                                const server = require('http').createServer()
                                server.on('upgrade', (request, socket) => {
                                  socket.write('HTTP/1.1 101 Switching Protocols\\r\\n' +
                                    'Upgrade: websocket\\r\\nConnection: Upgrade\\r\\n' +
                                    'Sec-WebSocket-Accept: ' +
                                    accept(request.headers['sec-websocket-key']) + '\\r\\n\\r\\n')
                                  socket.on('data', () =>
                                    socket.write(Buffer.from([0x81, 2, 111, 107])))
                                  socket.on('end', () => socket.end())
                                })
                                server.listen(PORT, '127.0.0.1')
                                """);
                        stage.record();
                        String client =
                                """
                                const request = require('http').get({
                                  host: '127.0.0.1', port: PORT, headers: {
                                    Connection: 'Upgrade', Upgrade: 'websocket',
                                    'Sec-WebSocket-Version': 13,
                                    'Sec-WebSocket-Key': 'bGluZ2VyIGxpbmdlciBsaQ=='
                                } })
                                request.on('upgrade', (response, socket) => {
                                  socket.write(Buffer.from([0x81, 0x82, 1, 2, 3, 4, 105, 107]))
                                  socket.once('data', () => socket.end())
                                })
                                """;
                        stage.nodeClient(client);
                    });
    private static final Scene CONNECT =
            Scene.of(
                    "upgrade-connect",
                    stage -> {
                        stage.nginx(stage.upstreamPort, "", "", OK);
                        stage.node(
                                """
                                const net = require('net')
                                const proxy = require('http').createServer()
                                proxy.on('connect', (request, client) => {
                                  const [host, port] = request.url.split(':')
                                  const origin = net.connect(port, host, () => {
                                    client.write('HTTP/1.1 200 OK\\r\\n\\r\\n')
                                    origin.pipe(client)
                                    client.pipe(origin)
                                  })
                                })
                                proxy.listen(PORT, '127.0.0.1')
                                """);
                        stage.recordOnly("port " + stage.port);
                        String origin = "http://127.0.0.1:" + stage.upstreamPort + "/";
                        stage.curl(origin, "-p", "-x", "127.0.0.1:" + stage.port);
                    });
    private static final Scene TLS_IDLE =
            Scene.of(
                    "tls-idle",
                    stage -> {
                        stage.nginxWithTls("keepalive_timeout 2s;", OK);
                        stage.record();
                        String client =
                                """
                                const https = require('https')
                                const ask = () => https.get({
                                  host: '127.0.0.1', port: PORT, rejectUnauthorized: false,
                                  agent: new https.Agent({ keepAlive: true })
                                }, response => response.resume())
                                for (let each = 0; each < 6; each++) setTimeout(ask, 170 * each)
                                setTimeout(() => process.exit(), 4000)
                                """;
                        stage.nodeClient(client);
                    });
    private static final Scene TLS_UNTRUSTED =
            Scene.of(
                    "tls-untrusted",
                    stage -> {
                        stage.nginxWithTls("", OK);
                        stage.record();
                        for (int request = 0; request < 3; request++) {
                            stage.curl("https://127.0.0.1:" + stage.port);
                        }
                    });
    private static final Scene TLS_TOO_OLD =
            Scene.of(
                    "tls-too-old",
                    stage -> {
                        stage.nginxWithTls("ssl_protocols TLSv1.3;", OK);
                        stage.record();
                        for (String options : List.of("1.2", "1.2", "1.2")) {
                            String url = "https://127.0.0.1:" + stage.port;
                            stage.curl(url, "-k", "--tls-max", options);
                        }
                    });

    @Test
    void letsAWebSocketGo() {
        WEBSOCKET.ends("1 upgraded * client fin upgraded");
    }

    @Test
    void letsATunnelGo() {
        CONNECT.ends("1 upgraded * client fin upgraded");
    }

    @Test
    void findsAnIdleTimeoutUnderTls() {
        // The server's close_notify comes first; whose FIN follows is a race.
        TLS_IDLE.ends("6 idle-timeout server client|server|both fin|reset *");
    }

    @Test
    void seesWhoseAlertEndedTheHandshake() {
        TLS_UNTRUSTED.ends("3 tls-failed client client|server|both fin|reset *");
    }

    @Test
    void seesThatTheServerRefusedTheVersion() {
        TLS_TOO_OLD.ends("3 tls-failed server client|server|both fin|reset *");
    }
}
