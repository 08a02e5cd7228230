package dev.ropeway.scenarios.console;

import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** A person with a key at a browser that runs no script. */
record Visitor(String key) {

  static final Visitor OWNER = new Visitor("owner-key-for-these-tests");
  static final Visitor READER = new Visitor("reader-key-for-these-tests");

  private static final String TOKEN = "the-token-of-these-tests";

  RequestSpecification browser() {
    return RestAssured.given()
        .auth()
        .preemptive()
        .basic("any", key)
        .accept("text/html")
        .header("Sec-Fetch-Mode", "navigate")
        .redirects()
        .follow(false);
  }

  Document page(String path) {
    return shown(browser().urlEncodingEnabled(false).get(path));
  }

  static Document shown(Response answer) {
    return Jsoup.parse(answer.then().statusCode(200).contentType("text/html").extract().asString());
  }

  /** Sends a form, as a page of ours does. */
  Response submit(String path, Map<String, ?> fields) {
    return browser()
        .cookie("ropeway-form", TOKEN)
        .formParam("_token", TOKEN)
        .formParams(fields)
        .post(path);
  }

  /** What the next page says of it; what was refused begins with an exclamation mark. */
  static String said(Response answer) {
    answer.then().statusCode(303);
    return URLDecoder.decode(answer.getCookie("ropeway-notice"), StandardCharsets.UTF_8);
  }
}
