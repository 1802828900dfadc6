import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** {@code java UpscaleHttp.java IMAGE OUT [URL]}: upscales an image with the newest map; the JDK is all it needs. */
public final class UpscaleHttp {
    private static final int ATTEMPTS = 5;
    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private UpscaleHttp() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 2 || arguments.length > 3) {
            throw new IllegalArgumentException("usage: java UpscaleHttp.java IMAGE OUT [URL]");
        }
        String url = arguments.length == 3 ? arguments[2] : "http://localhost:8080";
        Path out = Path.of(arguments[1]);
        HttpResponse<byte[]> answer = upscale(url, Path.of(arguments[0]), accept(out.toString()));
        if (answer.statusCode() != 200) { // a problem document (RFC 9457): what is wrong and what to do
            throw new IllegalStateException(new String(answer.body(), StandardCharsets.UTF_8));
        }
        Files.write(out, answer.body());
        String version = answer.headers().firstValue("X-Model-Version").orElseThrow();
        System.out.printf("%s: %d bytes by version %s%n", out, answer.body().length, version);
    }

    /** Comes again when the server says so: the queue is full (429), or there is no map yet (503). */
    private static HttpResponse<byte[]> upscale(String url, Path image, String accept) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + "/api/v1/upscale"))
                        .timeout(Duration.ofSeconds(120))
                        .header("Accept", accept)
                        .POST(HttpRequest.BodyPublishers.ofFile(image));
        String token = System.getenv("MONGE_TOKEN");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        for (int attempt = 1; ; attempt++) {
            HttpResponse<byte[]> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            boolean busy = answer.statusCode() == 429 || answer.statusCode() == 503;
            if (!busy || attempt == ATTEMPTS) {
                return answer;
            }
            Thread.sleep(1000 * answer.headers().firstValueAsLong("Retry-After").orElse(1));
        }
    }

    private static String accept(String name) {
        if (name.endsWith(".webp")) {
            return "image/webp";
        }
        return name.endsWith(".jpg") || name.endsWith(".jpeg") ? "image/jpeg" : "image/png";
    }
}
