package io.monge.ingest;

/**
 * One domain's way from images to patches.
 *
 * @param source where the images come from
 * @param patch side of a patch, px
 * @param patchesPerImage random crops cut from each image
 * @param patchesPerSecond pace; 0 = as fast as the broker takes them
 * @param limit patches after which the feed ends; 0 = never
 * @param filter what is left out
 * @param video which frames of videos are images
 */
public record FeedConfig(
        SourceSpec source,
        int patch,
        int patchesPerImage,
        double patchesPerSecond,
        long limit,
        PatchFilter filter,
        VideoConfig video) {

    /** With the usual frames of videos. */
    public FeedConfig(
            SourceSpec source,
            int patch,
            int patchesPerImage,
            double patchesPerSecond,
            long limit,
            PatchFilter filter) {
        this(source, patch, patchesPerImage, patchesPerSecond, limit, filter, VideoConfig.DEFAULT);
    }

    /** The patches of an image of a topic are sent together: so much of memory it takes. */
    private static final long LARGEST_IMAGE = 64L << 20;

    private static final long BESIDE_PIXELS = 256; // its image's id, twice; place and time

    /** Of all patches. */
    public FeedConfig(
            SourceSpec source,
            int patch,
            int patchesPerImage,
            double patchesPerSecond,
            long limit) {
        this(source, patch, patchesPerImage, patchesPerSecond, limit, PatchFilter.NONE);
    }

    public FeedConfig {
        requireWithin("patch", patch, 1, 512); // 3 x 512 x 512 bytes fit a record of 1 MiB
        requireWithin("patchesPerImage", patchesPerImage, 1, 1_000_000);
        if (!(patchesPerSecond >= 0 && patchesPerSecond <= 1e6)) {
            throw new IllegalArgumentException(
                    "patchesPerSecond is " + patchesPerSecond + ", must be between 0 and 1000000");
        }
        if (limit < 0) {
            throw new IllegalArgumentException("limit is " + limit + ", must not be negative");
        }
        if (source instanceof SourceSpec.Topic
                && patchesPerImage * recordBytes(patch) > LARGEST_IMAGE) {
            throw new IllegalArgumentException(
                    "patchesPerImage is %d, must be at most %d for patches of %d px: those of an image of a topic are sent together"
                            .formatted(patchesPerImage, LARGEST_IMAGE / recordBytes(patch), patch));
        }
    }

    /** Of the record of a patch, about: names are of any length. */
    long recordBytes() {
        return recordBytes(patch);
    }

    private static long recordBytes(int patch) {
        return 3L * patch * patch + BESIDE_PIXELS;
    }

    private static void requireWithin(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "%s is %d, must be between %d and %d".formatted(name, value, min, max));
        }
    }
}
