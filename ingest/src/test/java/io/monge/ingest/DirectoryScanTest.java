package io.monge.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.monge.ingest.SourceSpec.Passes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryScanTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir Path folder;
    private final SettableClock clock = new SettableClock();
    private final List<String> unreadable = new ArrayList<>();

    @Test
    void subfoldersAreLookedThroughAndHiddenNamesLeftOut() throws IOException {
        write("b.png", 1, START.minusSeconds(60));
        write("deep/er/a.jpg", 1, START.minusSeconds(60));
        write(".partial.png", 1, START.minusSeconds(60));
        write(".cache/c.png", 1, START.minusSeconds(60));
        Files.createSymbolicLink(folder.resolve("circle"), folder);
        Files.createSymbolicLink(folder.resolve("broken.png"), folder.resolve("nowhere"));
        Files.createSymbolicLink(folder.resolve("link.png"), folder.resolve("b.png"));

        assertThat(ids(scan(Passes.ONCE))).containsExactly("b.png", "deep/er/a.jpg", "link.png");
    }

    @Test
    void aFileThatGrowsIsWaitedFor() throws IOException {
        DirectoryScan scan = scan(Passes.ONCE);
        write("a.png", 1, START);

        assertThat(ids(scan)).isEmpty();
        assertThat(scan.goesOn()).isTrue();
        clock.now = START.plusSeconds(1);
        write("a.png", 2, clock.now);
        assertThat(ids(scan)).isEmpty();
        clock.now = START.plusSeconds(2);
        assertThat(ids(scan)).isEmpty();
        clock.now = START.plusSeconds(3);
        assertThat(ids(scan)).containsExactly("a.png");
        assertThat(scan.goesOn()).isFalse();
    }

    @Test
    void aFileFromAClockAheadSettlesByBeingSeenUnchanged() throws IOException {
        DirectoryScan scan = scan(Passes.ONCE);
        write("a.png", 1, START.plusSeconds(3600));

        assertThat(ids(scan)).isEmpty();
        clock.now = START.plusSeconds(2);
        assertThat(ids(scan)).containsExactly("a.png");
    }

    @Test
    void watchingFindsNewAndChangedFilesOnly() throws IOException {
        DirectoryScan scan = scan(Passes.WATCH);
        write("a.png", 1, START.minusSeconds(60));

        assertThat(ids(scan)).containsExactly("a.png");
        assertThat(ids(scan)).isEmpty();
        write("b.png", 1, START.minusSeconds(60));
        assertThat(ids(scan)).containsExactly("b.png");
        write("a.png", 2, START.minusSeconds(50));
        assertThat(ids(scan)).containsExactly("a.png");
        assertThat(scan.goesOn()).isTrue();
    }

    @Test
    void loopingShowsAllFilesAgainButRefusedOnesOnlyWhenChanged() throws IOException {
        DirectoryScan scan = scan(Passes.LOOP);
        write("bad.png", 1, START.minusSeconds(60));
        write("good.png", 1, START.minusSeconds(60));
        List<FoundFile> first = ready(scan);
        scan.refuse(first.get(0));

        List<FoundFile> second = ready(scan);
        write("bad.png", 2, START.minusSeconds(50));
        List<FoundFile> third = ready(scan);

        assertThat(first).extracting(FoundFile::id).containsExactly("bad.png", "good.png");
        assertThat(second).extracting(FoundFile::id).containsExactly("good.png");
        assertThat(third).extracting(FoundFile::id).containsExactly("bad.png", "good.png");
        assertThat(third).extracting(FoundFile::pass).containsOnly(2L);
    }

    @Test
    void aFileThatIsBeingWrittenDoesNotHoldUpTheLoopAndJoinsIt() throws IOException {
        DirectoryScan scan = scan(Passes.LOOP);
        write("a.png", 1, START.minusSeconds(60));
        write("b.png", 1, START);

        assertThat(passes(scan)).containsExactly("a.png 0");
        assertThat(passes(scan)).isEmpty();
        assertThat(passes(scan)).containsExactly("a.png 1");
        clock.now = START.plusSeconds(2);
        assertThat(passes(scan)).containsExactly("b.png 1");
        assertThat(passes(scan)).containsExactly("a.png 2", "b.png 2");
    }

    @Test
    void aFileReadTooEarlyIsTriedAgainWhenItHasSettled() throws IOException {
        DirectoryScan scan = scan(Passes.ONCE);
        write("a.png", 1, START.minusSeconds(60));
        FoundFile found = ready(scan).get(0);
        write("a.png", 2, START);

        assertThat(scan.hasChanged(found)).isTrue();
        scan.putBack(found);
        assertThat(scan.goesOn()).isTrue();
        assertThat(ids(scan)).isEmpty();
        clock.now = START.plusSeconds(2);
        assertThat(ids(scan)).containsExactly("a.png");
    }

    @Test
    void whatCannotBeLookedAtIsToldOnceButNotWhatIsGone() throws IOException {
        write("a.png", 1, START.minusSeconds(60));
        Files.createSymbolicLink(folder.resolve("circle.png"), folder.resolve("circle.png"));
        Files.createSymbolicLink(folder.resolve("gone.png"), folder.resolve("nowhere"));
        DirectoryScan scan = scan(Passes.WATCH);

        assertThat(ids(scan)).containsExactly("a.png");
        assertThat(ids(scan)).isEmpty();
        assertThat(unreadable).containsExactly("circle.png");
    }

    @Test
    void aFolderThatIsGoneIsSaidSo() {
        SourceSpec.Directory spec =
                new SourceSpec.Directory(folder.resolve("missing"), Passes.WATCH);

        assertThatThrownBy(() -> scan(spec).look())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("missing cannot be listed");
    }

    private static List<FoundFile> ready(DirectoryScan scan) {
        List<FoundFile> found = new ArrayList<>();
        scan.look().forEachRemaining(found::add);
        return found;
    }

    private DirectoryScan scan(Passes passes) {
        return scan(
                new SourceSpec.Directory(
                        folder, passes, Duration.ofSeconds(1), Duration.ofSeconds(2)));
    }

    private DirectoryScan scan(SourceSpec.Directory spec) {
        return new DirectoryScan(spec, clock, 0, (name, cause) -> unreadable.add(name.toString()));
    }

    private static List<String> ids(DirectoryScan scan) {
        return ready(scan).stream().map(FoundFile::id).toList();
    }

    private static List<String> passes(DirectoryScan scan) {
        return ready(scan).stream().map(file -> file.id() + " " + file.pass()).toList();
    }

    private void write(String name, int bytes, Instant modified) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[bytes]);
        Files.setLastModifiedTime(file, FileTime.from(modified));
    }

    private static final class SettableClock extends Clock {

        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
