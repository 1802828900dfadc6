package io.monge.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.monge.imaging.RgbImage;
import io.monge.trainer.ReservoirConfig.WhenDry;
import io.monge.trainer.wire.StreamPosition;
import io.monge.trainer.wire.StreamedPatch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PatchReservoirTest {

    private static final ReservoirConfig TEN = new ReservoirConfig(10, 1, 4, WhenDry.REUSE);

    @Test
    void isASlidingWindowOverTheNewest() {
        PatchReservoir reservoir = new PatchReservoir(TEN, ReservoirState.empty(1), List.of());
        for (int offset = 0; offset < 37; offset++) {
            reservoir.admit(Patches.grey(0, offset));
        }

        assertThat(reservoir.size()).isEqualTo(10);
        assertThat(reservoir.state().members())
                .extracting(StreamPosition::offset)
                .containsExactly(27L, 28L, 29L, 30L, 31L, 32L, 33L, 34L, 35L, 36L);
    }

    @Test
    void drawsEveryMemberAboutEquallyOften() {
        PatchReservoir reservoir = filled(3);
        int[] drawn = new int[10];

        reservoir.draw(10_000).forEach(image -> drawn[Patches.level(image)]++);

        // Binomial(10000, 1/10): six standard deviations are 180.
        for (int count : drawn) {
            assertThat(count).isBetween(820, 1180);
        }
    }

    @Test
    void drawsEverySymmetryOfAPatch() {
        RgbImage chiral = new RgbImage(2, 2, new byte[] {1, 0, 0, 2, 0, 0, 3, 0, 0, 4, 0, 0});
        PatchReservoir reservoir = new PatchReservoir(TEN, ReservoirState.empty(5), List.of());
        reservoir.admit(new StreamedPatch(new StreamPosition(0, 0), "a", chiral));

        Set<RgbImage> seen = new HashSet<>(reservoir.draw(200));

        assertThat(seen).hasSize(8);
    }

    @Test
    void aRestoredReservoirDrawsWhatTheOriginalWouldHaveDrawn() {
        PatchReservoir original = filled(7);
        original.draw(13);
        original.admit(Patches.grey(0, 10));
        original.admit(Patches.grey(0, 11));
        ReservoirState state = original.state();
        List<StreamedPatch> found =
                state.members().stream()
                        .map(at -> Patches.grey(at.partition(), at.offset()))
                        .toList();

        PatchReservoir restored = new PatchReservoir(TEN, state, found);

        for (int round = 0; round < 20; round++) {
            assertThat(restored.due(3)).isEqualTo(original.due(3));
            for (int i = original.due(3); i > 0; i--) {
                StreamedPatch fresh = Patches.grey(1, round);
                original.admit(fresh);
                restored.admit(fresh);
            }
            assertThat(restored.draw(3)).isEqualTo(original.draw(3));
        }
        assertThat(restored.state()).isEqualTo(original.state());
    }

    @Test
    void growsAsFastAsItIsDrawnFromAndThenTurnsOverOncePerMaxReuseDraws() {
        PatchReservoir reservoir = new PatchReservoir(TEN, ReservoirState.empty(1), List.of());
        reservoir.admit(Patches.grey(0, 0));

        assertThat(reservoir.due(4)).isEqualTo(4);
        assertThat(reservoir.due(40)).as("never beyond the capacity").isEqualTo(9);

        PatchReservoir full = filled(1);
        int admitted = 0;
        for (int step = 0; step < 100; step++) {
            for (int i = full.due(3); i > 0; i--) {
                full.admit(Patches.grey(0, 100 + admitted++));
            }
            full.draw(3);
        }
        assertThat(admitted).as("300 draws, each patch serves 4").isBetween(74, 75);
    }

    @Test
    void aSilentStreamOwesAtMostOnePool() {
        PatchReservoir reservoir = filled(1);

        for (int i = 0; i < 1000; i++) {
            reservoir.draw(8);
        }

        assertThat(reservoir.due(1)).isEqualTo(10);
    }

    @Test
    void keepsTheNewestWhenItsCapacityWasLowered() {
        ReservoirState state = filled(1).state();
        List<StreamedPatch> found = new ArrayList<>();
        state.members().forEach(at -> found.add(Patches.grey(at.partition(), at.offset())));

        PatchReservoir smaller =
                new PatchReservoir(new ReservoirConfig(3, 1, 4, WhenDry.REUSE), state, found);

        assertThat(smaller.state().members())
                .extracting(StreamPosition::offset)
                .containsExactly(7L, 8L, 9L);
    }

    @Test
    void nothingCanBeDrawnFromNothing() {
        assertThatThrownBy(
                        () -> new PatchReservoir(TEN, ReservoirState.empty(1), List.of()).draw(1))
                .isInstanceOf(IllegalStateException.class);
    }

    private static PatchReservoir filled(long seed) {
        PatchReservoir reservoir = new PatchReservoir(TEN, ReservoirState.empty(seed), List.of());
        for (int offset = 0; offset < 10; offset++) {
            reservoir.admit(Patches.grey(0, offset));
        }
        return reservoir;
    }
}
