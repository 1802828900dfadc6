package io.monge.serving;

import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.snapshot.SpecJson;
import io.monge.serving.model.Promotion;
import io.monge.serving.model.PublishedModel;
import io.monge.serving.model.PublishedModel.Origin;
import io.monge.serving.model.PublishedModel.Seen;
import io.monge.serving.model.PublishedModel.SnapshotLocation;
import io.monge.serving.model.ServedModel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Models as the topics would describe them. */
public final class TestModels {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private TestModels() {}

    public static PublishedModel published(long version) {
        return new PublishedModel(
                "monge",
                version,
                new Origin(
                        "f00d",
                        version,
                        Optional.of("00ff"),
                        List.of(5L, 10L),
                        new Seen(new TreeMap<>(Map.of(0, 700L, 1, 698L)), new TreeMap<>())),
                version == 0 ? OptionalLong.empty() : OptionalLong.of(version - 1),
                "{\"type\":\"edsr\"}",
                4,
                "ots",
                "c0ffee",
                "abcdef0",
                Map.of("palette-contrast", 0.42),
                NOW,
                new SnapshotLocation((int) (version % 8), 10 * version, 2, 1000, "00ff"));
    }

    /** What the manifest of this snapshot says. */
    public static PublishedModel describing(ModelSnapshot snapshot) {
        return new PublishedModel(
                "monge",
                snapshot.iteration(),
                new Origin("f00d", snapshot.iteration(), Optional.empty()),
                OptionalLong.empty(),
                SpecJson.of(snapshot.map()),
                snapshot.scale(),
                "ots",
                "c0ffee",
                "abcdef0",
                Map.of(),
                NOW,
                new SnapshotLocation(0, 0, 1, 1000, "00ff"));
    }

    public static Promotion promotion(long version) {
        return new Promotion("monge", version, Promotion.By.GATE, "scores allow it", NOW);
    }

    public static ServedModel served(long version) {
        return new ServedModel(published(version), promotion(version), NOW.plusMillis(version));
    }
}
