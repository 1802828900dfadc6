package io.monge.serving.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * Headless Chromium of this system. Tests that need it are skipped, with the reason, without it.
 */
final class Browser implements AutoCloseable {

    private final ChromeDriver driver;
    private final Path pictures;

    private Browser(ChromeDriver driver, Path pictures) {
        this.driver = driver;
        this.pictures = pictures;
    }

    static Browser open(Path profile, Path pictures) throws IOException {
        Optional<Path> chromium = executable("chromium", "chromium-browser", "google-chrome");
        Optional<Path> chromedriver = executable("chromedriver");
        Assumptions.assumeTrue(
                chromium.isPresent() && chromedriver.isPresent(),
                "Chromium and chromedriver are not installed: the pages are not tested");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.get().toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--user-data-dir=" + profile);
        ChromeDriverService service =
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(chromedriver.get().toFile())
                        .build();
        Files.createDirectories(pictures);
        return new Browser(new ChromeDriver(service, options), pictures);
    }

    ChromeDriver driver() {
        return driver;
    }

    WebElement element(String id) {
        return driver.findElement(By.id(id));
    }

    Object script(String script, Object... arguments) {
        return ((JavascriptExecutor) driver).executeScript(script, arguments);
    }

    /** A window of this size, CSS px, at one device pixel each. */
    void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void colorScheme(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        new Object[] {Map.of("name", "prefers-color-scheme", "value", scheme)}));
    }

    /** The whole page, for people to look at. */
    Path picture(String name) throws IOException {
        Path file = pictures.resolve(name + ".png");
        return Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    /** What the browser complained about: scripts, styles or requests that were refused. */
    String complaints() {
        return driver.manage().logs().get("browser").getAll().stream()
                .map(entry -> entry.getMessage() + "\n")
                .reduce("", String::concat);
    }

    @Override
    public void close() {
        driver.quit();
    }

    private static Optional<Path> executable(String... names) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(":"))
                .flatMap(folder -> Stream.of(names).map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static final Duration PATIENCE = Duration.ofSeconds(90);
}
