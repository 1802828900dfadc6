package io.monge.launcher.kubernetes;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads manifests as Kubernetes' own types; a field that they do not have is an error. */
final class Manifests {
    static final Path FOLDER = Path.of(System.getProperty("monge.root"), "docker", "kubernetes");

    private static final Map<String, Class<? extends HasMetadata>> KINDS =
            Map.of(
                    "apps/v1 Deployment", Deployment.class,
                    "apps/v1 StatefulSet", StatefulSet.class,
                    "v1 Service", Service.class,
                    "v1 ConfigMap", ConfigMap.class,
                    "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class);

    private static final ObjectMapper YAML = strict();

    private Manifests() {}

    /** Its classes keep what they do not know for later; here it is refused. */
    private static ObjectMapper strict() {
        YAMLFactory yaml =
                YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
        ObjectMapper mapper = new ObjectMapper(yaml);
        mapper.setAnnotationIntrospector(
                new JacksonAnnotationIntrospector() {
                    private static final long serialVersionUID = 1;

                    @Override
                    public Boolean hasAnySetter(Annotated member) {
                        return false;
                    }
                });
        return mapper;
    }

    /** What a text of several documents holds. */
    static List<HasMetadata> parse(String text) {
        List<HasMetadata> manifests = new ArrayList<>();
        for (JsonNode node : documents(text)) {
            String kind = node.path("apiVersion").asText() + " " + node.path("kind").asText();
            Class<? extends HasMetadata> type = KINDS.get(kind);
            if (type == null) {
                throw new IllegalArgumentException("a manifest of unexpected kind: " + kind);
            }
            try {
                manifests.add(YAML.treeToValue(node, type));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return manifests;
    }

    /** The base, with the map that its generator makes. */
    static List<HasMetadata> base() {
        Path folder = FOLDER.resolve("base");
        JsonNode kustomization = kustomization(folder);
        List<HasMetadata> manifests = new ArrayList<>();
        for (JsonNode file : kustomization.path("resources")) {
            manifests.addAll(parse(read(folder.resolve(file.asText()))));
        }
        for (JsonNode generator : kustomization.path("configMapGenerator")) {
            Map<String, String> data = new HashMap<>();
            for (JsonNode literal : generator.path("literals")) {
                String[] pair = literal.asText().split("=", 2);
                data.put(pair[0], pair[1]);
            }
            manifests.add(
                    new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName(generator.path("name").asText())
                            .endMetadata()
                            .withData(data)
                            .build());
        }
        return manifests;
    }

    static JsonNode kustomization(Path folder) {
        return documents(read(folder.resolve("kustomization.yaml"))).get(0);
    }

    /** Folders that can be applied. */
    static List<Path> overlays() {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<JsonNode> documents(String text) {
        try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
            return values.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
