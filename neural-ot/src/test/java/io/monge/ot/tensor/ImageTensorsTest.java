package io.monge.ot.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.monge.imaging.RgbImage;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImageTensorsTest {
    private NDManager root;

    @BeforeEach
    void open() {
        root = Compute.cpu(1).openRoot();
    }

    @AfterEach
    void close() {
        root.close();
    }

    @Test
    void everyByteComesBack() {
        RgbImage ramp = ramp(16, 16, 0);
        RgbImage other = ramp(16, 16, 77);

        NDArray batch = ImageTensors.upload(root, List.of(ramp, other));

        assertThat(batch.getShape()).isEqualTo(new Shape(2, 3, 16, 16));
        assertThat(ImageTensors.download(batch)).containsExactly(ramp, other);
    }

    @Test
    void aByteBecomesItsValueBetweenMinusOneAndOneInItsPlace() {
        RgbImage image = new RgbImage(2, 1, new byte[] {0, (byte) 255, 51, 1, 2, 3});

        NDArray batch = ImageTensors.upload(root, List.of(image));

        assertThat(batch.getFloat(0, 0, 0, 0)).isEqualTo(-1f);
        assertThat(batch.getFloat(0, 1, 0, 0)).isEqualTo(1f);
        assertThat(batch.getFloat(0, 2, 0, 0)).isEqualTo((51 / 255f - 0.5f) / 0.5f);
        assertThat(batch.getFloat(0, 1, 0, 1)).isEqualTo((2 / 255f - 0.5f) / 0.5f);
    }

    @Test
    void valuesBeyondTheRangeAreClamped() {
        NDArray batch = TorchOps.upload(root, new float[] {-7, 0.999f, 7}, 1, 3, 1, 1);

        RgbImage image = ImageTensors.download(batch).get(0);

        assertThat(image.pixels()).containsExactly(0, 255, 255);
    }

    @Test
    void imagesOfTwoSizesAreNoBatch() {
        assertThatThrownBy(() -> ImageTensors.upload(root, List.of(ramp(2, 3, 0), ramp(3, 2, 0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2x3 and 3x2");
    }

    private static RgbImage ramp(int width, int height, int offset) {
        byte[] pixels = new byte[3 * width * height];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i + offset);
        }
        return new RgbImage(width, height, pixels);
    }
}
