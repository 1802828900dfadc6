package io.monge.ingest.upload;

import io.monge.http.Problem;
import io.monge.http.Problems;
import io.monge.http.RefusedException;
import io.monge.imaging.MalformedImageException;
import io.monge.imaging.MalformedImageException.Kind;
import io.monge.ingest.ArrivedImage;
import io.monge.ingest.CutImage;
import io.monge.ingest.RefusedImages.Reason;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A request that has been let in: its image once that is whole, and its answer. Thread-safe. */
final class Upload implements ArrivedImage {

    private static final byte[] NOTHING = {};

    private final UploadQueue queue;
    private final Sinks.One<CutImage> answer = Sinks.one();
    private volatile String id; // empty until it is wanted, if the client has given none
    private volatile byte[] encoded = NOTHING;
    private volatile boolean settled;
    private volatile boolean released;

    Upload(UploadQueue queue, Optional<String> id) {
        this.queue = queue;
        this.id = id.orElse("");
    }

    /** The whole image has come. */
    Mono<CutImage> received(byte[] image) {
        encoded = image;
        queue.offer(this);
        return cut();
    }

    /** The end of the way: what the image has given, or why it has not. */
    Mono<CutImage> cut() {
        return answer.asMono();
    }

    /** Has been answered, or nobody waits any more: it keeps no room and no bytes. */
    void release() {
        released = true;
        queue.release(this);
        encoded = NOTHING;
    }

    /**
     * The client's, or the SHA-256 of the bytes. Computed when first asked for: not for event
     * loops.
     */
    @Override
    public String id() {
        if (id.isEmpty()) {
            id = digest(encoded);
        }
        return id;
    }

    @Override
    public byte[] encoded() {
        return encoded;
    }

    /** Whether the feed is done with it. */
    boolean isSettled() {
        return settled;
    }

    int size() {
        return encoded.length;
    }

    @Override
    public boolean isAwaited() {
        return !released;
    }

    @Override
    public void acknowledge(CutImage cut) {
        settled = true;
        answer.tryEmitValue(cut); // fails if it was answered before: then nobody waits
    }

    @Override
    public void refuse(Reason reason, String message) {
        settled = true;
        fail(new RefusedException(problem(reason, message)));
    }

    void fail(RefusedException why) {
        answer.tryEmitError(why); // as above
    }

    private static Problem problem(Reason reason, String message) {
        return switch (reason) {
            case MALFORMED -> malformed(Kind.MALFORMED, message);
            case TOO_LARGE -> malformed(Kind.TOO_LARGE, message);
            case UNSUPPORTED -> malformed(Kind.UNSUPPORTED, message);
            case TOO_SMALL ->
                    Problem.of(
                            422,
                            "too-small",
                            "Image too small",
                            message + ". Send an image of at least a patch's size.");
            default ->
                    Problem.of(
                            422, "unwanted-image", "Image not wanted", message + ". Send another.");
        };
    }

    private static Problem malformed(Kind kind, String message) {
        return Problems.of(new MalformedImageException(kind, message));
    }

    private static String digest(byte[] image) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(image));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
