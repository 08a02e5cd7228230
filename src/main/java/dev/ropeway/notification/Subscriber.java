package dev.ropeway.notification;

import dev.ropeway.kafka.Brokers;
import dev.ropeway.store.InvalidSettingException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/**
 * Somebody who is told.
 *
 * @param url null for a topic and for routes
 * @param signature null for a topic and for routes
 * @param topic null for a webhook and for routes
 * @param types of CloudEvents
 */
public record Subscriber(
    String name,
    URI url,
    WebhookSignature signature,
    String topic,
    Set<String> types,
    Duration timeout,
    Duration giveUpAfter,
    boolean mayBePrivate) {

  private static final Set<String> TYPES =
      Set.of("opened", "changed", "closed", "parked", "note.added", "activity");

  /** {@code maxBlockMs} and {@code deliveryTimeoutMs} of the route tell-change, and before. */
  private static final Duration TOPIC_CALL =
      Duration.ofSeconds(30).plus(Brokers.PRODUCER_REPLACED_WITHIN);

  private static final String PREFIX = "dev.ropeway.assignment.";

  /** What people did on instances, which is of no assignment. */
  private static final String ACTIVITY = "activity";

  /** The name under which the store knows the routes of engineers. */
  static final String ROUTES = "mounted-routes";

  /** A route that takes longer may be run again by another replica. */
  private static final Duration ROUTE = Duration.ofSeconds(30);

  private static final Duration ROUTES_GIVE_UP_AFTER = Duration.ofDays(3);

  /** The routes of engineers, which follow these kinds of change. */
  static Subscriber routes(Set<String> kinds) {
    Set<String> types = new TreeSet<>();
    kinds.forEach(kind -> types.add(PREFIX + kind));
    return new Subscriber(ROUTES, null, null, null, types, ROUTE, ROUTES_GIVE_UP_AFTER, false);
  }

  /**
   * @throws InvalidSettingException naming the key that cannot work
   */
  static Subscriber of(String name, FeedSettings.Target settings) {
    String key = "ropeway.feeds." + name;
    if (name.equals(ROUTES)) {
      throw new InvalidSettingException(key, "needs another name: this one is reserved for routes");
    }
    if (settings.url().isPresent() == settings.topic().isPresent()) {
      throw new InvalidSettingException(key, "must have either a url or a topic");
    }
    Set<String> types = new TreeSet<>();
    for (String type : settings.types()) {
      if (!TYPES.contains(type)) {
        throw new InvalidSettingException(
            key + ".types", "must be some of " + new TreeSet<>(TYPES));
      }
      types.add(type.equals(ACTIVITY) ? "dev.ropeway." + type : PREFIX + type);
    }
    URI url = settings.url().orElse(null);
    if (url != null) {
      check(key, url, settings);
    }
    return new Subscriber(
        name,
        url,
        url == null
            ? null
            : WebhookSignature.of(
                settings
                    .secret()
                    .orElseThrow(() -> new InvalidSettingException(key + ".secret", "is missing")),
                key + ".secret"),
        settings.topic().orElse(null),
        types,
        settings.timeout(),
        settings.giveUpAfter(),
        settings.allowInsecure());
  }

  private static void check(String key, URI url, FeedSettings.Target settings) {
    boolean https = "https".equals(url.getScheme());
    boolean http = "http".equals(url.getScheme()) && settings.allowInsecure();
    if (!https && !http || url.getHost() == null || url.getUserInfo() != null) {
      throw new InvalidSettingException(
          key + ".url", "must be https://host/…, or http with allow-insecure");
    }
  }

  /** How long a call takes at most. */
  Duration longestCall() {
    return isTopic() ? TOPIC_CALL : timeout;
  }

  boolean isTopic() {
    return topic != null;
  }

  boolean isRoutes() {
    return topic == null && url == null;
  }
}
