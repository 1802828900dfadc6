package io.monge.serving.http;

import io.monge.http.BodyReader;
import io.monge.http.HttpListener;
import io.monge.http.Route;
import io.monge.http.Site;
import io.monge.runtime.metric.Meters;
import io.monge.runtime.service.Health;
import io.monge.serving.dashboard.AlarmBoard;
import io.monge.serving.dashboard.MetricBoard;
import io.monge.serving.dashboard.StatusBoard;
import io.monge.serving.dashboard.TransportBoard;
import io.monge.serving.dashboard.WindowHistory;
import io.monge.serving.model.ModelCatalogue;
import io.monge.serving.model.ModelSlot;
import io.monge.serving.model.Promoter;
import io.monge.serving.upscale.UpscaleDesk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** All routes; openapi.yaml describes them to clients. */
public final class HttpApi {

    /** What the pages may load: their own files, and the images they have just been given. */
    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    private static final int BODIES_AT_ONCE = 8; // of the largest size

    private HttpApi() {}

    /** What the routes show and do. */
    public record Parts(
            UpscaleDesk desk,
            ModelSlot slot,
            ModelCatalogue catalogue,
            Promoter promoter,
            MetricBoard board,
            WindowHistory history,
            StatusBoard statuses,
            SampleImages samples,
            TransportBoard transport,
            AlarmBoard alarms,
            Meters meters,
            Supplier<Health> health) {}

    /**
     * Binds and answers from now on.
     *
     * @throws IllegalStateException if the address cannot be bound, saying why
     * @throws io.monge.runtime.config.InvalidConfigException if certificate or key cannot be used
     */
    public static HttpListener open(ApiConfig config, Parts parts) {
        Site site = new Site(routes(config, parts), ServingProblems::of, CONTENT_POLICY);
        return HttpListener.open(config.http(), site, parts.meters().registry());
    }

    static List<Route> routes(ApiConfig config, Parts parts) {
        BodyReader bodies = new BodyReader(config.maxBodyBytes());
        Arrivals arrivals = new Arrivals(BODIES_AT_ONCE * config.maxBodyBytes());
        ModelsRoute models = new ModelsRoute(parts.catalogue(), parts.slot(), parts.promoter());
        SamplesRoute samples = new SamplesRoute(parts.samples());
        TransportRoute transport = new TransportRoute(parts.transport());
        List<Route> routes = new ArrayList<>();
        routes.add(
                Route.post(
                        "/api/v1/upscale",
                        new UpscaleRoute(parts.desk(), bodies, arrivals, config.deadline())));
        routes.add(Route.get("/api/v1/models", models::list));
        routes.add(Route.get("/api/v1/models/current", models::current));
        routes.add(Route.post("/api/v1/models/rollback", models::rollback));
        routes.add(Route.post("/api/v1/models/{version}/promote", models::promote));
        routes.addAll(metrics(parts));
        routes.add(Route.get("/api/v1/samples", samples::list));
        routes.add(Route.get("/api/v1/samples/{name}", samples::image));
        routes.add(Route.get("/api/v1/transport", transport::view));
        routes.add(Route.get("/api/v1/transport/{kind}", transport::strip));
        routes.addAll(Pages.routes());
        return routes;
    }

    private static List<Route> metrics(Parts parts) {
        MetricsRoute metrics =
                new MetricsRoute(
                        parts.board(),
                        parts.history(),
                        parts.statuses(),
                        parts.alarms(),
                        parts.slot());
        HealthRoute health = new HealthRoute(parts.health(), parts.slot(), parts.meters());
        return List.of(
                Route.get("/api/v1/metrics", metrics::windows),
                Route.get("/api/v1/metrics/catalogue", metrics::catalogue),
                Route.get("/api/v1/metrics/stream", metrics::stream),
                Route.get("/api/v1/alarms", metrics::alarms),
                Route.get("/api/v1/status", metrics::status),
                Route.openGet("/healthz", health::alive),
                Route.openGet("/readyz", health::ready),
                Route.get("/metrics", health::metrics));
    }
}
