package io.monge.http;

import io.monge.runtime.config.InvalidConfigException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificate and key from PEM files, checked before the first connection: what does not fit
 * together would otherwise show as a handshake that fails without a reason.
 */
public final class Tls {

    private static final Logger LOG = LoggerFactory.getLogger(Tls.class);
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final Pattern PKCS8 =
            Pattern.compile(
                    "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final String CONVERT =
            "it must be an unencrypted PKCS#8 key in PEM (BEGIN PRIVATE KEY); 'openssl pkcs8 -topk8"
                    + " -nodes -in OLD -out NEW' makes one";

    private final SettingNames settings;

    private Tls(SettingNames settings) {
        this.settings = settings;
    }

    /**
     * What the listener needs; empty without TLS.
     *
     * @throws InvalidConfigException if a file is missing, or they do not hold a certificate and
     *     its key
     */
    static Optional<SslContext> context(HttpConfig config) {
        return config.tls().isOn()
                ? Optional.of(new Tls(config.settings()).context(config.tls()))
                : Optional.empty();
    }

    /**
     * Tells what is wrong before anything is started.
     *
     * @throws InvalidConfigException as {@link #context}
     */
    public static void check(HttpConfig config) {
        context(config);
    }

    private SslContext context(TlsConfig config) {
        List<X509Certificate> chain = chain(config.certificate());
        X509Certificate own = chain.get(0);
        PrivateKey key = key(config.key(), own.getPublicKey());
        if (own.getNotAfter().toInstant().isBefore(Instant.now())) {
            LOG.warn(
                    "the certificate in {} expired on {}", config.certificate(), own.getNotAfter());
        }
        try {
            return SslContextBuilder.forServer(key, chain)
                    .sslProvider(SslProvider.JDK)
                    .protocols(PROTOCOLS)
                    .build();
        } catch (SSLException e) {
            throw refused("certificate", config.certificate(), e.getMessage(), e);
        }
    }

    private List<X509Certificate> chain(String file) {
        byte[] pem = read("certificate", file);
        try {
            List<X509Certificate> chain =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(pem))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (!chain.isEmpty()) {
                return chain;
            }
        } catch (CertificateException e) {
            throw refused("certificate", file, "it must hold X.509 certificates in PEM", e);
        }
        throw refused("certificate", file, "it holds no certificate");
    }

    private PrivateKey key(String file, PublicKey of) {
        Matcher pem = PKCS8.matcher(new String(read("key", file), StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw refused("key", file, CONVERT);
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
            PrivateKey key =
                    KeyFactory.getInstance(of.getAlgorithm())
                            .generatePrivate(new PKCS8EncodedKeySpec(encoded));
            if (!belong(key, of)) {
                throw refused("key", file, "it does not belong to the certificate");
            }
            return key;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw refused(
                    "key",
                    file,
                    "it cannot be read as a key of the certificate's kind, " + of.getAlgorithm(),
                    e);
        }
    }

    /** Whether what the one signs, the other verifies. */
    private static boolean belong(PrivateKey key, PublicKey of) throws GeneralSecurityException {
        String algorithm =
                switch (of.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> of.getAlgorithm(); // EdDSA is its own
                };
        byte[] word = "Monge".getBytes(StandardCharsets.US_ASCII);
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(word);
        byte[] signed = signature.sign();
        signature.initVerify(of);
        signature.update(word);
        return signature.verify(signed);
    }

    private byte[] read(String name, String file) {
        try {
            return Files.readAllBytes(Path.of(file));
        } catch (IOException e) {
            String why =
                    Files.exists(Path.of(file)) ? "it cannot be read" : "there is no such file";
            throw refused(name, file, why, e);
        }
    }

    private InvalidConfigException refused(String name, String file, String why, Exception cause) {
        return new InvalidConfigException(sentence(name, file, why), cause);
    }

    private InvalidConfigException refused(String name, String file, String why) {
        return new InvalidConfigException(sentence(name, file, why));
    }

    private String sentence(String name, String file, String why) {
        return "The key '%s' is '%s': %s.".formatted(settings.of("tls." + name), file, why);
    }
}
