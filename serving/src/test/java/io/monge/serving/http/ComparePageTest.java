package io.monge.serving.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.monge.serving.TestModels;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Choosing what lies left and right of the divider, in a real browser. */
class ComparePageTest extends PageTest {

    /** Grey levels by which the right picture is brighter than the left one, of the first pixel. */
    private static final String BRIGHTER =
            """
            const levels = ['before', 'after'].map((id) => {
              const canvas = new OffscreenCanvas(1, 1);
              canvas.getContext('2d').drawImage(document.getElementById(id), 0, 0);
              return canvas.getContext('2d').getImageData(0, 0, 1, 1).data[0];
            });
            return levels[1] - levels[0];
            """;

    private static final String WIDTH_OF_THE_DOWNLOAD =
            """
            const done = arguments[arguments.length - 1];
            const probe = new Image();
            probe.onload = () => done(probe.naturalWidth);
            probe.src = document.getElementById('download').href;
            """;

    @BeforeEach
    void publish() {
        server.catalogue.published(TestModels.published(2));
        server.catalogue.published(TestModels.published(5));
        serve(30);
    }

    @Test
    void twoVersionsLieUnderTheDividerChosenWithTheKeyboardAlone() throws Exception {
        showSample();

        choose("left", "v2");
        awaitResult("v2 / v30");
        choose("right", "v5");
        awaitResult("v2 / v5");

        assertThat(browser.script(BRIGHTER)).isEqualTo(3L);
        assertThat(browser.element("tag-before").getText()).isEqualTo("v2");
        assertThat(browser.element("handle").getDomAttribute("aria-valuetext"))
                .isEqualTo("50 % v2, 50 % v5");
        assertThat(browser.element("after").getDomAttribute("alt"))
                .isEqualTo("The image enlarged by v5");
        assertThat(browser.element("announce").getDomProperty("textContent"))
                .contains("v2 on the left, v5 on the right");
        browser.element("swap").sendKeys(Keys.SPACE);
        awaitResult("v5 / v2");
        assertThat(browser.script(BRIGHTER)).isEqualTo(-3L);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void bothVersionsCanBeSavedInOnePicture() throws Exception {
        showSample();
        choose("left", "v2");
        awaitResult("v2 / v30");

        browser.element("part").sendKeys("Both");

        await().atMost(Browser.PATIENCE)
                .until(
                        () ->
                                browser.element("download")
                                        .getDomAttribute("download")
                                        .equals("sample-v2-v30.png"));
        assertThat(browser.driver().executeAsyncScript(WIDTH_OF_THE_DOWNLOAD)).isEqualTo(512L);
    }

    @Test
    void theLineageOfWhatIsShownStandsUnderIt() throws Exception {
        showSample();
        WebElement lineage = browser.element("lineage");
        await().atMost(Browser.PATIENCE).until(lineage::isDisplayed);
        assertThat(lineage.getText()).contains("v30", "v29", "palette-contrast", "0.42", "f00d");

        choose("left", "v5");
        awaitResult("v5 / v30");

        await().atMost(Browser.PATIENCE)
                .until(() -> lineage.findElements(By.cssSelector("thead th")).size() == 2);
        assertThat(lineage.getText())
                .contains("Where the models come from", "v4", "scores allow it");
        browser.script("arguments[0].scrollIntoView()", lineage);
    }

    @Test
    void aVersionThatIsGoneIsExplainedAndThePictureStays() throws Exception {
        showSample();
        server.catalogue.published(TestModels.published(10)); // takes the place of 2

        choose("left", "v2");

        await().atMost(Browser.PATIENCE).until(() -> browser.element("error").isDisplayed());
        assertThat(browser.element("error-title").getText()).isEqualTo("Unknown version");
        await().atMost(Browser.PATIENCE)
                .until(() -> browser.element("left").getDomProperty("value").equals("bicubic"));
        assertThat(browser.element("result").isDisplayed()).isTrue();
        assertThat(browser.element("fact-version").getText()).isEqualTo("v30");
        assertThat(browser.element("left").getText()).contains("v10").doesNotContain("v2,");
    }

    @Test
    void aPastedImageIsZoomedToItsPixelsAndTheKeyboardMovesIt() throws Exception {
        open("/");
        browser.script(
                """
                const bytes = Uint8Array.from(atob(arguments[0]), (c) => c.charCodeAt(0));
                const data = new DataTransfer();
                data.items.add(new File([bytes], 'pasted.png', { type: 'image/png' }));
                document.body.dispatchEvent(
                    new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
                """,
                Base64.getEncoder().encodeToString(Files.readAllBytes(sample())));
        awaitResult("v30");

        browser.element("zoom").sendKeys("800");

        WebElement scroller = browser.element("scroller");
        await().atMost(Browser.PATIENCE)
                .until(() -> browser.element("compare").getSize().width == 8 * 256);
        assertThat(scroller.getDomProperty("scrollLeft")).isNotEqualTo("0"); // its middle is shown
        String before = scroller.getDomProperty("scrollTop");
        scroller.sendKeys(Keys.ARROW_DOWN, Keys.ARROW_DOWN);
        await().atMost(Browser.PATIENCE)
                .until(() -> !scroller.getDomProperty("scrollTop").equals(before));
        assertNothingIsWiderThanTheWindow("zoomed");
    }

    @Test
    void comparingFitsOnAPhone() throws Exception {
        browser.size(390, 844);
        showSample();

        choose("left", "v5");
        awaitResult("v5 / v30");

        assertNothingIsWiderThanTheWindow("comparing");
        for (String id : List.of("left", "right", "swap", "zoom", "part", "format", "download")) {
            assertThat(browser.element(id).getRect().width).as(id).isBetween(40, 390);
            assertThat(browser.element(id).getRect().height).as(id).isGreaterThanOrEqualTo(36);
        }
        browser.picture("comparingOnAPhone");
        browser.colorScheme("dark");
        browser.script("document.getElementById('lineage').scrollIntoView()");
    }

    private void showSample() throws Exception {
        open("/");
        browser.element("file").sendKeys(sample().toString());
        awaitResult("v30");
        await().atMost(Browser.PATIENCE)
                .until(() -> browser.element("left").getDomProperty("textContent").contains("v30"));
    }

    /** As a person without a mouse: types the first letters of a choice. */
    private void choose(String select, String letters) {
        browser.element(select).sendKeys(letters);
    }
}
