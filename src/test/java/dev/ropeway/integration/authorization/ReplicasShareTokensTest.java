package dev.ropeway.integration.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ropeway.integration.PasswordTraded;
import dev.ropeway.integration.Secrets;
import dev.ropeway.sandbox.Sandbox;
import dev.ropeway.sandbox.faults.FaultKind;
import dev.ropeway.sandbox.faults.FaultRule;
import dev.ropeway.sandbox.faults.Faults;
import dev.ropeway.sandbox.instance.SandboxSettings;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.SettableClock;
import dev.ropeway.servicenow.Connection;
import dev.ropeway.servicenow.Connections;
import dev.ropeway.store.Database;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas on one store: one renews, both use what it gets. */
@RopewayTest
class ReplicasShareTokensTest {

  @Inject OAuthTokenStore store;
  @Inject OAuthTokenEndpoint endpoint;
  @Inject Event<PasswordTraded> traded;
  @Inject Connections connections;
  @Inject Clock clock;
  @Inject Database database;
  @Inject Secrets secrets;

  private Sandbox instance;
  private OAuthTokens one;
  private OAuthTokens other;
  private Connection oauth;

  @BeforeEach
  void begin() {
    await().ignoreExceptions().until(() -> store.read("nobody", "nowhere").isEmpty());
    // Tests and polls of the program log in to the instance of the other scenarios whenever they
    // like: these replicas have one to themselves.
    instance = Sandbox.start(SandboxSettings.defaults().withClock(new SettableClock()));
    oauth = at(instance);
    one = new OAuthTokens(store, endpoint, traded, clock);
    other = new OAuthTokens(store, endpoint, traded, clock);
  }

  private Connection at(Sandbox instance) {
    Connection shared = connections.named("oauth");
    return new Connection(
        "replicas " + UUID.randomUUID(),
        shared.version(),
        instance.url(),
        shared.credentials(),
        shared.timeout(),
        shared.tls(),
        shared.mayBePrivate(),
        null,
        java.util.List.of());
  }

  @AfterEach
  void end() {
    instance.close();
  }

  private long logins() {
    return instance.calls().stream().filter(call -> call.path().contains(Faults.TOKENS)).count();
  }

  @Test
  void what_one_gets_the_other_uses() {
    String token = one.token(oauth);

    assertThat(other.token(oauth)).isEqualTo(token);
    assertThat(logins()).isOne();
  }

  @Test
  void when_both_need_one_at_the_same_time_one_asks() throws Exception {
    instance.faults().set(FaultKind.SLOW, FaultRule.always().on(null, Faults.TOKENS).delay(300));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<String>> asked = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        OAuthTokens replica = i % 2 == 0 ? one : other;
        asked.add(threads.submit(() -> replica.token(oauth)));
      }
      Set<String> tokens = new HashSet<>();
      for (Future<String> answer : asked) {
        tokens.add(answer.get());
      }
      assertThat(tokens).hasSize(1);
      assertThat(logins()).isOne();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void what_the_other_got_between_our_look_and_our_lease_is_ours_too() {
    OAuthTokenStore late =
        new OAuthTokenStore(database, secrets) {
          @Override
          boolean lease(String integration, String login, Instant now, Instant until) {
            other.token(oauth);
            return super.lease(integration, login, now, until);
          }
        };

    String token = new OAuthTokens(late, endpoint, traded, clock).token(oauth);

    assertThat(token).isEqualTo(other.token(oauth));
    assertThat(logins()).isOne();
  }

  @Test
  void a_token_is_renewed_ahead_of_its_end_and_the_old_one_is_used_meanwhile() {
    one.token(oauth);
    SettableClock.advance(Duration.ofSeconds(1799 - 30));

    one.token(oauth);

    assertThat(logins()).as("login and refresh").isEqualTo(2);
  }

  @Test
  void a_refused_token_that_the_other_has_renewed_already_is_not_renewed_again() {
    String old = one.token(oauth);
    other.token(oauth);
    instance.faults().revokeAccessTokens();
    String renewed = one.renewed(oauth, old);
    assertThat(renewed).isNotEqualTo(old);
    long before = logins();

    assertThat(other.renewed(oauth, old)).isEqualTo(renewed);
    assertThat(logins()).isEqualTo(before);
  }

  @Test
  void tokens_survive_a_restart() {
    String token = one.token(oauth);
    assertThat(new OAuthTokens(store, endpoint, traded, clock).token(oauth)).isEqualTo(token);
    assertThat(logins()).isOne();
  }

  @Test
  void a_replica_that_died_while_renewing_holds_the_others_up_only_for_a_while() {
    assertThat(
            store.lease(
                oauth.name(),
                OAuthTokens.login(oauth),
                clock.instant(),
                clock.instant().plusSeconds(2)))
        .isTrue();
    SettableClock.advance(Duration.ofSeconds(3));

    assertThat(other.token(oauth)).isNotEmpty();
  }
}
