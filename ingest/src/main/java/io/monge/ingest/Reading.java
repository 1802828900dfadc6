package io.monge.ingest;

import io.monge.ingest.SourceSpec.Passes;
import io.monge.ingest.video.VideoNames;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What earlier processes have read of a folder, and so where this one begins. Filled before the
 * feed starts, then owned by its thread.
 */
final class Reading implements ReadingLog.Visitor {

    /** Between the names of a file and of an entry in it. */
    static final char ENTRY = '!';

    private final Passes passes;
    private final int patchesPerImage;
    private final Map<String, ImagePosition> begun = new HashMap<>(); // few: cut when it ended
    private final Map<String, ImagePosition> lastOfVideo = new HashMap<>();
    private final SeenContents contents = new SeenContents();
    private SeenImages whole = new SeenImages();
    private long wholeImages;
    private long pass;
    private boolean finished;

    private Reading(Passes passes, int patchesPerImage) {
        this.passes = passes;
        this.patchesPerImage = patchesPerImage;
    }

    static Reading resumed(ReadingLog log, Passes passes, int patchesPerImage) {
        Reading reading = new Reading(passes, patchesPerImage);
        log.resume(reading);
        return reading;
    }

    /** One that nothing is known of. */
    static Reading fresh(Passes passes, int patchesPerImage) {
        return new Reading(passes, patchesPerImage);
    }

    @Override
    public void image(ImagePosition position) {
        contents.add(position.image(), position.content());
        if (position.pass() > pass) {
            begin(position.pass());
        }
        if (position.patches() >= patchesPerImage) {
            whole.take(position.image(), position.stamp());
            wholeImages++;
            begun.remove(position.image());
            mark(position);
        } else {
            begun.put(position.image(), position);
        }
    }

    /** The later of the two: in a video the frames before the last one that is whole are done. */
    private void mark(ImagePosition position) {
        String image = position.image();
        int end = image.lastIndexOf(ENTRY);
        if (end > 0 && VideoNames.isVideo(image.substring(0, end))) {
            lastOfVideo.merge(image.substring(0, end), position, Reading::later);
        }
    }

    private static ImagePosition later(ImagePosition one, ImagePosition next) {
        boolean same = one.stamp().equals(next.stamp());
        return same && one.image().compareTo(next.image()) > 0 ? one : next;
    }

    @Override
    public void passEnded(long ended) {
        begin(ended + 1);
    }

    /** A watched folder has no passes: what was cut once is done for good. */
    private void begin(long next) {
        pass = next;
        if (passes != Passes.WATCH) {
            whole = new SeenImages();
            wholeImages = 0;
            begun.clear();
            lastOfVideo.clear();
        }
    }

    /** The pass to begin with, or to go on with. */
    long pass() {
        return pass;
    }

    /** Where it begins, in words. */
    String beginning() {
        boolean fresh = wholeImages == 0 && begun.isEmpty();
        return fresh
                ? "begins pass %,d".formatted(pass + 1)
                : "goes on in pass %,d, behind %,d whole images".formatted(pass + 1, wholeImages);
    }

    /** How many images of it, or of a watched folder, are done. */
    long wholeImages() {
        return wholeImages;
    }

    /** Of all passes. */
    SeenContents contents() {
        return contents;
    }

    /** Whether all patches of an image are safe already. */
    boolean isWhole(ImagePosition start) {
        return start.pass() == pass && !whole.isNew(start.image(), start.stamp());
    }

    /** The name of the last frame of a video that is whole, for one that is as it was then. */
    Optional<String> lastWhole(FoundFile file) {
        return Optional.ofNullable(lastOfVideo.get(file.id()))
                .filter(last -> file.pass() == pass && last.stamp().equals(file.stamp()))
                .map(last -> last.image().substring(file.id().length() + 1));
    }

    /** Where an image is to be cut on. */
    ImagePosition of(ImagePosition start) {
        ImagePosition kept = begun.get(start.image());
        boolean goesOn = kept != null && start.pass() == pass && kept.stamp().equals(start.stamp());
        return goesOn ? start.after(kept.patches()) : start;
    }

    /** Every image of the pass has been cut, its last patch given out. */
    void finish() {
        finished = true;
    }

    /** Whether a pass was cut to its end; its last patches may still be on their way. */
    boolean isFinished() {
        return finished;
    }
}
