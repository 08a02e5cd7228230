package dev.ropeway.rest;

import dev.ropeway.assignment.Page;
import dev.ropeway.security.Audit;
import dev.ropeway.security.AuditEntry;
import dev.ropeway.security.AuditFilter;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import org.apache.camel.Headers;

/** The step of the route by which owners read the audit log. */
@ApplicationScoped
@Named("auditResource")
@RegisterForReflection // routes call it by name
public class AuditResource {

  private final Audit audit;

  AuditResource(Audit audit) {
    this.audit = audit;
  }

  public Page<AuditEntry> list(@Headers Map<String, Object> headers) {
    Query query = new Query(headers);
    int limit = query.limit();
    AuditFilter filter =
        new AuditFilter(query.text("who"), query.time("since"), query.flag("denied"));
    List<AuditEntry> found = audit.list(filter, limit + 1, query.cursor(Long::valueOf));
    if (found.size() <= limit) {
      return new Page<>(found, null);
    }
    List<AuditEntry> page = found.subList(0, limit);
    return new Page<>(page, Query.cursorOf(String.valueOf(page.get(limit - 1).id())));
  }
}
