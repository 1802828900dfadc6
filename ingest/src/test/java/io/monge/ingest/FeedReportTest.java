package io.monge.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.ingest.RefusedImages.Reason;
import io.monge.runtime.metric.MetricEmitter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedReportTest {

    @TempDir Path folder;
    private final RefusedImages refused = new RefusedImages();
    private final IngestMeter meter = new IngestMeter(MetricEmitter.discarding(), refused);

    @Test
    void aFolderIsReportedWithItsRateItsRefusalsAndWhatIsLeft() {
        IntStream.range(0, 1200)
                .forEach(i -> Samples.write(folder.resolve(i + ".png"), new byte[1]));
        Samples.write(folder.resolve("notes.txt"), new byte[1]);
        FolderProgress progress = new FolderProgress(200);
        FeedReport report = new FeedReport(Domain.LR, meter, refused, Optional.of(progress), 0);
        times(100, progress::read);
        times(1600, () -> meter.published(Domain.LR));

        String uncounted = report.line(TimeUnit.SECONDS.toNanos(10));
        progress.count(folder, FolderPart.ALL);
        times(100, progress::read);
        times(800, () -> meter.published(Domain.LR));
        refused.add(Domain.LR, "a", Reason.MALFORMED, "no image");
        String counted = report.line(TimeUnit.SECONDS.toNanos(20));

        assertThat(uncounted).isEqualTo("LR: 1,600 patches, 160/s; 300 images");
        assertThat(counted)
                .isEqualTo(
                        "LR: 2,400 patches, 80/s; 400 of 1,200 images; refused {MALFORMED=1}; about 80 s left");
    }

    @Test
    void anArchiveLeavesTheNumberOpen() {
        Samples.write(folder.resolve("shard.tar"), new byte[1]);
        FolderProgress progress = new FolderProgress(0);

        progress.count(folder, FolderPart.ALL);

        assertThat(progress.all()).isEmpty();
    }

    @Test
    void whatTheOtherDomainRefusedIsItsOwnAffair() {
        FeedReport report = new FeedReport(Domain.LR, meter, refused, Optional.empty(), 0);
        refused.add(Domain.HR, "a", Reason.MALFORMED, "no image");
        refused.add(Domain.LR, "a", Reason.TOO_SMALL, "no patch");

        assertThat(report.line(TimeUnit.SECONDS.toNanos(10)))
                .isEqualTo("LR: 0 patches, 0/s; refused {TOO_SMALL=1}");
        assertThat(refused.total()).isEqualTo(2);
    }

    private static void times(int count, Runnable action) {
        IntStream.range(0, count).forEach(i -> action.run());
    }
}
