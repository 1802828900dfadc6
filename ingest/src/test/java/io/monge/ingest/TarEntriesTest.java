package io.monge.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Names as they stand in headers: bytes, of whatever the writer's system used. */
class TarEntriesTest {

    private static final byte[] CONTENT = {1, 2, 3};

    @Test
    void namesAreUtf8() throws IOException {
        String name = "\u00e9t\u00e9/\u6d77.png";

        assertThat(names(tar(name.getBytes(StandardCharsets.UTF_8))))
                .containsExactly(name, "last.png");
    }

    @Test
    void aNameThatIsNotUtf8DoesNotCostTheRest() throws IOException {
        byte[] latin = "\u00e9t\u00e9.png".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(names(tar(latin))).containsExactly("?t?.png", "last.png");
    }

    /** Two entries, the first of this name. */
    private static byte[] tar(byte[] name) {
        String placeholder = "-".repeat(name.length);
        byte[] tar = Archives.tar(Archives.entries(placeholder, CONTENT, "last.png", CONTENT));
        System.arraycopy(name, 0, tar, 0, name.length);
        Archives.checksum(tar, 0);
        return tar;
    }

    private static List<String> names(byte[] tar) throws IOException {
        List<String> names = new ArrayList<>();
        EntryLimits limits = new EntryLimits(1_000_000, tar.length);
        try (TarEntries entries = new TarEntries(new ByteArrayInputStream(tar), limits)) {
            Optional<ArchiveEntry> next = entries.next();
            while (next.isPresent()) {
                names.add(next.get().name());
                next = entries.next();
            }
        }
        return names;
    }
}
