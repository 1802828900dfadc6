package io.monge.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.monge.http.trace.Traces;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** The listening server. */
public final class HttpListener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(75);
    private static final Duration STOP_TIME = Duration.ofSeconds(2);

    private final DisposableServer server;
    private final ChannelGroup connections;
    private final Sinks.Empty<Void> closing;

    private HttpListener(
            DisposableServer server, ChannelGroup connections, Sinks.Empty<Void> closing) {
        this.server = server;
        this.connections = connections;
        this.closing = closing;
    }

    /**
     * Binds and answers from now on.
     *
     * @param meters where refusals are counted
     * @throws IllegalStateException if the address cannot be bound, saying why
     * @throws io.monge.runtime.config.InvalidConfigException if certificate or key cannot be used
     */
    public static HttpListener open(HttpConfig config, Site site, MeterRegistry meters) {
        Sinks.Empty<Void> closing = Sinks.empty();
        Router router =
                new Router(
                        site,
                        new AccessGuard(config.token(), config.origins(), config.settings()),
                        Traces.ofTheProcess(),
                        new Refusals(meters),
                        closing.asMono());
        // Without a group, closing waits for no connection and closes none.
        ChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
        HttpServer server = server(config, router).channelGroup(connections);
        try {
            HttpListener listener =
                    new HttpListener(server.bindNow(READ_TIMEOUT), connections, closing);
            LOG.info(
                    "listening on {}://{}:{}",
                    config.tls().scheme(),
                    config.host(),
                    listener.port());
            return listener;
        } catch (RuntimeException e) {
            throw refused(config, e);
        }
    }

    /** The port that is bound, also where the configuration left the choice to the system. */
    public int port() {
        return ((InetSocketAddress) server.address()).getPort();
    }

    /**
     * Ends streams, waits a moment for answers that are being written, then closes all connections.
     */
    @Override
    public void close() {
        closing.tryEmitEmpty();
        try {
            server.disposeNow(STOP_TIME);
        } catch (IllegalStateException late) {
            LOG.warn("answers that nobody reads are cut off: {}", late.getMessage());
        }
        // One whose answer ends while it is waited for would stay open for another request.
        connections.close().awaitUninterruptibly(STOP_TIME.toMillis());
    }

    private static HttpServer server(HttpConfig config, Router router) {
        HttpServer server =
                HttpServer.create()
                        .host(config.host())
                        .port(config.port())
                        .readTimeout(READ_TIMEOUT)
                        .idleTimeout(IDLE_TIMEOUT)
                        .handle(router);
        Optional<SslContext> tls = Tls.context(config);
        return tls.isPresent() ? server.secure(spec -> spec.sslContext(tls.get())) : server;
    }

    private static RuntimeException refused(HttpConfig config, RuntimeException cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String reason = String.valueOf(root.getMessage());
        // The native transport reports its own exception class; the system's words are the same.
        String advice =
                reason.contains("in use")
                        ? "the port is in use. Stop what listens there, or choose another with"
                                + " %s; 0 takes a free one.".formatted(config.settings().port())
                        : reason;
        return new IllegalStateException(
                "Cannot listen on %s:%d: %s".formatted(config.host(), config.port(), advice),
                cause);
    }
}
