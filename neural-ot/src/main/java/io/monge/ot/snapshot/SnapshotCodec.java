package io.monge.ot.snapshot;

import ai.djl.ndarray.types.Shape;
import io.monge.ot.ElementType;
import io.monge.ot.HostTensor;
import io.monge.ot.network.MapSpec;
import io.monge.ot.snapshot.IncompatibleSnapshotException.Problem;
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
            MapSpec map = map(metadata);
            long iteration = Long.parseLong(metadata.getOrDefault(ITERATION, ""));
            return new ModelSnapshot(map, iteration, file.tensors());
        } catch (UnfitSnapshotException e) {
            throw refused(e.problem(), e);
        } catch (IllegalArgumentException e) {
            throw refused(Problem.UNREADABLE, e);
        }
    }

    private static MapSpec map(Map<String, String> metadata) {
        try {
            return SpecJson.parse(metadata.getOrDefault(MAP, ""), MapSpec.class);
        } catch (IllegalArgumentException e) {
            throw new UnfitSnapshotException(Problem.ARCHITECTURE, e.getMessage());
        }
    }

    private static IncompatibleSnapshotException refused(Problem problem, RuntimeException cause) {
        return new IncompatibleSnapshotException(
                problem, "Snapshot refused: " + cause.getMessage(), cause);
    }

    /** The weights fit the architecture and are finite float32. */
    static void requireFit(MapSpec map, Map<String, HostTensor> weights) {
        Map<String, Shape> shapes = map.shapes();
        if (!shapes.keySet().equals(weights.keySet())) {
            throw new UnfitSnapshotException(
                    Problem.SHAPE,
                    "its arrays are not those of %s: %d arrays instead of %d"
                            .formatted(map, weights.size(), shapes.size()));
        }
        shapes.forEach((name, shape) -> requireFit(name, shape, weights.get(name)));
    }

    private static void requireFit(String name, Shape shape, HostTensor tensor) {
        if (tensor.type() != ElementType.F32 || !new Shape(tensor.shape()).equals(shape)) {
            throw new UnfitSnapshotException(
                    Problem.SHAPE, "array %s is %s, must be F32%s".formatted(name, tensor, shape));
        }
        FloatBuffer values = tensor.bytes().asFloatBuffer();
        while (values.hasRemaining()) {
            if (!Float.isFinite(values.get())) {
                throw new UnfitSnapshotException(
                        Problem.NOT_FINITE, "array " + name + " has values not finite");
            }
        }
    }
}
