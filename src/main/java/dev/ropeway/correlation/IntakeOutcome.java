package dev.ropeway.correlation;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** What became of one event: an item of the answer to {@code POST /recommendations}. */
@RegisterForReflection // JSON of answers
public record IntakeOutcome(
    String id,
    Kind outcome,
    Link assignment,
    @JsonInclude(JsonInclude.Include.NON_NULL) Error error,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Candidate.Warning> warnings) {

  public IntakeOutcome(String id, Kind outcome, Link assignment, Error error) {
    this(id, outcome, assignment, error, List.of());
  }

  /** The five words of the REST contract. */
  public enum Kind {
    CREATED,
    UPDATED,
    UNCHANGED,
    UNMATCHED,
    REJECTED;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where the assignment is read. */
  public record Link(UUID id, String url) {
    static Link to(UUID id) {
      return id == null ? null : new Link(id, "/api/v1/assignments/" + id);
    }
  }

  /**
   * What was wrong, and where in the item.
   *
   * @param conflict the item is right, and what is stored forbids it
   */
  public record Error(String pointer, String detail, @JsonIgnore boolean conflict) {
    public Error(String pointer, String detail) {
      this(pointer, detail, false);
    }
  }

  static IntakeOutcome of(Candidate candidate, Kind kind, UUID assignment) {
    return new IntakeOutcome(
        candidate.recommendation().id(), kind, Link.to(assignment), null, candidate.warnings());
  }

  /**
   * Of a recommendation that another caller made, or that lies outside of the sender's bounds;
   * whose it is is none of the sender's business.
   */
  static IntakeOutcome anothers(String id) {
    return new IntakeOutcome(
        id,
        Kind.REJECTED,
        null,
        new Error("/id", "the recommendation with this id belongs to another caller", true));
  }

  static IntakeOutcome rejected(Candidate.Rejection rejection) {
    return new IntakeOutcome(
        rejection.id(), Kind.REJECTED, null, new Error(rejection.pointer(), rejection.detail()));
  }
}
