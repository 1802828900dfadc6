package io.monge.serving.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.monge.http.Exchange;
import io.monge.http.Problem;
import io.monge.http.RefusedException;
import io.netty.handler.codec.http.HttpHeaderNames;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Small images to try. */
final class SamplesRoute {

    private final SampleImages samples;

    SamplesRoute(SampleImages samples) {
        this.samples = samples;
    }

    /** {@code GET /api/v1/samples}. */
    Publisher<Void> list(Exchange exchange) {
        ObjectNode node = JsonViews.object();
        ArrayNode list = node.putArray("samples");
        for (int number = 1; number <= SampleImages.COUNT; number++) {
            list.addObject()
                    .put("path", "/api/v1/samples/sample-" + number + ".png")
                    .put("title", "rendered scene " + number);
        }
        return exchange.sendJson(200, node);
    }

    /** {@code GET /api/v1/samples/{name}}. */
    Publisher<Void> image(Exchange exchange) {
        String name = exchange.path().getOrDefault("name", "");
        int number = name.matches("sample-\\d\\.png") ? name.charAt(7) - '0' : 0;
        return Mono.fromCallable(() -> samples.png(number).orElseThrow(SamplesRoute::unknown))
                .subscribeOn(Schedulers.boundedElastic()) // the first time it is painted
                .flatMap(
                        png -> {
                            exchange.response()
                                    .header(HttpHeaderNames.CACHE_CONTROL, "max-age=600");
                            return exchange.send(200, "image/png", png);
                        });
    }

    private static RefusedException unknown() {
        return new RefusedException(
                Problem.of(
                        404,
                        "unknown-sample",
                        "Unknown sample",
                        "GET /api/v1/samples lists the samples there are."));
    }
}
