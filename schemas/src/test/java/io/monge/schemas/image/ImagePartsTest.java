package io.monge.schemas.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.monge.schemas.image.BrokenImageException.Problem;
import io.monge.schemas.image.ImageParts.Piece;
import io.monge.schemas.record.ImagePart;
import io.monge.schemas.record.UpscaleRequest;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImagePartsTest {
    private static final long LIMIT = 1 << 20;

    @ParameterizedTest
    @ValueSource(ints = {101, 199, 200, 201, 1000, 12_345})
    void piecesMakeTheImageAgain(int length) {
        byte[] image = image(length);
        List<Piece> pieces = ImageParts.split(image, 100);

        ImageAssembly assembly = new ImageAssembly(part(pieces, 0), LIMIT);
        for (int i = 0; i < pieces.size(); i++) {
            assertThat(assembly.isWhole()).isFalse();
            assembly.add(part(pieces, i), pieces.get(i).bytes());
            assembly.add(part(pieces, i), pieces.get(i).bytes()); // sent twice
        }

        assertThat(assembly.isWhole()).isTrue();
        assertThat(assembly.image()).isEqualTo(image);
    }

    @Test
    void aSmallImageIsOneRecordAsItAlwaysWas() {
        List<UpscaleRequest> requests = ImageParts.requests("id", image(1000), Instant.EPOCH);

        assertThat(requests).hasSize(1);
        assertThat(requests.get(0).getPart()).isNull();
        assertThat(requests.get(0).getImage().remaining()).isEqualTo(1000);
    }

    @Test
    void aPieceTooFewTooManyAlteredOrOfAnotherImageIsNoticed() {
        List<Piece> pieces = ImageParts.split(image(250), 100);
        List<Piece> others = ImageParts.split(image(251), 100);

        ImageAssembly gap = new ImageAssembly(part(pieces, 0), LIMIT);
        assertThatThrownBy(() -> gap.add(part(pieces, 1), pieces.get(1).bytes()))
                .isInstanceOf(BrokenImageException.class)
                .hasMessage("Piece 0 of 3 is missing: 1 came next");
        assertThatThrownBy(() -> gap.add(part(others, 0), others.get(0).bytes()))
                .hasMessageContaining("another image");
        gap.add(part(pieces, 0), pieces.get(0).bytes());
        assertThatThrownBy(gap::image).hasMessageContaining("1 of 3 pieces came, with 100 of 250");
        assertThatThrownBy(() -> gap.add(part(pieces, 1), ByteBuffer.allocate(151)))
                .hasMessageContaining("more than the 250 bytes");
        gap.add(part(pieces, 1), ByteBuffer.allocate(100));
        gap.add(part(pieces, 2), pieces.get(2).bytes());
        assertThatThrownBy(gap::image).hasMessageContaining("SHA-256");
    }

    @Test
    void whatIsAnnouncedToBeTooLargeIsRefusedBeforeAByteIsKept() {
        ImagePart huge = new ImagePart(0, 2, LIMIT + 1, ByteBuffer.allocate(32));
        ImagePart impossible = new ImagePart(0, 0, 5L, ByteBuffer.allocate(32));

        assertThatThrownBy(() -> new ImageAssembly(huge, LIMIT))
                .isInstanceOfSatisfying(
                        BrokenImageException.class,
                        e -> assertThat(e.problem()).isEqualTo(Problem.TOO_LARGE));
        assertThatThrownBy(() -> new ImageAssembly(impossible, LIMIT))
                .isInstanceOf(BrokenImageException.class);
    }

    private static ImagePart part(List<Piece> pieces, int index) {
        return pieces.get(index).part().orElseThrow();
    }

    private static byte[] image(int length) {
        byte[] image = new byte[length];
        new Random(length).nextBytes(image);
        return image;
    }
}
