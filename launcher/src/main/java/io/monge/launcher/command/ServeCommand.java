package io.monge.launcher.command;

import ch.qos.logback.classic.Level;
import io.monge.http.Tls;
import io.monge.imaging.scene.ScenePainter;
import io.monge.imaging.scene.ScenePairs;
import io.monge.imaging.scene.SceneSeeds;
import io.monge.ingest.SceneConfig;
import io.monge.launcher.setup.CommonOptions;
import io.monge.launcher.setup.MongeConfig;
import io.monge.launcher.setup.Processes;
import io.monge.launcher.setup.Terminal;
import io.monge.serving.ServingService;
import io.monge.serving.http.SampleImages;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code monge serve}: HTTP and Kafka upscaling, page and dashboard. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description =
                "Upscale images over HTTP and Kafka with the newest promoted snapshot; page and"
                        + " dashboard.")
public final class ServeCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "of the page and the interface (default: 8080)")
    private @Nullable Integer port;

    @Mixin private CommonOptions common = new CommonOptions();

    public ServeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        common.setUpLogging(Level.INFO);
        List<String> own = port == null ? List.of() : List.of("--serving.port=" + port);
        MongeConfig config = terminal.setup().load(common, Optional.empty(), own).root();
        Tls.check(config.serving().http());
        SampleImages samples = new SampleImages(pairs(config.ingest().scenes()));
        return Processes.run(
                terminal,
                config,
                "serving",
                (process, metrics) ->
                        new ServingService(
                                config.serving(),
                                process.kafka(),
                                process.deadLetters(),
                                metrics,
                                process.meters(),
                                samples));
    }

    private static ScenePairs pairs(SceneConfig scenes) {
        return new ScenePairs(
                new ScenePainter(scenes.size()),
                scenes.degradation(),
                new SceneSeeds(scenes.world()));
    }
}
