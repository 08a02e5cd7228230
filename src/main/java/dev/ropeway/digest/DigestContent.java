package dev.ropeway.digest;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * What a digest tells.
 *
 * @param name of its recipient; null where it is not known
 * @param sections with something in them, the most urgent first
 * @param unlistedGroups recommendations that are counted and not listed
 * @param unlisted assignments of these
 * @param listAll where a browser finds all of it
 */
@RegisterForReflection // mails ask it by name
record DigestContent(
    DigestKind kind,
    String name,
    long overdue,
    long soon,
    long later,
    List<Section> sections,
    long unlistedGroups,
    long unlisted,
    String listAll) {

  /**
   * A part with a title of its own.
   *
   * @param note said below the title; null for nothing
   * @param list where a browser finds all of it
   */
  @RegisterForReflection // mails ask it by name
  record Section(String title, String note, String list, List<Item> items) {}

  /**
   * The work on one recommendation.
   *
   * @param toDo one line; null where the source says nothing
   * @param due when, in the words of the recipient's zone
   * @param list where a browser finds it
   */
  @RegisterForReflection // mails ask it by name
  record Item(
      String severity,
      String title,
      String resources,
      String due,
      String toDo,
      List<Link> tickets,
      String list) {}

  /** Something that can be opened; an address is null where there is none. */
  @RegisterForReflection // mails ask it by name
  record Link(String label, String href) {

    /** Both on one line of text. */
    public String line() {
      return href == null ? label : label + " " + href;
    }
  }

  public boolean isManager() {
    return kind == DigestKind.MANAGER;
  }

  public boolean isGroup() {
    return kind == DigestKind.GROUP;
  }

  public boolean isCritical() {
    return kind == DigestKind.CRITICAL;
  }

  public boolean isDaily() {
    return kind.isDaily();
  }

  /** How much is on time. */
  public String laterText() {
    return later == 1
        ? "1 more assignment is"
        : DigestWriter.number(later) + " more assignments are";
  }

  /** How much is not listed. */
  public String unlistedText() {
    return "And %s more %s with %s %s."
        .formatted(
            DigestWriter.number(unlistedGroups),
            unlistedGroups == 1 ? "recommendation" : "recommendations",
            DigestWriter.number(unlisted),
            unlisted == 1 ? "assignment" : "assignments");
  }

  /** Whether there is nothing that its recipient has to do. */
  boolean isEmpty() {
    return switch (kind) {
      case OWNER, GROUP -> overdue + soon + later == 0;
      case MANAGER -> overdue == 0;
      case CRITICAL -> overdue + soon == 0;
    };
  }
}
