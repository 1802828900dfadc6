package io.monge.launcher.command;

import io.monge.imaging.ImageCodec;
import io.monge.imaging.ImageEncoding;
import io.monge.imaging.MalformedImageException;
import io.monge.imaging.Picture;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Images one after the other: while one goes through the map, the next is decoded and the one
 * before is encoded, each on a thread of its own. One thread calls.
 */
final class UpscaleRun implements Closeable {

    private final ImageCodec codec;
    private final OfflineUpscaler upscaler;
    private final Function<Path, ImageEncoding> encodings;
    private final Report report;
    private final ExecutorService decoding =
            Executors.newSingleThreadExecutor(
                    work -> {
                        Thread daemon = new Thread(work, "decode");
                        daemon.setDaemon(true);
                        return daemon;
                    });
    private final EncodingLine line = new EncodingLine();

    /** Hears what becomes of each image, on the calling thread and in order. */
    interface Report {
        void written(UpscaleJobs.Job job);

        void refused(UpscaleJobs.Job job, MalformedImageException why);
    }

    UpscaleRun(
            ImageCodec codec,
            OfflineUpscaler upscaler,
            Function<Path, ImageEncoding> encodings,
            Report report) {
        this.codec = codec;
        this.upscaler = upscaler;
        this.encodings = encodings;
        this.report = report;
    }

    /** An image that is being encoded. */
    private record Pending(UpscaleJobs.Job job, PartialFile file, Future<?> done) {}

    /**
     * One bad image must not cost the user the others; a target that cannot be written ends it.
     *
     * @return number of images that were refused
     */
    int upscale(List<UpscaleJobs.Job> jobs) throws IOException {
        int refused = 0;
        Deque<Pending> pending = new ArrayDeque<>();
        Deque<Future<Picture>> decoded = new ArrayDeque<>();
        try {
            for (int i = 0; i < jobs.size(); i++) {
                for (int ahead = i + decoded.size();
                        ahead < Math.min(i + 2, jobs.size());
                        ahead++) {
                    Path source = jobs.get(ahead).source();
                    decoded.add(decoding.submit(() -> codec.picture(source)));
                }
                refused += begin(jobs.get(i), decoded.remove(), pending) ? 0 : 1;
                if (pending.size() > 1) {
                    refused += finish(pending.remove()) ? 0 : 1;
                }
            }
            while (!pending.isEmpty()) {
                refused += finish(pending.remove()) ? 0 : 1;
            }
            return refused;
        } finally {
            for (Pending left : pending) {
                left.file.close(); // what is not finished leaves nothing behind
            }
        }
    }

    private boolean begin(UpscaleJobs.Job job, Future<Picture> decoded, Deque<Pending> pending) {
        try {
            Picture picture = EncodingLine.await(decoded);
            PartialFile file = new PartialFile(job.target());
            boolean begun = false;
            try {
                ImageEncoding encoding = encodings.apply(job.target());
                pending.add(
                        new Pending(job, file, upscaler.upscale(picture, file, encoding, line)));
                begun = true;
            } finally {
                if (!begun) {
                    file.close();
                }
            }
            return true;
        } catch (MalformedImageException e) {
            report.refused(job, e);
            return false;
        } catch (IOException e) {
            throw failed(job, e);
        }
    }

    /** Only now it may turn out that the format cannot hold so large an image. */
    private boolean finish(Pending pending) {
        try (pending.file) {
            EncodingLine.await(pending.done);
        } catch (MalformedImageException e) {
            report.refused(pending.job, e);
            return false;
        } catch (IOException e) {
            throw failed(pending.job, e);
        }
        report.written(pending.job);
        return true;
    }

    private static UncheckedIOException failed(UpscaleJobs.Job job, IOException cause) {
        return new UncheckedIOException(
                "'%s' to '%s': %s".formatted(job.source(), job.target(), cause), cause);
    }

    @Override
    public void close() {
        decoding.shutdownNow();
        line.close();
    }
}
