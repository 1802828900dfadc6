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
 */
public record FeedConfig(
        SourceSpec source,
        int patch,
        int patchesPerImage,
        double patchesPerSecond,
        long limit,
        PatchFilter filter) {

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
    }

    private static void requireWithin(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "%s is %d, must be between %d and %d".formatted(name, value, min, max));
        }
    }
}
