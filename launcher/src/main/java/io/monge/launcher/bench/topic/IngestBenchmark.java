package io.monge.launcher.bench.topic;

import io.monge.imaging.Crop;
import io.monge.imaging.ImageCodec;
import io.monge.imaging.MalformedImageException;
import io.monge.imaging.RandomCrops;
import io.monge.imaging.RgbImage;
import io.monge.ingest.Domain;
import io.monge.ingest.IngestConfig;
import io.monge.ingest.IngestService;
import io.monge.ingest.Patch;
import io.monge.ingest.wire.KafkaPatchSink;
import io.monge.runtime.kafka.KafkaConnection;
import io.monge.runtime.metric.MetricEmitter;
import io.monge.runtime.metric.ProcessUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** HR patches to the topic, from memory and from a folder, and what each is measured by. */
final class IngestBenchmark {

    private static final int UNANSWERED = 128; // as many as ingest's own feeds have on their way
    private static final int IMAGES = 8;
    private static final int SIDE = 512;
    private static final Duration WARM_UP = Duration.ofSeconds(2); // connections and compilers
    private static final Duration LOOK = Duration.ofMillis(100);

    private final KafkaConnection kafka;
    private final Duration time;

    /** Images a second from files to the topic, and what the process took at most meanwhile. */
    record FolderRate(double imagesPerSecond, long residentBytes) {}

    /**
     * @param time of one measurement
     */
    IngestBenchmark(KafkaConnection kafka, Duration time) {
        this.kafka = kafka;
        this.time = time;
    }

    /** Patches a second that the broker has acknowledged, cut from images in memory. */
    double fromMemory(int patch) {
        Iterator<Patch> patches = endless(patch);
        LongAdder safe = new LongAdder();
        try (KafkaPatchSink sink = KafkaPatchSink.open(kafka)) {
            Mono<Void> sending =
                    Flux.<Patch>generate(next -> next.next(patches.next()))
                            .flatMap(
                                    it -> sink.send(it).doOnSuccess(done -> safe.increment()),
                                    UNANSWERED)
                            .subscribeOn(Schedulers.single())
                            .then();
            return during(sending, safe);
        }
    }

    private double during(Mono<Void> sending, LongAdder safe) {
        long[] counted = new long[2];
        Flux.from(sending)
                .takeUntilOther(
                        Mono.delay(WARM_UP)
                                .doOnNext(end -> counted[0] = safe.sum())
                                .then(Mono.delay(time))
                                .doOnNext(end -> counted[1] = safe.sum()))
                .blockLast();
        return (counted[1] - counted[0]) / (time.toNanos() / 1e9);
    }

    private static Iterator<Patch> endless(int patch) {
        Random noise = new Random(1);
        List<Iterator<Crop>> crops =
                Flux.range(0, IMAGES)
                        .map(i -> new RandomCrops(patch).of(image(noise), i).iterator())
                        .collectList()
                        .blockOptional()
                        .orElseThrow();
        AtomicInteger next = new AtomicInteger();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Patch next() {
                int i = Math.floorMod(next.getAndIncrement(), IMAGES);
                return new Patch(Domain.HR, "noise-" + i, crops.get(i).next(), Instant.now());
            }
        };
    }

    private static RgbImage image(Random noise) {
        byte[] pixels = new byte[RgbImage.byteLength(SIDE, SIDE)];
        noise.nextBytes(pixels);
        return new RgbImage(SIDE, SIDE, pixels);
    }

    /** The files of the configured folder, by the product's own way. */
    FolderRate fromFolder(IngestConfig config) throws InterruptedException {
        try (IngestService service =
                new IngestService(
                        config, () -> KafkaPatchSink.open(kafka), MetricEmitter.discarding())) {
            service.start();
            TimeUnit.NANOSECONDS.sleep(WARM_UP.toNanos());
            long before = service.published(Domain.HR);
            long start = System.nanoTime();
            long resident = 0;
            while (System.nanoTime() - start < time.toNanos()) {
                TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
                resident = Math.max(resident, ProcessUse.now().resident());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            double patches = (service.published(Domain.HR) - before) / seconds;
            return new FolderRate(patches / config.hr().patchesPerImage(), resident);
        }
    }

    /** The same files decoded and dropped, on as many threads as there are processors. */
    double decodingAlone(List<Path> files, ImageCodec codec) {
        int threads = Runtime.getRuntime().availableProcessors();
        AtomicInteger next = new AtomicInteger();
        LongAdder decoded = new LongAdder();
        Mono<Void> decoding =
                Flux.range(0, threads)
                        .flatMap(
                                thread ->
                                        Mono.fromRunnable(
                                                        () -> decodeOn(files, next, codec, decoded))
                                                .subscribeOn(Schedulers.boundedElastic()),
                                threads)
                        .then();
        return during(decoding, decoded);
    }

    private static void decodeOn(
            List<Path> files, AtomicInteger next, ImageCodec codec, LongAdder decoded) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                codec.decode(files.get(Math.floorMod(next.getAndIncrement(), files.size())));
                decoded.increment();
            } catch (MalformedImageException e) {
                continue; // ingest refuses it too, and goes on
            } catch (IOException e) {
                if (!Thread.currentThread().isInterrupted()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
