package dev.ropeway.servicenow;

import java.util.Set;

/** What of a table's choices is needed to bring its tickets to an end. */
public interface Endings {

  /** The states that are written; none where nothing is. */
  Set<String> states(Table table);

  /** The column that says how a ticket ended; any of its choices will do. Null if there is none. */
  String codeField(Table table);
}
