package io.monge.ingest;

/** An image that came as a record and is read again unless it is settled one way or the other. */
public interface ArrivedImage extends Receipt {

    /** Unique within its domain; the key of its patches. */
    String id();

    /** The bytes of an image file of any format. */
    byte[] encoded();
}
