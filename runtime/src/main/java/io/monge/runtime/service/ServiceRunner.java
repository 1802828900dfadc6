package io.monge.runtime.service;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the services of one process: starts them in the given order, watches their health, and
 * closes them in reverse order when one goes down, all have finished, the time is over, somebody
 * calls {@link #stop}, or the process receives SIGINT or SIGTERM. Used once.
 */
public final class ServiceRunner {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceRunner.class);
    private static final Duration WATCH_INTERVAL = Duration.ofMillis(200);

    private final List<Service> services;
    private final Duration stopTime;
    private final Deque<Service> started = new ArrayDeque<>(); // owned by the thread in run()
    private final AtomicReference<ExitReason> reason = new AtomicReference<>();
    private volatile int running; // how many services, in order, have started
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    /**
     * @param services in the order in which they start
     * @param stopTime how long each service may take to close before it is left behind
     */
    public ServiceRunner(List<Service> services, Duration stopTime) {
        if (services.isEmpty()) {
            throw new IllegalArgumentException("services is empty: there is nothing to run");
        }
        this.services = List.copyOf(services);
        this.stopTime = stopTime;
    }

    /** Runs until something ends it; returns when everything is closed. */
    public ExitReason run() {
        return run(Duration.ofMillis(Long.MAX_VALUE));
    }

    /** Runs for at most the given time; returns when everything is closed. */
    public ExitReason run(Duration limit) {
        Thread onSignal = new Thread(this::stopBySignal, "signal");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            if (startAll()) {
                watch(limit);
            }
        } finally {
            closeAll();
            stopped.countDown();
            unhook(onSignal);
        }
        return reason.get();
    }

    /** Asks for an orderly stop; returns at once. */
    public void stop() {
        end(new ExitReason.Stopped());
    }

    /**
     * Health of every service by name, in starting order. Degraded while it has not started and
     * while it stops. May be called from any thread at any time.
     */
    public Map<String, Health> health() {
        Map<String, Health> health = new LinkedHashMap<>();
        for (int i = 0; i < services.size(); i++) {
            health.put(services.get(i).name(), health(i));
        }
        return health;
    }

    private Health health(int index) {
        Service service = services.get(index);
        ExitReason ended = reason.get();
        if (ended instanceof ExitReason.Failed failed && failed.service().equals(service.name())) {
            return Health.down(failed.message());
        }
        if (ended != null) {
            return Health.degraded("stopping");
        }
        return index < running ? healthOf(service) : Health.degraded("starting");
    }

    private boolean startAll() {
        for (Service service : services) {
            if (isStopping()) {
                return false;
            }
            started.push(service);
            try {
                service.start();
                running = started.size();
                LOG.info("{} started", service.name());
            } catch (RuntimeException | LinkageError e) {
                end(failed(service, Health.down(e)));
                return false;
            }
        }
        return true;
    }

    private void watch(Duration limit) {
        long deadline = saturatedDeadline(limit);
        try {
            while (!stopping.await(WATCH_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                if (System.nanoTime() - deadline >= 0) {
                    end(new ExitReason.Stopped());
                } else {
                    check();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(new ExitReason.Interrupted());
        }
    }

    private void check() {
        boolean allFinished = true;
        for (Service service : services) {
            Health health = healthOf(service);
            if (health.is(Health.State.DOWN)) {
                end(failed(service, health));
                return;
            }
            allFinished &= health.is(Health.State.FINISHED);
        }
        if (allFinished) {
            end(new ExitReason.Finished());
        }
    }

    private void closeAll() {
        // A caller's interrupt must not cut the closing short; it is given back afterwards.
        boolean interrupted = Thread.interrupted();
        while (!started.isEmpty()) {
            interrupted |= closeInTime(started.pop());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether the wait was interrupted. */
    private boolean closeInTime(Service service) {
        FutureTask<Void> closing = new FutureTask<>(service::close, null);
        Thread thread = new Thread(closing, "stop-" + service.name());
        thread.setDaemon(true); // a service that never closes must not keep the process alive
        thread.start();
        try {
            closing.get(stopTime.toMillis(), TimeUnit.MILLISECONDS);
            LOG.info("{} stopped", service.name());
        } catch (TimeoutException e) {
            LOG.error(
                    "{} did not stop within {} s, left behind",
                    service.name(),
                    stopTime.toSeconds());
        } catch (ExecutionException e) {
            LOG.error("{} failed while stopping", service.name(), e.getCause());
        } catch (InterruptedException e) {
            return true;
        }
        return false;
    }

    private void stopBySignal() {
        end(new ExitReason.Interrupted());
        try {
            // The process ends when the hooks return, so this one waits for the orderly stop.
            long allowed = stopTime.toMillis() * (services.size() + 1L);
            if (!stopped.await(allowed, TimeUnit.MILLISECONDS)) {
                LOG.error("the services did not stop within {} ms", allowed);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(ExitReason why) {
        if (reason.compareAndSet(null, why)) {
            stopping.countDown();
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private static ExitReason failed(Service service, Health health) {
        return new ExitReason.Failed(service.name(), health.reason(), health.cause());
    }

    private static Health healthOf(Service service) {
        try {
            return service.health();
        } catch (RuntimeException e) {
            return Health.down(e); // a service that cannot even answer is down
        }
    }

    private static long saturatedDeadline(Duration limit) {
        long centuries = Long.MAX_VALUE / 4; // nanoTime differences must not overflow
        long nanos = limit.toMillis() > centuries / 1_000_000 ? centuries : limit.toNanos();
        return System.nanoTime() + nanos;
    }

    private static void unhook(Thread onSignal) {
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException e) {
            LOG.debug("the process is already ending", e);
        }
    }
}
