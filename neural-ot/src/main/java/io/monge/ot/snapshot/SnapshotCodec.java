package io.monge.ot.snapshot;

import ai.djl.ndarray.types.Shape;
import io.monge.ot.ElementType;
import io.monge.ot.HostTensor;
import io.monge.ot.network.MapSpec;
import io.monge.ot.tensor.SafeTensors;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A snapshot as a SafeTensors file: the reference can load its arrays, and its metadata says what
 * they are. Stateless.
 */
public final class SnapshotCodec {
    private static final String FORMAT = "format";
    private static final String FORMAT_1 = "monge-snapshot-1";
    private static final String MAP = "map";
    private static final String SCALE = "scale";
    private static final String ITERATION = "iteration";

    private SnapshotCodec() {}

    /** Equal snapshots give equal bytes. */
    public static byte[] encode(ModelSnapshot snapshot) {
        Map<String, String> metadata =
                Map.of(
                        FORMAT, FORMAT_1,
                        MAP, SpecJson.of(snapshot.map()),
                        SCALE, Integer.toString(snapshot.scale()),
                        ITERATION, Long.toString(snapshot.iteration()));
        Map<String, HostTensor> ordered = new LinkedHashMap<>();
        snapshot.map()
                .shapes()
                .keySet()
                .forEach(name -> ordered.put(name, snapshot.weights().get(name)));
        return new SafeTensors(ordered, metadata).toBytes();
    }

    /**
     * @throws IncompatibleSnapshotException if the bytes are no SafeTensors file, name no known
     *     architecture, have missing, superfluous or wrongly shaped arrays, or values that are not
     *     finite
     */
    public static ModelSnapshot decode(byte[] bytes) {
        try {
            SafeTensors file = SafeTensors.of(bytes);
            Map<String, String> metadata = file.metadata();
            if (!FORMAT_1.equals(metadata.get(FORMAT))) {
                throw new IllegalArgumentException(
                        "its format is '%s', must be '%s'"
                                .formatted(metadata.get(FORMAT), FORMAT_1));
            }
            MapSpec map = SpecJson.parse(metadata.getOrDefault(MAP, ""), MapSpec.class);
            long iteration = Long.parseLong(metadata.getOrDefault(ITERATION, ""));
            return new ModelSnapshot(map, iteration, file.tensors());
        } catch (IllegalArgumentException e) {
            throw new IncompatibleSnapshotException("Snapshot refused: " + e.getMessage(), e);
        }
    }

    /** The weights fit the architecture and are finite float32. */
    static void requireFit(MapSpec map, Map<String, HostTensor> weights) {
        Map<String, Shape> shapes = map.shapes();
        if (!shapes.keySet().equals(weights.keySet())) {
            throw new IllegalArgumentException(
                    "its arrays are not those of %s: %d arrays instead of %d"
                            .formatted(map, weights.size(), shapes.size()));
        }
        shapes.forEach((name, shape) -> requireFit(name, shape, weights.get(name)));
    }

    private static void requireFit(String name, Shape shape, HostTensor tensor) {
        if (tensor.type() != ElementType.F32 || !new Shape(tensor.shape()).equals(shape)) {
            throw new IllegalArgumentException(
                    "array %s is %s, must be F32%s".formatted(name, tensor, shape));
        }
        FloatBuffer values = tensor.bytes().asFloatBuffer();
        while (values.hasRemaining()) {
            if (!Float.isFinite(values.get())) {
                throw new IllegalArgumentException("array " + name + " has values not finite");
            }
        }
    }
}
