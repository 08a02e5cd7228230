package dev.ropeway.sync.activity;

import dev.ropeway.integration.ReadActivity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The tables that activity is read from. */
@ApplicationScoped
class ActivitySources {

  private static final List<ActivitySource> ALL =
      List.of(
          new LoginEvents(),
          new RoleChanges(),
          AuditedChanges.ofPrivileges(),
          AuditedChanges.ofRecords(),
          new Exports(),
          new Deletions());

  /** Those of the streams that are wanted. */
  List<ActivitySource> of(ReadActivity wanted) {
    return ALL.stream().filter(source -> wanted.has(source.stream())).toList();
  }
}
