package io.monge.ingest.video;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VideoTimeTest {

    @ParameterizedTest
    @CsvSource({
        "0, 00:00:00.000",
        "12000, 00:00:12.000",
        "3661001, 01:01:01.001",
        "359999999, 99:59:59.999"
    })
    void aTimeHasANameAndTheNameTheTime(long millis, String name) {
        assertThat(VideoTime.nameOf(millis)).isEqualTo(name);
        assertThat(VideoTime.millisOf(name)).hasValue(millis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.png", "0:00:00.000", "00:60:00.000", "00:00:00"})
    void otherNamesAreOfNoTime(String name) {
        assertThat(VideoTime.millisOf(name)).isEmpty();
    }
}
