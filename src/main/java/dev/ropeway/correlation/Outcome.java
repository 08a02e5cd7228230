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
public record Outcome(
    String id,
    Kind outcome,
    Link assignment,
    @JsonInclude(JsonInclude.Include.NON_NULL) Error error,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Proposal.Warning> warnings) {

  public Outcome(String id, Kind outcome, Link assignment, Error error) {
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

  static Outcome of(Proposal proposal, Kind kind, UUID assignment) {
    return new Outcome(
        proposal.recommendation().id(), kind, Link.to(assignment), null, proposal.warnings());
  }

  /** Of a finding that another caller made; whose it is is none of the sender's business. */
  static Outcome anothers(String id) {
    return new Outcome(
        id,
        Kind.REJECTED,
        null,
        new Error("/id", "a finding of this id belongs to another caller", true));
  }

  static Outcome rejected(Proposal.Rejection rejection) {
    return new Outcome(
        rejection.id(), Kind.REJECTED, null, new Error(rejection.pointer(), rejection.detail()));
  }
}
