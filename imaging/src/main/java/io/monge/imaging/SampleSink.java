package io.monge.imaging;

import java.io.Closeable;
import java.io.IOException;

/** Takes rows in the layout in which a format stores them, and writes the image. */
interface SampleSink extends Closeable {

    /**
     * Whole rows below those before.
     *
     * @param samples the caller's, and overwritten after the call
     * @param rows how many there are from the start of the array
     */
    void write(byte[] samples, int rows) throws IOException;

    /** Ends the image if every row is there; frees what it took in any case. */
    @Override
    void close() throws IOException;
}
