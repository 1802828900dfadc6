package io.monge.ot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** An immutable array on the host: row-major, little-endian bytes. Compared by content. */
public final class HostTensor {
    private final ElementType type;
    private final long[] shape;
    private final byte[] bytes;

    private HostTensor(ElementType type, long[] shape, byte[] bytes) {
        this.type = type;
        this.shape = shape;
        this.bytes = bytes;
    }

    /**
     * Wraps bytes without copying: the caller gives them away.
     *
     * @throws IllegalArgumentException if the byte count does not fit the shape
     */
    public static HostTensor ofBytes(ElementType type, long[] shape, byte[] littleEndian) {
        long expected = type.bytes() * elements(shape);
        if (expected != littleEndian.length) {
            throw new IllegalArgumentException(
                    "A %s array of shape %s has %d bytes, not %d"
                            .formatted(
                                    type, Arrays.toString(shape), expected, littleEndian.length));
        }
        return new HostTensor(type, shape.clone(), littleEndian);
    }

    /** A float32 array of the given shape. */
    public static HostTensor of(float[] values, long... shape) {
        byte[] bytes = new byte[4 * values.length];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
        return ofBytes(ElementType.F32, shape, bytes);
    }

    /** A vector of whole numbers, of type I64. */
    public static HostTensor ofLongs(List<Long> values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Long.BYTES * values.size()).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(bytes::putLong);
        return ofBytes(ElementType.I64, new long[] {values.size()}, bytes.array());
    }

    public ElementType type() {
        return type;
    }

    public long[] shape() {
        return shape.clone();
    }

    /**
     * This array, as one of a user's file that must have a shape.
     *
     * @throws IllegalArgumentException if it has another; names both
     */
    public HostTensor requireShape(String name, long... wanted) {
        if (!Arrays.equals(shape, wanted)) {
            throw new IllegalArgumentException(
                    "%s is %s, must be %s".formatted(name, this, Arrays.toString(wanted)));
        }
        return this;
    }

    public long size() {
        return elements(shape);
    }

    /** The bytes, read-only and little-endian. */
    public ByteBuffer bytes() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The values rounded to float32. */
    public float[] floats() {
        if (type == ElementType.F32) {
            float[] values = new float[bytes.length / 4];
            bytes().asFloatBuffer().get(values);
            return values;
        }
        double[] wide = doubles();
        float[] values = new float[wide.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) wide[i];
        }
        return values;
    }

    /**
     * Whole numbers as they are.
     *
     * @throws IllegalStateException if it is not of type I64
     */
    public List<Long> longs() {
        if (type != ElementType.I64) {
            throw new IllegalStateException(this + " holds no whole numbers of 64 bits");
        }
        LongBuffer values = bytes().asLongBuffer();
        return LongStream.range(0, values.remaining()).mapToObj(i -> values.get((int) i)).toList();
    }

    /** The values as float64; exact for every type but I64 beyond 2^53. */
    public double[] doubles() {
        ByteBuffer source = bytes();
        double[] values = new double[Math.toIntExact(size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = element(source, i * type.bytes());
        }
        return values;
    }

    private double element(ByteBuffer source, int at) {
        return switch (type) {
            case F64 -> source.getDouble(at);
            case F32 -> source.getFloat(at);
            case F16 -> halfToFloat(source.getShort(at));
            case BF16 -> Float.intBitsToFloat(source.getShort(at) << 16);
            case I64 -> source.getLong(at);
            case I32 -> source.getInt(at);
            case U8 -> Byte.toUnsignedInt(source.get(at));
            case BOOL -> source.get(at);
        };
    }

    /** IEEE binary16; the JDK has this only from 20 on. */
    private static float halfToFloat(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        float sign = bits < 0 ? -1 : 1;
        if (exponent == 0x1f) {
            return fraction == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
        }
        float significand = exponent == 0 ? fraction * 0x1p-10f : 1 + fraction * 0x1p-10f;
        return sign * Math.scalb(significand, Math.max(exponent, 1) - 15);
    }

    private static long elements(long[] shape) {
        long product = 1;
        for (long extent : shape) {
            if (extent < 0 || extent > 0 && product > Long.MAX_VALUE / 8 / extent) {
                throw new IllegalArgumentException(
                        "No array has the shape " + Arrays.toString(shape));
            }
            product *= extent;
        }
        return product;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HostTensor that
                && type == that.type
                && Arrays.equals(shape, that.shape)
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shape) + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return type + Arrays.toString(shape);
    }
}
