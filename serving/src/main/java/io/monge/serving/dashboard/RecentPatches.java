package io.monge.serving.dashboard;

import io.monge.imaging.RgbImage;
import java.util.List;

/** What has arrived last on the two streams of patches. Blocking. */
public interface RecentPatches {
    /**
     * Draws from P, newest first.
     *
     * @param count at most
     */
    List<RgbImage> lr(int count);

    /**
     * Draws from Q, newest first.
     *
     * @param count at most
     */
    List<RgbImage> hr(int count);
}
