package io.monge.launcher.bench.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.monge.runtime.config.InvalidConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThreePartsTest {

    private final List<Integer> items = IntStream.range(0, 25).boxed().toList();

    @Test
    void noItemIsInTwoPartsAndNoneIsLost() {
        var parts = ThreeParts.of(items, "numbers", 7);

        List<Integer> all = new ArrayList<>(parts.lr());
        all.addAll(parts.hr());
        all.addAll(parts.scored());
        assertThat(all).containsExactlyInAnyOrderElementsOf(items);
        assertThat(parts.lr()).hasSize(10);
        assertThat(parts.hr()).hasSize(10);
    }

    @Test
    void theSeedDecidesAlone() {
        assertThat(ThreeParts.of(items, "numbers", 7))
                .isEqualTo(ThreeParts.of(items, "numbers", 7));
        assertThat(ThreeParts.of(items, "numbers", 8))
                .isNotEqualTo(ThreeParts.of(items, "numbers", 7));
    }

    @Test
    void fewerThanThreeCannotBeSplit() {
        assertThatThrownBy(() -> ThreeParts.of(List.of(1, 2), "pairs", 1))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("At least 3 pairs");
    }
}
