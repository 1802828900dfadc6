package io.monge.ot.metric;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.monge.imaging.RgbImage;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Learned perceptual distance (Zhang et al. 2018, LPIPS v0.1) from an ONNX file that the user
 * gives: two inputs (1, 3, H, W), normalised as ImageNet networks expect, H and W free; one number
 * out, 0 for equal images, lower is closer.
 *
 * <p>Native memory: close it. {@link #of} may be called from any thread, one computation at a time
 * uses the threads given at opening.
 */
public final class Lpips implements AutoCloseable {

    /** Below this the network's pooling has nothing left to pool. */
    private static final int SMALLEST = 32;

    private static final long STACK_BYTES = 16L << 20;

    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] STDDEV = {0.229f, 0.224f, 0.225f};

    private final OrtSession session;
    private final List<String> inputs;

    private Lpips(OrtSession session) {
        this.session = session;
        this.inputs = List.copyOf(session.getInputNames());
    }

    /**
     * Opens the network.
     *
     * @param threads of one forward pass, at least 1
     * @throws IllegalArgumentException if the file is missing or is no network with two inputs
     */
    public static Lpips open(Path file, int threads) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("no LPIPS network at " + file);
        }
        if (threads < 1) {
            throw new IllegalArgumentException("LPIPS needs at least 1 thread, not " + threads);
        }
        try {
            OrtSession session = onDeepStack(() -> session(file, threads));
            if (session.getNumInputs() != 2 || session.getNumOutputs() != 1) {
                String message =
                        "%s is no LPIPS network: 2 inputs and 1 output are needed, it has %d and %d"
                                .formatted(file, session.getNumInputs(), session.getNumOutputs());
                session.close();
                throw new IllegalArgumentException(message);
            }
            return new Lpips(session);
        } catch (OrtException e) {
            throw new IllegalArgumentException(
                    "cannot read the LPIPS network " + file + ": " + e.getMessage(), e);
        }
    }

    private static OrtSession session(Path file, int threads) throws OrtException {
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            return OrtEnvironment.getEnvironment().createSession(file.toString(), options);
        }
    }

    /**
     * Loading the native library takes more than the megabyte of stack that a Java thread has: on a
     * usual thread the process would end without a word.
     */
    private static OrtSession onDeepStack(Callable<OrtSession> opening) throws OrtException {
        FutureTask<OrtSession> task = new FutureTask<>(opening);
        new Thread(null, task, "lpips-open", STACK_BYTES).start();
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OrtException refused) {
                throw refused;
            }
            throw new IllegalStateException("the LPIPS network could not be opened", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while opening the LPIPS network", e);
        }
    }

    /**
     * The distance of two images.
     *
     * @throws IllegalArgumentException if the sizes differ or a side is below 32 px
     */
    public double of(RgbImage sr, RgbImage hr) {
        Shapes.requireSame(sr, hr);
        requireSize(sr);
        var environment = OrtEnvironment.getEnvironment();
        try (var a = tensor(environment, sr);
                var b = tensor(environment, hr)) {
            Map<String, OnnxTensor> feed = new LinkedHashMap<>();
            feed.put(inputs.get(0), a);
            feed.put(inputs.get(1), b);
            try (var result = session.run(feed)) {
                return ((OnnxTensor) result.get(0)).getFloatBuffer().get(0);
            }
        } catch (OrtException e) {
            throw new IllegalStateException("the LPIPS network failed: " + e.getMessage(), e);
        }
    }

    /**
     * Says at the start what {@link #of} would say in the middle.
     *
     * @throws IllegalArgumentException if a side is below 32 px
     */
    public void requireSize(RgbImage image) {
        if (Math.min(image.width(), image.height()) < SMALLEST) {
            throw new IllegalArgumentException(
                    "LPIPS needs sides of at least 32 px, the image is %dx%d"
                            .formatted(image.width(), image.height()));
        }
    }

    /** The mean distance of two lists, image by image. */
    public double mean(List<RgbImage> sr, List<RgbImage> hr) {
        Shapes.requireSome(sr);
        if (sr.size() != hr.size()) {
            throw new IllegalArgumentException(
                    "as many images on both sides are needed, there are %d and %d"
                            .formatted(sr.size(), hr.size()));
        }
        double sum = 0;
        Iterator<RgbImage> truth = hr.iterator();
        for (RgbImage image : sr) {
            sum += of(image, truth.next());
        }
        return sum / sr.size();
    }

    private static OnnxTensor tensor(OrtEnvironment environment, RgbImage image)
            throws OrtException {
        byte[] pixels = image.pixels();
        int plane = image.width() * image.height();
        float[] values = new float[3 * plane];
        for (int i = 0; i < plane; i++) {
            for (int channel = 0; channel < 3; channel++) {
                float unit = (pixels[3 * i + channel] & 0xff) / 255f;
                values[channel * plane + i] = (unit - MEAN[channel]) / STDDEV[channel];
            }
        }
        long[] shape = {1, 3, image.height(), image.width()};
        return OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("the LPIPS network could not be closed", e);
        }
    }
}
