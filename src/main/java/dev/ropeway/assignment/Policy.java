package dev.ropeway.assignment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.ropeway.recommendation.RecommendationState;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.Locale;

/**
 * What becomes of a ticket as its recommendation lives on. An assignment keeps the policy of the
 * rule that made it, so that a changed rule changes nothing of what is there (B49).
 *
 * @param healed what a recommendation that became healthy does to its ticket
 * @param healedOnHold the same while a person has the ticket On Hold
 * @param exempted what a recommendation that left the score does (B55)
 * @param deleted what a recommendation whose resource is gone does (B83)
 * @param reopenWithin a recommendation that is back this soon after we resolved its ticket reopens
 *     it
 * @param returnedAfterPerson what a recommendation does that is back after a person resolved the
 *     ticket
 * @param turnsPerDay healed and back this often in a day, a recommendation is left alone until it
 *     rests
 * @param closeCode the code that resolves; null: the first of ours that the instance knows
 * @param closeNote the note that resolves; null: a sentence of ours
 */
@RegisterForReflection // JSON of the store
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Policy(
    Ending healed,
    Ending healedOnHold,
    Ending exempted,
    Ending deleted,
    Duration reopenWithin,
    Return returnedAfterPerson,
    Integer turnsPerDay,
    String closeCode,
    String closeNote) {

  /** What an end of the recommendation does to the ticket. */
  public enum Ending {
    /** Resolves it with a code and a note. */
    RESOLVE,
    /** Writes a work note; a person ends it. */
    NOTE,
    /** Nothing. */
    LEAVE;

    @JsonCreator
    public static Ending of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a return of the recommendation does. */
  public enum Return {
    /** Sets the same ticket to work again. */
    REOPEN,
    /** Makes another ticket that names the first. */
    NEW,
    /** Writes a work note to the ended ticket. */
    NOTE;

    @JsonCreator
    public static Return of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What holds where nobody says otherwise. */
  public static final Policy DEFAULT =
      new Policy(null, null, null, null, null, null, null, null, null);

  public Policy {
    healed = healed == null ? Ending.RESOLVE : healed;
    healedOnHold = healedOnHold == null ? Ending.NOTE : healedOnHold;
    exempted = exempted == null ? Ending.RESOLVE : exempted;
    deleted = deleted == null ? Ending.RESOLVE : deleted;
    reopenWithin = reopenWithin == null ? Duration.ofDays(7) : reopenWithin;
    returnedAfterPerson = returnedAfterPerson == null ? Return.NEW : returnedAfterPerson;
    turnsPerDay = turnsPerDay == null ? 4 : turnsPerDay;
  }

  /** What the recommendation's state does to its ticket; null while it still asks for work. */
  public Ending of(RecommendationState state) {
    return switch (state) { // no default: a new state must not compile
      case UNHEALTHY -> null;
      case HEALTHY -> healed;
      case NOT_APPLICABLE -> exempted;
      case DELETED -> deleted;
    };
  }
}
