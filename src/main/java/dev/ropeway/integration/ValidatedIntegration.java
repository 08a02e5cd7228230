package dev.ropeway.integration;

import dev.ropeway.assignment.notes.NoteKind;
import dev.ropeway.integration.Integration.Environment;
import dev.ropeway.integration.IntegrationSettings.Settings;
import dev.ropeway.servicenow.CmdbClass;
import dev.ropeway.servicenow.Connection;
import dev.ropeway.servicenow.Credentials.OAuth;
import dev.ropeway.store.InvalidSettingException;
import dev.ropeway.tickettype.TicketType;
import dev.ropeway.tickettype.TicketTypes;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Settings that hold together, and what they make. */
record ValidatedIntegration(
    Settings settings, Integration integration, Connection connection, Removal removal) {

  static final String PREFIX = "ropeway.integrations.";

  private static final int MAX_LOOK_BACK = 120;
  private static final int MAX_PAGE = 10_000;
  private static final int LAST_PORT = 65_535;
  private static final int LEAST_SECRET = 16;

  private static final String WORK_ITEM_TYPES = "work-items.types";

  private static final Duration LEAST_MEMORY = Duration.ofMinutes(1);

  /** What a person reads: something visible, and no control characters. */
  private static final Pattern LABEL = Pattern.compile("(?=.*\\S)[^\\p{Cntrl}]{1,80}");

  private static final Pattern COLUMN = Pattern.compile("[a-z][a-z0-9_]{0,79}");

  /**
   * Reads the settings of one integration.
   *
   * @throws InvalidSettingException naming the setting that is wrong
   */
  static ValidatedIntegration of(String name, long version, Settings settings) {
    return new Reading(name, settings).blueprint(version);
  }

  /**
   * What has expired is refused where it is written. It is no reason to stop what was written
   * before: the instance may have another certificate by now.
   */
  ValidatedIntegration requireCurrent(Instant now) {
    ConfiguredNetwork.expired(connection.trust(), now)
        .ifPresent(
            complaint -> {
              throw new InvalidSettingException(PREFIX + integration.name() + ".trust", complaint);
            });
    return this;
  }

  /** A kind of ticket that nobody defined is refused where it is written. */
  void requireKnown(TicketTypes types) {
    try {
      types.usable(integration.ticketType());
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(
          PREFIX + integration.name() + ".ticket-type", e.getMessage());
    }
    Map<String, TicketType> byTable = new HashMap<>();
    integration.workItems().types().forEach(type -> requireTable(types, type, byTable));
  }

  /** A record has one place among the work items, so that no table is imported twice. */
  private void requireTable(TicketTypes types, TicketType type, Map<String, TicketType> byTable) {
    String key = PREFIX + integration.name() + "." + WORK_ITEM_TYPES;
    try {
      TicketType other = byTable.put(types.of(type).table(), type);
      if (other != null) {
        throw new InvalidSettingException(
            key, "must not contain both %s and %s: they have one table".formatted(other, type));
      }
    } catch (InvalidSettingException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(key, e.getMessage());
    }
  }

  /** The same on its way out: nothing but the cancelling of its tickets goes on. */
  ValidatedIntegration removing(Removal how) {
    return new ValidatedIntegration(
        settings,
        how == Removal.WITHDRAW_CANCEL ? integration : integration.disabled(),
        connection,
        how);
  }

  /** What has to be kept encrypted needs a key; and configuration cannot forget. */
  void requireKeepable(Secrets secrets) {
    if (connection.credentials() instanceof OAuth oauth) {
      String name = integration.name();
      if (!secrets.areKept()) {
        throw new InvalidSettingException(
            "ropeway.secrets.keys.<name>",
            "must be set, because integration " + name + " stores tokens");
      }
      if (oauth.forgetPassword()) {
        throw new InvalidSettingException(
            PREFIX + name + ".auth.forget-password",
            "must not be true, because the configuration keeps the password; create the integration with the REST API instead");
      }
    }
  }

  /** The settings of one integration, under examination. */
  private record Reading(String name, Settings settings) {

    ValidatedIntegration blueprint(long version) {
      URI url = url();
      TicketType ticketType = ticketType();
      delivery(settings.delivery());
      sync(settings.sync());
      notThereYet();
      require(
          !settings.holdTest() || environment() == Environment.TEST,
          "hold-test",
          "must not be true unless environment is test");
      require(
          settings.changes().secret().filter(secret -> secret.length() < LEAST_SECRET).isEmpty(),
          "changes.secret",
          "must have at least " + LEAST_SECRET + " characters");
      var delivery = settings.delivery();
      var sync = settings.sync();
      Integration integration =
          new Integration(
              name,
              version,
              settings.enabled(),
              url,
              environment(),
              settings.holdTest(),
              settings.scope().orElse(Set.of()),
              ticketType,
              delivery.concurrency(),
              delivery.timeout(),
              delivery.settle(),
              delivery.maxAttempts(),
              delivery.testFirst(),
              sync.cron(),
              sync.reconcileCron(),
              sync.overlap(),
              Duration.ofDays(sync.lookBackDays()),
              sync.pageSize(),
              people(settings.people()),
              cmdb(settings.cmdb()),
              stateLabels(),
              noteKinds(),
              attachments(),
              workItems(settings.workItems()),
              new ConfiguredActivity(name, settings.activity()).read(),
              settings.changes().secret().orElse(null));
      ConfiguredNetwork network = new ConfiguredNetwork(name, settings);
      Connection connection =
          new Connection(
              name,
              version,
              url,
              new ConfiguredCredentials(name, settings.auth()).credentials(),
              delivery.timeout(),
              settings.auth().tls().orElse(null),
              settings.allowInsecure(),
              network.proxy(url.getHost()),
              network.trust());
      return new ValidatedIntegration(settings, integration, connection, null);
    }

    private URI url() {
      URI url = settings.instanceUrl();
      require(
          url.getHost() != null,
          "instance-url",
          "must be an address such as https://acme.service-now.com");
      require(
          url.getPort() == -1 || (url.getPort() > 0 && url.getPort() <= LAST_PORT),
          "instance-url",
          "must have a port from 1 to " + LAST_PORT);
      require(
          url.getRawPath() == null || url.getRawPath().isEmpty() || url.getRawPath().equals("/"),
          "instance-url",
          "must not have a path");
      require(
          url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null,
          "instance-url",
          "must not contain a user or a query; set the user in auth.username");
      require(
          "https".equalsIgnoreCase(url.getScheme())
              || (settings.allowInsecure() && "http".equalsIgnoreCase(url.getScheme())),
          "instance-url",
          "must start with https:// (http:// only with allow-insecure=true)");
      return URI.create(url.getScheme().toLowerCase(Locale.ROOT) + "://" + url.getRawAuthority());
    }

    private Environment environment() {
      try {
        return Environment.valueOf(settings.environment().toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw invalid("environment", "must be production or test");
      }
    }

    private TicketType ticketType() {
      try {
        return TicketType.of(settings.ticketType());
      } catch (IllegalArgumentException e) {
        throw invalid("ticket-type", e.getMessage());
      }
    }

    private void delivery(IntegrationSettings.Delivery delivery) {
      require(delivery.concurrency() > 0, "delivery.concurrency", "must be at least 1");
      require(delivery.maxAttempts() > 0, "delivery.max-attempts", "must be at least 1");
      require(
          !delivery.timeout().isNegative() && !delivery.timeout().isZero(),
          "delivery.timeout",
          "must be greater than zero");
      require(!delivery.settle().isNegative(), "delivery.settle", "must not be negative");
    }

    private void sync(IntegrationSettings.Sync sync) {
      require(
          sync.pageSize() > 0 && sync.pageSize() <= MAX_PAGE,
          "sync.page-size",
          "must be from 1 to " + MAX_PAGE);
      require(
          sync.lookBackDays() > 0 && sync.lookBackDays() <= MAX_LOOK_BACK,
          "sync.look-back-days",
          "must be from 1 to " + MAX_LOOK_BACK);
      require(!sync.overlap().isNegative(), "sync.overlap", "must not be negative");
      require(
          sync.overlap().compareTo(Duration.ofDays(MAX_LOOK_BACK)) <= 0,
          "sync.overlap",
          "must be at most " + MAX_LOOK_BACK + " days");
      cron(sync.cron(), "sync.cron");
      cron(sync.reconcileCron(), "sync.reconcile-cron");
    }

    private void cron(String cron, String key) {
      CronFault.in(cron)
          .ifPresent(
              fault -> {
                throw invalid(key, fault);
              });
    }

    private People people(IntegrationSettings.People people) {
      lasts(people.remember(), "people.remember");
      lasts(people.rememberUnknown(), "people.remember-unknown");
      return new People(
          people.fallbackAssignee().orElse(null),
          people.fallbackGroup().orElse(null),
          people.fallbackCaller().orElse(null),
          people.remember(),
          people.rememberUnknown());
    }

    private Cmdb cmdb(IntegrationSettings.Cmdb cmdb) {
      List<Cmdb.By> lookUpBy = cmdb.lookUpBy().orElse(List.of()).stream().map(this::by).toList();
      lasts(cmdb.remember(), "cmdb.remember");
      lasts(cmdb.rememberUnknown(), "cmdb.remember-unknown");
      require(
          cmdb.attribute().filter(name -> !COLUMN.matcher(name).matches()).isEmpty(),
          "cmdb.attribute",
          "is not the name of a column");
      require(
          cmdb.attribute().isPresent() || !lookUpBy.contains(Cmdb.By.ATTRIBUTE),
          "cmdb.attribute",
          "must be set to a column, because cmdb.look-up-by contains attribute");
      require(
          !settings.createConfigurationItems() || !lookUpBy.isEmpty(),
          "create-configuration-items",
          "requires cmdb.look-up-by; without it, Ropeway would create the same items again and again");
      Map<String, CmdbClass> classes = new HashMap<>();
      cmdb.classes()
          .forEach(
              (type, name) -> classes.put(type.toLowerCase(Locale.ROOT), itemClass(type, name)));
      return new Cmdb(
          lookUpBy,
          cmdb.attribute().orElse(null),
          cmdb.businessService(),
          settings.createConfigurationItems(),
          classes,
          cmdb.remember(),
          cmdb.rememberUnknown());
    }

    private Map<String, Map<String, String>> stateLabels() {
      Map<String, Map<String, String>> labels = new HashMap<>();
      settings
          .stateLabels()
          .forEach(
              (type, named) -> {
                stateful(type);
                named.forEach(
                    (state, label) ->
                        require(
                            LABEL.matcher(label).matches(),
                            "state-labels." + type + "." + state,
                            "must be one line of 1 to 80 characters"));
                labels.put(type, Map.copyOf(named));
              });
      return labels;
    }

    private void stateful(String type) {
      try {
        require(
            !TicketType.of(type).equals(TicketType.EVENT),
            "state-labels." + type,
            "must name another ticket type: events have no states");
      } catch (IllegalArgumentException e) {
        throw invalid("state-labels." + type, "must name a ticket type, which " + e.getMessage());
      }
    }

    private NoteKinds noteKinds() {
      return new NoteKinds(
          notes(settings.notes().in(), "notes.in"), notes(settings.notes().out(), "notes.out"));
    }

    private CarriedAttachments attachments() {
      return new CarriedAttachments(
          settings.attachments().in().orElse(!noteKinds().in().isEmpty()),
          settings.attachments().evidence());
    }

    private Set<NoteKind> notes(Set<String> words, String key) {
      Set<NoteKind> kinds = EnumSet.noneOf(NoteKind.class);
      for (NoteKind kind : NoteKind.values()) {
        if (words.contains(kind.setting())) {
          kinds.add(kind);
        }
      }
      require(
          kinds.size() == words.size() || words.equals(Set.of("none")),
          key,
          "must be comments, work-notes, both or none");
      return kinds;
    }

    private ImportedWorkItems workItems(IntegrationSettings.WorkItems workItems) {
      require(
          workItems.lookBackDays() > 0 && workItems.lookBackDays() <= MAX_LOOK_BACK,
          "work-items.look-back-days",
          "must be from 1 to " + MAX_LOOK_BACK);
      cron(workItems.cron(), "work-items.cron");
      cron(workItems.checkCron(), "work-items.check-cron");
      List<TicketType> types =
          workItems.types().orElse(List.of()).stream().map(this::imported).distinct().toList();
      return new ImportedWorkItems(
          types,
          Duration.ofDays(workItems.lookBackDays()),
          workItems.cron(),
          workItems.checkCron());
    }

    private TicketType imported(String word) {
      try {
        TicketType type = TicketType.of(word.strip());
        require(
            type.isTask(),
            WORK_ITEM_TYPES,
            "must contain only ticket types whose tables extend task, not " + type);
        return type;
      } catch (InvalidSettingException e) {
        throw e;
      } catch (IllegalArgumentException e) {
        throw invalid(WORK_ITEM_TYPES, "must contain only ticket types: a name " + e.getMessage());
      }
    }

    private Cmdb.By by(String word) {
      return Stream.of(Cmdb.By.values())
          .filter(by -> by.word().equals(word.strip()))
          .findFirst()
          .orElseThrow(
              () ->
                  invalid(
                      "cmdb.look-up-by",
                      "must contain only resource-id, attribute, fqdn, name and ip, not " + word));
    }

    private CmdbClass itemClass(String type, String name) {
      try {
        return new CmdbClass(name);
      } catch (IllegalArgumentException e) {
        throw invalid("cmdb.classes.\"" + type + "\"", e.getMessage());
      }
    }

    /** What is forgotten before the ticket is made that asked for it would be asked for ever. */
    private void lasts(Duration duration, String key) {
      require(duration.compareTo(LEAST_MEMORY) >= 0, key, "must be at least a minute");
    }

    /** Said plainly, for nothing would follow from it. */
    private void notThereYet() {
      require(
          Set.of("default", "customized").contains(settings.fieldMode()),
          "field-mode",
          "must be default or customized");
    }

    private void require(boolean holds, String key, String complaint) {
      if (!holds) {
        throw invalid(key, complaint);
      }
    }

    private InvalidSettingException invalid(String key, String complaint) {
      return new InvalidSettingException(PREFIX + name + "." + key, complaint);
    }
  }
}
