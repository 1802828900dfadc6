package io.monge.ot.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.ot.benchmark.BenchmarkOracles;
import io.monge.ot.cost.CostOracles;
import io.monge.ot.metric.MetricOracles;
import io.monge.ot.network.FullSizeOracles;
import io.monge.ot.network.NetworkOracles;
import io.monge.ot.solver.TraceOracles;
import io.monge.ot.tensor.OperatorOracles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Every file of a folder against this implementation, each by its group: {@code ./mvnw -pl
 * neural-ot -am test -Dtest='*Oracle*' -Dsurefire.failIfNoSpecifiedTests=false
 * -Dmonge.oracles=DIR}.
 *
 * <p>It prints one line per file, then the files that no group knows, then how many were checked.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OracleTest {
    private static final List<OracleGroup> GROUPS =
            Stream.of(
                            OperatorOracles.groups(),
                            NetworkOracles.groups(),
                            FullSizeOracles.groups(),
                            CostOracles.groups(),
                            MetricOracles.groups(),
                            BenchmarkOracles.groups(),
                            TraceOracles.groups())
                    .flatMap(Collection::stream)
                    .toList();

    private final List<String> unknown = new ArrayList<>();
    private int checked;

    @TestFactory
    Stream<DynamicTest> everyFileOfTheFolderIsReproduced() throws IOException {
        OracleFolder folder = OracleFolder.open();
        return folder.files().stream()
                .map(
                        path ->
                                DynamicTest.dynamicTest(
                                        path.getFileName().toString(), () -> check(folder, path)));
    }

    private void check(OracleFolder folder, Path path) throws IOException {
        OracleFile file = folder.read(path);
        Optional<OracleGroup> group = GROUPS.stream().filter(g -> g.claims(file)).findFirst();
        if (group.isEmpty()) {
            unknown.add(file.name());
            return;
        }
        Findings findings = new Findings(file);
        file.compareWith(folder.manifest(), findings);
        checked++;
        try {
            group.get().check().of(file, findings);
        } catch (RuntimeException | IOException e) {
            findings.miss("the check stopped: %s", e);
        }
        System.out.println(findings.line());
        assertThat(findings.misses()).as(file.name()).isEmpty();
    }

    @AfterAll
    void count() {
        if (!unknown.isEmpty()) {
            System.out.println("no check for: " + String.join(", ", unknown));
        }
        System.out.println("oracle files checked: " + checked);
    }
}
