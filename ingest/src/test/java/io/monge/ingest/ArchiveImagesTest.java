package io.monge.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.ingest.RefusedImages.Reason;
import io.monge.ingest.SourceSpec.Passes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Archives in a folder, honest and hostile ones. At most a million bytes of an image are taken. */
class ArchiveImagesTest {

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final byte[] FIRST = Samples.png(16, 1);
    private static final byte[] SECOND = Samples.png(16, 2);
    private static final byte[] TEXT = "Dear all".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;
    private final Scheduler scheduler = Schedulers.newSingle("feed");
    private final RefusedImages refused = new RefusedImages();

    @AfterEach
    void stop() {
        scheduler.dispose();
    }

    @Test
    void archivesAreReadAsIfTheyWereFolders() {
        Map<String, byte[]> entries = Archives.entries("deep/a.PNG", FIRST, "b.png", SECOND);
        Samples.write(folder.resolve("0.png"), FIRST);
        Samples.write(folder.resolve("1.zip"), Archives.zip(entries));
        Samples.write(folder.resolve("2/shard.tar"), Archives.tar(entries));
        Samples.write(folder.resolve("3.TGZ"), Archives.gzip(Archives.tar(entries)));
        Samples.write(folder.resolve("4.tar.gz"), Archives.gzip(Archives.tar(entries)));

        List<SourceImage> images = images(source(folder, Passes.ONCE));

        assertThat(images)
                .extracting(SourceImage::id)
                .containsExactly(
                        "0.png",
                        "1.zip!deep/a.PNG",
                        "1.zip!b.png",
                        "2/shard.tar!deep/a.PNG",
                        "2/shard.tar!b.png",
                        "3.TGZ!deep/a.PNG",
                        "3.TGZ!b.png",
                        "4.tar.gz!deep/a.PNG",
                        "4.tar.gz!b.png");
        assertThat(images.get(3).image()).isEqualTo(Samples.image(16, 16, 1));
        assertThat(images.get(8).image()).isEqualTo(Samples.image(16, 16, 2));
    }

    @Test
    void oneArchiveCanBeNamedInPlaceOfAFolder() {
        Samples.write(folder.resolve("other.png"), SECOND);
        Path shard = folder.resolve("shard.tar");
        Samples.write(shard, Archives.tar(Archives.entries("a.png", FIRST)));

        assertThat(ids(source(shard, Passes.ONCE))).containsExactly("shard.tar!a.png");
    }

    @Test
    void whatIsNoImageIsPassedOverAndNamesAreOnlyNames() throws IOException {
        byte[] inner = Archives.zip(Archives.entries("inner.png", FIRST));
        Map<String, byte[]> entries =
                Archives.entries(
                        "folder.png/",
                        new byte[0],
                        "../../up.png",
                        FIRST,
                        "/root.png",
                        SECOND,
                        "sample.json",
                        TEXT,
                        "nested.zip",
                        inner,
                        "__MACOSX/._up.png",
                        TEXT);
        Samples.write(folder.resolve("a.tar"), Archives.tar(entries));
        Samples.write(folder.resolve("b.zip"), Archives.zip(entries));

        assertThat(ids(source(folder, Passes.ONCE)))
                .containsExactly(
                        "a.tar!../../up.png",
                        "a.tar!/root.png",
                        "b.zip!../../up.png",
                        "b.zip!/root.png");
        assertThat(refused.total()).isZero();
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(2);
        }
    }

    @Test
    void aBrokenArchiveIsCountedAndTheRestGoesThrough() {
        byte[] tar = Archives.tar(Archives.entries("a.png", FIRST, "b.png", SECOND));
        byte[] zip = Archives.zip(Archives.entries("a.png", FIRST));
        Samples.write(folder.resolve("1.tar"), Arrays.copyOf(tar, 512 + 1024 + 512 + 100));
        Samples.write(folder.resolve("2.tar.gz"), Arrays.copyOf(Archives.gzip(tar), 1500));
        Samples.write(folder.resolve("3.zip"), Arrays.copyOf(zip, zip.length - 10));
        Samples.write(folder.resolve("4.tar"), new String(TEXT).repeat(200).getBytes());
        Samples.write(folder.resolve("5.tgz"), tar);
        Samples.write(folder.resolve("6.tar"), TEXT);
        Samples.write(folder.resolve("7.zip"), zip);

        assertThat(ids(source(folder, Passes.ONCE)))
                .containsExactly("1.tar!a.png", "2.tar.gz!a.png", "7.zip!a.png");
        assertThat(refused.counts()).isEqualTo(Map.of(Reason.MALFORMED, 6L));
    }

    @Test
    void aBrokenEntryIsCountedAndTheRestGoesThrough() {
        byte[] flipped = Archives.zip(Archives.entries("a.png", FIRST, "b.png", SECOND));
        flipped[200] ^= 1;
        byte[] half = Arrays.copyOf(FIRST, 300);
        Samples.write(folder.resolve("1.zip"), flipped);
        Samples.write(
                folder.resolve("2.tar"),
                Archives.tar(Archives.entries("half.png", half, "c.png", SECOND)));
        Samples.write(
                folder.resolve("3.tar"),
                Archives.tar(Archives.entries("a".repeat(5000) + ".png", FIRST, "d.png", SECOND)));

        assertThat(ids(source(folder, Passes.ONCE)))
                .containsExactly("1.zip!b.png", "2.tar!c.png", "3.tar!d.png");
        assertThat(refused.counts()).isEqualTo(Map.of(Reason.MALFORMED, 2L, Reason.TOO_LARGE, 1L));
    }

    @Test
    void anEntryThatExpandsTooFarIsRefusedHoweverSmallItSaysItIs() {
        byte[] bomb = new byte[50_000_000];
        byte[] honest = Archives.zip(Archives.entries("bomb.png", bomb, "a.png", FIRST));
        byte[] lying = honest.clone();
        int directory = new String(lying, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
        ByteBuffer.wrap(lying).order(ByteOrder.LITTLE_ENDIAN).putInt(directory + 24, 100);
        Samples.write(folder.resolve("1.zip"), honest);
        Samples.write(folder.resolve("2.zip"), lying);

        assertThat(ids(source(folder, Passes.ONCE))).containsExactly("1.zip!a.png", "2.zip!a.png");
        assertThat(refused.counts()).isEqualTo(Map.of(Reason.TOO_LARGE, 2L));
    }

    @Test
    void anArchiveThatExpandsTooFarIsGivenUp() {
        byte[] bomb = new byte[50_000_000]; // of which gzip makes 49 KB
        Samples.write(
                folder.resolve("1.tgz"),
                Archives.gzip(
                        Archives.tar(
                                Archives.entries("a.png", FIRST, "b.txt", bomb, "c.png", SECOND))));

        assertThat(ids(source(folder, Passes.ONCE))).containsExactly("1.tgz!a.png");
        assertThat(refused.counts()).isEqualTo(Map.of(Reason.MALFORMED, 1L));
    }

    @Test
    void manyEntriesThatEachExpandAlmostTooFarAreGivenUpToo() {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (int i = 0; i < 100; i++) {
            entries.put(i + ".png", new byte[999_999]); // of which zip makes about a kilobyte
        }
        Samples.write(folder.resolve("1.zip"), Archives.zip(entries));

        assertThat(ids(source(folder, Passes.ONCE))).isEmpty();
        assertThat(refused.total()).isBetween(10L, 30L);
    }

    @Test
    void aNameOfManyMegabytesIsNotKept() {
        byte[] name = new byte[5_000_000];
        Arrays.fill(name, (byte) 'a');
        byte[] tar = Archives.tar(Archives.entries("a.png", FIRST, "long", name, "b.png", SECOND));
        int header = 512 + (FIRST.length + 511) / 512 * 512;
        tar[header + 156] = 'L'; // GNU: the content is the next entry's name
        Archives.checksum(tar, header);
        Samples.write(folder.resolve("1.tar"), tar);

        assertThat(ids(source(folder, Passes.ONCE))).containsExactly("1.tar!a.png");
        assertThat(refused.counts()).isEqualTo(Map.of(Reason.MALFORMED, 1L));
    }

    @Test
    void watchModeReadsOnlyWhatAGrownArchiveHasMore() {
        Path shard = folder.resolve("shard.tar");
        Samples.write(shard, Archives.tar(Archives.entries("a.png", FIRST, "bad.png", TEXT)));
        List<String> seen = new CopyOnWriteArrayList<>();
        Disposable watching =
                source(folder, Passes.WATCH)
                        .images()
                        .subscribeOn(scheduler)
                        .subscribe(image -> seen.add(image.id()));

        Awaitility.await().atMost(DEADLINE).until(() -> refused.total() == 1);
        Samples.write(
                shard,
                Archives.tar(
                        Archives.entries(
                                "a.png", FIRST, "bad.png", TEXT, "n".repeat(200) + ".png", FIRST)));
        Awaitility.await().atMost(DEADLINE).until(() -> seen.size() > 1);

        assertThat(seen)
                .containsExactly("shard.tar!a.png", "shard.tar!" + "n".repeat(200) + ".png");
        assertThat(refused.total()).isEqualTo(1);
        watching.dispose();
    }

    @Test
    void loopModeShowsEntriesAgainButRefusedOnesAreCountedOnce() {
        byte[] tar =
                Archives.tar(
                        Archives.entries(
                                "a.png", FIRST, "bad.png", TEXT, "b.png", SECOND, "cut.png",
                                FIRST));
        Samples.write(folder.resolve("shard.tar"), Arrays.copyOf(tar, tar.length - 1024 - 512));
        Samples.write(folder.resolve("void.zip"), Archives.zip(Archives.entries("a.txt", TEXT)));

        List<SourceImage> images =
                source(folder, Passes.LOOP)
                        .images()
                        .subscribeOn(scheduler)
                        .take(5)
                        .collectList()
                        .block(DEADLINE);

        assertThat(images)
                .extracting(image -> image.id() + " " + image.showing())
                .containsExactly(
                        "shard.tar!a.png 0",
                        "shard.tar!b.png 0",
                        "shard.tar!a.png 1",
                        "shard.tar!b.png 1",
                        "shard.tar!a.png 2");
        assertThat(refused.counts()).isEqualTo(Map.of(Reason.MALFORMED, 2L));
    }

    private List<String> ids(DirectorySource source) {
        return images(source).stream().map(SourceImage::id).toList();
    }

    private static List<SourceImage> images(DirectorySource source) {
        List<SourceImage> images = source.images().collectList().block(DEADLINE);
        assertThat(images).isNotNull();
        return images;
    }

    private DirectorySource source(Path path, Passes passes) {
        // What lies there already is read in order; what settles at different times is not.
        Duration settle = passes == Passes.WATCH ? Duration.ofMillis(60) : Duration.ZERO;
        SourceSpec.Directory spec =
                new SourceSpec.Directory(path, passes, Duration.ofMillis(20), settle);
        return new DirectorySource(
                Domain.HR,
                Samples.subject(spec, Samples.LIMITS),
                Reading.fresh(passes, 1),
                refused,
                new FolderProgress(0),
                new Decoding(scheduler, Schedulers.parallel()));
    }
}
