package dev.ropeway.integration;

import dev.ropeway.assignment.TicketType;
import dev.ropeway.integration.Integration.Environment;
import dev.ropeway.integration.IntegrationSettings.Settings;
import dev.ropeway.servicenow.CmdbClass;
import dev.ropeway.servicenow.Connection;
import dev.ropeway.servicenow.Credentials.OAuth;
import java.net.URI;
import java.time.Duration;
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

  private static final Duration LEAST_MEMORY = Duration.ofMinutes(1);

  private static final Pattern COLUMN = Pattern.compile("[a-z][a-z0-9_]{0,79}");

  /**
   * Reads the settings of one integration.
   *
   * @throws InvalidSettingException naming the setting that is wrong
   */
  static ValidatedIntegration of(String name, long version, Settings settings) {
    return new Reading(name, settings).blueprint(version);
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
              settings.changes().secret().orElse(null));
      Connection connection =
          new Connection(
              name,
              version,
              url,
              new ConfiguredCredentials(name, settings.auth()).credentials(),
              delivery.timeout(),
              settings.auth().tls().orElse(null),
              settings.allowInsecure());
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
