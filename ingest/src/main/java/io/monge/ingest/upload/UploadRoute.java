package io.monge.ingest.upload;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.monge.http.BodyReader;
import io.monge.http.Deadlines;
import io.monge.http.Endpoint;
import io.monge.http.Exchange;
import io.monge.http.Problem;
import io.monge.http.RefusedException;
import io.monge.ingest.CutImage;
import java.time.Duration;
import java.util.Optional;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** {@code POST /api/v1/images}: an image in; the answer comes when its patches are safe. */
final class UploadRoute implements Endpoint {

    static final String PATH = "/api/v1/images";

    private static final int LONGEST_ID = 1024;

    private final UploadQueue queue;
    private final BodyReader bodies;
    private final Duration longest;

    /**
     * @param longest deadline of requests that name none, and the longest that may be asked for
     */
    UploadRoute(UploadQueue queue, BodyReader bodies, Duration longest) {
        this.queue = queue;
        this.bodies = bodies;
        this.longest = longest;
    }

    @Override
    public Publisher<Void> answer(Exchange exchange) {
        BodyReader.requireImage(exchange);
        Optional<String> id = exchange.query("id").map(UploadRoute::checked);
        Duration deadline = Deadlines.of(exchange, longest);
        long expected = bodies.expected(exchange);
        return Mono.using(
                        () -> queue.admit(id, expected),
                        upload -> cut(upload, exchange).map(cut -> json(upload.id(), cut)),
                        Upload::release)
                .timeout(deadline, Mono.error(() -> passed(deadline)))
                .flatMap(json -> exchange.sendJson(200, json));
    }

    /** The answer does not wait for the rest of the body if it is known before. */
    private Mono<CutImage> cut(Upload upload, Exchange exchange) {
        return Mono.firstWithSignal(upload.cut(), bodies.read(exchange).flatMap(upload::received));
    }

    private static String checked(String id) {
        if (id.isBlank()
                || id.length() > LONGEST_ID
                || id.chars().anyMatch(Character::isISOControl)) {
            throw RefusedException.badRequest(
                    "id has %d characters; it must have 1 to %d that can be seen, none for control."
                            .formatted(id.length(), LONGEST_ID));
        }
        return id;
    }

    private static ObjectNode json(String id, CutImage cut) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("width", cut.width())
                .put("height", cut.height())
                .put("patches", cut.patches());
    }

    private static RefusedException passed(Duration deadline) {
        return new RefusedException(
                Problem.of(
                        504,
                        "deadline-passed",
                        "Deadline passed",
                        "The patches were not on the topic after %d ms; some of them may be."
                                        .formatted(deadline.toMillis())
                                + " Allow more time with X-Deadline-Millis, or look whether the"
                                + " broker keeps up."));
    }
}
