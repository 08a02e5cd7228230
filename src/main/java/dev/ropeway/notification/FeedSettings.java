package dev.ropeway.notification;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who is told what becomes of assignments: webhooks and Kafka topics. */
@ConfigMapping(prefix = "ropeway.feeds")
public interface FeedSettings {

  @WithParentName
  Map<String, Target> byName();

  /** One of them: either a webhook or a topic. */
  interface Target {

    Optional<URI> url();

    /** What the calls of a webhook are signed with: {@code whsec_} and base64. */
    Optional<String> secret();

    Optional<String> topic();

    /** Of opened, changed, closed, parked, note.added and activity. */
    @WithDefault("opened,changed,closed,parked,note.added")
    Set<String> types();

    /** How long a call may take. */
    @WithDefault("10s")
    Duration timeout();

    /** How long something is tried to be told. */
    @WithDefault("3d")
    Duration giveUpAfter();

    /** True allows http and private addresses. */
    @WithDefault("false")
    boolean allowInsecure();
  }
}
