package dev.ropeway.servicenow;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Users and groups by how people write them, as sys_ids; a found one is remembered a while. */
@ApplicationScoped
public class References {

  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  /** As many candidates as a person wants to read. */
  private static final int CANDIDATES = 5;

  private final Cache<Name, String> known =
      Caffeine.newBuilder().expireAfterWrite(REMEMBERED).maximumSize(100_000).build();

  /** Somebody, or a group, as written: e-mail, user name, name or sys_id. */
  public record Name(String integration, Table table, String text) {}

  /** None or several were found: a person must say who is meant (B24). */
  public static final class UnresolvedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnresolvedException(String message) {
      super(message);
    }
  }

  /** The sys_id, if it is known without asking. */
  public Optional<String> find(Name name) {
    return SysId.matches(name.text())
        ? Optional.of(name.text())
        : Optional.ofNullable(known.getIfPresent(name));
  }

  public static TableCall question(Name name) {
    EncodedQuery query = new EncodedQuery().is("active", "true");
    try {
      query.is("name", name.text());
      if (name.table() == Table.SYS_USER) {
        query.orIs("user_name", name.text()).orIs("email", name.text());
      }
    } catch (EncodedQuery.UnsafeValueException e) {
      throw new UnresolvedException(
          "\"" + name.text() + "\" cannot be looked up: " + e.getMessage());
    }
    List<String> fields =
        name.table() == Table.SYS_USER
            ? List.of("sys_id", "user_name", "name", "email")
            : List.of("sys_id", "name");
    return TableCall.list(name.integration(), name.table(), query, fields, CANDIDATES);
  }

  /** The one that was found. */
  public String learn(Name name, TableAnswer answer) {
    String kind = name.table() == Table.SYS_USER ? "active user" : "active group";
    if (answer.received() == 0) {
      throw new UnresolvedException("no " + kind + " is \"" + name.text() + "\"");
    }
    // Row ACLs thin a page: the one that is left need not be the one that is meant.
    if (answer.received() > 1) {
      throw new UnresolvedException(
          "several could be \""
              + name.text()
              + "\": "
              + answer.rows().stream()
                  .map(References::candidate)
                  .collect(Collectors.joining(", ")));
    }
    if (answer.rows().isEmpty() || !SysId.matches(answer.row().sysId())) {
      throw new UnresolvedException(
          "the " + kind + " \"" + name.text() + "\" may not be read by the integration user");
    }
    known.put(name, answer.row().sysId());
    return answer.row().sysId();
  }

  private static String candidate(TableRecord row) {
    String login = row.text("user_name");
    return row.text("name") + " (" + (login.isEmpty() ? row.sysId() : login) + ")";
  }
}
