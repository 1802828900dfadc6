package io.monge.ot.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.monge.ot.ElementType;
import io.monge.ot.HostTensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights of one network on its device, in native memory, by the reference's state-dict names
 * and in its order. They belong to the manager they were uploaded to.
 */
public final class Parameters {
    private final Map<String, NDArray> byName;
    private final List<NDArray> arrays;
    private final List<NDArray> buffers;

    Parameters(Map<String, NDArray> byName) {
        this.byName = byName;
        this.arrays = select(byName, false);
        this.buffers = select(byName, true);
    }

    private static List<NDArray> select(Map<String, NDArray> byName, boolean buffers) {
        return byName.entrySet().stream()
                .filter(entry -> isBuffer(entry.getKey()) == buffers)
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Whether a state-dict name is a running statistic of {@link BatchNorm}: kept, not trained. */
    public static boolean isBuffer(String name) {
        return name.endsWith(".running_mean")
                || name.endsWith(".running_var")
                || name.endsWith(".num_batches_tracked");
    }

    /** Uploads weights that are trained: variables to differentiate by. */
    public static Parameters trainable(
            NDManager owner, Map<String, HostTensor> weights, MemoryFormat format) {
        Parameters frozen = frozen(owner, weights, format);
        frozen.arrays.forEach(array -> array.setRequiresGradient(true));
        return frozen;
    }

    /** Uploads weights that are only used. Those of convolutions get the images' layout. */
    public static Parameters frozen(
            NDManager owner, Map<String, HostTensor> weights, MemoryFormat format) {
        Map<String, NDArray> uploaded = new LinkedHashMap<>();
        weights.forEach((name, tensor) -> uploaded.put(name, upload(owner, tensor, format)));
        return new Parameters(uploaded);
    }

    /** Zeros of the same names, shapes and layouts, for what is trained. */
    public Parameters zeros(NDManager owner) {
        Map<String, NDArray> zeros = new LinkedHashMap<>();
        byName.forEach(
                (name, array) -> {
                    if (!isBuffer(name)) {
                        zeros.put(name, new OperatorCall("zeros").with(array).array(owner));
                    }
                });
        return new Parameters(zeros);
    }

    /** A frozen copy. */
    public Parameters copy(NDManager owner) {
        Map<String, NDArray> copies = new LinkedHashMap<>();
        byName.forEach(
                (name, array) -> {
                    try (NDArray detached = TorchOps.detach(array)) {
                        NDArray copy = TorchOps.copy(detached);
                        copy.attach(owner);
                        copies.put(name, copy);
                    }
                });
        return new Parameters(copies);
    }

    /** The same memory, whose values follow these, but frozen. Belongs to their owner. */
    public Parameters detached() {
        Map<String, NDArray> aliases = new LinkedHashMap<>();
        byName.forEach((name, array) -> aliases.put(name, TorchOps.detach(array)));
        return new Parameters(aliases);
    }

    /** Whether there is a parameter of this name. */
    public boolean has(String name) {
        return byName.containsKey(name);
    }

    /**
     * Brings this copy to the masters' values after an update, from any device and in its own
     * number format. The masters themselves, and running statistics shared with them, stay.
     */
    public void follow(Parameters masters) {
        if (this == masters) {
            return;
        }
        GradientScope.withoutGradient(
                () -> {
                    TorchOps.copyInto(arrays, masters.arrays);
                    if (!buffers.isEmpty() && buffers.get(0) != masters.buffers.get(0)) {
                        TorchOps.copyInto(buffers, masters.buffers);
                    }
                    return this;
                });
    }

    /** Overwrites the values with the host's, keeping the layouts. */
    void set(Map<String, HostTensor> values) {
        GradientScope.withoutGradient(
                () -> {
                    values.forEach(this::set);
                    return values;
                });
    }

    private void set(String name, HostTensor value) {
        NDArray target = get(name);
        try (NDArray source = upload(target.getManager(), value, MemoryFormat.CONTIGUOUS)) {
            TorchOps.copyInto(List.of(target), List.of(source));
        }
    }

    /**
     * @throws IllegalArgumentException if there is no such parameter
     */
    public NDArray get(String name) {
        NDArray array = byName.get(name);
        if (array == null) {
            throw new IllegalArgumentException("There is no parameter " + name);
        }
        return array;
    }

    /** What is trained, in order. */
    public List<NDArray> arrays() {
        return arrays;
    }

    /** Running statistics, in order. */
    public List<NDArray> buffers() {
        return buffers;
    }

    /** The running statistics as they are now, for {@link #restoreBuffers}. */
    public List<NDArray> copyOfBuffers(NDManager owner) {
        return GradientScope.withoutGradient(
                () ->
                        buffers.stream()
                                .map(buffer -> new OperatorCall("copy").with(buffer).array(owner))
                                .toList());
    }

    /** Brings the running statistics back to what they were. */
    public void restoreBuffers(List<NDArray> copies) {
        if (buffers.isEmpty()) {
            return;
        }
        GradientScope.withoutGradient(
                () -> {
                    TorchOps.copyInto(buffers, copies);
                    return this;
                });
    }

    /** Whether these are variables to differentiate by. */
    public boolean areTrained() {
        return arrays.get(0).hasGradient();
    }

    /** Copies of the values on the host. */
    public Map<String, HostTensor> toHost() {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        byName.forEach((name, array) -> tensors.put(name, download(array)));
        return tensors;
    }

    private static NDArray upload(NDManager owner, HostTensor tensor, MemoryFormat format) {
        try (NDManager host = owner.newSubManager()) {
            ByteBuffer direct = host.allocateDirect(Math.toIntExact(4 * tensor.size()));
            direct.asFloatBuffer().put(tensor.floats());
            NDArray borrowed = host.create(direct, new Shape(tensor.shape()), DataType.FLOAT32);
            NDArray owned = TorchOps.copy(borrowed);
            if (tensor.shape().length == 4) {
                owned = Layers.inFormat(owned, format);
            }
            owned.attach(owner);
            return owned;
        }
    }

    private static HostTensor download(NDArray array) {
        try (NDArray detached = TorchOps.detach(array);
                NDArray dense = TorchOps.rowMajor(detached)) {
            ByteBuffer buffer = dense.toByteBuffer(false);
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return HostTensor.ofBytes(ElementType.F32, array.getShape().getShape(), bytes);
        }
    }

    /** Host tensors of one prefix, without it, in this order. */
    public static Map<String, HostTensor> withPrefix(
            String prefix, Map<String, HostTensor> tensors, List<String> names) {
        Map<String, HostTensor> chosen = new LinkedHashMap<>();
        for (String name : names) {
            HostTensor tensor = tensors.get(prefix + name);
            if (tensor == null) {
                throw new IllegalArgumentException("The state has no array " + prefix + name);
            }
            chosen.put(name, tensor);
        }
        return chosen;
    }

    /** Names in order. */
    public List<String> names() {
        return new ArrayList<>(byName.keySet());
    }
}
