package io.monge.serving.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.serving.TestModels;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ModelCatalogueTest {

    private final ModelCatalogue catalogue = new ModelCatalogue();

    @Test
    void aSlotThatTurnsOverForgetsTheOlderSnapshot() {
        for (long version = 1; version <= 10; version++) {
            catalogue.published(TestModels.published(version)); // eight slots
        }

        assertThat(catalogue.models()).extracting(PublishedModel::version).startsWith(10L, 9L);
        assertThat(catalogue.models()).hasSize(8);
        assertThat(catalogue.find(2)).isEmpty();
        assertThat(catalogue.find(3)).isPresent();
        assertThat(catalogue.newest()).hasValue(10);
    }

    @Test
    void rollingBackGoesToTheVersionPromotedBeforeAndThenFurther() {
        for (long version : new long[] {1, 2, 3, 4}) {
            catalogue.published(TestModels.published(version));
        }
        for (long version : new long[] {1, 2, 4}) { // the gate never promoted 3
            catalogue.promoted(TestModels.promotion(version));
        }

        assertThat(catalogue.rollbackTarget()).hasValue(2);
        catalogue.promoted(TestModels.promotion(2));
        assertThat(catalogue.rollbackTarget()).hasValue(1);
    }

    @Test
    void afterARestartRollingBackGoesToTheNextOlderSnapshot() {
        for (long version : new long[] {1, 2, 3}) {
            catalogue.published(TestModels.published(version));
        }
        catalogue.promoted(TestModels.promotion(3)); // compaction keeps the last promotion alone

        assertThat(catalogue.rollbackTarget()).hasValue(2);
    }

    @Test
    void withoutAnOlderSnapshotThereIsNothingToRollBackTo() {
        assertThat(catalogue.rollbackTarget()).isEqualTo(OptionalLong.empty());

        catalogue.published(TestModels.published(1));
        catalogue.promoted(TestModels.promotion(1));

        assertThat(catalogue.rollbackTarget()).isEqualTo(OptionalLong.empty());
    }
}
