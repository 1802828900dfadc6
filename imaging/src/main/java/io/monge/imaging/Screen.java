package io.monge.imaging;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** The screen of a GIF, which its picture may fill only in part. */
final class Screen {

    private Screen() {}

    static BufferedImage of(GifContainer gif, BufferedImage picture) {
        ImageHeader screen = gif.header();
        if (picture.getWidth() == screen.width() && picture.getHeight() == screen.height()) {
            return picture;
        }
        BufferedImage whole =
                new BufferedImage(screen.width(), screen.height(), BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = whole.createGraphics();
        int[] offset = gif.offset();
        graphics.drawImage(picture, offset[0], offset[1], null);
        graphics.dispose();
        return whole;
    }
}
