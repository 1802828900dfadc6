package io.monge.launcher.setup;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the process alive, when a signal ends it, until the command has put everything away: what
 * comes after its services have stopped too.
 */
public final class OrderlyEnd {
    private static final Logger LOG = LoggerFactory.getLogger(OrderlyEnd.class);

    /** Longer than all services and a broker take; a process that hangs must still end. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread onSignal = new Thread(this::await, "orderly-end");

    private OrderlyEnd() {}

    /** Before anything else is opened. */
    public static OrderlyEnd awaited() {
        OrderlyEnd end = new OrderlyEnd();
        Runtime.getRuntime().addShutdownHook(end.onSignal);
        return end;
    }

    private void await() {
        try {
            if (!ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.error("the process did not end within {} s", PATIENCE.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing is left to be put away. */
    public void reached() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException e) {
            LOG.debug("the process is already ending", e);
        }
    }
}
