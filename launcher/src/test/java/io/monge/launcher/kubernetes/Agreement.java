package io.monge.launcher.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.monge.launcher.Monge;
import io.monge.launcher.setup.CommonOptions;
import io.monge.launcher.setup.ConfigFlags;
import io.monge.launcher.setup.Setup;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** That what is applied together fits together, and fits the program. */
final class Agreement {
    private Agreement() {}

    static void require(List<HasMetadata> manifests) {
        List<Workload> workloads = manifests.stream().flatMap(Workload::of).toList();
        assertThat(workloads)
                .extracting(Workload::name)
                .containsExactlyInAnyOrder(
                        "ingest-lr", "ingest-hr", "trainer", "serving", "metrics-stream");
        for (Workload workload : workloads) {
            requireParts(workload, configMap(manifests));
            requireGuarded(workload);
            requireUnderstood(workload, configMap(manifests));
        }
        manifests.forEach(manifest -> requireSelection(manifest, workloads));
    }

    private static void requireParts(Workload workload, ConfigMap settings) {
        Container container = workload.container();
        assertThat(workload.labels()).containsAllEntriesOf(workload.selector().getMatchLabels());
        assertThat(container.getVolumeMounts())
                .extracting(VolumeMount::getName)
                .as(workload.name())
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(workload.volumes());
        assertThat(List.of(probe(container.getStartupProbe()), probe(container.getLivenessProbe())))
                .allMatch(probe -> probe.matches("/healthz \\w+"));
        assertThat(probe(container.getReadinessProbe())).startsWith("/readyz ");
        assertThat(workload.portNames())
                .contains(probe(container.getReadinessProbe()).split(" ")[1]);
        assertThat(container.getEnvFrom().get(0).getConfigMapRef().getName())
                .isEqualTo(settings.getMetadata().getName());
        assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
        assertThat(container.getResources().getLimits()).containsKey("memory");
    }

    private static String probe(Probe probe) {
        return probe.getHttpGet().getPath() + " " + probe.getHttpGet().getPort().getStrVal();
    }

    private static void requireGuarded(Workload workload) {
        var pod = workload.template().getSpec();
        var container = workload.container().getSecurityContext();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType())
                .isEqualTo("RuntimeDefault");
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(container.getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getCapabilities().getDrop()).containsExactly("ALL");
    }

    /** The command line and every variable of the pod, as the program reads them. */
    private static void requireUnderstood(Workload workload, ConfigMap settings) {
        Map<String, String> environment = new HashMap<>(settings.getData());
        for (EnvVar variable : workload.container().getEnv()) {
            environment.put(variable.getName(), variable.getValue());
        }
        String[] arguments = workload.container().getArgs().toArray(String[]::new);
        new Setup(ConfigFlags.split(arguments).flags(), environment)
                .load(new CommonOptions(), Optional.empty(), List.of());

        List<String> words = new ArrayList<>(workload.container().getArgs());
        words.add("--help");
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code =
                Monge.run(
                        environment,
                        new PrintStream(new ByteArrayOutputStream()),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        words.toArray(String[]::new));
        assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
    }

    private static void requireSelection(HasMetadata manifest, List<Workload> workloads) {
        String name = manifest.getMetadata().getName();
        if (manifest instanceof Service service) {
            List<Workload> selected = selected(workloads, service.getSpec().getSelector());
            assertThat(selected).as(name).hasSize(1);
            assertThat(service.getSpec().getPorts())
                    .allSatisfy(
                            port ->
                                    assertThat(selected.get(0).portNames())
                                            .contains(port.getTargetPort().getStrVal()));
        } else if (manifest instanceof PodDisruptionBudget budget) {
            assertThat(selected(workloads, budget.getSpec().getSelector().getMatchLabels()))
                    .hasSize(1);
        } else if (manifest instanceof StatefulSet set) {
            assertThat(set.getSpec().getServiceName()).isEqualTo(name);
        }
    }

    private static List<Workload> selected(List<Workload> workloads, Map<String, String> labels) {
        return workloads.stream().filter(workload -> workload.isSelectedBy(labels)).toList();
    }

    static ConfigMap configMap(List<HasMetadata> manifests) {
        return manifests.stream()
                .filter(ConfigMap.class::isInstance)
                .map(ConfigMap.class::cast)
                .findFirst()
                .orElseThrow();
    }
}
