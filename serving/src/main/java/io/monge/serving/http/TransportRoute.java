package io.monge.serving.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.monge.http.Exchange;
import io.monge.http.Problem;
import io.monge.http.RefusedException;
import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.RgbImage;
import io.monge.serving.dashboard.Palette;
import io.monge.serving.dashboard.TransportBoard;
import io.monge.serving.dashboard.TransportView;
import io.monge.serving.dashboard.TransportView.Kind;
import io.monge.serving.upscale.UnavailableException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The newest patches, what the served map makes of them, and the colours of all. */
final class TransportRoute {
    private static final int SHOWN = 8;
    private static final Map<String, Kind> KINDS =
            Stream.of(Kind.values()).collect(Collectors.toMap(TransportRoute::name, kind -> kind));

    private final TransportBoard board;
    private final ImageCodec codec = new ImageCodec(new ImageLimits(1 << 24, 1 << 24));

    TransportRoute(TransportBoard board) {
        this.board = board;
    }

    /** {@code GET /api/v1/transport}; before there is something to see, why there is not. */
    Publisher<Void> view(Exchange exchange) {
        return looking(TransportRoute::json)
                .onErrorResume(UnavailableException.class, TransportRoute::notYet)
                .onErrorResume(RefusedException.class, TransportRoute::notYet)
                .flatMap(json -> exchange.sendJson(200, json));
    }

    /** {@code GET /api/v1/transport/{kind}}: the patches of one kind, side by side. */
    Publisher<Void> strip(Exchange exchange) {
        String name = exchange.path().getOrDefault("kind", "");
        Kind kind = KINDS.get(name.endsWith(".png") ? name.substring(0, name.length() - 4) : "");
        if (kind == null) {
            throw unknown();
        }
        return looking(view -> codec.encodePng(strip(view.images().get(kind))))
                .flatMap(png -> exchange.send(200, "image/png", png));
    }

    private <T> Mono<T> looking(Function<TransportView, T> answer) {
        return Mono.fromCallable(() -> answer.apply(board.look().orElseThrow(TransportRoute::none)))
                .subscribeOn(Schedulers.boundedElastic()); // reads from Kafka, runs the map
    }

    private static Mono<ObjectNode> notYet(Throwable cause) {
        return Mono.just(JsonViews.object().put("missing", ServingProblems.of(cause).detail()));
    }

    private static ObjectNode json(TransportView view) {
        ObjectNode node = JsonViews.object();
        node.put("at", view.at().toString());
        node.put("version", view.version());
        ObjectNode kinds = node.putObject("palettes");
        for (Kind kind : Kind.values()) {
            Palette palette = view.palettes().get(kind);
            ObjectNode one = kinds.putObject(name(kind));
            one.put("contrast", palette.contrast().mean());
            one.put("stddev", palette.contrast().stddev());
            ArrayNode colours = one.putArray("colours");
            palette.colours().forEach(colour -> colours.add("#%06x".formatted(colour)));
        }
        return node;
    }

    /** Patches of one size beside each other; streams of mixed sizes show those like the first. */
    private static RgbImage strip(List<RgbImage> images) {
        int width = images.get(0).width();
        int height = images.get(0).height();
        List<RgbImage> alike =
                images.stream()
                        .filter(image -> image.width() == width && image.height() == height)
                        .limit(SHOWN)
                        .toList();
        byte[] pixels = new byte[RgbImage.byteLength(width * alike.size(), height)];
        for (int i = 0; i < alike.size(); i++) {
            for (int row = 0; row < height; row++) {
                System.arraycopy(
                        alike.get(i).pixels(),
                        3 * width * row,
                        pixels,
                        3 * width * (alike.size() * row + i),
                        3 * width);
            }
        }
        return new RgbImage(width * alike.size(), height, pixels);
    }

    private static String name(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static RefusedException unknown() {
        return new RefusedException(
                Problem.of(
                        404,
                        "unknown-strip",
                        "Unknown strip",
                        "There are lr.png, bicubic.png, sr.png and hr.png."));
    }

    private static RefusedException none() {
        return new RefusedException(
                Problem.of(
                        503,
                        "no-patches",
                        "No patches yet",
                        "Patches of both streams are needed; monge ingest brings them."));
    }
}
