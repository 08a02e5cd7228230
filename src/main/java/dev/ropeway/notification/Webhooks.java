package dev.ropeway.notification;

import dev.ropeway.servicenow.PrivateAddresses;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Body;

/** Posts events to webhooks, signed; follows no redirect and enters no private network. */
@ApplicationScoped
@Named("webhooks")
@RegisterForReflection // routes call it by name
public class Webhooks {

  private final Clock clock;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  Webhooks(Clock clock) {
    this.clock = clock;
  }

  /**
   * Returns once the target took it.
   *
   * @throws RefusedException when it answered something else than 2xx
   */
  public void post(@Body FeedEvent event) throws IOException, InterruptedException {
    Subscriber target = event.target();
    if (!target.mayBePrivate()) {
      PrivateAddresses.refuse(target.url().getHost());
    }
    Instant now = clock.instant();
    HttpResponse<InputStream> answer =
        client.send(
            HttpRequest.newBuilder(target.url())
                .timeout(target.timeout())
                .header("Content-Type", Feed.MEDIA_TYPE)
                .header("User-Agent", "Ropeway")
                .header("webhook-id", event.eventId())
                .header("webhook-timestamp", String.valueOf(now.getEpochSecond()))
                .header(
                    "webhook-signature", target.signature().of(event.eventId(), now, event.body()))
                .POST(BodyPublishers.ofString(event.body()))
                .build(),
            BodyHandlers.ofInputStream());
    // Not read: the time limit ends with the headers, and somebody may never end the rest.
    answer.body().close();
    if (answer.statusCode() / 100 != 2) {
      throw new RefusedException(answer.statusCode());
    }
  }
}
