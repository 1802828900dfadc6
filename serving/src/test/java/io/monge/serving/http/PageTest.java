package io.monge.serving.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.monge.serving.TestMap;
import io.monge.serving.TestModels;
import io.monge.serving.upscale.QueueConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** A real browser and a server for each test; pictures of the pages go to target/pictures. */
abstract class PageTest {

    private static final Path PICTURES = Path.of("target", "pictures");

    private static final String OVERFLOW =
            "const page = document.documentElement; return page.scrollWidth - page.clientWidth";

    @TempDir static Path profile;
    @TempDir static Path files;
    static Browser browser;

    TestServer server;

    @BeforeAll
    static void openBrowser() throws Exception {
        browser = Browser.open(profile, PICTURES);
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void start() {
        server = new TestServer("", new QueueConfig(2, 1 << 20, Duration.ofSeconds(1)));
        browser.size(1280, 900);
        browser.colorScheme("light");
        browser.complaints(); // of the test before
    }

    @AfterEach
    void stop(TestInfo test) throws Exception {
        browser.picture(test.getTestMethod().orElseThrow().getName());
        browser.driver().get("about:blank");
        server.close();
    }

    final void open(String path) {
        browser.driver().get(server.uri(path).toString());
    }

    final void serve(long version) {
        server.catalogue.published(TestModels.published(version));
        server.catalogue.promoted(TestModels.promotion(version));
        server.slot.swap(TestModels.served(version), TestMap.free((int) (version % 200)));
    }

    final Path sample() throws Exception {
        return Files.write(
                files.resolve("sample.png"), server.get("/api/v1/samples/sample-2.png").body());
    }

    final void awaitResult(String version) {
        await().atMost(Browser.PATIENCE)
                .until(() -> browser.element("fact-version").getText().equals(version));
        await().atMost(Browser.PATIENCE).until(() -> !browser.element("busy").isDisplayed());
    }

    final void assertNothingIsWiderThanTheWindow(String where) {
        assertThat(browser.script(OVERFLOW)).as(where).isEqualTo(0L);
    }
}
