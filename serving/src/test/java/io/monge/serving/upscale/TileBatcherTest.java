package io.monge.serving.upscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.monge.imaging.BicubicResampler;
import io.monge.imaging.RgbImage;
import io.monge.imaging.RowsInMemory;
import io.monge.imaging.Seam;
import io.monge.imaging.TileGrid;
import io.monge.imaging.TileRows;
import io.monge.imaging.Tiling;
import io.monge.serving.model.LoadedMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Images share passes, take turns, and suffer only from their own faults. */
class TileBatcherTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int SIDE = 16;
    private static final int AT_ONCE = 4;

    private final TileBatcher batcher = new TileBatcher(new TileConfig(SIDE, 4, AT_ONCE, 1 << 30));
    private final ExecutorService clients = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        clients.shutdownNow();
        batcher.close();
    }

    @Test
    void anImageAloneIsNotKeptWaitingForCompany() {
        ScriptedMap map = ScriptedMap.free();

        assertThat(enlarged(map, noise(SIDE, SIDE, 1), ticket())).isEqualTo(bicubic(1));
        assertThat(map.passes).hasSize(1);
    }

    @Test
    void whatWaitsWhenTheDeviceBecomesFreeSharesOnePass() {
        ScriptedMap map = new ScriptedMap(0);
        CompletableFuture<RgbImage> first = client(map, noise(SIDE, SIDE, 0));
        await().atMost(LONG).until(() -> map.passes.size() == 1);
        List<CompletableFuture<RgbImage>> others = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            others.add(client(map, noise(SIDE, SIDE, i)));
            await().atMost(LONG).until(batcher::waiting, count -> count == others.size());
        }

        map.permits.release(2);

        assertThat(first.join()).isEqualTo(bicubic(0));
        for (int i = 1; i <= 4; i++) {
            assertThat(others.get(i - 1).join()).isEqualTo(bicubic(i));
        }
        assertThat(map.passes).extracting(List::size).containsExactly(1, AT_ONCE);
    }

    @Test
    void aSmallImageIsDoneLongBeforeTheHugeOneThatCameFirst() {
        ScriptedMap map = new ScriptedMap(0);
        CompletableFuture<RgbImage> huge = client(map, noise(400, 400, 9));
        await().atMost(LONG).until(() -> map.passes.size() == 1);
        CompletableFuture<RgbImage> small = client(map, noise(SIDE, SIDE, 1));
        CompletableFuture<RgbImage> odd = client(map, noise(7, 9, 1)); // never shares a pass
        await().atMost(LONG).until(batcher::waiting, count -> count == 3);

        map.permits.release(3);

        small.join();
        odd.join();
        assertThat(huge).isNotDone();
        map.permits.release(1000);
        assertThat(huge.join().width()).isEqualTo(1600);
    }

    @Test
    void tilesOfTwoVersionsNeverShareAPass() {
        ScriptedMap old = new ScriptedMap(0);
        ScriptedMap young = ScriptedMap.free();
        CompletableFuture<RgbImage> blocker = client(old, noise(SIDE, SIDE, 0));
        await().atMost(LONG).until(() -> old.passes.size() == 1);
        CompletableFuture<RgbImage> one = client(old, noise(SIDE, SIDE, 1));
        await().atMost(LONG).until(batcher::waiting, count -> count == 1);
        CompletableFuture<RgbImage> other = client(young, noise(SIDE, SIDE, 2));
        await().atMost(LONG).until(batcher::waiting, count -> count == 2);

        old.permits.release(10);

        CompletableFuture.allOf(blocker, one, other).join();
        assertThat(old.passes).extracting(List::size).containsExactly(1, 1);
        assertThat(young.passes).extracting(List::size).containsExactly(1);
    }

    @Test
    void aCancelledImageCostsNoFurtherPass() {
        ScriptedMap map = new ScriptedMap(0);
        Ticket ticket = ticket();
        CompletableFuture<RgbImage> huge =
                CompletableFuture.supplyAsync(
                        () -> enlarged(map, noise(400, 400, 9), ticket), clients);
        await().atMost(LONG).until(() -> map.passes.size() == 1);

        ticket.cancel();
        map.permits.release(1);

        assertThatThrownBy(huge::join).hasCauseInstanceOf(CancellationException.class);
        assertThat(map.passes).hasSize(1);
    }

    @Test
    void aTicketIsToldOfEveryTile() {
        ScriptedMap map = new ScriptedMap(0);
        Ticket ticket = ticket();
        CompletableFuture<RgbImage> huge =
                CompletableFuture.supplyAsync(
                        () -> enlarged(map, noise(400, 400, 9), ticket), clients);
        await().atMost(LONG).until(() -> map.passes.size() == 1);
        assertThat(ticket.worked()).isZero();

        map.permits.release(1);

        await().atMost(LONG).until(() -> ticket.worked() > 0);
        assertThat(ticket.worked()).isLessThan(1000);
        map.permits.release(1000);
        huge.join();
        assertThat(ticket.worked()).isBetween(158_000L, 160_000L); // each tile's share rounded down
    }

    @Test
    void aDeadlineEndsTheWaitAndTheMapIsNoLongerUsedThen() {
        ScriptedMap map = new ScriptedMap(0);
        Ticket ticket = new Ticket(Duration.ofSeconds(2));
        CompletableFuture<RgbImage> late =
                CompletableFuture.supplyAsync(
                        () -> enlarged(map, noise(400, 400, 9), ticket), clients);
        await().atMost(LONG).until(() -> map.passes.size() == 1);
        await().atMost(LONG).until(() -> ticket.remaining().isZero());

        assertThat(late).as("a pass still uses the map").isNotDone();
        map.permits.release(1);

        assertThatThrownBy(late::join).hasCauseInstanceOf(DeadlinePassedException.class);
    }

    @Test
    void tooLittleMemoryHalvesPassesThenTilesAndTheImageIsTheSame() {
        ScriptedMap map = ScriptedMap.free();
        map.script = tiles -> ScriptedMap.refuseMoreThan(500, tiles); // not even one tile

        RgbImage image = noise(61, 47, 3);

        assertThat(enlargedExactly(map, image)).isEqualTo(new BicubicResampler(4).of(image));
        int refusals = map.passes.size();
        assertThat(enlargedExactly(map, image)).isEqualTo(new BicubicResampler(4).of(image));
        assertThat(map.passes.size() - refusals).as("lesson learnt").isLessThan(refusals);
    }

    @Test
    void whereNoTileFitsTheImageFailsAndTheNextOneDoesNot() {
        ScriptedMap map = ScriptedMap.free();
        map.script = tiles -> ScriptedMap.refuseMoreThan(1, tiles);

        assertThatThrownBy(() -> enlarged(map, noise(40, 40, 1), ticket()))
                .hasMessageContaining("The device has no memory for a tile of RgbImage[");

        map.script = tiles -> {};
        assertThat(enlarged(map, noise(SIDE, SIDE, 1), ticket())).isEqualTo(bicubic(1));
    }

    @Test
    void oneBadTileSpoilsOnlyItsOwnImage() {
        ScriptedMap map = new ScriptedMap(0);
        RgbImage bad = noise(SIDE, SIDE, 66);
        map.script = ScriptedMap.breakingOn(bad::equals);
        CompletableFuture<RgbImage> blocker = client(map, noise(SIDE, SIDE, 0));
        await().atMost(LONG).until(() -> map.passes.size() == 1);
        CompletableFuture<RgbImage> good = client(map, noise(SIDE, SIDE, 1));
        await().atMost(LONG).until(batcher::waiting, count -> count == 1);
        CompletableFuture<RgbImage> spoilt = client(map, bad);
        await().atMost(LONG).until(batcher::waiting, count -> count == 2);

        map.permits.release(10);

        assertThat(blocker.join()).isEqualTo(bicubic(0));
        assertThat(good.join()).isEqualTo(bicubic(1));
        assertThatThrownBy(spoilt::join).hasRootCauseMessage("a test's");
    }

    @Test
    void closingFailsWhatWaitsAfterThePassUnderWay() {
        ScriptedMap map = new ScriptedMap(0);
        CompletableFuture<RgbImage> huge = client(map, noise(400, 400, 9));
        await().atMost(LONG).until(() -> map.passes.size() == 1);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(batcher::close, clients);

        map.permits.release(1000);

        closing.join();
        assertThatThrownBy(huge::join).hasCauseInstanceOf(CancellationException.class);
    }

    private CompletableFuture<RgbImage> client(LoadedMap map, RgbImage image) {
        return CompletableFuture.supplyAsync(() -> enlarged(map, image, ticket()), clients);
    }

    private RgbImage enlarged(LoadedMap map, RgbImage image, Ticket ticket) {
        return enlarged(map, image, new Tiling(SIDE, 4, Seam.BLEND), ticket);
    }

    private RgbImage enlargedExactly(LoadedMap map, RgbImage image) {
        return enlarged(
                map,
                image,
                batcher.plan().tiling(map, TileMode.EXACT, image.width(), image.height()),
                ticket());
    }

    private RgbImage enlarged(LoadedMap map, RgbImage image, Tiling tiling, Ticket ticket) {
        TileGrid grid = tiling.grid(image.width(), image.height(), map.scale());
        RowsInMemory large = new RowsInMemory(grid.width(), grid.height());
        TileRows rows = new TileRows(grid, large);
        batcher.enlarge(
                new Enlargement.Order(map, grid, i -> grid.tile(image, i), ticket),
                (index, tile) -> place(rows, index, tile));
        return large.image();
    }

    private static void place(TileRows rows, int index, RgbImage tile) {
        try {
            rows.place(index, tile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Ticket ticket() {
        return new Ticket(Duration.ofMinutes(1));
    }

    private static RgbImage bicubic(int seed) {
        return new BicubicResampler(4).of(noise(SIDE, SIDE, seed));
    }

    private static RgbImage noise(int width, int height, int seed) {
        byte[] pixels = new byte[RgbImage.byteLength(width, height)];
        new Random(seed).nextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }
}
