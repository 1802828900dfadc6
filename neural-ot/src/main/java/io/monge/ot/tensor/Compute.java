package io.monge.ot.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Utils;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Where and how arrays are computed.
 *
 * @param device {@code auto} (a GPU if there is one), {@code cpu}, {@code gpu} or {@code gpu:N}
 * @param threads threads of one operator on the CPU; 0 leaves the engine's choice. A property of
 *     the calling thread once the engine runs
 * @param memoryFormat layout of image batches
 * @param precision number format of convolutions
 * @param replicas devices that share every batch of a training: this one and those after it; on the
 *     CPU so many threads, each with {@code threads} of its own
 */
public record Compute(
        String device, int threads, MemoryFormat memoryFormat, Precision precision, int replicas) {
    public Compute {
        if (!device.matches("auto|cpu|gpu(:\\d{1,3})?")) {
            throw new IllegalArgumentException(
                    "device is '" + device + "', must be auto, cpu, gpu or gpu:N");
        }
        if (threads < 0) {
            throw new IllegalArgumentException("threads is " + threads + ", must be at least 0");
        }
        if (replicas < 1) {
            throw new IllegalArgumentException("replicas is " + replicas + ", must be at least 1");
        }
    }

    /** On one device. */
    public Compute(String device, int threads, MemoryFormat memoryFormat, Precision precision) {
        this(device, threads, memoryFormat, precision, 1);
    }

    /** In float32. */
    public Compute(String device, int threads, MemoryFormat memoryFormat) {
        this(device, threads, memoryFormat, Precision.FLOAT32);
    }

    /** The CPU with channels-last layout, in float32. */
    public static Compute cpu(int threads) {
        return new Compute("cpu", threads, MemoryFormat.CHANNELS_LAST);
    }

    /**
     * The same on one thread. For work beside a training: OpenMP's threads stop waiting awake as
     * soon as there are more of them than processors, and every operator of the training pays.
     * Nothing beside a training is shared among devices.
     */
    public Compute onOneThread() {
        return new Compute(device, 1, memoryFormat, precision);
    }

    /** The same in another precision. */
    public Compute in(Precision other) {
        return new Compute(device, threads, memoryFormat, other, replicas);
    }

    /**
     * @throws IllegalArgumentException if several are asked for
     */
    public void requireOneDevice(String solver) {
        if (replicas > 1) {
            throw new IllegalArgumentException(
                    "replicas is %d, must be 1: %s trains on one device"
                            .formatted(replicas, solver));
        }
    }

    /**
     * The devices of the other replicas.
     *
     * @param first device of the first
     * @throws IllegalStateException if the machine has fewer
     */
    public List<Device> devicesAfter(Device first) {
        if (!first.isGpu()) {
            return IntStream.range(1, replicas).mapToObj(i -> first).toList();
        }
        int gpus = Engine.getInstance().getGpuCount();
        int last = first.getDeviceId() + replicas - 1;
        if (last >= gpus) {
            throw new IllegalStateException(
                    "replicas is %d from gpu:%d on, but this machine has %d usable GPUs"
                            .formatted(replicas, first.getDeviceId(), gpus));
        }
        return IntStream.rangeClosed(first.getDeviceId() + 1, last).mapToObj(Device::gpu).toList();
    }

    /**
     * What to compute an update in, one after the other until its numbers are finite.
     *
     * @param root what {@link #openRoot} gave
     */
    public List<Arithmetic> attempts(NDManager root) {
        boolean gpu = root.getDevice().isGpu();
        return precision.attempts(gpu ? Processor.NONE : Processor.ofThisMachine());
    }

    /**
     * Float32, as far as the choice is ours.
     *
     * @param reason why bf16 will not do
     * @throws IllegalArgumentException if bf16 is asked for
     */
    public List<Arithmetic> float32Because(String reason) {
        if (precision == Precision.BF16) {
            throw new IllegalArgumentException(
                    "precision is bf16, must be float32 or auto: " + reason);
        }
        return List.of(Arithmetic.FLOAT32);
    }

    /**
     * Starts the engine if necessary, applies the number of threads to this thread, and opens the
     * root of a tree of arrays; whoever calls closes it.
     *
     * @throws IllegalStateException if the device was asked for and does not exist
     */
    public NDManager openRoot() {
        Engine engine = startEngine();
        applyThreads();
        return engine.newBaseManager(choose(engine));
    }

    /** What will own a root of {@link #openRoot}, which is closed if it cannot be made. */
    public <T> T owning(Function<NDManager, T> owner) {
        NDManager root = openRoot();
        try {
            return owner.apply(root);
        } catch (RuntimeException e) {
            root.close();
            throw e;
        }
    }

    /**
     * The device that is meant on this machine, {@code cpu} or such as {@code gpu:0}. Starts the
     * engine if necessary.
     *
     * @throws IllegalStateException if the device was asked for and does not exist
     */
    public String deviceHere() {
        Device here = choose(startEngine());
        return here.isGpu() ? "gpu:" + here.getDeviceId() : "cpu";
    }

    /** Applies the number of threads to the calling thread; the engine must run. */
    public void applyThreads() {
        // Setting it, even to what it is, throws away oneDNN's prepared convolutions.
        if (threads > 0 && JniUtils.getNumThreads() != threads) {
            JniUtils.setNumThreads(threads);
        }
    }

    private static Engine startEngine() {
        // The engine otherwise calls home when it starts, and may fetch libraries. The variable
        // DJL_OFFLINE is stronger than the property.
        setUnlessSaid("ai.djl.offline", "true");
        setUnlessSaid("OPT_OUT_TRACKING", "true");
        // Batches and tiles have one shape each: the search for the best convolution is paid once.
        setUnlessSaid("ai.djl.pytorch.cudnn_benchmark", "true");
        String libraries = Utils.getEnvOrSystemProperty("PYTORCH_LIBRARY_PATH");
        if (libraries != null) {
            LibtorchRelease.require(libraries);
        }
        try {
            return Engine.getEngine("PyTorch");
        } catch (IllegalStateException | EngineException e) {
            throw LibtorchRelease.missing(e);
        }
    }

    private static void setUnlessSaid(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private Device choose(Engine engine) {
        if (device.equals("cpu")) {
            return Device.cpu(); // without asking for GPUs: a driver too old would be logged
        }
        int gpus = engine.getGpuCount();
        if (device.equals("auto") && gpus == 0) {
            return Device.cpu();
        }
        int wanted = device.startsWith("gpu:") ? Integer.parseInt(device.substring(4)) : 0;
        if (wanted >= gpus) {
            throw new IllegalStateException(
                    "device is %s, but this machine has %d usable GPUs".formatted(device, gpus));
        }
        return Device.gpu(wanted);
    }
}
