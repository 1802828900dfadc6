package io.monge.ot.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.monge.imaging.DeepImage;
import io.monge.imaging.RgbImage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Batches of images: {@link RgbImage}s of one size ⇄ (n, 3, h, w) in [-1, 1]. Stateless. */
public final class ImageTensors {
    private ImageTensors() {}

    /**
     * Uploads once and converts on the device: u / 255, minus ½, over ½.
     *
     * @param scope owns the batch
     * @param images at least one, all of one size
     * @return (n, 3, h, w) in native memory, channels last
     * @throws IllegalArgumentException if there is none or the sizes differ
     */
    public static NDArray upload(NDManager scope, List<RgbImage> images) {
        if (images.isEmpty()) {
            throw new IllegalArgumentException("A batch has at least one image");
        }
        int width = images.get(0).width();
        int height = images.get(0).height();
        try (NDManager host = scope.newSubManager()) {
            long bytes = (long) images.size() * images.get(0).pixels().length;
            ByteBuffer pixels = host.allocateDirect(Math.toIntExact(bytes));
            for (RgbImage image : images) {
                requireSize(image, width, height);
                pixels.put(image.pixels());
            }
            Shape shape = new Shape(images.size(), height, width, 3);
            NDArray borrowed = host.create(pixels.rewind(), shape, DataType.UINT8);
            return new OperatorCall("from_bytes").with(borrowed).array(scope);
        }
    }

    /**
     * Rounds to bytes; values beyond [-1, 1] are clamped.
     *
     * @param batch (n, 3, h, w)
     */
    public static List<RgbImage> download(NDArray batch) {
        Shape shape = batch.getShape();
        int height = (int) shape.get(2);
        int width = (int) shape.get(3);
        try (NDArray bytes = new OperatorCall("to_bytes").with(batch).array(batch.getManager())) {
            ByteBuffer pixels = bytes.toByteBuffer(false);
            List<RgbImage> images = new ArrayList<>();
            for (int i = 0; i < shape.get(0); i++) {
                byte[] image = new byte[RgbImage.byteLength(width, height)];
                pixels.get(image);
                images.add(new RgbImage(width, height, image));
            }
            return images;
        }
    }

    /**
     * Uploads images of 16 bits: u / 65535, minus ½, over ½.
     *
     * @param scope owns the batch
     * @param image of any size
     * @return (1, 3, h, w) in native memory
     */
    public static NDArray upload(NDManager scope, DeepImage image) {
        int area = image.width() * image.height();
        float[] planes = new float[RgbImage.CHANNELS * area];
        for (int i = 0; i < planes.length; i++) {
            int sample = image.samples()[i % area * RgbImage.CHANNELS + i / area] & DeepImage.MAX;
            planes[i] = 2f * sample / DeepImage.MAX - 1;
        }
        return scope.create(planes, new Shape(1, RgbImage.CHANNELS, image.height(), image.width()));
    }

    /**
     * Rounds to 16 bits; values beyond [-1, 1] are clamped.
     *
     * @param image (1, 3, h, w)
     */
    public static DeepImage downloadDeep(NDArray image) {
        Shape shape = image.getShape();
        int height = (int) shape.get(2);
        int width = (int) shape.get(3);
        float[] planes = image.toFloatArray();
        short[] samples = new short[planes.length];
        int area = width * height;
        for (int i = 0; i < planes.length; i++) {
            samples[i % area * RgbImage.CHANNELS + i / area] =
                    DeepImage.sample((planes[i] + 1) / 2 * DeepImage.MAX);
        }
        return new DeepImage(width, height, samples);
    }

    private static void requireSize(RgbImage image, int width, int height) {
        if (image.width() != width || image.height() != height) {
            throw new IllegalArgumentException(
                    "Images of one batch have one size: %dx%d and %dx%d"
                            .formatted(width, height, image.width(), image.height()));
        }
    }
}
