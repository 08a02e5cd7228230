package dev.ropeway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ropeway.assignment.InstanceState;
import dev.ropeway.integration.CarriedAttachments;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.IntegrationSettings;
import dev.ropeway.integration.Removal;
import dev.ropeway.integration.authorization.Authorizations.Authorization;
import dev.ropeway.integration.check.ConnectionReport;
import dev.ropeway.throttling.BudgetUsage;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * An integration as its users see it: everything but its secrets.
 *
 * @param proxy null where the instance is reached directly
 * @param trust beside the certificates that Java trusts
 * @param authorization null where it does not log in with OAuth
 * @param budget null while its instance names no rate rule
 * @param lastTest what the last test found; null before the first, and in lists
 */
@RegisterForReflection // JSON of answers
@JsonInclude(JsonInclude.Include.NON_NULL)
record IntegrationView(
    String name,
    String origin,
    URI instanceUrl,
    String environment,
    boolean holdTest,
    boolean enabled,
    Set<String> scope,
    String ticketType,
    String fieldMode,
    boolean createConfigurationItems,
    Auth auth,
    Proxy proxy,
    List<Trusted> trust,
    Sync sync,
    Delivery delivery,
    People people,
    Lookups cmdb,
    Map<String, Map<String, String>> stateLabels,
    Changes changes,
    Notes notes,
    CarriedAttachments attachments,
    WorkItems workItems,
    Activity activity,
    Status status,
    Authorization authorization,
    BudgetUsage budget,
    ConnectionReport lastTest)
    implements ListedIntegration {

  /**
   * @param secrets which are held, by their field
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Auth(
      String type,
      String username,
      String clientId,
      String keyId,
      String audience,
      String tls,
      Set<String> secrets) {}

  /** Through whom the instance is reached; its password is not shown. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Proxy(String host, int port, String username, Set<String> noProxy) {

    static Proxy of(IntegrationSettings.Proxy proxy) {
      return proxy.host().isEmpty()
          ? null
          : new Proxy(
              proxy.host().get(),
              proxy.port().orElse(0),
              proxy.username().orElse(null),
              new TreeSet<>(proxy.noProxy().orElse(Set.of())));
    }
  }

  /** A certificate that is trusted beside those that Java trusts. */
  record Trusted(String subject, Instant expiresAt) {

    static Trusted of(X509Certificate certificate) {
      return new Trusted(
          certificate.getSubjectX500Principal().getName(), certificate.getNotAfter().toInstant());
    }
  }

  record Sync(
      String cron, String reconcileCron, Duration overlap, int lookBackDays, int pageSize) {}

  record Delivery(
      int concurrency, Duration timeout, Duration settle, int maxAttempts, boolean testFirst) {}

  /** Who is taken where nobody is whom a recommendation or a rule names. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record People(
      String fallbackAssignee,
      String fallbackGroup,
      String fallbackCaller,
      Duration remember,
      Duration rememberUnknown) {

    static People of(IntegrationSettings.People people) {
      return new People(
          people.fallbackAssignee().orElse(null),
          people.fallbackGroup().orElse(null),
          people.fallbackCaller().orElse(null),
          people.remember(),
          people.rememberUnknown());
    }
  }

  /** How configuration items are found and made. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Lookups(
      List<String> lookUpBy,
      String attribute,
      boolean businessService,
      Map<String, String> classes,
      Duration remember,
      Duration rememberUnknown) {

    static Lookups of(IntegrationSettings.Cmdb cmdb) {
      return new Lookups(
          cmdb.lookUpBy().orElse(List.of()),
          cmdb.attribute().orElse(null),
          cmdb.businessService(),
          cmdb.classes(),
          cmdb.remember(),
          cmdb.rememberUnknown());
    }
  }

  /**
   * @param hints whether the instance may post hints of changes
   */
  record Changes(boolean hints) {}

  /** Which kinds of notes are carried from tickets and to tickets. */
  record Notes(Set<String> in, Set<String> out) {

    static Notes of(IntegrationSettings.Notes notes) {
      return new Notes(new TreeSet<>(notes.in()), new TreeSet<>(notes.out()));
    }
  }

  /** Which records are imported, whoever made them. */
  record WorkItems(List<String> types, int lookBackDays, String cron, String checkCron) {

    static WorkItems of(IntegrationSettings.WorkItems workItems) {
      return new WorkItems(
          workItems.types().orElse(List.of()),
          workItems.lookBackDays(),
          workItems.cron(),
          workItems.checkCron());
    }
  }

  /** What of the instance's activity is read. */
  record Activity(
      List<String> streams,
      List<String> tables,
      String cron,
      String privilegesCron,
      int failedLogins,
      Duration failedLoginsWithin) {

    static Activity of(IntegrationSettings.Activity activity) {
      return new Activity(
          activity.streams().orElse(List.of()),
          activity.tables().orElse(List.of()),
          activity.cron(),
          activity.privilegesCron(),
          activity.failedLogins(),
          activity.failedLoginsWithin());
    }
  }

  /**
   * How it is, since when, and why (A09, C08).
   *
   * @param warnings what its last sync found odd; null for nothing
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Status(
      String state, Instant since, String why, Instant pausedUntil, List<String> warnings) {

    static Status of(Integration integration, Removal removal, InstanceState state, Instant now) {
      Instant paused = state.isPausedAt(now) ? state.pausedUntil() : null;
      if (removal != null) {
        return new Status("removing", null, "it is being deleted", paused, null);
      }
      return integration.enabled()
          ? new Status(
              state.status().word(),
              state.since(),
              state.why(),
              paused,
              state.warnings().isEmpty() ? null : state.warnings())
          : new Status("disabled", null, null, null, null);
    }
  }

  static IntegrationView of(
      Integration integration,
      IntegrationSettings.Settings settings,
      List<X509Certificate> trust,
      Status status,
      Authorization authorization,
      BudgetUsage budget,
      ConnectionReport lastTest) {
    var auth = settings.auth();
    var sync = settings.sync();
    var delivery = settings.delivery();
    return new IntegrationView(
        integration.name(),
        integration.isStored() ? "rest" : "configuration",
        integration.url(),
        integration.environment().word(),
        integration.holdsNew(),
        integration.enabled(),
        new TreeSet<>(integration.scope()),
        settings.ticketType(),
        settings.fieldMode(),
        settings.createConfigurationItems(),
        new Auth(
            auth.type(),
            auth.username().orElse(null),
            auth.clientId().orElse(null),
            auth.jwt().keyId().orElse(null),
            auth.jwt().audience().orElse(null),
            auth.tls().orElse(null),
            secrets(auth)),
        Proxy.of(settings.proxy()),
        trust.stream().map(Trusted::of).toList(),
        new Sync(
            sync.cron(),
            sync.reconcileCron(),
            sync.overlap(),
            sync.lookBackDays(),
            sync.pageSize()),
        new Delivery(
            delivery.concurrency(),
            delivery.timeout(),
            delivery.settle(),
            delivery.maxAttempts(),
            delivery.testFirst()),
        People.of(settings.people()),
        Lookups.of(settings.cmdb()),
        settings.stateLabels(),
        new Changes(settings.changes().secret().isPresent()),
        Notes.of(settings.notes()),
        integration.attachments(),
        WorkItems.of(settings.workItems()),
        Activity.of(settings.activity()),
        status,
        authorization,
        budget,
        lastTest);
  }

  private static Set<String> secrets(IntegrationSettings.Auth auth) {
    Set<String> held = new TreeSet<>();
    held(held, "password", auth.password());
    held(held, "apiKey", auth.apiKey());
    held(held, "clientSecret", auth.clientSecret());
    held(held, "jwt.key", auth.jwt().key());
    return held;
  }

  private static void held(Set<String> into, String field, Optional<String> secret) {
    if (secret.isPresent()) {
      into.add(field);
    }
  }

  /** One that cannot be used, with what is known of it. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Unusable(String name, String origin, Status status) implements ListedIntegration {
    static Unusable of(String name, String why) {
      return new Unusable(name, "rest", new Status("failing", null, why, null, null));
    }
  }
}
