package io.monge.serving.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.monge.serving.TestMap;
import io.monge.serving.TestModels;
import io.monge.serving.dashboard.Window;
import io.monge.serving.model.Promotion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The pages in a real browser. */
class PagesTest extends PageTest {

    @Test
    void aChosenImageAppearsBesideItsBicubicEnlargementAndTheKeyboardMovesTheDivider()
            throws Exception {
        serve(1240);
        open("/");

        browser.element("file").sendKeys(sample().toString());
        awaitResult("v1240");

        assertThat(width("before")).isEqualTo(256L);
        assertThat(width("after")).isEqualTo(256L);
        assertThat(browser.element("fact-iteration").getText()).isEqualTo("1,240");
        assertThat(browser.element("fact-size").getText()).isEqualTo("256 × 256");
        assertThat(browser.element("fact-inference").getText()).endsWith("s");
        assertThat(browser.element("download").getDomAttribute("href")).startsWith("blob:");
        WebElement handle = browser.element("handle");
        assertThat(handle.getDomAttribute("role")).isEqualTo("slider");
        handle.sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        assertThat(handle.getDomAttribute("aria-valuenow")).isEqualTo("54");
        handle.sendKeys(Keys.HOME, Keys.PAGE_UP);
        assertThat(handle.getDomAttribute("aria-valuetext")).isEqualTo("10 % Bicubic, 90 % Monge");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aDroppedImageIsUpscaledToo() throws Exception {
        serve(7);
        open("/");

        browser.script(
                """
                const bytes = Uint8Array.from(atob(arguments[0]), (c) => c.charCodeAt(0));
                const data = new DataTransfer();
                data.items.add(new File([bytes], 'dropped.png', { type: 'image/png' }));
                document.body.dispatchEvent(
                    new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
                """,
                Base64.getEncoder().encodeToString(Files.readAllBytes(sample())));

        awaitResult("v7");
        assertThat(browser.element("download").getDomAttribute("download"))
                .isEqualTo("dropped-monge.png");
    }

    @Test
    void theDownloadHasTheChosenFormat() throws Exception {
        serve(7);
        open("/");
        browser.element("file").sendKeys(sample().toString());
        awaitResult("v7");

        browser.element("format").sendKeys("WebP");

        await().atMost(Browser.PATIENCE)
                .until(
                        () ->
                                browser.element("download")
                                        .getDomAttribute("download")
                                        .endsWith("-monge.webp"));
        assertThat(browser.element("download").getDomAttribute("href")).startsWith("blob:");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aFormatChosenWhileTheFirstPictureIsInWorkIsThatOfItsDownload() throws Exception {
        serve(7);
        Semaphore passes = new Semaphore(0);
        server.slot.swap(TestModels.served(7), TestMap.gated(passes));
        try {
            open("/");
            browser.element("file").sendKeys(sample().toString());
            await().atMost(Browser.PATIENCE).until(() -> browser.element("format").isDisplayed());

            browser.element("format").sendKeys("WebP");

            assertThat(browser.element("error").isDisplayed()).isFalse();
        } finally {
            passes.release(1000);
        }
        awaitResult("v7");
        await().atMost(Browser.PATIENCE)
                .until(
                        () ->
                                browser.element("download")
                                        .getDomAttribute("download")
                                        .endsWith("-monge.webp"));
        assertThat(browser.element("error").isDisplayed()).isFalse();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aVisitorWithoutAnImageClicksASampleAndIsOfferedANewerModel() throws Exception {
        serve(10);
        open("/");
        By samples = By.cssSelector("#sample-list button");
        await().atMost(Browser.PATIENCE)
                .until(() -> !browser.driver().findElements(samples).isEmpty());

        browser.driver().findElements(samples).get(0).click();
        awaitResult("v10");
        assertThat(browser.element("offer").isDisplayed()).isFalse();
        serve(20);

        await().atMost(Browser.PATIENCE).until(() -> browser.element("offer").isDisplayed());
        assertThat(browser.element("offer-text").getText()).contains("v20", "v10");
        browser.element("repeat").click();
        awaitResult("v20");
    }

    @Test
    void aBadFileIsExplained() throws Exception {
        serve(1);
        open("/");
        Path text = Files.write(files.resolve("a.png"), "text".getBytes(StandardCharsets.UTF_8));

        browser.element("file").sendKeys(text.toString());

        await().atMost(Browser.PATIENCE).until(() -> browser.element("error").isDisplayed());
        assertThat(browser.element("error").getDomAttribute("role")).isEqualTo("alert");
        assertThat(browser.element("error-title").getText()).isEqualTo("Not a readable image");
        assertThat(browser.element("error-detail").getText()).contains("whole image file");
        assertThat(browser.element("drop").isDisplayed()).isTrue();
    }

    @Test
    void beforeTheFirstModelThePageWaitsAndThenAnswers() throws Exception {
        open("/");
        await().atMost(Browser.PATIENCE)
                .until(() -> browser.element("status-text").getText().contains("first model"));

        browser.element("file").sendKeys(sample().toString());
        await().atMost(Browser.PATIENCE)
                .until(() -> browser.element("busy-text").getText().contains("first model"));
        serve(1);

        awaitResult("v1");
    }

    @Test
    void theDashboardDrawsWhatArrivesAndMarksWhatIsStale() throws Exception {
        serve(1240);
        Instant now = Instant.now();
        for (int i = 60; i >= 1; i--) {
            metrics(now.minusSeconds(10L * i), i);
        }
        server.board.put(window("trainer.content.loss", now.minusSeconds(600), 0.02, 0.004));

        server.catalogue.promoted(
                new Promotion(
                        "monge", 1240, Promotion.By.ROLLBACK, "bw2.uvp 787", now.minusSeconds(99)));
        server.patches.arrived = true;
        open("/dashboard");

        await().atMost(Browser.PATIENCE)
                .until(
                        () ->
                                browser.driver().findElements(By.cssSelector(".plot .line")).size()
                                        > 12);
        WebElement map = card("Map loss");
        assertThat(map.findElements(By.cssSelector(".band"))).isNotEmpty();
        assertThat(map.findElement(By.cssSelector(".plot")).getDomAttribute("aria-label"))
                .startsWith("Map loss, line chart: ");
        assertThat(card("Palette contrast").findElements(By.cssSelector(".plot .line.s3")))
                .isNotEmpty();
        assertThat(card("Content loss").findElement(By.cssSelector(".badge")).getText())
                .startsWith("stale: 10 min ago");
        assertThat(map.findElement(By.cssSelector(".badge")).isDisplayed()).isFalse();
        assertThat(map.findElements(By.cssSelector(".mark.rollback"))).hasSize(1);
        await().atMost(Browser.PATIENCE)
                .until(() -> browser.element("contrast-sr").getText().contains("contrast 0."));
        assertThat(browser.driver().findElements(By.cssSelector("#cloud-hr circle"))).hasSize(400);
        map.findElement(By.cssSelector(".plot")).sendKeys(Keys.ARROW_LEFT);
        assertThat(map.findElement(By.cssSelector(".tip")).isDisplayed()).isTrue();
        map.findElement(By.tagName("summary")).click();
        await().atMost(Browser.PATIENCE)
                .until(() -> map.findElements(By.cssSelector("tbody tr")).size() == 60);

        server.board.put(window("trainer.map.loss", Instant.now().minusSeconds(5), 777, 1));

        await().atMost(Browser.PATIENCE)
                .until(() -> map.findElement(By.cssSelector(".now")).getText().equals("777"));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void longTimesAreReadFromTheServerWithEveryPromotionThatCanBeToldApart() throws Exception {
        Instant now = Instant.now();
        for (int i = 180; i >= 1; i--) {
            Instant start = now.minusSeconds(60L * i);
            server.history.put(minute(window("trainer.map.loss", start, 0.3 + i * 0.001, 0.05)));
            server.history.put(minute(window("trainer.promotions", start, 1, 0)));
        }
        open("/dashboard");
        WebElement map = card("Map loss");
        assertThat(map.findElements(By.cssSelector(".plot .line"))).isEmpty();

        browser.element("range").sendKeys("6 hours");

        By marks = By.cssSelector(".plot .mark.promotion");
        await().atMost(Browser.PATIENCE).until(() -> !map.findElements(marks).isEmpty());
        assertThat(map.findElements(marks).size()).isBetween(15, 60);
        String drawn =
                map.findElement(By.cssSelector(".plot polyline.line")).getDomAttribute("points");
        assertThat(drawn.split(" ")).hasSize(180);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void ratesAreOfAllServersAndOfBothVersionsAroundASwap() throws Exception {
        Instant start = Instant.now().minusSeconds(30);
        Window requests = window("serving.requests", start, 1, 0); // 46 in ten seconds
        server.board.put(of("serving-a", 10, requests));
        server.board.put(of("serving-a", 11, requests));
        server.board.put(of("serving-b", 11, requests));
        open("/dashboard");
        WebElement legend = card("Requests per second").findElement(By.cssSelector(".legend"));
        await().atMost(Browser.PATIENCE).until(() -> legend.getText().contains("answered 13.8"));

        server.board.put(of("serving-b", 11, window("serving.requests", start, 2, 0)));

        await().atMost(Browser.PATIENCE).until(() -> legend.getText().contains("answered 18.4"));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void everyControlAndPictureHasANameForThoseWhoHearThePage() throws Exception {
        serve(3);
        metrics(Instant.now().minusSeconds(20), 1);
        open("/dashboard");
        assertEveryControlHasAName();
        open("/");
        assertEveryControlHasAName();
        browser.element("file").sendKeys(sample().toString());
        awaitResult("v3");
        assertEveryControlHasAName();
        assertThat(browser.element("announce").getDomAttribute("aria-live")).isEqualTo("polite");
        assertThat(browser.element("announce").getDomProperty("textContent")).startsWith("Done: ");
        assertThat(browser.script("return document.activeElement.id")).isEqualTo("result-title");
    }

    /** As the browser tells it to a screen reader. */
    private void assertEveryControlHasAName() {
        By controls =
                By.cssSelector("a, button, input, select, summary, [role=slider], [tabindex='0']");
        assertThat(browser.driver().findElements(controls))
                .filteredOn(WebElement::isDisplayed)
                .isNotEmpty()
                .allSatisfy(
                        control ->
                                assertThat(control.getAccessibleName())
                                        .as(control.getDomProperty("outerHTML"))
                                        .isNotBlank());
    }

    @Test
    void nothingIsWiderThanAPhone() throws Exception {
        serve(3);
        metrics(Instant.now().minusSeconds(20), 1);
        browser.size(360, 740);
        for (String path : List.of("/", "/dashboard")) {
            open(path);
            assertNothingIsWiderThanTheWindow(path);
        }
        open("/");
        browser.element("file").sendKeys(sample().toString());
        awaitResult("v3");
        assertNothingIsWiderThanTheWindow("with a result");
    }

    private Object width(String image) {
        return browser.script("return arguments[0].naturalWidth", browser.element(image));
    }

    private WebElement card(String title) {
        return browser.driver()
                .findElement(By.xpath("//section[contains(@class,'card')][.//h3='" + title + "']"));
    }

    private void metrics(Instant start, int i) {
        double noise = Math.sin(i * 1.7) * 0.01;
        server.board.put(window("trainer.map.loss", start, 0.3 + i * 0.004 + noise, 0.05));
        server.board.put(window("trainer.potential.loss", start, 0.1 + noise, 0.08));
        server.board.put(window("trainer.palette.contrast.lr", start, 0.31 + noise, 0.01));
        server.board.put(window("trainer.palette.contrast.sr", start, 0.42 - i * 0.001, 0.01));
        server.board.put(window("trainer.palette.contrast.hr", start, 0.44 + noise, 0.01));
        server.board.put(window("trainer.step.seconds", start, 0.21 + noise, 0.03));
        server.board.put(window("ingest.patches.lr", start, 120 + 900 * noise, 20));
        server.board.put(window("ingest.patches.hr", start, 80 + 500 * noise, 20));
        server.board.put(window("trainer.reservoir.fill.lr", start, 0.9, 0.01));
        server.board.put(window("trainer.reservoir.fill.hr", start, 0.7, 0.01));
        server.board.put(window("serving.upscale.seconds", start, 0.12 + noise, 0.05));
    }

    private static Window of(String source, long version, Window one) {
        return new Window(
                one.metric(),
                source,
                one.unit(),
                OptionalLong.of(version),
                one.start(),
                one.end(),
                one.count(),
                one.mean(),
                one.stddev(),
                one.min(),
                one.max(),
                one.p50(),
                one.p95(),
                one.p99(),
                one.last(),
                one.closed());
    }

    private static Window minute(Window one) {
        return new Window(
                one.metric(),
                one.source(),
                one.unit(),
                one.modelVersion(),
                one.start(),
                one.start().plusSeconds(60),
                one.count(),
                one.mean(),
                one.stddev(),
                one.min(),
                one.max(),
                one.p50(),
                one.p95(),
                one.p99(),
                one.last(),
                true);
    }

    private static Window window(String metric, Instant start, double mean, double spread) {
        return new Window(
                metric,
                "test",
                "1",
                OptionalLong.empty(),
                start,
                start.plusSeconds(10),
                46,
                mean,
                spread / 3,
                mean - spread,
                mean + spread,
                mean,
                mean + spread / 2,
                mean + spread * 0.9,
                mean,
                false);
    }
}
