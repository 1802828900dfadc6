package io.monge.http;

/**
 * Files of the server's certificate and key; HTTP without TLS if both are empty.
 *
 * @param certificate PEM, the server's own first, then those that lead to its authority
 * @param key PEM, PKCS#8 without a password
 */
public record TlsConfig(String certificate, String key) {

    /** HTTP without TLS. */
    public static final TlsConfig NONE = new TlsConfig("", "");

    public TlsConfig {
        if (certificate.isBlank() != key.isBlank()) {
            throw new IllegalArgumentException(
                    "certificate and key belong together: name both files, or neither");
        }
    }

    public boolean isOn() {
        return !certificate.isBlank();
    }

    /** As in a URL. */
    public String scheme() {
        return isOn() ? "https" : "http";
    }
}
