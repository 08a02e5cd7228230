package dev.ropeway.servicenow;

import java.util.Set;

/** Which columns a create of ours always fills. */
public interface WrittenFields {

  Set<String> of(Table table);
}
