package io.monge.trainer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Fingerprint of a trainer's configuration: two runs with the same one were told the same. */
final class ConfigHash {

    private ConfigHash() {}

    /**
     * SHA-256 of the record tree as text (a record's text names every component), in hexadecimal.
     */
    static String of(TrainerConfig config) {
        try {
            byte[] text = config.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
