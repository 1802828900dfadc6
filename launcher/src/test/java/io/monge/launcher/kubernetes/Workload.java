package io.monge.launcher.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What runs pods, of whatever kind.
 *
 * @param claims names of the volumes that each pod gets for itself
 */
record Workload(String name, LabelSelector selector, PodTemplateSpec template, Set<String> claims) {

    static Stream<Workload> of(HasMetadata manifest) {
        String name = manifest.getMetadata().getName();
        if (manifest instanceof Deployment deployment) {
            var spec = deployment.getSpec();
            return Stream.of(new Workload(name, spec.getSelector(), spec.getTemplate(), Set.of()));
        }
        if (manifest instanceof StatefulSet set) {
            var spec = set.getSpec();
            Set<String> claims =
                    spec.getVolumeClaimTemplates().stream()
                            .map(claim -> claim.getMetadata().getName())
                            .collect(Collectors.toSet());
            return Stream.of(new Workload(name, spec.getSelector(), spec.getTemplate(), claims));
        }
        return Stream.empty();
    }

    /** Each has one. */
    Container container() {
        List<Container> containers = template.getSpec().getContainers();
        if (containers.size() != 1) {
            throw new IllegalStateException(name + " has " + containers.size() + " containers");
        }
        return containers.get(0);
    }

    Map<String, String> labels() {
        return template.getMetadata().getLabels();
    }

    List<String> portNames() {
        return container().getPorts().stream().map(ContainerPort::getName).toList();
    }

    Set<String> volumes() {
        return Stream.concat(
                        template.getSpec().getVolumes().stream().map(Volume::getName),
                        claims.stream())
                .collect(Collectors.toSet());
    }

    boolean isSelectedBy(Map<String, String> wanted) {
        return labels().entrySet().containsAll(wanted.entrySet());
    }
}
