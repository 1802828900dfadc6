package io.monge.imaging;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Numbers in encoded bytes; reading beyond their end is what a truncated image looks like.
 *
 * @param name of what the bytes are, for messages
 */
record ByteView(byte[] bytes, ByteOrder order, String name) {

    int length() {
        return bytes.length;
    }

    int u8(long at) {
        require(at, 1);
        return bytes[(int) at] & 0xFF;
    }

    int u16(long at) {
        require(at, 2);
        int first = bytes[(int) at] & 0xFF;
        int second = bytes[(int) at + 1] & 0xFF;
        return order == ByteOrder.BIG_ENDIAN ? first << 8 | second : second << 8 | first;
    }

    long u32(long at) {
        long first = u16(at);
        long second = u16(at + 2);
        return order == ByteOrder.BIG_ENDIAN ? first << 16 | second : second << 16 | first;
    }

    /** ASCII characters. */
    String text(long at, int length) {
        require(at, length);
        return new String(bytes, (int) at, length, StandardCharsets.ISO_8859_1);
    }

    byte[] copy(long at, long length) {
        require(at, length);
        return Arrays.copyOfRange(bytes, (int) at, (int) (at + length));
    }

    void put16(long at, int value) {
        require(at, 2);
        boolean big = order == ByteOrder.BIG_ENDIAN;
        bytes[(int) at] = (byte) (big ? value >> 8 : value);
        bytes[(int) at + 1] = (byte) (big ? value : value >> 8);
    }

    void put32(long at, long value) {
        boolean big = order == ByteOrder.BIG_ENDIAN;
        put16(at, (int) (big ? value >> 16 : value));
        put16(at + 2, (int) (big ? value : value >> 16));
    }

    void require(long at, long length) {
        if (at < 0 || length < 0 || at + length > bytes.length) {
            throw MalformedImageException.malformed(
                    "The %s is truncated after %d bytes".formatted(name, bytes.length));
        }
    }
}
