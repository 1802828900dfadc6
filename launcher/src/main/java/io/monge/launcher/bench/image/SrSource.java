package io.monge.launcher.bench.image;

import io.monge.imaging.ImageCodec;
import io.monge.imaging.degrade.Range;
import io.monge.imaging.degrade.UnknownDegradation;
import io.monge.ingest.IngestConfig;
import io.monge.launcher.option.Count;
import io.monge.launcher.option.NonNegative;
import io.monge.runtime.config.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where the images of {@code bench sr} come from. */
final class SrSource {

    @Option(names = "--lr", paramLabel = "DIR", description = "training images, low resolution")
    private @Nullable Path lr;

    @Option(
            names = "--hr",
            paramLabel = "DIR",
            description =
                    "training images, high resolution, of other scenes; alone: photographs, of"
                            + " which some are degraded for the LR side and others scored")
    private @Nullable Path hr;

    @Option(
            names = "--pairs",
            paramLabel = "DIR",
            description =
                    "true pairs for scoring: NAMEL.png with NAMEH.png, or sub-folders such as lr"
                            + " and hr, input and clean; alone: also trains, on LR of some and HR of"
                            + " other pairs, and scores the rest")
    private @Nullable Path pairs;

    @Option(
            names = "--reduce",
            paramLabel = "N",
            defaultValue = "2",
            converter = Count.class,
            description =
                    "with --hr alone: photographs are reduced by this factor first, so that their"
                            + " pixels are sharp (default: 2)")
    private int reduce;

    @Option(
            names = "--jitter",
            paramLabel = "S",
            defaultValue = "0.3",
            converter = Strength.class,
            description =
                    "random contrast and colour of training crops, by one law on both sides, so that"
                            + " chance differences in colour are not learnt; 0 = none (default: 0.3)")
    private ColourJitter jitter = new ColourJitter(0);

    /**
     * @param hrCrop side of a training crop, HR px
     * @throws InvalidConfigException if the folders given make no protocol
     */
    SrImages read(IngestConfig config, int scale, int hrCrop, long seed) throws IOException {
        SrReader reader = new SrReader(new ImageCodec(config.limits()), scale, hrCrop, seed);
        if (lr != null && hr != null && pairs != null) {
            return reader.folders(lr, hr, pairs);
        }
        if (lr == null && hr == null && pairs != null) {
            return reader.halves(pairs);
        }
        if (lr == null && hr != null && pairs == null) {
            return reader.photographs(hr, degradation(config, scale), reduce);
        }
        throw new InvalidConfigException(
                "Give --lr, --hr and --pairs, or --pairs alone, or --hr alone.");
    }

    /** Pass after pass over the images. */
    TrainingImages training(SrImages images) {
        return new TrainingImages(
                new ShuffledPasses(images.lr()), new ShuffledPasses(images.hr()), jitter);
    }

    /** A {@link ColourJitter} by its strength. */
    static final class Strength implements ITypeConverter<ColourJitter> {
        @Override
        public ColourJitter convert(String text) {
            double strength = new NonNegative().convert(text);
            if (strength >= 1) {
                throw new TypeConversionException("'%s' is not below 1".formatted(text));
            }
            return new ColourJitter(strength);
        }
    }

    /** The configured one, its blur in the same number of LR pixels. */
    private static UnknownDegradation degradation(IngestConfig config, int scale) {
        UnknownDegradation configured = config.scenes().degradation();
        double share = (double) scale / configured.scale();
        Range blur = configured.blurSigma();
        return new UnknownDegradation(
                new Range(share * blur.min(), share * blur.max()),
                scale,
                configured.noiseSigma(),
                configured.jpegQuality());
    }
}
