package io.monge.serving.dashboard;

import io.monge.imaging.BicubicResampler;
import io.monge.imaging.RgbImage;
import io.monge.serving.dashboard.TransportView.Kind;
import io.monge.serving.upscale.Upscaled;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Takes a {@link TransportView} when one is asked for, and the same to all who ask within ten
 * seconds: nobody looking costs nothing, many cost no more than one. Blocking; thread-safe.
 */
public final class TransportBoard {
    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final int PATCHES = 16;
    private static final long SEED = 1; // equal images, equal palettes

    private final RecentPatches patches;
    private final Function<RgbImage, Upscaled> map;
    private final Clock clock;
    private Optional<TransportView> latest = Optional.empty();

    /**
     * @param map T of one patch, with its version
     */
    public TransportBoard(RecentPatches patches, Function<RgbImage, Upscaled> map, Clock clock) {
        this.patches = patches;
        this.map = map;
        this.clock = clock;
    }

    /** Empty while one of the two streams has no patch yet. */
    public synchronized Optional<TransportView> look() {
        if (latest.isEmpty() || latest.get().at().plus(FRESH).isBefore(clock.instant())) {
            latest = take();
        }
        return latest;
    }

    private Optional<TransportView> take() {
        List<RgbImage> lr = patches.lr(PATCHES);
        List<RgbImage> hr = patches.hr(PATCHES);
        if (lr.isEmpty() || hr.isEmpty()) {
            return Optional.empty();
        }
        List<RgbImage> bicubic = new ArrayList<>(lr.size());
        List<RgbImage> sr = new ArrayList<>(lr.size());
        long version = 0;
        for (RgbImage patch : lr) {
            Upscaled upscaled = map.apply(patch);
            version = upscaled.version();
            sr.add(upscaled.image());
            bicubic.add(new BicubicResampler(upscaled.image().width() / patch.width()).of(patch));
        }
        Map<Kind, List<RgbImage>> images = new EnumMap<>(Kind.class);
        images.put(Kind.LR, lr);
        images.put(Kind.BICUBIC, bicubic);
        images.put(Kind.SR, sr);
        images.put(Kind.HR, hr);
        Map<Kind, Palette> palettes = new EnumMap<>(Kind.class);
        images.forEach((kind, some) -> palettes.put(kind, Palette.of(some, SEED)));
        return Optional.of(new TransportView(clock.instant(), version, images, palettes));
    }
}
