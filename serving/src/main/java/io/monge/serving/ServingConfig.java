package io.monge.serving;

import io.monge.http.HttpConfig;
import io.monge.http.SettingNames;
import io.monge.http.TlsConfig;
import io.monge.imaging.ImageFormat;
import io.monge.ot.tensor.Compute;
import io.monge.ot.tensor.MemoryFormat;
import io.monge.serving.http.ApiConfig;
import io.monge.serving.upscale.QueueConfig;
import io.monge.serving.upscale.TileConfig;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

/**
 * Configuration of serving. Defaults, for {@code defaults.yaml}:
 *
 * <pre>{@code
 * serving:
 *   host: 127.0.0.1        # address to bind; 0.0.0.0 for all (then set a token)
 *   port: 8080             # 0 takes a free one
 *   token: ""              # bearer token for everything but health; empty for none
 *   tls:
 *     certificate: ""      # PEM file, the server's certificate first; empty for plain HTTP
 *     key: ""              # PEM file of its key, PKCS#8 without a password
 *   origins: []            # further origins whose pages may use changing routes
 *   model: monge           # key followed on model.current
 *   compute:
 *     device: auto         # auto | cpu | gpu | gpu:N
 *     threads: 2           # of one operator on the CPU; 0 leaves the engine's choice
 *     memoryFormat: channels-last
 *     precision: float32   # float32 | bf16 | auto, of convolutions
 *     replicas: 1
 *   maxBodyBytes: 32MiB    # of one encoded image
 *   maxPixels: 4194304     # of one image, by its header
 *   formats: [png, jpeg, webp, gif, bmp]   # that are read; tiff may be added
 *   deadline: 60s          # longest time for one image, and the default
 *   queue:
 *     workers: 16          # images worked on at a time; they share forward passes
 *     pixels: 16777216     # waiting or in work; more is refused
 *     drain: 20s           # for accepted work when the server stops
 *   tile:
 *     size: 256            # px of the low-resolution image, at most
 *     overlap: 16          # px, blended
 *     batch: 2             # so many tiles' pixels in one forward pass at most
 *     memoryBytes: 1536MiB # of the device for one forward pass; bounds tiles and batches
 * }</pre>
 *
 * @param host address to bind
 * @param port 0 takes a free one
 * @param token empty for none
 * @param tls certificate and key, or none
 * @param origins such as {@code https://images.example.org}
 * @param model name of the model to serve
 * @param compute device and threads of inference
 * @param maxBodyBytes of one encoded image
 * @param maxPixels of one image, by its header
 * @param formats that are read
 * @param deadline longest time for one image, and the default
 */
public record ServingConfig(
        String host,
        int port,
        String token,
        TlsConfig tls,
        List<String> origins,
        String model,
        Compute compute,
        long maxBodyBytes,
        long maxPixels,
        List<ImageFormat> formats,
        Duration deadline,
        QueueConfig queue,
        TileConfig tile) {

    private static final SettingNames NAMES = new SettingNames("serving", "serving.port (--port)");

    public ServingConfig {
        origins = new HttpConfig(host, port, token, tls, origins, NAMES).origins(); // checks them
        formats = List.copyOf(formats);
        require(!model.isBlank(), "model is empty, must be the name of a model");
        require(
                compute.replicas() == 1,
                "compute.replicas is %d, must be 1: more devices are more serving processes"
                        .formatted(compute.replicas()));
        require(
                maxBodyBytes >= 1024 && maxBodyBytes <= 1 << 30,
                "maxBodyBytes is %d, must be between 1024 and %d".formatted(maxBodyBytes, 1 << 30));
        require(
                maxPixels >= 4096 && maxPixels <= 1 << 28,
                "maxPixels is %d, must be between 4096 and %d".formatted(maxPixels, 1 << 28));
        require(!formats.isEmpty(), "formats is empty, must name at least one, such as png");
        require(
                !deadline.isNegative() && !deadline.isZero() && deadline.toHours() <= 24,
                "deadline is " + deadline + ", must be positive and at most 24 h");
    }

    /** What the class comment lists. */
    public static ServingConfig defaults() {
        return new ServingConfig(
                "127.0.0.1",
                8080,
                "",
                TlsConfig.NONE,
                List.of(),
                "monge",
                new Compute("auto", 2, MemoryFormat.CHANNELS_LAST),
                32L << 20,
                4L << 20,
                List.copyOf(EnumSet.copyOf(ImageFormat.USUAL)),
                Duration.ofSeconds(60),
                QueueConfig.DEFAULT,
                TileConfig.DEFAULT);
    }

    /** Where it listens, and who may ask. */
    public HttpConfig http() {
        return new HttpConfig(host, port, token, tls, origins, NAMES);
    }

    /** What of it concerns the interface. */
    ApiConfig api() {
        return new ApiConfig(http(), maxBodyBytes, deadline);
    }

    /** The same on another port. */
    public ServingConfig onPort(int other) {
        return new ServingConfig(
                host,
                other,
                token,
                tls,
                origins,
                model,
                compute,
                maxBodyBytes,
                maxPixels,
                formats,
                deadline,
                queue,
                tile);
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
