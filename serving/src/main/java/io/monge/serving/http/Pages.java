package io.monge.serving.http;

import io.monge.http.Document;
import io.monge.http.Endpoint;
import io.monge.http.Route;
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
        String mediaType = MEDIA_TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        return Document.of(Pages.class, "/web/" + name, mediaType);
    }
}
