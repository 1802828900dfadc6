package io.monge.serving;

import io.monge.imaging.BicubicResampler;
import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.RgbImage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Images of mixed sizes, asked for over HTTP, with the picture each must become. */
final class LoadClients {

    private static final ImageCodec CODEC = new ImageCodec(new ImageLimits(1 << 26, 1 << 26));

    /** An image, encoded, and its bicubic picture. */
    record Subject(byte[] png, RgbImage bicubic) {

        static Subject of(int width, int height) {
            byte[] pixels = new byte[RgbImage.byteLength(width, height)];
            Random random = new Random(width);
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (byte) (80 + random.nextInt(60)); // far from black and white
            }
            RgbImage image = new RgbImage(width, height, pixels);
            return new Subject(CODEC.encodePng(image), new BicubicResampler(4).of(image));
        }
    }

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI uri;

    LoadClients(int port) {
        this.uri = URI.create("http://127.0.0.1:" + port + "/api/v1/upscale");
    }

    HttpClient client() {
        return client;
    }

    HttpRequest request(Subject subject) {
        return HttpRequest.newBuilder(uri)
                .timeout(Duration.ofMinutes(1))
                .POST(HttpRequest.BodyPublishers.ofByteArray(subject.png()))
                .build();
    }

    /** Whether the answer is the picture of the one version that it names. */
    static boolean isOfOneVersion(HttpResponse<byte[]> response, Subject subject) {
        long version = response.headers().firstValueAsLong("X-Model-Version").orElse(-1);
        return ShadedNetworks.isWhollyOf(version, CODEC.decode(response.body()), subject.bicubic());
    }

    /** Milliseconds below which this share lies. */
    static double quantile(List<Double> millis, double share) {
        List<Double> sorted = new ArrayList<>(millis.stream().sorted().toList());
        return sorted.isEmpty()
                ? Double.NaN
                : sorted.get((int) Math.min(sorted.size() - 1, share * sorted.size()));
    }
}
