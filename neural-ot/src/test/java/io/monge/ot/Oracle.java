package io.monge.ot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import io.monge.ot.tensor.SafeTensors;
import io.monge.ot.tensor.TorchOps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Numbers that the reference implementation produced (folder {@code ../shared/oracles}, or {@code
 * $MONGE_SHARED/oracles}). A test without them is skipped and says so.
 */
public record Oracle(SafeTensors file) {
    public static Oracle load(String name) {
        Path path = folder().resolve(name + ".safetensors");
        assumeTrue(Files.exists(path), "skipped: no reference numbers at " + path);
        try {
            return new Oracle(SafeTensors.read(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        String shared = System.getenv("MONGE_SHARED");
        Path root = Path.of(System.getProperty("monge.root", ".."));
        return (shared == null ? root.resolve("../shared") : Path.of(shared)).resolve("oracles");
    }

    public HostTensor get(String name) {
        HostTensor tensor = file.tensors().get(name);
        assertThat(tensor).as("array " + name).isNotNull();
        return tensor;
    }

    /** The arrays of one prefix in this order, without the prefix. */
    public Map<String, HostTensor> part(String prefix, Iterable<String> names) {
        Map<String, HostTensor> part = new LinkedHashMap<>();
        names.forEach(name -> part.put(name, get(prefix + name)));
        return part;
    }

    public boolean has(String name) {
        return file.tensors().containsKey(name);
    }

    /** Greatest difference relative to the greatest expected magnitude. */
    public static double error(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        double range = 1e-30;
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            range = Math.max(range, Math.abs(expected[i]));
            double difference = Math.abs((double) actual[i] - expected[i]);
            worst =
                    Double.isNaN(difference)
                            ? Double.POSITIVE_INFINITY
                            : Math.max(worst, difference);
        }
        return worst / range;
    }

    public double error(NDArray actual, String name) {
        HostTensor expected = get(name);
        assertThat(actual.getShape().getShape()).as(name).isEqualTo(expected.shape());
        return error(TorchOps.detach(actual).toFloatArray(), expected.floats());
    }
}
