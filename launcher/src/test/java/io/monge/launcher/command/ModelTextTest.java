package io.monge.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.serving.model.Promotion;
import io.monge.serving.model.PublishedModel;
import io.monge.serving.model.PublishedModel.Origin;
import io.monge.serving.model.PublishedModel.Seen;
import io.monge.serving.model.PublishedModel.SnapshotLocation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What {@code monge models show} tells of a snapshot. */
class ModelTextTest {

    private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void theWholeLineageIsThereForAPerson() {
        Promotion other = new Promotion("monge", 900, Promotion.By.GATE, "first snapshot", THEN);
        Promotion ours = new Promotion("monge", 1000, Promotion.By.OPERATOR, "I like it", THEN);

        String page = ModelText.page(model(List.of(250L, 500L)), List.of(other, ours));

        assertThat(page.lines().map(line -> line.replaceAll(" {2,}", ": ")))
                .contains(
                        "version: 1000",
                        "training: f00d",
                        "parent: 900, sha-256 beef",
                        "LR patches read: up to offset 700 of partition 0, 698 of partition 1",
                        "HR patches read: unknown",
                        "re-anchored: last at iterations 250, 500",
                        "promoted: 2026-01-02T03:04:05Z by operator: I like it",
                        "configuration: c0ffee",
                        "commit: abcdef0",
                        "sha-256: 00ff",
                        "bw2.uvp: 12.5000 %",
                        "tile.error: 3.00000 1/255")
                .noneMatch(line -> line.contains("first snapshot"));
    }

    @Test
    void ofManyReanchorsTheLastAreNamed() {
        List<Long> many = LongStream.rangeClosed(1, 40).mapToObj(i -> 25 * i).toList();

        assertThat(ModelText.page(model(many), List.of()))
                .contains("last at iterations 825, 850,")
                .contains("975, 1000");
        assertThat(ModelText.page(model(List.of()), List.of()))
                .containsPattern("re-anchored +never");
    }

    private static PublishedModel model(List<Long> reanchors) {
        return new PublishedModel(
                "monge",
                1000,
                new Origin(
                        "f00d",
                        1000,
                        Optional.of("beef"),
                        reanchors,
                        new Seen(new TreeMap<>(Map.of(0, 700L, 1, 698L)), new TreeMap<>())),
                OptionalLong.of(900),
                "{}",
                4,
                "ots",
                "c0ffee",
                "abcdef0",
                Map.of("bw2.uvp", 12.5, "tile.error", 3.0),
                THEN,
                new SnapshotLocation(0, 0, 2, 1000, "00ff"));
    }
}
