package dev.ropeway.tickettype;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The kinds of ticket that configuration adds, by name; those of REST and files have the same keys.
 */
@ConfigMapping(prefix = "ropeway.ticket-types")
public interface TicketTypeSettings {

  @WithParentName
  Map<String, Settings> byName();

  /** One kind of ticket. */
  interface Settings {

    /** The ServiceNow table of its records, which must extend task. */
    String table();

    /** How records are made: {@code table}, {@code import-set} or {@code standard-change}. */
    @WithDefault("table")
    String create();

    /** The import table that records are posted to; for {@code import-set}. */
    Optional<String> importTable();

    /** Name or sys_id of the template; for {@code standard-change}. */
    Optional<String> changeTemplate();

    /**
     * The column that ties a record to its assignment, at least 36 characters long; {@code none}
     * where nothing can.
     */
    @WithDefault("correlation_id")
    String correlation();

    People people();

    States states();

    /** How a ticket is resolved. */
    Turn resolve();

    /** How a ticket is canceled. */
    Turn cancel();

    Reopen reopen();

    /** The column of notes: {@code work_notes}, {@code comments} or {@code none}. */
    @WithDefault("work_notes")
    String journal();

    /** {@code written} by us, or {@code computed} by the instance from impact and urgency. */
    @WithDefault("written")
    String priority();

    /** Columns of new records with the value that they get. */
    Map<String, String> fields();
  }

  /** The columns of people beside assigned_to and assignment_group, which every task has. */
  interface People {

    /** The column of who asked for the work. */
    Optional<String> caller();
  }

  /** What states mean, by value; what is unset is told by their labels. */
  interface States {
    Optional<Set<String>> over();

    Optional<Set<String>> onHold();

    /** What states are called where the instance does not say. */
    Map<String, String> labels();
  }

  /** What is written at an end. */
  interface Turn {

    /** The value of the state; unset: told by the labels of the instance. */
    Optional<String> state();

    /** The column of the close code. */
    Optional<String> codeField();

    /** Close codes in order of preference; the first that the instance knows is written. */
    Optional<List<String>> codes();

    /** The columns that get the closing note. */
    Optional<List<String>> noteFields();

    /** Further columns with the value that they get. */
    Map<String, String> fields();
  }

  /** How a ticket that is over is set to work again. */
  interface Reopen {

    /** The states, by value, from which it may; unset: those that are called resolved. */
    Optional<Set<String>> from();

    /** The state that is written; {@code never} where another ticket is to follow instead. */
    Optional<String> state();
  }
}
