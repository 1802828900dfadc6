package io.monge.trainer;

import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageLimits;
import io.monge.imaging.MalformedImageException;
import io.monge.imaging.RgbImage;
import io.monge.imaging.folder.FilePair;
import io.monge.imaging.folder.MissingImagesException;
import io.monge.imaging.folder.PairFolder;
import io.monge.imaging.folder.Regions;
import io.monge.imaging.scene.ScenePair;
import io.monge.ot.metric.Lpips;
import io.monge.ot.metric.Psnr;
import io.monge.ot.metric.Ssim;
import io.monge.ot.snapshot.FrozenMap;
import io.monge.ot.snapshot.ModelSnapshot;
import io.monge.ot.tensor.Compute;
import io.monge.runtime.config.InvalidConfigException;
import io.monge.trainer.TrainerConfig.HeldOutConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PSNR, SSIM and LPIPS of a snapshot on true pairs, for users who have some: {@code
 * trainer.heldOut.pairs}. Never trained on: they are in no stream, unless their owner feeds them.
 *
 * <p>Opened when the trainer starts, so that a wrong folder is told then and not with the first
 * snapshot; the images stay in memory. Owned by the publishing thread from then on; whoever opens
 * it closes it.
 */
final class PairScores implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PairScores.class);

    /** The same regions of a large image for every snapshot, of any training. */
    private static final long SEED = 20;

    private static final int REGIONS = 2;
    private static final int REGION_SIDE = 384; // HR px
    private static final ImageLimits LIMITS = new ImageLimits(64L << 20, 100_000_000);

    /** Beyond so many HR pixels scoring takes longer than publishing should, with any map. */
    private static final long MANY_PIXELS = 4_000_000;

    private final List<ScenePair> pairs;
    private final Optional<Lpips> lpips;

    private PairScores(List<ScenePair> pairs, Optional<Lpips> lpips) {
        this.pairs = List.copyOf(pairs);
        this.lpips = lpips;
    }

    /** Without pairs, which says nothing of any snapshot. */
    static PairScores none() {
        return new PairScores(List.of(), Optional.empty());
    }

    /**
     * Reads the pairs, if there are to be some.
     *
     * @param scale of the map
     * @throws InvalidConfigException if the folder or the network cannot be used; one sentence
     */
    static PairScores open(HeldOutConfig config, int scale) {
        if (config.pairs().isEmpty()) {
            return none();
        }
        List<ScenePair> pairs = read(config.pairs().get(), scale);
        long pixels = pairs.stream().mapToLong(pair -> pair.hr().area()).sum();
        LOG.info("Scoring every snapshot on {} true pairs, {} HR pixels", pairs.size(), pixels);
        if (pixels > MANY_PIXELS) {
            LOG.warn(
                    "trainer.heldOut.pairs has {} HR pixels: fewer or smaller images publish sooner",
                    pixels);
        }
        return new PairScores(pairs, config.lpips().map(file -> open(file, pairs)));
    }

    private static List<ScenePair> read(Path folder, int scale) {
        Regions regions =
                new Regions(new ImageCodec(LIMITS), REGIONS, REGION_SIDE - REGION_SIDE % scale);
        SplittableRandom random = new SplittableRandom(SEED);
        List<ScenePair> pairs = new ArrayList<>();
        try {
            for (FilePair files : new PairFolder(folder).pairs()) {
                pairs.addAll(regions.of(files, scale, random));
            }
        } catch (MissingImagesException
                | MalformedImageException
                | IllegalArgumentException
                | IOException e) {
            throw new InvalidConfigException("trainer.heldOut.pairs: " + e.getMessage(), e);
        }
        return pairs;
    }

    /** One look at a pair tells whether the network can be used with these. */
    private static Lpips open(Path file, List<ScenePair> pairs) {
        try {
            Lpips lpips = Lpips.open(file, 1);
            try {
                for (ScenePair pair : pairs) {
                    lpips.requireSize(pair.hr());
                }
                lpips.of(pairs.get(0).hr(), pairs.get(0).hr());
                return lpips;
            } catch (RuntimeException e) {
                lpips.close();
                throw e;
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new InvalidConfigException("trainer.heldOut.lpips: " + e.getMessage(), e);
        }
    }

    /**
     * Means over the pairs; nothing without pairs.
     *
     * @param compute of the publishing thread
     */
    Scores of(ModelSnapshot snapshot, Compute compute) {
        if (pairs.isEmpty()) {
            return Scores.NONE;
        }
        double psnr = 0;
        double ssim = 0;
        double distance = 0;
        try (FrozenMap map = FrozenMap.open(snapshot, compute)) {
            for (ScenePair pair : pairs) {
                RgbImage sr = map.upscale(List.of(pair.lr())).get(0);
                psnr += Psnr.of(sr, pair.hr()) / pairs.size();
                ssim += Ssim.of(sr, pair.hr()) / pairs.size();
                if (lpips.isPresent()) {
                    distance += lpips.get().of(sr, pair.hr()) / pairs.size();
                }
            }
        }
        Map<Signal, Double> values = new EnumMap<>(Signal.class);
        values.put(Signal.PAIRS_PSNR, psnr);
        values.put(Signal.PAIRS_SSIM, ssim);
        if (lpips.isPresent()) {
            values.put(Signal.PAIRS_LPIPS, distance);
        }
        return new Scores(values);
    }

    @Override
    public void close() {
        lpips.ifPresent(Lpips::close);
    }
}
