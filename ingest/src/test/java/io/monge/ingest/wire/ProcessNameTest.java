package io.monge.ingest.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessNameTest {

    @TempDir Path folder;

    @Test
    void whoComesAfterHasTheNameAndWhoComesBesideHasNot() {
        ProcessName first = ProcessName.take(folder, "work");
        ProcessName beside = ProcessName.take(folder, "work");
        ProcessName other = ProcessName.take(folder, "other work");
        first.close();
        ProcessName after = ProcessName.take(folder, "work");

        assertThat(after.name()).isEqualTo(first.name());
        assertThat(beside.name()).isNotEqualTo(first.name());
        assertThat(other.name()).isNotIn(first.name(), beside.name());
        beside.close();
        other.close();
        after.close();
    }

    @Test
    void withoutAFolderToWriteToItIsANameOfItsOwn() {
        Path nowhere = folder.resolve("none");

        String name = ProcessName.take(nowhere, "work").name();

        assertThat(name).isNotEmpty().isNotEqualTo(ProcessName.take(nowhere, "work").name());
    }
}
