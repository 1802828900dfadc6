package io.monge.imaging.folder;

/** A folder that is not there, or without the images it is said to hold; the message names it. */
public final class MissingImagesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MissingImagesException(String sentence) {
        super(sentence);
    }
}
