package dev.ropeway.enrichment;

/** A user or a group by e-mail, user name, name or sys_id, as somebody wrote it. */
public record Reference(Kind kind, String text) {

  /** Where it is looked up. */
  public enum Kind {
    USER,
    GROUP
  }
}
