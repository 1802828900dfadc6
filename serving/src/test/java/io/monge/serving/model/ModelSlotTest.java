package io.monge.serving.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.monge.imaging.RgbImage;
import io.monge.serving.TestMap;
import io.monge.serving.TestModels;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ModelSlotTest {

    private static final RgbImage GREY = new RgbImage(4, 4, new byte[48]);

    private final ModelSlot slot = new ModelSlot();

    @Test
    void anEmptySlotHasNothingToLease() {
        assertThat(slot.lease()).isEmpty();
    }

    @Test
    void aSwappedOutMapClosesWhenItsLastLeaseEnds() {
        TestMap old = TestMap.free(1);
        slot.swap(TestModels.served(1), old);
        ModelSlot.Lease first = slot.lease().orElseThrow();
        ModelSlot.Lease second = slot.lease().orElseThrow();

        slot.swap(TestModels.served(2), TestMap.free(2));
        first.close();
        first.close(); // a second close of the same lease gives nothing back

        assertThat(old.isClosed()).isFalse();
        assertThat(slot.lease().orElseThrow().model().version()).isEqualTo(2);
        second.close();
        assertThat(old.isClosed()).isTrue();
    }

    @Test
    void anUnleasedMapClosesAtTheSwap() {
        TestMap old = TestMap.free(1);
        slot.swap(TestModels.served(1), old);

        slot.swap(TestModels.served(2), TestMap.free(2));

        assertThat(old.isClosed()).isTrue();
    }

    @Test
    void aClosedSlotServesNothingAndClosesItsMap() {
        TestMap map = TestMap.free(1);
        slot.swap(TestModels.served(1), map);

        slot.close();

        assertThat(map.isClosed()).isTrue();
        assertThat(slot.current()).isEmpty();
    }

    @Test
    void swapsUnderLoadLoseNoLeaseAndLeakNoMap() throws Exception {
        List<TestMap> maps = new ArrayList<>();
        maps.add(TestMap.free(0));
        slot.swap(TestModels.served(0), maps.get(0));
        AtomicBoolean swapping = new AtomicBoolean(true);
        ExecutorService clients = Executors.newFixedThreadPool(4);
        List<Future<Long>> served = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            served.add(clients.submit(() -> upscaleWhile(swapping)));
        }

        for (int version = 1; version <= 500; version++) {
            TestMap map = TestMap.free(version % 200);
            maps.add(map);
            slot.swap(TestModels.served(version), map);
        }
        swapping.set(false);

        for (Future<Long> client : served) {
            assertThat(client.get(30, TimeUnit.SECONDS)).isPositive();
        }
        clients.shutdown();
        slot.close();
        assertThat(maps).allMatch(TestMap::isClosed).noneMatch(TestMap::wasUsedAfterClose);
    }

    private long upscaleWhile(AtomicBoolean swapping) {
        long count = 0;
        do {
            try (ModelSlot.Lease lease = slot.lease().orElseThrow()) {
                RgbImage large = lease.map().upscale(List.of(GREY)).get(0);
                assertThat(large.channel(0, 0, 0)).isEqualTo((int) (lease.model().version() % 200));
                count++;
            }
        } while (swapping.get());
        return count;
    }
}
