package io.monge.ingest;

/**
 * How far an image has been cut.
 *
 * @param image its id
 * @param stamp the state of its file that was cut
 * @param pass how many passes over the folder came before this one
 * @param patches that have been cut from it in this pass
 */
public record ImagePosition(String image, FileStamp stamp, long pass, int patches) {

    ImagePosition after(int more) {
        return new ImagePosition(image, stamp, pass, patches + more);
    }
}
