package io.monge.serving.wire;

import io.monge.schemas.image.ImageParts;
import io.monge.schemas.image.ImageParts.Piece;
import io.monge.schemas.record.FailureReason;
import io.monge.schemas.record.UpscaleFailure;
import io.monge.schemas.record.UpscaleResult;
import io.monge.schemas.record.UpscaledImage;
import io.monge.serving.upscale.Letter;
import io.monge.serving.upscale.Letter.Reply;
import io.monge.serving.upscale.UpscaleAnswer;
import java.time.Instant;
import java.util.List;

/** Replies as results. */
final class UpscaleRecords {

    /** Room for the id, the envelope and the record's frame, bytes. */
    private static final int OVERHEAD_BYTES = 64 << 10;

    private UpscaleRecords() {}

    /**
     * The result of a request: several records, to be written together, if the image does not fit
     * into one.
     *
     * @param maxRecordBytes of the topic
     */
    static List<UpscaleResult> results(String requestId, Letter.Reply reply, int maxRecordBytes) {
        Instant now = Instant.now();
        if (reply instanceof Reply.Failure failure) {
            return List.of(new UpscaleResult(requestId, failure(failure), now));
        }
        UpscaleAnswer answer = ((Reply.Success) reply).image();
        int room = maxRecordBytes - OVERHEAD_BYTES;
        int most = answer.image().length <= room ? room : ImageParts.MAX_PART_BYTES;
        return ImageParts.split(answer.image(), most).stream()
                .map(piece -> new UpscaleResult(requestId, image(answer, piece), now))
                .toList();
    }

    private static UpscaledImage image(UpscaleAnswer answer, Piece piece) {
        UpscaledImage.Builder image =
                UpscaledImage.newBuilder()
                        .setImage(piece.bytes())
                        .setWidth(answer.width())
                        .setHeight(answer.height())
                        .setModelVersion(answer.version().orElseThrow())
                        .setElapsedMillis(answer.timing().total().toMillis());
        piece.part().ifPresent(image::setPart);
        return image.build();
    }

    private static UpscaleFailure failure(Reply.Failure failure) {
        return UpscaleFailure.newBuilder()
                .setReason(FailureReason.valueOf(failure.reason().name()))
                .setMessage(failure.message())
                .build();
    }
}
