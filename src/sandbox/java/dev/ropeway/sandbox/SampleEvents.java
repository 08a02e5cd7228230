package dev.ropeway.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Posts a handful of Defender for Cloud events to the application, as a producer would. */
final class SampleEvents {

  private static final Logger LOG = Logger.getLogger(SampleEvents.class);
  private static final int TRIES = 20;

  private final URI endpoint;
  private final HttpClient client = HttpClient.newHttpClient();

  SampleEvents(int port) {
    endpoint = URI.create("http://localhost:" + port + "/api/v1/events/defender");
  }

  /** Returns at once; the application may not listen yet. */
  void post() {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint)
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/json")
            .header("X-API-Key", "dev")
            .POST(HttpRequest.BodyPublishers.ofByteArray(events()))
            .build();
    attempt(request, 1);
  }

  private void attempt(HttpRequest request, int number) {
    client
        .sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .whenComplete(
            (response, failure) -> {
              boolean accepted = failure == null && response.statusCode() == 202;
              if (accepted) {
                LOG.infof("sample events posted to %s", endpoint.getPath());
              } else if (number < TRIES) {
                CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS)
                    .execute(() -> attempt(request, number + 1));
              } else {
                LOG.warnf(
                    "sample events were not accepted: %s",
                    failure == null ? response.body() : failure);
              }
            });
  }

  private static byte[] events() {
    try (InputStream events =
        SampleEvents.class.getResourceAsStream("/sandbox/sample-events.json")) {
      return events.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
