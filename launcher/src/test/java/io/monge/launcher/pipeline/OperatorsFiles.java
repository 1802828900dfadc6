package io.monge.launcher.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The queries in Grafana's dashboards and Prometheus' rules, as they lie in the repository. */
final class OperatorsFiles {

    private static final Pattern NAME = Pattern.compile("\\b(?:monge|kafka|jvm|process)_\\w+");

    private final Path docker = Path.of(System.getProperty("monge.root"), "docker");

    /** What Grafana would ask, with the range it would fill in. */
    record Query(String board, String panel, String expression) {}

    List<Query> panels() {
        List<Query> queries = new ArrayList<>();
        for (Path file : in(docker.resolve("grafana/dashboards"), ".json")) {
            JsonNode board = read(new ObjectMapper(), file);
            for (JsonNode panel : board.path("panels")) {
                for (JsonNode target : panel.path("targets")) {
                    String asked = target.path("expr").asText();
                    queries.add(
                            new Query(
                                    board.path("title").asText(),
                                    panel.path("title").asText(),
                                    asked.replace("$__rate_interval", "1m")));
                }
            }
        }
        return queries;
    }

    /** Names of all series that a panel or a rule asks for. */
    List<String> series() {
        Stream<String> asked = Stream.concat(panels().stream().map(Query::expression), rules());
        return asked.flatMap(text -> NAME.matcher(text).results())
                .map(MatchResult::group)
                .distinct()
                .toList();
    }

    private Stream<String> rules() {
        ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
        return in(docker.resolve("prometheus"), ".rules.yml").stream()
                .flatMap(file -> read(yaml, file).findValuesAsText("expr").stream());
    }

    private static List<Path> in(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(ObjectMapper mapper, Path file) {
        try {
            return mapper.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
