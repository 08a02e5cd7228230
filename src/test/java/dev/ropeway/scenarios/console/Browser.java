package dev.ropeway.scenarios.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.results.Results;
import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real Chromium at the console of this test's program. */
final class Browser implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int PHONE = 390;
  private static final int DESK = 1280;

  /** What sticks out to the right of the page. */
  private static final String WIDE =
      "return [...document.querySelectorAll('body *')]"
          + ".filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)"
          + ".slice(0, 8).map(one => one.outerHTML.slice(0, 120))";

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Opens one; where none is installed, the test is skipped, but never in CI. */
  static Browser open() {
    Path chromium = onPath("chromium").or(() -> onPath("google-chrome")).orElse(null);
    Path chromedriver = onPath("chromedriver").orElse(null);
    if (chromium == null || chromedriver == null) {
      String missing = "Chromium and chromedriver are not installed: the console is not tested";
      assertThat(System.getenv("CI")).as(missing).isNull();
      Assumptions.abort(missing);
    }
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.toFile());
    options.addArguments(
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=en");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    return new Browser(
        new ChromeDriver(
            new ChromeDriverService.Builder().usingDriverExecutable(chromedriver.toFile()).build(),
            options));
  }

  private static java.util.Optional<Path> onPath(String name) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static String origin() {
    return "http://localhost:" + RestAssured.port;
  }

  void goTo(String path) {
    driver.get(path.startsWith("http") ? path : origin() + path);
  }

  /** The path and query of the page that is shown. */
  String place() {
    return driver.getCurrentUrl().replace(origin(), "");
  }

  void awaitPlace(String beginning) {
    waiting().until(shown -> place().startsWith(beginning));
  }

  WebElement find(String css) {
    return waiting().until(ExpectedConditions.presenceOfElementLocated(By.cssSelector(css)));
  }

  List<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css));
  }

  void click(String css) {
    act(
        css,
        element -> {
          driver.executeScript("arguments[0].scrollIntoView({block: 'center'})", element);
          element.click();
        });
  }

  void fill(String css, String text) {
    act(
        css,
        field -> {
          field.clear();
          field.sendKeys(text);
        });
  }

  void choose(String css, String value) {
    act(css, list -> new Select(list).selectByValue(value));
  }

  /** A page that updates itself may replace what was found before it is used. */
  private void act(String css, Consumer<WebElement> action) {
    new WebDriverWait(driver, PATIENCE)
        .until(
            shown -> {
              try {
                action.accept(
                    waiting().until(ExpectedConditions.elementToBeClickable(By.cssSelector(css))));
                return true;
              } catch (StaleElementReferenceException e) {
                return false;
              }
            });
  }

  void awaitText(String css, String text) {
    try {
      waiting()
          .until(ExpectedConditions.textToBePresentInElementLocated(By.cssSelector(css), text));
    } catch (TimeoutException e) {
      throw new AssertionError(
          "no \"" + text + "\" at " + place() + ": " + find("main").getText(), e);
    }
  }

  private WebDriverWait waiting() {
    WebDriverWait waiting = new WebDriverWait(driver, PATIENCE);
    // The page, or a part of it, may be replaced while it is looked at: chromedriver has several
    // words for that.
    waiting.ignoring(WebDriverException.class);
    return waiting;
  }

  /** No rule of axe is violated in light or dark, and a phone shows the page without scrolling. */
  void isAccessible() {
    for (String scheme : List.of("light", "dark")) {
      scheme(scheme);
      Results results = new AxeBuilder().analyze(driver);
      assertThat(results.getViolations().stream().map(Browser::said).toList())
          .as(place() + " in " + scheme)
          .isEmpty();
    }
    scheme("light");
    width(PHONE);
    assertThat((Long) driver.executeScript("return document.documentElement.scrollWidth"))
        .as("width of %s on a phone: %s", place(), driver.executeScript(WIDE))
        .isLessThanOrEqualTo(PHONE);
    width(DESK);
  }

  private static String said(Rule rule) {
    return rule.getId() + " " + rule.getNodes().stream().map(node -> node.getHtml()).toList();
  }

  private void scheme(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  private void width(int width) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
  }

  /** The cookies that it sends to the page that is shown. */
  Map<String, String> cookies() {
    return driver.manage().getCookies().stream()
        .collect(Collectors.toMap(Cookie::getName, Cookie::getValue));
  }

  /** What the page complained of since this was asked last. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(entry -> entry.getMessage())
        .toList();
  }

  /** Keeps pictures of a page in {@code -Dscreenshots}, if that names a folder. */
  void photograph(String name) {
    String folder = System.getProperty("screenshots");
    if (folder == null) {
      return;
    }
    for (int width : new int[] {DESK, PHONE}) {
      width(width);
      try {
        Files.createDirectories(Path.of(folder));
        Files.write(
            Path.of(folder, name + "-" + width + ".png"), driver.getScreenshotAs(OutputType.BYTES));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    width(DESK);
  }

  @Override
  public void close() {
    driver.quit();
  }
}
