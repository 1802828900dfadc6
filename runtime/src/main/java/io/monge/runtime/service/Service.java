package io.monge.runtime.service;

/**
 * One running part of Monge, such as the trainer. The runner calls {@link #start} once and {@link
 * #close} once, from one thread; {@link #health} may be called from any thread at any time between
 * the two.
 */
public interface Service extends AutoCloseable {

    /** Short lower-case name for logs and the health page, such as {@code trainer}. */
    String name();

    /**
     * Opens what the service needs, starts its threads and returns; work goes on in the background.
     * An exception stops the process.
     */
    void start();

    /**
     * The present state; cheap, never blocks. After {@link #start} a failure is reported here, as
     * {@link Health#down}.
     */
    Health health();

    /**
     * Ends the work in an orderly way and frees everything {@link #start} opened. Also called when
     * {@code start} failed halfway, so it copes with what is not there yet. The runner gives up
     * waiting after its stop time.
     */
    @Override
    void close();
}
