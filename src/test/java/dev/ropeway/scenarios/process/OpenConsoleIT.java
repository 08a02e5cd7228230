package dev.ropeway.scenarios.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PackagedApp.Settings;
import dev.ropeway.packaged.SharedPostgres;
import dev.ropeway.packaged.Store;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

/** Where the console is open, everybody reads what readers read, and nothing else. */
class OpenConsoleIT {

  @Test
  void a_visitor_reads_what_a_reader_reads_and_signs_in_for_more() {
    String jdbcUrl = SharedPostgres.newDatabase();
    Settings settings =
        Settings.of(jdbcUrl, URI.create("http://127.0.0.1:1"))
            .with("ropeway.api.open-console", "true");
    try (PackagedApp app = PackagedApp.start(settings)) {
      new Store(jdbcUrl)
          .execute(
              "insert into recommendation (key, id, state, state_changed_at, occurred_at, fingerprint, matched,"
                  + " document, created_at, updated_at) values ('\\x01', 'r1', 'unhealthy', now(), now(), '\\x01', false,"
                  + " '{\"id\":\"r1\",\"title\":\"Close the port\",\"severity\":\"high\"}', now(), now())");

      Document page =
          Jsoup.parse(get(app, "/recommendations").statusCode(200).extract().asString());
      assertThat(page.select("main").text()).contains("Close the port");
      assertThat(page.select(".sections a").eachText())
          .contains("Assignments", "Recommendations")
          .doesNotContain("Audit", "Callers");
      assertThat(page.select(".who").text()).isEqualTo("Sign in");
      assertThat(page.select("main form[method=post]")).isEmpty();

      for (String path : List.of("/audit", "/callers", "/rules/new")) {
        get(app, path)
            .statusCode(302)
            .header("Location", "/sign-in?to=" + path.replace("/", "%2F"));
      }
      get(app, "/sign-in").statusCode(200);
      get(app, "/api/v1/recommendations").statusCode(401);
    }
  }

  private static ValidatableResponse get(PackagedApp app, String path) {
    return RestAssured.given()
        .port(app.port())
        .accept(path.startsWith("/api") ? "application/json" : "text/html")
        .header("Sec-Fetch-Mode", path.startsWith("/api") ? "cors" : "navigate")
        .redirects()
        .follow(false)
        .get(path)
        .then();
  }
}
