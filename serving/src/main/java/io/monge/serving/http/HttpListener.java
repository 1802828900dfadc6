package io.monge.serving.http;

import io.monge.runtime.metric.Meters;
import io.monge.runtime.service.Health;
import io.monge.serving.dashboard.AlarmBoard;
import io.monge.serving.dashboard.MetricBoard;
import io.monge.serving.dashboard.StatusBoard;
import io.monge.serving.dashboard.TransportBoard;
import io.monge.serving.dashboard.WindowHistory;
import io.monge.serving.model.ModelCatalogue;
import io.monge.serving.model.ModelSlot;
import io.monge.serving.model.Promoter;
import io.monge.serving.trace.Traces;
import io.monge.serving.upscale.UpscaleDesk;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** The listening server. */
public final class HttpListener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(75);
    private static final Duration STOP_TIME = Duration.ofSeconds(2);

    private final DisposableServer server;

    /** What the routes show and do. */
    public record Parts(
            UpscaleDesk desk,
            ModelSlot slot,
            ModelCatalogue catalogue,
            Promoter promoter,
            MetricBoard board,
            WindowHistory history,
            StatusBoard statuses,
            SampleImages samples,
            TransportBoard transport,
            AlarmBoard alarms,
            Meters meters,
            Supplier<Health> health) {}

    private HttpListener(DisposableServer server) {
        this.server = server;
    }

    /**
     * Binds and answers from now on.
     *
     * @throws IllegalStateException if the address cannot be bound, saying why
     * @throws io.monge.runtime.config.InvalidConfigException if certificate or key cannot be used
     */
    public static HttpListener open(HttpConfig config, Parts parts) {
        Router router =
                new Router(
                        routes(config, parts),
                        new AccessGuard(config.token(), config.origins()),
                        Traces.ofTheProcess(),
                        new Refusals(parts.meters().registry()));
        HttpServer server =
                HttpServer.create()
                        .host(config.host())
                        .port(config.port())
                        .readTimeout(READ_TIMEOUT)
                        .idleTimeout(IDLE_TIMEOUT)
                        .handle(router);
        Optional<SslContext> tls = Tls.context(config.tls());
        if (tls.isPresent()) {
            server = server.secure(spec -> spec.sslContext(tls.get()));
        }
        try {
            HttpListener listener = new HttpListener(server.bindNow(READ_TIMEOUT));
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

    @Override
    public void close() {
        server.disposeNow(STOP_TIME);
    }

    static List<Route> routes(HttpConfig config, Parts parts) {
        BodyReader bodies = new BodyReader(config.maxBodyBytes());
        return HttpApi.routes(
                new UpscaleRoute(parts.desk(), bodies, config.deadline()),
                new ModelsRoute(parts.catalogue(), parts.slot(), parts.promoter()),
                new MetricsRoute(
                        parts.board(),
                        parts.history(),
                        parts.statuses(),
                        parts.alarms(),
                        parts.slot()),
                new HealthRoute(parts.health(), parts.slot(), parts.meters()),
                new SamplesRoute(parts.samples()),
                new TransportRoute(parts.transport()));
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
                                + " serving.port (--port; 0 takes a free one)."
                        : reason;
        return new IllegalStateException(
                "Cannot listen on %s:%d: %s".formatted(config.host(), config.port(), advice),
                cause);
    }
}
