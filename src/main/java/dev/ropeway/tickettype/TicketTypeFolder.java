package dev.ropeway.tickettype;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Where operators keep ticket types as files. */
@ConfigMapping(prefix = "ropeway.ticket-type-files")
public interface TicketTypeFolder {

  /** A folder of files {@code <name>.yaml}. */
  Optional<String> dir();
}
