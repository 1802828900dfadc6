package io.monge.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BicubicResamplerTest {

    /** Float sums of four products of order one, in another order than torch's. */
    private static final float FLOAT_NOISE = 1e-5f;

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void agreesWithTorch(int scale) throws IOException {
        Path file = sharedData().resolve("oracles/ops_resample.safetensors");
        assumeTrue(Files.exists(file), "reference arrays are not here: " + file);
        TensorFile arrays = new TensorFile(file);
        float[] input = arrays.floats("a"); // (1, 2, 5, 7)
        float[] expected = arrays.floats("a.bicubic_up" + scale);

        for (int plane = 0; plane < 2; plane++) {
            float[] out =
                    new BicubicResampler(scale)
                            .of(Arrays.copyOfRange(input, plane * 35, plane * 35 + 35), 7, 5);

            float[] want =
                    Arrays.copyOfRange(expected, plane * out.length, (plane + 1) * out.length);
            assertThat(out).containsExactly(want, within(FLOAT_NOISE));
        }
    }

    @Test
    void aRampBecomesTheCubicThatItsKernelImplies() {
        float[] ramp = {0, 1, 2, 3, 4, 5, 6, 7};

        float[] out = new BicubicResampler(4).of(ramp, 8, 1);

        // Away from the edges sum_k k * keys(x - k) = n + 1.5 t - 1.5 t^2 + t^3 with a = -0.75, x =
        // n + t.
        for (int i = 8; i < 24; i++) {
            double x = (i + 0.5) / 4 - 0.5;
            double t = x - Math.floor(x);
            double expected = Math.floor(x) + 1.5 * t - 1.5 * t * t + t * t * t;
            assertThat(out[i]).isCloseTo((float) expected, within(FLOAT_NOISE));
        }
    }

    @Test
    void aPlainImageStaysPlain() {
        assertThat(new BicubicResampler(3).of(Pictures.plain(2, 1, 0, 127, 255)))
                .isEqualTo(Pictures.plain(6, 3, 0, 127, 255));
    }

    @Test
    void factorOneChangesNothing() {
        RgbImage image = Pictures.random(6, 4, 3);

        assertThat(new BicubicResampler(1).of(image)).isEqualTo(image);
    }

    @Test
    void imagesAreEnlargedLikePlanesThenRoundedAndClipped() {
        RgbImage image = Pictures.random(5, 6, 8);
        float[] green = new float[30];
        for (int i = 0; i < green.length; i++) {
            green[i] = image.pixels()[3 * i + 1] & 0xFF;
        }

        RgbImage enlarged = new BicubicResampler(2).of(image);

        float[] expected = new BicubicResampler(2).of(green, 5, 6);
        for (int i = 0; i < expected.length; i++) {
            float clipped = Math.min(Math.max(expected[i], 0), 255);
            // Half a unit by rounding, and float noise where a value lies between two bytes.
            assertThat((float) (enlarged.pixels()[3 * i + 1] & 0xFF))
                    .isCloseTo(clipped, within(0.501f));
        }
    }

    @ParameterizedTest
    @EnumSource
    void enlargingCommutesWithEverySymmetry(Dihedral symmetry) {
        RgbImage image = Pictures.random(6, 9, 2);
        BicubicResampler up = new BicubicResampler(4);

        // One unit: the same sum in another order may round to the neighbouring byte.
        assertThat(Pictures.largestDifference(up.of(symmetry.of(image)), symmetry.of(up.of(image))))
                .isLessThanOrEqualTo(1);
    }

    private static Path sharedData() {
        String configured = System.getenv("MONGE_SHARED");
        return configured != null
                ? Path.of(configured)
                : Path.of(System.getProperty("monge.root", "."), "..", "shared");
    }
}
