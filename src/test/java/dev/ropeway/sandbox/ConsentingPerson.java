package dev.ropeway.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** Somebody at a browser who is sent to the consent page of a sandbox. */
public final class ConsentingPerson {
  private final HttpClient browser =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
  private final String userName;

  public ConsentingPerson(String userName) {
    this.userName = userName;
  }

  /** Logs in, allows, and gives back the address the browser is sent to, without going there. */
  public URI allow(URI authorization) {
    return decide(authorization, "allow");
  }

  public URI deny(URI authorization) {
    return decide(authorization, "deny");
  }

  private URI decide(URI authorization, String decision) {
    post(authorization, "/login.do", "user=" + userName + "&password=" + userName);
    HttpResponse<String> answer = post(authorization, "/oauth_auth.do", "decision=" + decision);
    return URI.create(
        answer
            .headers()
            .firstValue("Location")
            .orElseThrow(() -> new IllegalStateException(answer.body())));
  }

  HttpResponse<String> open(URI page) {
    return send(HttpRequest.newBuilder(page).GET());
  }

  HttpResponse<String> post(URI page, String path, String form) {
    return post(page, path, form, page.getScheme() + "://" + page.getAuthority());
  }

  HttpResponse<String> post(URI page, String path, String form, String origin) {
    return send(
        HttpRequest.newBuilder(page.resolve(path + "?" + page.getRawQuery()))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Origin", origin)
            .POST(BodyPublishers.ofString(form)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return browser.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A parameter of an address, null when it has none of that name. */
  public static String parameter(URI uri, String name) {
    for (String pair : uri.getRawQuery().split("&")) {
      if (pair.startsWith(name + "=")) {
        return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    return null;
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
