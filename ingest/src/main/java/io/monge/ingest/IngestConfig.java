package io.monge.ingest;

import io.monge.imaging.ImageLimits;

/**
 * What is ingested. As YAML:
 *
 * <pre>{@code
 * ingest:
 *   lr:
 *     source: { type: synthetic }      # none | synthetic | directory | topic { name: photos } | http { port: 8091 }
 *     patch: 32                        # px, side of a patch
 *     patchesPerImage: 16              # random crops cut from each image
 *     patchesPerSecond: 0              # pace; 0 = as fast as the broker takes them
 *     limit: 0                         # patches after which the feed ends; 0 = never
 *     filter:                          # grey is (R + G + B) / 3, where white is 1
 *       minContrast: 0                 # least standard deviation of a patch's grey; 0 = all
 *       minSharpness: 0                # least mean absolute difference of neighbours; 0 = all
 *       duplicates: keep               # keep | drop images whose pixels another image has had
 *     video: { every: 1s }             # of each such interval of a video the first frame; 0s = every frame
 *   hr:
 *     source: { type: directory, path: photos, passes: loop, scanEvery: 1s, settle: 2s }   # or an archive
 *     patch: 128
 *     patchesPerImage: 16
 *     patchesPerSecond: 0
 *     limit: 0
 *     filter: { minContrast: 0.02, minSharpness: 0, duplicates: drop }
 *     video: { every: 500ms }
 *   scenes:                            # the rendered world of synthetic sources
 *     world: 1                         # seed; LR and HR never share a scene within a world
 *     start: clock                     # clock: a restart goes on with new scenes | first: the same scenes again
 *     size: 256                        # px, side of a scene
 *     degradation:                     # of the LR side
 *       blurSigma: { min: 1.5, max: 2.5 }    # px of the scene
 *       scale: 4
 *       noiseSigma: 0.01               # where white is 1
 *       jpegQuality: { min: 70, max: 95 }    # 100 = not compressed
 *   limits:
 *     maxBytes: 64MiB                  # of an image file, or an entry of an archive
 *     maxPixels: 100000000             # of an image, by its header
 *     formats: [png, jpeg, webp, gif, bmp]   # that are read
 *   uploads:                           # of sources of the type http
 *     host: 127.0.0.1                  # address to bind; 0.0.0.0 for all (then set a token)
 *     token: ""                        # bearer token; empty for none
 *     tls: { certificate: "", key: "" }   # PEM files, the key PKCS#8 without a password; empty for plain HTTP
 *     origins: []                      # further origins whose pages may send images
 *     waitingBytes: 64MiB              # of a domain's images in reception, waiting or being cut; more is refused
 *     deadline: 60s                    # longest time from a request to its answer, and the default
 *     drain: 5s                        # how long what was let in may go on when the process stops
 * }</pre>
 */
public record IngestConfig(
        FeedConfig lr,
        FeedConfig hr,
        SceneConfig scenes,
        ImageLimits limits,
        UploadConfig uploads) {

    public IngestConfig {
        requirePortOfItsOwn(lr.source(), hr.source());
        requireSceneHolds("lr", lr, scenes.size() / scenes.degradation().scale());
        requireSceneHolds("hr", hr, scenes.size());
    }

    /** With the usual way of listening. */
    public IngestConfig(FeedConfig lr, FeedConfig hr, SceneConfig scenes, ImageLimits limits) {
        this(lr, hr, scenes, limits, UploadConfig.DEFAULT);
    }

    FeedConfig feed(Domain domain) {
        return domain == Domain.LR ? lr : hr;
    }

    private static void requirePortOfItsOwn(SourceSpec lr, SourceSpec hr) {
        if (lr instanceof SourceSpec.Http one
                && hr instanceof SourceSpec.Http other
                && one.port() == other.port()
                && one.port() != 0) {
            throw new IllegalArgumentException(
                    "lr.source and hr.source are posted to the same port, %d: each needs its own"
                            .formatted(one.port()));
        }
    }

    private static void requireSceneHolds(String name, FeedConfig feed, int side) {
        if (feed.source() instanceof SourceSpec.Synthetic && feed.patch() > side) {
            throw new IllegalArgumentException(
                    "%s.patch is %d px, but a synthetic image of that side is %d px wide: lower it or raise scenes.size"
                            .formatted(name, feed.patch(), side));
        }
    }
}
