package dev.linger.cli.serve;

import dev.linger.server.Exchange;
import dev.linger.server.ExchangeRecord;
import dev.linger.server.Handler;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Notes the header of each request on its way to the handler, until it is shown. */
final class Headers implements Handler {
    private record Noted(int request, List<String> lines) {}

    private final Handler handler;
    private final Map<Long, Noted> byConnection = new ConcurrentHashMap<>();

    Headers(Handler handler) {
        this.handler = handler;
    }

    @Override
    public boolean isNonBlocking() {
        return handler.isNonBlocking();
    }

    @Override
    public void handle(Exchange exchange) throws Exception {
        List<String> lines = Shown.header(exchange.headers());
        byConnection.put(exchange.connection(), new Noted(exchange.number(), lines));
        handler.handle(exchange);
    }

    /** The lines of this exchange's request. */
    List<String> take(ExchangeRecord exchange) {
        Noted noted = byConnection.remove(exchange.connection());
        return noted == null || noted.request() != exchange.request() ? List.of() : noted.lines();
    }

    /** The connection has ended. */
    void forget(long connection) {
        byConnection.remove(connection);
    }
}
