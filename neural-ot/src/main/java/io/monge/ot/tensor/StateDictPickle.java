package io.monge.ot.tensor;

import io.monge.ot.ElementType;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of the pickle language in which PyTorch writes a plain state dict. A pickle is a program
 * that may call anything; this reader knows four names and calls nothing: every other name and
 * every other instruction is refused.
 */
final class StateDictPickle {
    private static final Map<String, ElementType> STORAGES =
            Map.of(
                    "torch.FloatStorage", ElementType.F32,
                    "torch.DoubleStorage", ElementType.F64,
                    "torch.HalfStorage", ElementType.F16,
                    "torch.BFloat16Storage", ElementType.BF16,
                    "torch.LongStorage", ElementType.I64,
                    "torch.IntStorage", ElementType.I32,
                    "torch.ByteStorage", ElementType.U8,
                    "torch.BoolStorage", ElementType.BOOL);
    private static final String DICTIONARY = "collections.OrderedDict";
    private static final String TENSOR = "torch._utils._rebuild_tensor_v2";
    private static final String PARAMETER = "torch._utils._rebuild_parameter";

    /** A place holder on the stack, and for None. */
    private enum Token {
        MARK,
        NONE
    }

    private record Name(String qualified) {}

    private record Storage(ElementType type, String key) {}

    /** An array that lies in a storage. */
    record TensorView(
            ElementType type, String storage, long offset, long[] shape, long[] strides) {}

    private final ByteBuffer program;
    private final Path file;
    private final List<Object> stack = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    StateDictPickle(byte[] program, Path file) {
        this.program = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
        this.file = file;
    }

    /**
     * @throws IllegalArgumentException if it is not a dictionary of arrays by name
     */
    Map<String, TensorView> read() {
        try {
            while (execute(program.get() & 0xff)) {
                // One instruction after the other, until STOP.
            }
            Map<String, TensorView> views = new LinkedHashMap<>();
            for (var entry : ((Map<?, ?>) pop()).entrySet()) {
                if (!(entry.getKey() instanceof String key
                        && entry.getValue() instanceof TensorView view)) {
                    throw refused("its entry " + entry.getKey() + " is no array");
                }
                views.put(key, view);
            }
            return views;
        } catch (BufferUnderflowException | IndexOutOfBoundsException | ClassCastException e) {
            throw refused("its pickle is malformed");
        }
    }

    /** Whether the program goes on. */
    private boolean execute(int instruction) {
        switch (instruction) {
            case 0x80 -> program.get(); // PROTO
            case '(' -> stack.add(Token.MARK);
            case 'N' -> stack.add(Token.NONE);
            case 0x88 -> stack.add(true);
            case 0x89 -> stack.add(false);
            case 'J' -> stack.add((long) program.getInt());
            case 'K' -> stack.add((long) (program.get() & 0xff));
            case 'M' -> stack.add((long) Short.toUnsignedInt(program.getShort()));
            case 0x8a -> stack.add(longInteger());
            case 'X' -> stack.add(text(program.getInt()));
            case 'c' -> stack.add(new Name(line() + "." + line()));
            case 'q' -> memo.put(program.get() & 0xff, top());
            case 'r' -> memo.put(program.getInt(), top());
            case 'h' -> stack.add(recalled(program.get() & 0xff));
            case 'j' -> stack.add(recalled(program.getInt()));
            case '.' -> {
                return false;
            }
            default -> build(instruction);
        }
        return true;
    }

    /** Instructions that make one value of several. */
    private void build(int instruction) {
        switch (instruction) {
            case '}' -> stack.add(new LinkedHashMap<>());
            case ')' -> stack.add(List.of());
            case 't' -> stack.add(untilMark());
            case 0x85 -> stack.add(last(1));
            case 0x86 -> stack.add(last(2));
            case 0x87 -> stack.add(last(3));
            case 'Q' -> stack.add(storage((List<?>) pop()));
            case 'R' -> {
                List<?> arguments = (List<?>) pop();
                stack.add(called(((Name) pop()).qualified(), arguments));
            }
            case 's' -> putAll(last(2));
            case 'u' -> putAll(untilMark());
            case 'b' -> pop(); // BUILD: the dictionary's _metadata
            default ->
                    throw refused("its pickle has the instruction 0x%02x".formatted(instruction));
        }
    }

    private Object called(String name, List<?> arguments) {
        return switch (name) {
            case DICTIONARY -> new LinkedHashMap<>();
            case PARAMETER -> arguments.get(0);
            case TENSOR -> {
                Storage storage = (Storage) arguments.get(0);
                long[] shape = integers(arguments.get(2));
                long[] strides = integers(arguments.get(3));
                if (shape.length != strides.length) {
                    throw refused(
                            "an array has %d axes and %d strides"
                                    .formatted(shape.length, strides.length));
                }
                yield new TensorView(
                        storage.type(), storage.key(), (Long) arguments.get(1), shape, strides);
            }
            default -> throw refused("it wants to call " + name);
        };
    }

    /** ("storage", type, key, device, count). */
    private Storage storage(List<?> description) {
        String name = ((Name) description.get(1)).qualified();
        ElementType type = STORAGES.get(name);
        if (type == null) {
            throw refused("its arrays are stored as " + name);
        }
        return new Storage(type, (String) description.get(2));
    }

    private static long[] integers(Object tuple) {
        return ((List<?>) tuple).stream().mapToLong(Long.class::cast).toArray();
    }

    private void putAll(List<Object> pairs) {
        @SuppressWarnings("unchecked") // dictionaries are only made by this class
        Map<Object, Object> target = (Map<Object, Object>) top();
        for (int i = 0; i < pairs.size(); i += 2) {
            if (!(pairs.get(i) instanceof String key)) { // it may be the dictionary itself
                throw refused("a dictionary has a key that is no text");
            }
            target.put(key, pairs.get(i + 1));
        }
    }

    private List<Object> untilMark() {
        Deque<Object> values = new ArrayDeque<>();
        for (Object value = pop(); value != Token.MARK; value = pop()) {
            values.addFirst(value);
        }
        return new ArrayList<>(values);
    }

    private List<Object> last(int count) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(pop());
        }
        Collections.reverse(values);
        return values;
    }

    private Object top() {
        return stack.get(stack.size() - 1);
    }

    private Object pop() {
        return stack.remove(stack.size() - 1);
    }

    private Object recalled(int key) {
        Object value = memo.get(key);
        if (value == null) {
            throw refused("its pickle recalls what it never kept");
        }
        return value;
    }

    private long longInteger() {
        int length = program.get() & 0xff;
        if (length > 8) {
            throw refused("its pickle has an integer of %d bytes".formatted(length));
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            byte part = program.get();
            value |= (i == length - 1 ? (long) part : part & 0xffL) << 8 * i;
        }
        return value;
    }

    private String text(int length) {
        if (length < 0 || length > program.remaining()) {
            throw refused("its pickle is malformed");
        }
        byte[] bytes = new byte[length];
        program.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String line() {
        StringBuilder line = new StringBuilder();
        for (int c = program.get(); c != '\n'; c = program.get()) {
            line.append((char) c);
        }
        return line.toString();
    }

    private IllegalArgumentException refused(String what) {
        return new IllegalArgumentException(
                "%s is not a plain state dict of arrays: %s".formatted(file, what));
    }
}
