package dev.ropeway.enrichment;

import dev.ropeway.servicenow.CmdbClass;
import dev.ropeway.servicenow.ConfigurationItems.Owned;
import dev.ropeway.servicenow.ConfigurationItems.Wanted;
import dev.ropeway.servicenow.References;
import dev.ropeway.servicenow.TableCall;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What must be known, or made, before a ticket is. */
sealed interface LookUp {

  /** The call that answers it. */
  TableCall call();

  /** Which user or group is meant. */
  record Who(References.Question name) implements LookUp {
    @Override
    public TableCall call() {
      return name.call();
    }
  }

  /**
   * Which configuration item is meant.
   *
   * @param at when it is asked
   */
  record Which(Wanted item, Instant at) implements LookUp {
    @Override
    public TableCall call() {
      return item.call();
    }
  }

  /** Which service it belongs to. */
  record Whose(Owned item, Instant at) implements LookUp {
    @Override
    public TableCall call() {
      return item.call();
    }
  }

  /** The making of a configuration item, under a lock. */
  record Make(
      Wanted item,
      CreationLocks.Item locked,
      long fence,
      CmdbClass itemClass,
      Map<String, Object> record)
      implements LookUp {
    @Override
    public TableCall call() {
      return TableCall.create(
          item.integration(), itemClass, record, List.of("sys_id", "name", "correlation_id"));
    }
  }
}
