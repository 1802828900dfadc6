package io.monge.ingest;

/**
 * How far an image has been cut.
 *
 * @param image its id
 * @param stamp the state of its file that was cut
 * @param pass how many passes over the folder came before this one
 * @param patches that have been cut from it in this pass, those included that were left out
 * @param content of its pixels, in short; 0 where nobody looks for duplicates
 */
public record ImagePosition(String image, FileStamp stamp, long pass, int patches, long content) {

    /** The beginning of an image. */
    static ImagePosition start(String image, FileStamp stamp, long pass) {
        return new ImagePosition(image, stamp, pass, 0, SeenContents.UNKNOWN);
    }

    ImagePosition after(int more) {
        return new ImagePosition(image, stamp, pass, patches + more, content);
    }

    ImagePosition of(long other) {
        return new ImagePosition(image, stamp, pass, patches, other);
    }
}
