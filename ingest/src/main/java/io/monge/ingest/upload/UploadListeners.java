package io.monge.ingest.upload;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.monge.http.BodyReader;
import io.monge.http.Document;
import io.monge.http.HttpConfig;
import io.monge.http.HttpListener;
import io.monge.http.Problems;
import io.monge.http.Route;
import io.monge.http.Site;
import io.monge.http.Tls;
import io.monge.ingest.Arrivals;
import io.monge.ingest.ArrivedImage;
import io.monge.ingest.Domain;
import io.monge.ingest.SourceSpec;
import io.monge.ingest.UploadConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

/**
 * Images by {@code POST /api/v1/images}: one listener for each domain that has such a source.
 *
 * <p>Who is answered 200 has all patches of the image on the topic. Who is answered anything else,
 * or nothing, may have some of them there.
 */
public final class UploadListeners implements Arrivals<SourceSpec.Http> {

    private static final Logger LOG = LoggerFactory.getLogger(UploadListeners.class);

    private final UploadConfig config;
    private final long maxImageBytes;
    private final MeterRegistry meters;
    private final Map<Domain, Open> open = new ConcurrentHashMap<>();

    /** A domain's way in. */
    private record Open(HttpListener listener, UploadQueue queue) {}

    /**
     * @param maxImageBytes of one encoded image
     * @param meters where refusals are counted and what waits is shown; the caller's
     */
    public UploadListeners(UploadConfig config, long maxImageBytes, MeterRegistry meters) {
        this.config = config;
        this.maxImageBytes = maxImageBytes;
        this.meters = meters;
    }

    @Override
    public void require(Domain domain, SourceSpec.Http source) {
        Tls.check(config.listener(domain, source));
    }

    @Override
    public Flux<ArrivedImage> images(Domain domain, SourceSpec.Http source) {
        UploadQueue queue = new UploadQueue(config.waitingBytes());
        Gauge.builder("monge.ingest.uploads.bytes", queue, UploadQueue::bytes)
                .description("Images in reception, waiting or being cut")
                .tag("domain", domain.name())
                .register(meters);
        HttpConfig http = config.listener(domain, source);
        Site site = new Site(routes(queue), Problems::of, Site.NO_PAGES);
        open.put(domain, new Open(HttpListener.open(http, site, meters), queue));
        LOG.info(
                "{} images are taken by POST {}://{}:{}{}",
                domain,
                http.tls().scheme(),
                http.host(),
                port(domain),
                UploadRoute.PATH);
        return queue.images();
    }

    /** The port that is listened on for a domain; 0 before the start. */
    public int port(Domain domain) {
        Open listening = open.get(domain);
        return listening == null ? 0 : listening.listener().port();
    }

    @Override
    public void settle() {
        long began = System.nanoTime();
        open.values().forEach(listening -> listening.queue().stop());
        for (Open listening : open.values()) {
            Duration used = Duration.ofNanos(System.nanoTime() - began);
            int left = listening.queue().awaitSettled(config.drain().minus(used));
            if (left > 0) {
                LOG.warn("{} images are refused, for they would take too long to stop", left);
            }
        }
    }

    @Override
    public void close() {
        open.values().forEach(listening -> listening.queue().end());
        open.values().forEach(listening -> listening.listener().close());
    }

    List<Route> routes(UploadQueue queue) {
        BodyReader bodies = new BodyReader(maxImageBytes);
        return List.of(
                Route.post(UploadRoute.PATH, new UploadRoute(queue, bodies, config.deadline())),
                Route.get(
                        "/openapi.yaml",
                        Document.of(
                                UploadListeners.class,
                                "openapi.yaml",
                                "application/yaml; charset=utf-8")));
    }
}
