package io.monge.serving.http;

import java.util.ArrayList;
import java.util.List;

/** All routes; openapi.yaml describes them to clients. */
final class HttpApi {

    private HttpApi() {}

    static List<Route> routes(
            UpscaleRoute upscale,
            ModelsRoute models,
            MetricsRoute metrics,
            HealthRoute health,
            SamplesRoute samples,
            TransportRoute transport) {
        List<Route> routes = new ArrayList<>();
        routes.add(Route.post("/api/v1/upscale", upscale));
        routes.add(Route.get("/api/v1/models", models::list));
        routes.add(Route.get("/api/v1/models/current", models::current));
        routes.add(Route.post("/api/v1/models/rollback", models::rollback));
        routes.add(Route.post("/api/v1/models/{version}/promote", models::promote));
        routes.add(Route.get("/api/v1/metrics", metrics::windows));
        routes.add(Route.get("/api/v1/metrics/catalogue", metrics::catalogue));
        routes.add(Route.get("/api/v1/metrics/stream", metrics::stream));
        routes.add(Route.get("/api/v1/alarms", metrics::alarms));
        routes.add(Route.get("/api/v1/status", metrics::status));
        routes.add(Route.get("/api/v1/samples", samples::list));
        routes.add(Route.get("/api/v1/samples/{name}", samples::image));
        routes.add(Route.get("/api/v1/transport", transport::view));
        routes.add(Route.get("/api/v1/transport/{kind}", transport::strip));
        routes.add(Route.openGet("/healthz", health::alive));
        routes.add(Route.openGet("/readyz", health::ready));
        routes.add(Route.get("/metrics", health::metrics));
        routes.addAll(Pages.routes());
        return routes;
    }
}
