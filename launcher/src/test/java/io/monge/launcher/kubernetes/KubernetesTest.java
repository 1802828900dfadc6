package io.monge.launcher.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The manifests are such as Kubernetes takes, agree with each other, and with the program. */
class KubernetesTest {

    @Test
    void everyManifestHasOnlyFieldsThatKubernetesKnows() throws IOException {
        try (Stream<Path> files = Files.walk(Manifests.FOLDER)) {
            assertThat(files.filter(file -> file.toString().endsWith(".yaml")))
                    .filteredOn(file -> !file.endsWith("kustomization.yaml"))
                    .hasSizeGreaterThan(8)
                    .allSatisfy(
                            file -> assertThat(Manifests.parse(Manifests.read(file))).isNotEmpty());
        }
        assertThatThrownBy(
                        () ->
                                Manifests.parse(
                                        """
                                        apiVersion: apps/v1
                                        kind: Deployment
                                        spec: { replica: 2 }
                                        """))
                .hasMessageContaining("replica");
    }

    @Test
    void everyFileThatAKustomizationNamesIsThere() {
        for (Path folder : Manifests.overlays()) {
            JsonNode kustomization = Manifests.kustomization(folder);
            List<String> named = new ArrayList<>();
            kustomization.path("resources").forEach(file -> named.add(file.asText()));
            kustomization.path("patches").forEach(patch -> named.add(patch.path("path").asText()));
            assertThat(named)
                    .as(folder.toString())
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(folder.resolve(name)).exists());
        }
    }

    @Test
    void theBaseAgreesWithItselfAndWithTheProgram() {
        Agreement.require(Manifests.base());
    }

    @Test
    void whatKustomizeMakesOfEachOverlayAgreesToo() throws Exception {
        assumeTrue(isInstalled("kubectl"), "kubectl is not installed here");

        for (Path folder : Manifests.overlays()) {
            Agreement.require(Manifests.parse(rendered(folder)));
        }
    }

    @Test
    void theProcessesAreConfiguredAsComposeDoesIt() {
        String compose = Manifests.read(Manifests.FOLDER.resolve("../../docker-compose.yml"));
        String shared =
                compose.substring(compose.indexOf("x-environment"), compose.indexOf("services:"));

        assertThat(Agreement.configMap(Manifests.base()).getData().keySet())
                .allSatisfy(key -> assertThat(shared).contains("  " + key + ": "))
                .hasSize((int) shared.lines().filter(line -> line.startsWith("  MONGE__")).count());
    }

    private static String rendered(Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("kubectl", "kustomize", folder.toString()).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String problem =
                new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(problem).isZero();
        return text;
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
