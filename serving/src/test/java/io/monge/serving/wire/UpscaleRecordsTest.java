package io.monge.serving.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.imaging.ImageFormat;
import io.monge.schemas.image.ImageAssembly;
import io.monge.schemas.record.UpscaleResult;
import io.monge.schemas.record.UpscaledImage;
import io.monge.serving.upscale.Letter;
import io.monge.serving.upscale.UpscaleAnswer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UpscaleRecordsTest {
    private static final int MIB = 1 << 20;

    @Test
    void anImageLargerThanARecordGoesOutInPiecesThatFitAndMakeItAgain() {
        byte[] image = new byte[9 * MIB + 1];
        new Random(1).nextBytes(image);

        List<UpscaleResult> records =
                UpscaleRecords.results("id", new Letter.Reply.Success(answer(image)), 5 * MIB);

        assertThat(records).hasSize(3);
        ImageAssembly assembly = new ImageAssembly(part(records, 0).getPart(), image.length);
        for (int i = 0; i < records.size(); i++) {
            assertThat(records.get(i).getRequestId()).isEqualTo("id");
            assertThat(part(records, i).getWidth()).isEqualTo(4);
            assertThat(part(records, i).getImage().remaining()).isLessThan(5 * MIB);
            assembly.add(part(records, i).getPart(), part(records, i).getImage());
        }
        assertThat(assembly.image()).isEqualTo(image);
    }

    @Test
    void anImageThatFitsIsOneRecordWithoutAPart() {
        byte[] image = new byte[4 * MIB + 1];

        List<UpscaleResult> records =
                UpscaleRecords.results("id", new Letter.Reply.Success(answer(image)), 5 * MIB);

        assertThat(records).hasSize(1);
        assertThat(part(records, 0).getPart()).isNull();
    }

    private static UpscaledImage part(List<UpscaleResult> records, int index) {
        return (UpscaledImage) records.get(index).getOutcome();
    }

    private static UpscaleAnswer answer(byte[] image) {
        Duration none = Duration.ZERO;
        return new UpscaleAnswer(
                image,
                ImageFormat.PNG,
                4,
                4,
                OptionalLong.of(7),
                new UpscaleAnswer.Timing(none, none, none, none));
    }
}
