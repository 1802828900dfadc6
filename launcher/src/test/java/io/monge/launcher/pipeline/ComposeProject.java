package io.monge.launcher.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The project's own {@code docker-compose.yml} under another name, on free ports. Images that
 * cannot be pulled are replaced through MONGE_COMPOSE_RUNTIME_IMAGE and
 * MONGE_COMPOSE_PROMETHEUS_IMAGE; the registry's is built from the distribution on Maven Central if
 * module {@code schemas} has unpacked it.
 */
final class ComposeProject {

    private static final Duration SHORT = Duration.ofSeconds(60);
    private static final Duration PULL = Duration.ofSeconds(120);
    private static final Duration LONG = Duration.ofMinutes(6); // seconds on an idle machine
    private static final String NAME = "monge-it";
    private static final String MONGE = "monge-it:latest";
    private static final String OWN_REGISTRY = "monge-it-registry:latest";

    private final Path root = Path.of(System.getProperty("monge.root"));
    private final Path registryServer = root.resolve("schemas/target/registry-server");
    private final String runtime = given("RUNTIME", "eclipse-temurin:17-jre");
    private final String prometheus = given("PROMETHEUS", "prom/prometheus:v3.5.0");
    private final String kafka = given("KAFKA", "apache/kafka:4.3.1");
    private final String registry =
            Files.isDirectory(registryServer)
                    ? OWN_REGISTRY
                    : given("REGISTRY", "apicurio/apicurio-registry-mem:2.6.13.Final");
    private final Map<String, String> variables;

    /**
     * @param brokers one, or three with the file that adds two
     */
    ComposeProject(int brokers) {
        variables = variables();
        if (brokers == 3) {
            variables.put("COMPOSE_PATH_SEPARATOR", ":");
            variables.put("COMPOSE_FILE", "docker-compose.yml:docker/compose.three-brokers.yml");
        }
    }

    /** Skips the test where it cannot run. */
    void assumePossible() {
        assumeTrue(answers("docker", "info"), "no Docker engine answers");
        assumeTrue(answers("docker", "compose", "version"), "there is no Compose v2");
        assumeTrue(answers("docker", "buildx", "version"), "there is no BuildKit (buildx)");
        assumeTrue(
                Files.exists(root.resolve("launcher/target/monge.jar")), "nothing is packaged yet");
        Stream.of(runtime, kafka, prometheus, registry)
                .filter(image -> !image.equals(OWN_REGISTRY))
                .forEach(image -> assumeTrue(isThere(image), "no image " + image + " to be had"));
    }

    void buildImages() {
        build(MONGE, root, "Dockerfile");
        if (registry.equals(OWN_REGISTRY)) {
            build(OWN_REGISTRY, registryServer, "docker/registry.Dockerfile");
        }
    }

    void up() {
        Run up = compose(LONG, "up", "--wait", "--wait-timeout", "330");
        if (up.exit() != 0) {
            Run logs = compose(SHORT, "logs", "--no-color", "--tail", "15");
            throw new AssertionError("compose up failed\n" + up.output() + logs.output());
        }
    }

    /** Services that are not healthy. */
    List<String> unhealthy() {
        return compose(SHORT, "ps", "--all", "--format", "{{.Service}} {{.Health}}")
                .output()
                .lines()
                .filter(line -> !line.endsWith(" healthy"))
                .toList();
    }

    /** {@code host:port} on this machine of a port in a container. */
    String address(String service, int port) {
        return compose(SHORT, "port", service, Integer.toString(port)).output().strip();
    }

    /** What a program in a service's container prints; it must end well. */
    String execute(String service, String... program) {
        List<String> command = new ArrayList<>(List.of("exec", "-T", service));
        command.addAll(List.of(program));
        Run run = compose(SHORT, command.toArray(String[]::new));
        assertThat(run.exit()).as(run.output()).isZero();
        return run.output();
    }

    /** Ends a service's container as a power failure would; it stays away. */
    void kill(String service) {
        Run kill = compose(SHORT, "kill", "--signal", "SIGKILL", service);
        assertThat(kill.exit()).as(kill.output()).isZero();
    }

    /** Brings a killed service back. */
    void start(String service) {
        Run start = compose(SHORT, "start", service);
        assertThat(start.exit()).as(start.output()).isZero();
    }

    void down() {
        Run down = compose(LONG, "down", "--volumes", "--timeout", "20");
        assertThat(down.exit()).as(down.output()).isZero();
        run(SHORT, "docker", "image", "rm", "--force", MONGE, OWN_REGISTRY);
    }

    /** Containers, volumes and networks of the project that are still there. */
    List<String> left() {
        String label = "label=com.docker.compose.project=" + NAME;
        return Stream.of(
                        run(SHORT, "docker", "ps", "-aq", "--filter", label),
                        run(SHORT, "docker", "volume", "ls", "-q", "--filter", label),
                        run(SHORT, "docker", "network", "ls", "-q", "--filter", label))
                .flatMap(run -> run.output().lines())
                .toList();
    }

    private void build(String tag, Path context, String file) {
        Run build =
                run(
                        LONG,
                        "docker",
                        "build",
                        "--quiet",
                        "--tag=" + tag,
                        "--file=" + root.resolve(file),
                        "--build-arg=RUNTIME_IMAGE=" + runtime,
                        "--build-arg=DISTRIBUTION=prebuilt",
                        context.toString());
        assertThat(build.exit()).as(build.output()).isZero();
    }

    private boolean isThere(String image) {
        return answers("docker", "image", "inspect", image)
                || run(PULL, "docker", "pull", "--quiet", image).exit() == 0;
    }

    private boolean answers(String... command) {
        return run(SHORT, command).exit() == 0;
    }

    private Run compose(Duration limit, String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker", "compose", "--ansi=never"));
        command.addAll(List.of(arguments));
        return run(limit, command.toArray(String[]::new));
    }

    private Run run(Duration limit, String... command) {
        try {
            Path output = Files.createTempFile("compose-it-", ".log");
            try {
                ProcessBuilder builder =
                        new ProcessBuilder(command)
                                .directory(root.toFile())
                                .redirectErrorStream(true)
                                .redirectOutput(output.toFile());
                builder.environment().putAll(variables);
                return await(builder.start(), limit, output);
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            return new Run(127, String.valueOf(e.getMessage())); // no such program
        }
    }

    private static Run await(Process process, Duration limit, Path output) {
        try {
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                process.destroy();
                return new Run(124, "took longer than " + limit + "\n" + Files.readString(output));
            }
            return new Run(process.exitValue(), Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            return new Run(130, "interrupted");
        }
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>();
        variables.put("COMPOSE_PROJECT_NAME", NAME);
        variables.put("MONGE_IMAGE", MONGE);
        variables.put("MONGE_PULL", "never"); // nor build: it is there
        variables.put("KAFKA_IMAGE", kafka);
        variables.put("REGISTRY_IMAGE", registry);
        variables.put("PROMETHEUS_IMAGE", prometheus);
        for (String port :
                List.of("MONGE", "KAFKA", "KAFKA_2", "KAFKA_3", "REGISTRY", "PROMETHEUS")) {
            variables.put(port + "_PORT", Integer.toString(freePort()));
        }
        return variables;
    }

    /** Chosen here, for the broker has to announce its own. */
    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String given(String image, String usual) {
        return System.getenv().getOrDefault("MONGE_COMPOSE_" + image + "_IMAGE", usual);
    }

    private record Run(int exit, String output) {}
}
