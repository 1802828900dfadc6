package io.monge.ingest.video;

/**
 * A frame of a video, or a place where one is missing.
 *
 * @param millis since the video's beginning
 * @param state whether it can be shown
 */
public record VideoFrame(long millis, State state) {

    /** Whether a frame can be shown. */
    public enum State {
        /** It can. */
        WHOLE,
        /** Its bytes are damaged; what refers to them is left out up to the next key frame. */
        DAMAGED
    }
}
