package io.monge.serving.upscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.monge.imaging.RgbImage;
import io.monge.serving.TestMap;
import io.monge.serving.TestModels;
import io.monge.serving.model.ModelSlot;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpscalerTest {

    private final ModelSlot slot = new ModelSlot();
    private final TestMap map = TestMap.free(0);
    private final TileBatcher batcher = new TileBatcher(new TileConfig(32, 8, 3, 16 << 20));
    private final Upscaler upscaler = new Upscaler(slot, batcher);

    UpscalerTest() {
        slot.swap(TestModels.served(7), map);
    }

    @AfterEach
    void close() {
        batcher.close();
    }

    @Test
    void anExactlyTiledImageEqualsTheUntiledOne() {
        RgbImage image = noise(101, 67); // awkward on purpose: no multiple of anything

        Upscaled large = upscaler.upscale(image, TileMode.EXACT, new Ticket(Duration.ofMinutes(1)));

        assertThat(large.image()).isEqualTo(TestMap.free(0).upscale(List.of(image)).get(0));
        assertThat(large.version()).isEqualTo(7);
        assertThat(map.calls()).isGreaterThan(1);
    }

    @Test
    void aBlendedImageHasExactlyTheScaledSize() {
        RgbImage image = noise(1, 133);

        Upscaled large =
                upscaler.upscale(image, TileMode.BLENDED, new Ticket(Duration.ofMinutes(1)));

        assertThat(large.image().width()).isEqualTo(4);
        assertThat(large.image().height()).isEqualTo(532);
    }

    @Test
    void workStopsBetweenTilesWhenNobodyWaits() {
        Ticket ticket = new Ticket(Duration.ofMinutes(1));
        ticket.cancel();

        assertThatThrownBy(() -> upscaler.upscale(noise(200, 200), TileMode.BLENDED, ticket))
                .isInstanceOf(CancellationException.class);
        assertThat(map.calls()).isZero();
    }

    @Test
    void workStopsBetweenTilesAtTheDeadline() {
        Ticket ticket = new Ticket(Duration.ZERO);

        assertThatThrownBy(() -> upscaler.upscale(noise(200, 200), TileMode.BLENDED, ticket))
                .isInstanceOf(DeadlinePassedException.class)
                .hasMessage("The image was not upscaled within 0 ms");
        assertThat(map.calls()).isZero();
    }

    private static RgbImage noise(int width, int height) {
        byte[] pixels = new byte[RgbImage.byteLength(width, height)];
        new Random(1).nextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }
}
