package io.monge.trainer;

import io.monge.ot.snapshot.SolverCheckpoint;
import io.monge.ot.tensor.SafeTensors;
import io.monge.trainer.Checkpoint.Published;
import io.monge.trainer.wire.StreamPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A checkpoint as a SafeTensors file: a {@link SolverCheckpoint}, to whose header the streams are
 * added as text. Python's {@code safetensors} can open it too. Stateless.
 *
 * <p>Positions are written {@code partition:offset}, separated by blanks.
 */
final class CheckpointFormat {

    private CheckpointFormat() {}

    /** Equal checkpoints give equal files. */
    static SafeTensors encode(Checkpoint checkpoint) {
        Map<String, String> text = new TreeMap<>();
        text.put("config.hash", checkpoint.configHash());
        text.put("published.count", Long.toString(checkpoint.published().count()));
        checkpoint
                .published()
                .parent()
                .ifPresent(version -> text.put("published.parent", Long.toString(version)));
        text.put("published.training", checkpoint.published().origin().training());
        text.put("published.above", Long.toString(checkpoint.published().origin().above()));
        text.put("guard.colours.trusted", Long.toString(checkpoint.guard().coloursTrusted()));
        encode("guard.potential.", checkpoint.guard().potential(), text);
        encode("guard.content.", checkpoint.guard().content(), text);
        encode("lr.", checkpoint.lr(), text);
        encode("hr.", checkpoint.hr(), text);
        return checkpoint.learnt().toSafeTensors(text);
    }

    private static void encode(String prefix, LossState loss, Map<String, String> text) {
        text.put(prefix + "seen", Long.toString(loss.seen()));
        text.put(prefix + "recent", Double.toString(loss.recent()));
        text.put(prefix + "usual", Double.toString(loss.usual()));
    }

    private static void encode(String prefix, StreamState stream, Map<String, String> text) {
        ReservoirState reservoir = stream.reservoir();
        text.put(prefix + "next", positions(positionsOf(stream.next())));
        text.put(prefix + "turn", Integer.toString(stream.turn()));
        text.put(prefix + "taken", Long.toString(stream.taken()));
        text.put(prefix + "lost", Long.toString(stream.lost()));
        text.put(prefix + "heldOut", positions(stream.heldOut()));
        text.put(prefix + "members", positions(reservoir.members()));
        text.put(prefix + "random", Long.toString(reservoir.random()));
        text.put(prefix + "draws", Long.toString(reservoir.draws()));
        text.put(prefix + "unpaid", Long.toString(reservoir.unpaid()));
    }

    /**
     * @throws IllegalArgumentException if the file is not a checkpoint this build understands
     */
    static Checkpoint decode(SafeTensors file) {
        Map<String, String> text = file.metadata();
        OptionalLong parent =
                text.containsKey("published.parent")
                        ? OptionalLong.of(number(text, "published.parent"))
                        : OptionalLong.empty();
        return new Checkpoint(
                SolverCheckpoint.of(file),
                entry(text, "config.hash"),
                stream("lr.", text),
                stream("hr.", text),
                new Published(number(text, "published.count"), parent, origin(text)),
                new GuardState(
                        loss("guard.potential.", text),
                        loss("guard.content.", text),
                        text.containsKey("guard.colours.trusted")
                                ? number(text, "guard.colours.trusted")
                                : GuardState.NONE.coloursTrusted()));
    }

    private static Origin origin(Map<String, String> text) {
        return text.containsKey("published.training")
                ? new Origin(entry(text, "published.training"), number(text, "published.above"))
                : Origin.UNKNOWN;
    }

    /** A checkpoint written before there was a guard knows nothing of its losses. */
    private static LossState loss(String prefix, Map<String, String> text) {
        if (!text.containsKey(prefix + "seen")) {
            return LossState.NONE;
        }
        return new LossState(
                number(text, prefix + "seen"),
                Double.parseDouble(entry(text, prefix + "recent")),
                Double.parseDouble(entry(text, prefix + "usual")));
    }

    private static StreamState stream(String prefix, Map<String, String> text) {
        SortedMap<Integer, Long> next = new TreeMap<>();
        positions(entry(text, prefix + "next"))
                .forEach(position -> next.put(position.partition(), position.offset()));
        return new StreamState(
                next,
                Integer.parseInt(entry(text, prefix + "turn")),
                number(text, prefix + "taken"),
                number(text, prefix + "lost"),
                new ReservoirState(
                        positions(entry(text, prefix + "members")),
                        number(text, prefix + "random"),
                        number(text, prefix + "draws"),
                        number(text, prefix + "unpaid")),
                positions(entry(text, prefix + "heldOut")));
    }

    private static List<StreamPosition> positionsOf(SortedMap<Integer, Long> offsets) {
        return offsets.entrySet().stream()
                .map(entry -> new StreamPosition(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static String positions(List<StreamPosition> positions) {
        return positions.stream()
                .map(position -> position.partition() + ":" + position.offset())
                .collect(Collectors.joining(" "));
    }

    private static List<StreamPosition> positions(String text) {
        List<StreamPosition> positions = new ArrayList<>();
        for (String word : text.isEmpty() ? new String[0] : text.split(" ")) {
            int colon = word.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException(
                        "'" + word + "' is not a position (partition:offset)");
            }
            positions.add(
                    new StreamPosition(
                            Integer.parseInt(word.substring(0, colon)),
                            Long.parseLong(word.substring(colon + 1))));
        }
        return positions;
    }

    private static long number(Map<String, String> text, String key) {
        return Long.parseLong(entry(text, key));
    }

    private static String entry(Map<String, String> text, String key) {
        String value = text.get(key);
        if (value == null) {
            throw new IllegalArgumentException("The checkpoint has no entry " + key);
        }
        return value;
    }
}
