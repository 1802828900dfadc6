package io.monge.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.monge.imaging.ImageLimits;
import io.monge.imaging.degrade.Range;
import io.monge.runtime.config.ConfigLoader;
import io.monge.runtime.config.InvalidConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class IngestConfigTest {

    /** The whole file; the section is one of several in the product. */
    record Root(IngestConfig ingest) {}

    @Test
    void theSectionOfTheDocumentationLoads() {
        IngestConfig config = load(List.of());

        assertThat(config.lr())
                .isEqualTo(new FeedConfig(new SourceSpec.Synthetic(), 32, 16, 12.5, 0));
        assertThat(config.hr().source())
                .isEqualTo(
                        new SourceSpec.Directory(
                                Path.of("photos"),
                                SourceSpec.Passes.LOOP,
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(2)));
        assertThat(config.hr().filter())
                .isEqualTo(new PatchFilter(0.02, 0, PatchFilter.Duplicates.DROP));
        assertThat(config.hr().video()).isEqualTo(new VideoConfig(Duration.ofMillis(500)));
        assertThat(config.scenes().start()).isEqualTo(SceneConfig.Start.CLOCK);
        assertThat(config.scenes().degradation().jpegQuality()).isEqualTo(new Range(70, 95));
        assertThat(config.limits()).isEqualTo(new ImageLimits(64L << 20, 100_000_000));
    }

    @Test
    void aFlagTurnsAFeedOff() {
        IngestConfig config = load(List.of("--ingest.lr.source.type=none"));

        assertThat(config.lr().source()).isEqualTo(new SourceSpec.None());
    }

    @Test
    void aFlagTakesEveryFrameOfAVideo() {
        IngestConfig config = load(List.of("--ingest.hr.video.every=0s"));

        assertThat(config.hr().video()).isEqualTo(new VideoConfig(Duration.ZERO));
        assertThatThrownBy(() -> load(List.of("--ingest.hr.video.every=-1s")))
                .isInstanceOf(InvalidConfigException.class);
    }

    @Test
    void flagsNameATopic() {
        IngestConfig config =
                load(
                        List.of(
                                "--ingest.lr.source.type=topic",
                                "--ingest.lr.source.name=camera.images"));

        assertThat(config.lr().source()).isEqualTo(new SourceSpec.Topic("camera.images"));
    }

    @Test
    void aFlagOpensAPortAndHowItListensHasDefaults() {
        IngestConfig config =
                load(
                        List.of(
                                "--ingest.lr.source.type=http",
                                "--ingest.lr.source.port=0",
                                "--ingest.uploads.token=s3cret"));

        assertThat(config.lr().source()).isEqualTo(new SourceSpec.Http(0));
        assertThat(config.uploads().token()).isEqualTo("s3cret");
        assertThat(load(List.of()).uploads()).isEqualTo(UploadConfig.DEFAULT);
    }

    @Test
    void twoDomainsCannotHaveOnePort() {
        assertThatThrownBy(
                        () ->
                                load(
                                        List.of(
                                                "--ingest.lr.source.type=http",
                                                "--ingest.lr.source.port=8091",
                                                "--ingest.hr.source.type=http",
                                                "--ingest.hr.source.port=8091")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("posted to the same port, 8091: each needs its own");
    }

    @Test
    void aPatchLargerThanAnImageIsRefusedInWords() {
        assertThatThrownBy(() -> load(List.of("--ingest.lr.patch=128")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("lr.patch is 128 px")
                .hasMessageContaining("64 px wide");
    }

    private static IngestConfig load(List<String> flags) {
        return ConfigLoader.of(Root.class)
                .defaults(IngestConfigTest.class.getResource("ingest.yaml"))
                .flags(flags)
                .load()
                .root()
                .ingest();
    }
}
