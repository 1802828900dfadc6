package io.monge.serving.http;

import io.monge.http.Endpoint;
import io.monge.http.Route;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The pages and what they need, read from the jar at start. Only the files named here exist: no
 * path from a client is ever opened.
 */
final class Pages {

    private static final List<String> ASSETS =
            List.of(
                    "style.css",
                    "icon.svg",
                    "upscale.js",
                    "intake.js",
                    "viewer.js",
                    "slider.js",
                    "versions.js",
                    "download.js",
                    "dashboard.js",
                    "panels.js",
                    "windows.js",
                    "chart.js",
                    "transport.js",
                    "api.js",
                    "format.js");

    private static final Map<String, String> MEDIA_TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "svg", "image/svg+xml",
                    "yaml", "application/yaml; charset=utf-8");

    private Pages() {}

    static List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.add(Route.get("/", page("index.html")));
        routes.add(Route.get("/dashboard", page("dashboard.html")));
        routes.add(Route.get("/openapi.yaml", page("openapi.yaml")));
        routes.add(Route.get("/asyncapi.yaml", page("asyncapi.yaml")));
        for (String asset : ASSETS) {
            routes.add(Route.get("/assets/" + asset, page(asset)));
        }
        return routes;
    }

    private static Endpoint page(String name) {
        byte[] content = read("/web/" + name);
        String mediaType = MEDIA_TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        String tag = '"' + digest(content) + '"';
        return exchange -> {
            exchange.response()
                    .header(HttpHeaderNames.ETAG, tag)
                    .header(HttpHeaderNames.CACHE_CONTROL, "no-cache");
            if (exchange.header(HttpHeaderNames.IF_NONE_MATCH).filter(tag::equals).isPresent()) {
                return exchange.response().status(304).send();
            }
            return exchange.send(200, mediaType, content);
        };
    }

    private static byte[] read(String resource) {
        try (InputStream in = Pages.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The jar lacks " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("The jar's " + resource + " cannot be read", e);
        }
    }

    private static String digest(byte[] content) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(content);
            return new BigInteger(1, sha).toString(36).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
