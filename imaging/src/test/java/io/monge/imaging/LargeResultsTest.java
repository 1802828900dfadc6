package io.monge.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Results that no array holds are refused as images, before anything is allocated for them. */
class LargeResultsTest {

    private static final ImageHeader LARGE = new ImageHeader(ImageFormat.JPEG, 32_000, 24_000);

    @Test
    void whatIsBufferedForItsEncoderHasALimit() {
        String message =
                "The result would be 32000x24000 px, as JPEG at most 715827879 pixels: take PNG or a smaller scale";

        assertTooLarge(() -> SampleBuffer.of(LARGE, SampleLayout.RGB), message);
        assertTooLarge(() -> SampleBuffer.inMemory(LARGE, SampleLayout.RGB), message);
    }

    @Test
    void greyOnesMayBeThreeTimesAsLarge() {
        assertThat(new SampleLayout(1, Byte.SIZE).mostPixels()).isGreaterThan(2 * LARGE.area());
        assertThat(SampleLayout.RGB.bytes(SampleLayout.RGB.mostPixels())).isPositive();
    }

    @Test
    void soHasWhatIsReduced() {
        Picture source = Picture.of(Pictures.plain(1000, 1000, 1, 2, 3));

        assertTooLarge(
                () -> new ReducedRows(source, 32, 27),
                "The result would be 27000x27000 px, reduced at most 715827879 pixels: take scale 32 or a smaller one");
    }

    private static void assertTooLarge(ThrowingCallable making, String message) {
        assertThatThrownBy(making)
                .isInstanceOfSatisfying(
                        MalformedImageException.class,
                        e -> assertThat(e.kind()).isEqualTo(MalformedImageException.Kind.TOO_LARGE))
                .hasMessage(message);
    }
}
