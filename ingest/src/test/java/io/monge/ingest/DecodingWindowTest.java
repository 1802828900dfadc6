package io.monge.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.imaging.RgbImage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Two threads, and pixels of 300 bytes that may wait. */
class DecodingWindowTest {

    private final DecodingWindow window = new DecodingWindow(2, 300);
    private final AtomicInteger begun = new AtomicInteger();
    private final Deque<Decoded> waiting = new ArrayDeque<>();

    @Test
    void manySmallImagesWaitBehindALargeOneWhosePixelsAreNotKnownYet() {
        begin(1); // stays in decoding: the first in the order

        int ahead = decodedAhead(12);

        assertThat(ahead).isEqualTo(25);
    }

    @Test
    void ofLargeImagesFewWait() {
        begin(1);

        int ahead = decodedAhead(1_000);

        assertThat(ahead).isEqualTo(3); // with the first, two a thread
    }

    @Test
    void noMoreAreDecodedAtATimeThanThereAreThreads() {
        begin(3);
        assertThat(begun).hasValue(2);

        window.decoded(image(1));
        assertThat(begun).hasValue(3);
    }

    @Test
    void whatLeavesMakesRoomForTheOneThatIsKeptOut() {
        begin(1);
        decodedAhead(1_000);
        int before = begun.get();

        window.leave(waiting.remove());

        assertThat(begun).hasValue(before + 1);
    }

    @Test
    void whatIsNoImageTakesNoRoom() {
        begin(1);
        for (int i = 0; i < 100; i++) {
            begin(1);
            window.decoded(Decoded.instead(() -> {}));
        }

        assertThat(begun).hasValue(101);
    }

    private void begin(int images) {
        for (int i = 0; i < images; i++) {
            window.enter(begun::incrementAndGet);
        }
    }

    /** As many as may be, on the other thread; the last that asks is kept out. */
    private int decodedAhead(int bytes) {
        int ahead = 0;
        int before = begun.get();
        begin(1);
        while (begun.get() > before) {
            before = begun.get();
            waiting.add(window.decoded(image(bytes)));
            ahead++;
            begin(1);
        }
        return ahead;
    }

    private static Decoded image(int bytes) {
        int width = (bytes + 2) / 3;
        return Decoded.shown(new SourceImage("n", 0, new RgbImage(width, 1, new byte[3 * width])));
    }
}
