package io.monge.serving.wire;

import io.monge.schemas.record.FailureReason;
import io.monge.schemas.record.UpscaleFailure;
import io.monge.schemas.record.UpscaleResult;
import io.monge.schemas.record.UpscaledImage;
import io.monge.serving.upscale.Letter;
import io.monge.serving.upscale.Letter.Reason;
import io.monge.serving.upscale.Letter.Reply;
import io.monge.serving.upscale.UpscaleAnswer;
import java.nio.ByteBuffer;
import java.time.Instant;

/** Replies as results. */
final class UpscaleRecords {

    /** Room for the id, the envelope and the record's frame, bytes. */
    private static final int OVERHEAD_BYTES = 64 << 10;

    private UpscaleRecords() {}

    /**
     * The result of a request.
     *
     * @param maxRecordBytes of the topic; an image beyond it becomes a failure that says so
     */
    static UpscaleResult result(String requestId, Letter.Reply reply, int maxRecordBytes) {
        int room = maxRecordBytes - OVERHEAD_BYTES;
        if (reply instanceof Reply.Success success && success.image().image().length > room) {
            String message =
                    "The upscaled image has %d bytes, a record takes %d; ask over HTTP"
                            .formatted(success.image().image().length, room);
            return result(requestId, new Reply.Failure(Reason.TOO_LARGE, message), maxRecordBytes);
        }
        return UpscaleResult.newBuilder()
                .setRequestId(requestId)
                .setOutcome(
                        reply instanceof Reply.Success success
                                ? image(success.image())
                                : failure((Reply.Failure) reply))
                .setCompletedAt(Instant.now())
                .build();
    }

    private static UpscaledImage image(UpscaleAnswer answer) {
        return UpscaledImage.newBuilder()
                .setImage(ByteBuffer.wrap(answer.image()))
                .setWidth(answer.width())
                .setHeight(answer.height())
                .setModelVersion(answer.version().orElseThrow())
                .setElapsedMillis(answer.timing().total().toMillis())
                .build();
    }

    private static UpscaleFailure failure(Reply.Failure failure) {
        return UpscaleFailure.newBuilder()
                .setReason(FailureReason.valueOf(failure.reason().name()))
                .setMessage(failure.message())
                .build();
    }
}
