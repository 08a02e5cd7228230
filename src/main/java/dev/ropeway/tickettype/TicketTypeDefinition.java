package dev.ropeway.tickettype;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a kind of ticket is: where its records lie, how they are made and found again, and how they
 * come to their end.
 *
 * @param table of its records; nothing but lower-case letters, digits and _
 * @param correlation the column that ties a record to its assignment; null where nothing can
 * @param caller the column of who asked for the work; null for none
 * @param journal the column of notes; null for none
 * @param priorityIsComputed whether the instance makes the priority out of impact and urgency
 * @param fields columns of new records with the value that they get
 */
public record TicketTypeDefinition(
    TicketType name,
    String table,
    Creation creation,
    String correlation,
    String caller,
    States states,
    Turn resolve,
    Turn cancel,
    Reopen reopen,
    String journal,
    boolean priorityIsComputed,
    Map<String, String> fields) {

  private static final String EVENTS = "em_event";
  private static final String ALERTS = "em_alert";

  /** How records are made. */
  public enum Way {
    /** A POST to their table. */
    TABLE,
    /** A POST to an import table, which a transform turns into a record. */
    IMPORT_SET,
    /** A POST for a template of standard changes. */
    STANDARD_CHANGE;

    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * How records are made.
   *
   * @param from the import table, or name or sys_id of the template; null for the table itself
   */
  public record Creation(Way way, String from) {}

  /**
   * What states mean, by value; empty where their labels say it.
   *
   * @param labels what states are called where the instance does not say
   */
  public record States(Set<String> over, Set<String> onHold, Map<String, String> labels) {}

  /**
   * What is written at an end.
   *
   * @param state null where the labels of the instance say it
   * @param codeField the column of the close code; null for none
   * @param codes in order of preference
   */
  public record Turn(
      String state,
      String codeField,
      List<String> codes,
      List<String> noteFields,
      Map<String, String> fields) {}

  /**
   * How a ticket that is over is set to work again.
   *
   * @param from the states from which it may; empty: those that are called resolved
   * @param state what is written; null where the labels of the instance say it
   * @param never whether another ticket follows instead
   */
  public record Reopen(Set<String> from, String state, boolean never) {}

  /** Whether its records extend task: they have an owner, a group and close codes then. */
  public boolean isTask() {
    return !isEvent() && !isAlert();
  }

  /** Whether it is only ever told: each change is another event, and the end is one that clears. */
  public boolean isEvent() {
    return table.equals(EVENTS);
  }

  public boolean isAlert() {
    return table.equals(ALERTS);
  }

  /** What people call the field by which a ticket of ours is found again. */
  public String key() {
    if (!isTask()) {
      return "message key";
    }
    return correlation == null ? "key" : correlation.replace('_', ' ');
  }

  /** Whether a lost create can be told from one that never was. */
  public boolean isFoundAgain() {
    return correlation != null;
  }

  /** What a state is called: the instance's word, else ours, else its value. */
  public String label(String value, Map<String, String> choices) {
    String label = choices == null ? null : choices.get(value);
    return label == null ? states.labels().getOrDefault(value, value) : label;
  }

  /** Whether one that a person sees in this state can be set to work again. */
  public boolean mayBeReopened(String state, String label) {
    if (reopen.never()) {
      return false;
    }
    return reopen.from().isEmpty()
        ? StateLabel.isResolved(label)
        : state != null && reopen.from().contains(state);
  }

  /** The state of a ticket that is resolved on an instance; empty where nothing tells it. */
  public Optional<String> resolvedState(Map<String, String> choices) {
    return state(resolve.state(), choices, StateLabel.RESOLVED);
  }

  /** The state of a ticket that is canceled on an instance; empty where nothing tells it. */
  public Optional<String> canceledState(Map<String, String> choices) {
    return state(cancel.state(), choices, StateLabel.CANCELED);
  }

  /** The state of a ticket that is set to work again; empty where it never is. */
  public Optional<String> reopenedState(Map<String, String> choices) {
    return reopen.never() ? Optional.empty() : state(reopen.state(), choices, StateLabel.WORKING);
  }

  private Optional<String> state(
      String said, Map<String, String> choices, List<String> preferredLabels) {
    if (said != null) {
      return Optional.of(said);
    }
    Map<String, String> known = choices == null || choices.isEmpty() ? states.labels() : choices;
    return StateLabel.first(known, preferredLabels);
  }
}
