package io.monge.ot.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.monge.imaging.RgbImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColourMomentsTest {

    /** Sums of integers are exact; what is left is the rounding of a few divisions. */
    private static final double ROUNDING = 1e-12;

    @Test
    void twoColoursLieHalfTheirDistanceFromTheirMean() {
        byte[] pixels = {0, 51, (byte) 255, (byte) 255, 51, 0};

        Gaussian moments = ColourMoments.of(List.of(new RgbImage(2, 1, pixels)));

        assertThat(moments.mean()).containsExactly(new double[] {0.5, 0.2, 0.5}, within(ROUNDING));
        double[][] covariance = moments.covariance().rows();
        assertThat(covariance[0]).containsExactly(new double[] {0.25, 0, -0.25}, within(ROUNDING));
        assertThat(covariance[1]).containsExactly(new double[] {0, 0, 0}, within(ROUNDING));
    }

    @Test
    void theVarianceIsThePaletteContrast() {
        List<RgbImage> images = List.of(Pictures.noise(9, 1), Pictures.noise(5, 2));

        assertThat(ColourMoments.of(images).variance())
                .isCloseTo(PaletteContrast.of(images), within(ROUNDING));
    }
}
