package dev.ropeway.tickettype;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * A kind of ticket and where it comes from.
 *
 * @param origin {@code Ropeway}, {@code the configuration}, {@code the file <name>} or {@code REST}
 * @param edits who made and changed it over REST; null for any other
 */
public record Known(TicketTypeDefinition type, String origin, Edits edits) {

  static final String SHIPPED = "Ropeway";
  static final String STORED = "REST";

  /** Who made a kind over REST, and who changed it last. */
  @RegisterForReflection // JSON of answers
  public record Edits(String createdBy, Instant createdAt, String updatedBy, Instant updatedAt) {}

  Known(TicketTypeDefinition type, String origin) {
    this(type, origin, null);
  }

  /**
   * Whether somebody may change it over REST: those of configuration and files are changed there.
   */
  public boolean isProvisioned() {
    return !isShipped() && !isStored();
  }

  public boolean isShipped() {
    return origin.equals(SHIPPED);
  }

  public boolean isStored() {
    return origin.equals(STORED);
  }
}
