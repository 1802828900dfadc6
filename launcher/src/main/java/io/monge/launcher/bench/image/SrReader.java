package io.monge.launcher.bench.image;

import io.monge.imaging.ImageCodec;
import io.monge.imaging.RgbImage;
import io.monge.imaging.degrade.Degradation;
import io.monge.imaging.degrade.Downscale;
import io.monge.imaging.folder.FilePair;
import io.monge.imaging.folder.ImageFolder;
import io.monge.imaging.folder.PairFolder;
import io.monge.imaging.folder.Regions;
import io.monge.imaging.scene.ScenePair;
import io.monge.launcher.bench.image.SrImages.Files;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Reads folders into {@link SrImages}, so that no scored scene is trained on. */
final class SrReader {
    private static final int TRAINED_REGIONS = 24;
    private static final int SCORED_REGIONS = 6;
    private static final int SIDE = 384;

    private final Regions trained;
    private final Regions scored;
    private final int scale;
    private final int hrCrop;
    private final long seed;

    /**
     * @param hrCrop side of a training crop, HR px
     * @param seed of the split and of the regions
     */
    SrReader(ImageCodec codec, int scale, int hrCrop, long seed) {
        this.trained = new Regions(codec, TRAINED_REGIONS, SIDE);
        this.scored = new Regions(codec, SCORED_REGIONS, SIDE);
        this.scale = scale;
        this.hrCrop = hrCrop;
        this.seed = seed;
    }

    /** True pairs alone: split in three, so that training is unpaired and scoring unseen. */
    SrImages halves(Path pairs) throws IOException {
        var parts = ThreeParts.of(new PairFolder(pairs).pairs(), "pairs", seed);
        return new SrImages(
                read(parts.lr().stream().map(FilePair::lr).toList(), hrCrop / scale),
                read(parts.hr().stream().map(FilePair::hr).toList(), hrCrop),
                readPairs(parts.scored()),
                Files.of(parts),
                "unpaired halves: LR of some pairs, HR of others, scored on the rest");
    }

    /**
     * Two unpaired folders, scored on pairs. Where a training folder holds pictures of the pairs,
     * the pairs are split as in {@link #halves} and what is not of the right part is not trained
     * on.
     */
    SrImages folders(Path lr, Path hr, Path pairs) throws IOException {
        List<Path> lrFiles = new ImageFolder(lr).files();
        List<Path> hrFiles = new ImageFolder(hr).files();
        List<FilePair> all = new PairFolder(pairs).pairs();
        Set<String> known = fingerprints(all);
        if (without(known, lrFiles).size() == lrFiles.size()
                && without(known, hrFiles).size() == hrFiles.size()) {
            return new SrImages(
                    read(lrFiles, hrCrop / scale),
                    read(hrFiles, hrCrop),
                    readPairs(all),
                    new Files(lrFiles.size(), hrFiles.size(), all.size()),
                    "unpaired folders, scored on pairs that are in neither");
        }
        var parts = ThreeParts.of(all, "pairs", seed);
        Set<String> notLr = fingerprints(all);
        notLr.removeAll(fingerprints(parts.lr()));
        Set<String> notHr = fingerprints(all);
        notHr.removeAll(fingerprints(parts.hr()));
        List<Path> lrKept = without(notLr, lrFiles);
        List<Path> hrKept = without(notHr, hrFiles);
        return new SrImages(
                read(lrKept, hrCrop / scale),
                read(hrKept, hrCrop),
                readPairs(parts.scored()),
                new Files(lrKept.size(), hrKept.size(), parts.scored().size()),
                "the training folders hold pictures of the pairs, so the pairs were split: LR of some, HR of others, scored on the rest");
    }

    /**
     * Photographs alone: some are degraded, others are HR, scored on third ones.
     *
     * @param reduce factor by which photographs are reduced first, 1 = not
     */
    SrImages photographs(Path hr, Degradation degradation, int reduce) throws IOException {
        Downscale first = new Downscale(reduce, Downscale.Window.BOX);
        var parts = ThreeParts.of(new ImageFolder(hr).files(), "photographs", seed);
        int smallest = reduce * hrCrop;
        var seeds = new SplittableRandom(seed + 1);
        List<RgbImage> lr = new ArrayList<>();
        for (RgbImage region : reduced(parts.lr(), trained, first, smallest)) {
            lr.add(degradation.of(region, seeds.nextLong()));
        }
        List<ScenePair> pairs = new ArrayList<>();
        for (RgbImage region : reduced(parts.scored(), scored, first, smallest)) {
            pairs.add(new ScenePair(degradation.of(region, seeds.nextLong()), region));
        }
        return new SrImages(
                lr,
                reduced(parts.hr(), trained, first, smallest),
                HeldOutPatches.of(pairs),
                Files.of(parts),
                "photographs: some degraded (blur, decimation, noise, JPEG), others as HR, scored on third ones");
    }

    private List<RgbImage> reduced(List<Path> files, Regions regions, Downscale first, int smallest)
            throws IOException {
        Regions larger =
                new Regions(regions.codec(), regions.count(), first.factor() * regions.side());
        SplittableRandom random = new SplittableRandom(seed);
        List<RgbImage> reduced = new ArrayList<>();
        for (Path file : files) {
            for (RgbImage region : larger.of(file, smallest, random)) {
                RgbImage small = first.of(region);
                reduced.add(
                        small.crop(
                                0,
                                0,
                                small.width() - small.width() % scale,
                                small.height() - small.height() % scale));
            }
        }
        return reduced;
    }

    private List<RgbImage> read(List<Path> files, int smallest) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<RgbImage> images = new ArrayList<>();
        for (Path file : files) {
            images.addAll(trained.of(file, smallest, random));
        }
        return images;
    }

    private HeldOutPatches readPairs(List<FilePair> files) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<ScenePair> pairs = new ArrayList<>();
        for (FilePair pair : files) {
            pairs.addAll(scored.of(pair, scale, random));
        }
        return HeldOutPatches.of(pairs);
    }

    private static Set<String> fingerprints(List<FilePair> pairs) throws IOException {
        Set<String> prints = new HashSet<>();
        for (FilePair pair : pairs) {
            prints.add(Fingerprint.of(pair.lr()));
            prints.add(Fingerprint.of(pair.hr()));
        }
        return prints;
    }

    private static List<Path> without(Set<String> prints, List<Path> files) throws IOException {
        List<Path> others = new ArrayList<>();
        for (Path file : files) {
            if (!prints.contains(Fingerprint.of(file))) {
                others.add(file);
            }
        }
        return others;
    }
}
