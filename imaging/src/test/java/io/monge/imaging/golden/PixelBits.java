package io.monge.imaging.golden;

import java.io.ByteArrayOutputStream;

/** The stored rows of a turned scene, samples packed as PNG and TIFF have them. */
record PixelBits(Golden.Storage storage) {

    /** Samples of an upright pixel. */
    interface Samples {
        int[] at(int x, int y);
    }

    /** Rows of whole bytes; samples of 16 bits the high byte first. */
    byte[] packed(int bits, Samples samples) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int row = 0; row < storage.turn().storedHeight(); row++) {
            int pending = 0;
            int count = 0;
            for (int column = 0; column < storage.turn().storedWidth(); column++) {
                int x = storage.turn().x(column, row);
                int y = storage.turn().y(column, row);
                for (int sample : samples.at(x, y)) {
                    if (bits == 16) {
                        out.write(sample >> 8);
                    }
                    pending = bits >= 8 ? sample : pending << bits | sample;
                    count += Math.min(bits, 8);
                    if (count == 8) {
                        out.write(pending);
                        pending = 0;
                        count = 0;
                    }
                }
            }
            if (count > 0) {
                out.write(pending << 8 - count);
            }
        }
        return out.toByteArray();
    }
}
