package io.monge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.monge.runtime.config.InvalidConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates are made by the JDK's keytool, each test run anew. */
class TlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir static Path files;
    private static KeyStore trusted;

    @BeforeAll
    static void makeCertificates() throws Exception {
        trusted = certificate("rsa", "-keyalg", "RSA", "-keysize", "2048");
        certificate("ec", "-keyalg", "EC", "-groupname", "secp256r1");
        Files.writeString(files.resolve("text.pem"), "no certificate");
        Files.writeString(files.resolve("empty.pem"), "");
        Files.writeString(
                files.resolve("locked.pem"), pem("ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3}));
        Files.writeString(files.resolve("broken.pem"), pem("PRIVATE KEY", new byte[] {1, 2, 3}));
    }

    @ParameterizedTest
    @CsvSource({"rsa", "ec"})
    void certificatesOfBothUsualKindsAreTaken(String kind) {
        assertThatCode(() -> Tls.check(config(kind + ".crt", kind + ".key")))
                .doesNotThrowAnyException();
    }

    @Test
    void withACertificateTheServerSpeaksHttpsAlone() throws Exception {
        try (TestListener server = new TestListener("", tls("rsa.crt", "rsa.key"))) {
            String host = "https://localhost:" + server.port();
            HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build();

            HttpResponse<byte[]> page =
                    client.send(request(host + "/open").build(), BodyHandlers.ofByteArray());
            HttpResponse<byte[]> image =
                    client.send(
                            request(host + "/image")
                                    .header("Origin", host)
                                    .POST(BodyPublishers.ofByteArray(new byte[1000]))
                                    .build(),
                            BodyHandlers.ofByteArray());

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
            assertThat(TestListener.said(image)).isEqualTo("1000");
            assertThatThrownBy(() -> server.get("/open")).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "none.pem, rsa.key, test.tls.certificate, there is no such file",
        "text.pem, rsa.key, test.tls.certificate, X.509 certificates in PEM",
        "empty.pem, rsa.key, test.tls.certificate, no certificate",
        "rsa.crt, none.pem, test.tls.key, there is no such file",
        "rsa.crt, text.pem, test.tls.key, unencrypted PKCS#8",
        "rsa.crt, locked.pem, test.tls.key, openssl pkcs8",
        "rsa.crt, broken.pem, test.tls.key, 'certificate''s kind, RSA'",
        "ec.crt, rsa.key, test.tls.key, 'certificate''s kind, EC'",
        "rsa.crt, other.key, test.tls.key, does not belong to the certificate"
    })
    void whatCannotBeUsedIsOneSentenceNamingTheKeyAndTheFile(
            String certificate, String key, String setting, String why) throws Exception {
        if (key.equals("other.key")) {
            certificate("other", "-keyalg", "RSA", "-keysize", "2048");
        }

        assertThatThrownBy(() -> Tls.check(config(certificate, key)))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContainingAll("'" + setting + "'", why)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void oneOfTheTwoFilesAloneIsRefused() {
        assertThatThrownBy(() -> new TlsConfig("server.crt", ""))
                .hasMessageContaining("certificate and key belong together");
    }

    private static HttpRequest.Builder request(String uri) {
        return HttpRequest.newBuilder(URI.create(uri)).timeout(Duration.ofSeconds(60));
    }

    private static HttpConfig config(String certificate, String key) {
        return new HttpConfig(
                "127.0.0.1", 0, "", tls(certificate, key), List.of(), TestListener.NAMES);
    }

    private static TlsConfig tls(String certificate, String key) {
        return new TlsConfig(files.resolve(certificate).toString(), files.resolve(key).toString());
    }

    private static SSLContext trusting() throws Exception {
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** Writes NAME.crt and NAME.key; returns a store that trusts the certificate. */
    private static KeyStore certificate(String name, String... kind) throws Exception {
        Path store = files.resolve(name + ".p12");
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                name,
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=dns:localhost,ip:127.0.0.1",
                                "-validity",
                                "2",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                new String(PASSWORD)));
        command.addAll(List.of(kind));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes());
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        byte[] certificate = keys.getCertificate(name).getEncoded();
        byte[] key = keys.getKey(name, PASSWORD).getEncoded();
        Files.writeString(files.resolve(name + ".crt"), pem("CERTIFICATE", certificate));
        Files.writeString(files.resolve(name + ".key"), pem("PRIVATE KEY", key));
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry(name, keys.getCertificate(name));
        return trust;
    }

    private static String pem(String kind, byte[] content) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, body, kind);
    }
}
