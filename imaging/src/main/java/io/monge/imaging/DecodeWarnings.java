package io.monge.imaging;

import static io.monge.imaging.MalformedImageException.Kind.MALFORMED;

import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/**
 * Remembers what a decoder only warned of: pixels lost to damaged data are no pixels to learn from
 * or to serve.
 */
final class DecodeWarnings implements IIOReadWarningListener {

    private String damage = "";

    @Override
    public void warningOccurred(ImageReader source, String warning) {
        // libjpeg's words for lost pixels; its other warnings (extraneous bytes, odd markers) are
        // harmless.
        if (warning.contains("remature end") || warning.contains("bad Huffman code")) {
            damage = warning;
        }
    }

    void refuseIfDamaged() {
        if (!damage.isEmpty()) {
            throw new MalformedImageException(MALFORMED, "The image is damaged: " + damage);
        }
    }
}
