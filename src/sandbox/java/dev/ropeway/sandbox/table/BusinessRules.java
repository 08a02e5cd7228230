package dev.ropeway.sandbox.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the instance derives and forbids when a task is written. */
public final class BusinessRules {
  private static final Map<String, String> NEXT_PROBLEM_STATE =
      Map.of("101", "102", "102", "103", "103", "104", "104", "106", "106", "107");
  private static final Map<String, String> NEXT_CHANGE_STATE =
      Map.of("-5", "-4", "-4", "-3", "-3", "-2", "-2", "-1", "-1", "0", "0", "3");
  private static final Map<String, String> NEXT_STANDARD_CHANGE_STATE =
      Map.of("-5", "-2", "-2", "-1", "-1", "0", "0", "3");

  private BusinessRules() {}

  static void apply(PendingRecord draft) {
    switch (draft.table.name) {
      case "incident" -> incident(draft);
      case "problem" -> problem(draft);
      case "change_request" -> change(draft);
      case "sn_si_incident" -> securityIncident(draft);
      case "em_event" -> Alerts.prepare(draft);
      default -> task(draft);
    }
    if (draft.table.isPartOf("task") && !draft.isInsert()) {
      // Which assignment changes count is not in our sources; a group that replaces a group does.
      if (draft.changes("assignment_group") && !draft.old("assignment_group").isEmpty()) {
        draft.increment("reassignment_count");
      }
    }
  }

  private static void task(PendingRecord draft) {
    if (draft.table.isPartOf("task") && draft.changes("state")) {
      activity(draft, draft.table.closedStates().contains(draft.get("state")));
    }
  }

  /**
   * What the closure information tab asks for. The process definition may forbid steps back; which
   * steps it has for whom is not in our sources, so every step is allowed here.
   */
  private static void securityIncident(PendingRecord draft) {
    if (draft.changes("state") && draft.get("state").equals("3")) {
      draft.require(List.of("close_code", "close_notes"));
    }
    task(draft);
  }

  /** The states a ticket passes on its way, without the one it is in; empty when there is none. */
  public static List<String> path(Row ticket, String to) {
    Map<String, String> next =
        ticket.table.name.equals("problem") ? NEXT_PROBLEM_STATE : nextOfChange(ticket.get("type"));
    List<String> path = new ArrayList<>();
    for (String state = next.get(ticket.get("state")); state != null; state = next.get(state)) {
      path.add(state);
      if (state.equals(to)) {
        return path;
      }
    }
    return List.of();
  }

  private static void incident(PendingRecord draft) {
    mirror(draft, "incident_state");
    prioritize(draft);
    String state = draft.get("state");
    boolean ended = isEnded(state);
    boolean wasEnded = isEnded(draft.old("state"));
    // Rows that an experiment put into this state without a code stay writable.
    if (ended
        && (draft.changes("state")
            || draft.changes("close_code")
            || draft.changes("close_notes"))) {
      draft.require(List.of("close_code", "close_notes"));
    }
    if (!draft.changes("state")) {
      return;
    }
    if (ended && !wasEnded) {
      by(draft, "resolved_at", "resolved_by");
    }
    if (wasEnded && !ended && !state.equals("8")) {
      // Whether resolved_at and resolved_by are emptied on reopening is not established: kept.
      draft.increment("reopen_count");
      by(draft, "reopened_time", "reopened_by");
    }
    activity(draft, state.equals("7") || state.equals("8"));
  }

  private static boolean isEnded(String incidentState) {
    return incidentState.equals("6") || incidentState.equals("7");
  }

  /**
   * One step forward at a time. For plain Table API writes neither the refusal nor its text is
   * promised by our sources (they come from a scripted API); nor are steps back, refused here too.
   */
  private static void problem(PendingRecord draft) {
    mirror(draft, "problem_state");
    prioritize(draft);
    if (!draft.changes("state")) {
      return;
    }
    String state = draft.get("state");
    if (!draft.isInsert()) {
      draft.abortUnless(
          state.equals(NEXT_PROBLEM_STATE.get(draft.old("state"))), "Problem State Transition");
    }
    if (!state.equals("101")) {
      draft.require(List.of("assigned_to"));
    }
    if (state.equals("106")) {
      draft.require(List.of("resolution_code", "fix_notes", "cause_notes"));
      by(draft, "resolved_at", "resolved_by");
    }
    activity(draft, state.equals("107"));
  }

  /**
   * A standard change is authorized already and skips those steps. Emergency changes take the path
   * of a normal one here; the transitions of their model are not in our sources.
   */
  private static void change(PendingRecord draft) {
    if (draft.get("on_hold").equals("true")) {
      draft.require(List.of("on_hold_reason"));
    }
    if (!draft.changes("state")) {
      return;
    }
    String state = draft.get("state");
    if (!draft.isInsert()) {
      boolean canceled = state.equals("4") && !draft.old("state").equals("3");
      draft.abortUnless(
          canceled || state.equals(nextOfChange(draft.get("type")).get(draft.old("state"))),
          "Change Model: Check State Transition");
    }
    if (state.equals("-2")) {
      draft.require(List.of("assignment_group"));
    }
    if (state.equals("3")) {
      draft.require(List.of("close_code", "close_notes"));
    }
    activity(draft, state.equals("3") || state.equals("4"));
  }

  private static Map<String, String> nextOfChange(String type) {
    return type.equals("standard") ? NEXT_STANDARD_CHANGE_STATE : NEXT_CHANGE_STATE;
  }

  /** state and its older twin always hold the same value; the one that was sent wins. */
  private static void mirror(PendingRecord draft, String twin) {
    if (draft.changes(twin) && !draft.changes("state") || sentOnlyTwin(draft, twin)) {
      draft.set("state", draft.get(twin));
    }
    draft.set(twin, draft.get("state"));
  }

  private static boolean sentOnlyTwin(PendingRecord draft, String twin) {
    return draft.isInsert()
        && !draft.get(twin).equals(draft.table.column(twin).defaultValue())
        && draft.get("state").equals(draft.table.column("state").defaultValue());
  }

  private static void prioritize(PendingRecord draft) {
    if (draft.isInsert() || draft.changes("impact") || draft.changes("urgency")) {
      draft.set("priority", priority(draft.get("impact"), draft.get("urgency")));
    }
  }

  /** The lookup rows of dl_u_priority; what an empty impact gives is not established. */
  static String priority(String impact, String urgency) {
    return switch (impact + urgency) {
      case "11" -> "1";
      case "12", "21" -> "2";
      case "13", "22", "31" -> "3";
      case "23", "32" -> "4";
      default -> "5";
    };
  }

  private static void activity(PendingRecord draft, boolean closed) {
    boolean wasClosed = draft.old("active").equals("false");
    if (closed && !wasClosed) {
      by(draft, "closed_at", "closed_by");
    }
    draft.set("active", closed ? "false" : "true");
  }

  private static void by(PendingRecord draft, String when, String who) {
    // An experiment that sets the scene may bring its own times.
    if (draft.author.bound() || !draft.changes(when)) {
      draft.set(when, draft.author.stamp());
      draft.set(who, draft.author.user().sysId());
    }
  }
}
