package dev.ropeway.integration;

import dev.ropeway.tickettype.TicketType;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A connection to one instance, as deliveries and polls use it.
 *
 * @param version grows with every change; 0 for those from configuration
 * @param enabled false while nothing is to be delivered or polled
 * @param holdsNew whether new tickets wait until a person releases them
 * @param scope prefixes of which a recommendation must have one; empty for all (B04)
 * @param ticketType for orders that name none
 * @param concurrency calls in flight at once
 * @param timeout of one call
 * @param settle how long the fate of a lost create stays open
 * @param testFirst whether deliveries wait for a first test
 * @param overlap how far before the last row seen a poll starts
 * @param lookBack how far back the first poll looks (E01)
 * @param stateLabels what states are called instead, by ticket type and value (A07)
 * @param notes what is carried of what is said on tickets
 * @param attachments what is carried of the files of tickets
 * @param workItems which records are imported, whoever made them
 * @param activity which of the instance's activity is read
 * @param hintSecret what hints of changes are signed with; null where none are taken
 */
public record Integration(
    String name,
    long version,
    boolean enabled,
    URI url,
    Environment environment,
    boolean holdsNew,
    Set<String> scope,
    TicketType ticketType,
    int concurrency,
    Duration timeout,
    Duration settle,
    int maxAttempts,
    boolean testFirst,
    String pollCron,
    String reconcileCron,
    Duration overlap,
    Duration lookBack,
    int pageSize,
    People people,
    Cmdb cmdb,
    Map<String, Map<String, String>> stateLabels,
    NoteKinds notes,
    CarriedAttachments attachments,
    ImportedWorkItems workItems,
    ReadActivity activity,
    String hintSecret) {

  /** What an instance is for (D20). */
  public enum Environment {
    PRODUCTION,
    TEST;

    /** As settings, templates and answers name it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Integration {
    scope = Set.copyOf(scope);
    stateLabels = Map.copyOf(stateLabels);
  }

  Integration disabled() {
    return new Integration(
        name,
        version,
        false,
        url,
        environment,
        holdsNew,
        scope,
        ticketType,
        concurrency,
        timeout,
        settle,
        maxAttempts,
        testFirst,
        pollCron,
        reconcileCron,
        overlap,
        lookBack,
        pageSize,
        people,
        cmdb,
        stateLabels,
        notes,
        attachments,
        workItems,
        activity,
        hintSecret);
  }

  /** What a state is called here; null where the instance's label stands. */
  String stateLabel(String ticketType, String state) {
    return state == null ? null : stateLabels.getOrDefault(ticketType, Map.of()).get(state);
  }

  /** Whether it was made over REST, and may be changed there. */
  public boolean isStored() {
    return version > 0;
  }

  /**
   * How long a claim is good for: two calls and a little, since a delivery reads before it writes.
   */
  public Duration lease() {
    return timeout.multipliedBy(2).plusSeconds(5);
  }

  @Override
  public String toString() {
    return "Integration[" + name + ", " + url + "]";
  }
}
