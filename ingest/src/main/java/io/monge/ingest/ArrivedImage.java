package io.monge.ingest;

/** An image that somebody has sent, who is told, or sends it again, until it is settled. */
public interface ArrivedImage extends Receipt {

    /** Unique within its domain; the key of its patches. */
    String id();

    /** The bytes of an image file of any format. */
    byte[] encoded();
}
