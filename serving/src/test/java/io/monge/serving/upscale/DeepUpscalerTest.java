package io.monge.serving.upscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.monge.imaging.BicubicResampler;
import io.monge.imaging.DeepImage;
import io.monge.imaging.RgbImage;
import io.monge.ot.snapshot.DeviceMemoryException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** Images of 16 bits: tile by tile, row by row, and in smaller tiles where there is no room. */
class DeepUpscalerTest {

    private final ScriptedMap map = ScriptedMap.free();
    private final DeepUpscaler upscaler =
            new DeepUpscaler(new TilePlan(new TileConfig(32, 8, 1, 1 << 30)));
    private final List<DeepImage> strips = new ArrayList<>();

    @Test
    void tilesAreTheUntiledImageAtEverySample() throws IOException {
        DeepImage image = noise(101, 67);
        Ticket ticket = ticket();

        upscaler.upscale(map, image, strips::add, ticket);

        assertThat(strips).hasSizeGreaterThan(1);
        assertThat(ticket.worked()).isBetween(6_700L, 101L * 67);
        assertThat(joined()).isEqualTo(new BicubicResampler(4).of(image));
    }

    @Test
    void tooLittleMemoryHalvesTheTilesAndTheImageIsTheSame() throws IOException {
        DeepImage image = noise(61, 47);
        map.mostDeepPixels = 500; // less than a tile

        upscaler.upscale(map, image, strips::add, ticket());

        assertThat(joined()).isEqualTo(new BicubicResampler(4).of(image));
        int refusals = map.deepPasses.get();
        strips.clear();
        upscaler.upscale(map, image, strips::add, ticket());
        assertThat(joined()).isEqualTo(new BicubicResampler(4).of(image));
        assertThat(map.deepPasses.get() - refusals).as("lesson learnt").isLessThan(refusals);
    }

    @Test
    void whereNoTileFitsTheImageFailsInWords() {
        map.mostDeepPixels = 1;

        assertThatThrownBy(() -> upscaler.upscale(map, noise(40, 40), strips::add, ticket()))
                .isInstanceOf(DeviceMemoryException.class)
                .hasMessageContaining("The device has no memory for a tile of DeepImage[");
        assertThat(strips).isEmpty();
    }

    @Test
    void workStopsBetweenTilesWhenNobodyWaits() {
        Ticket ticket = ticket();

        assertThatThrownBy(
                        () ->
                                upscaler.upscale(
                                        map, noise(20, 200), strip -> ticket.cancel(), ticket))
                .isInstanceOf(CancellationException.class);
        assertThat(map.deepPasses).hasValue(1);
    }

    private DeepImage joined() {
        int height = strips.stream().mapToInt(DeepImage::height).sum();
        int width = strips.get(0).width();
        short[] samples = new short[RgbImage.byteLength(width, height)];
        int at = 0;
        for (DeepImage strip : strips) {
            System.arraycopy(strip.samples(), 0, samples, at, strip.samples().length);
            at += strip.samples().length;
        }
        return new DeepImage(width, height, samples);
    }

    private static Ticket ticket() {
        return new Ticket(Duration.ofMinutes(1));
    }

    private static DeepImage noise(int width, int height) {
        short[] samples = new short[RgbImage.byteLength(width, height)];
        Random random = new Random(width);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) random.nextInt();
        }
        return new DeepImage(width, height, samples);
    }
}
