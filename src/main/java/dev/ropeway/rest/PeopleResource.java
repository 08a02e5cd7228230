package dev.ropeway.rest;

import dev.ropeway.api.ProblemException;
import dev.ropeway.integration.Integration;
import dev.ropeway.integration.Integrations;
import dev.ropeway.servicenow.EncodedQuery;
import dev.ropeway.servicenow.Table;
import dev.ropeway.servicenow.TableAnswer;
import dev.ropeway.servicenow.TableCall;
import dev.ropeway.servicenow.TableRecord;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import org.apache.camel.Headers;
import org.apache.camel.Variable;

/** The steps of the route that suggests who could own a ticket. */
@ApplicationScoped
@Named("peopleResource")
@RegisterForReflection // routes call it by name
public class PeopleResource {

  /** As many as a person looks through. */
  private static final int SHOWN = 10;

  private static final int SHORTEST = 2;
  private static final int LONGEST = 100;

  private static final String GROUP = "group";
  private static final List<String> KINDS = List.of("user", GROUP);

  private final Integrations integrations;

  PeopleResource(Integrations integrations) {
    this.integrations = integrations;
  }

  /**
   * A user, or a group, of an instance.
   *
   * @param email null for none
   * @param userName null for none, and for groups
   */
  @RegisterForReflection // JSON of answers
  public record Person(String name, String email, String userName) {}

  /** Those whose name, e-mail or user name begins with a text. */
  @RegisterForReflection // JSON of answers
  public record People(List<Person> items) {}

  /** The call that finds them: one, of columns that instances have indexes for. */
  public TableCall ask(@Headers Map<String, Object> headers) {
    Query query = new Query(headers);
    String name = query.text("name");
    Integration integration =
        integrations
            .find(name)
            .orElseThrow(() -> ProblemException.notFound("there is no integration " + name));
    if (!integration.enabled()) {
      throw ProblemException.conflict("the integration is disabled");
    }
    String text = beginning(query.text("startsWith"));
    boolean group = GROUP.equals(query.word("kind", KINDS));
    try {
      EncodedQuery active =
          new EncodedQuery().is("active", "true").where("name", "STARTSWITH", text);
      return TableCall.list(
          integration.name(),
          group ? Table.SYS_USER_GROUP : Table.SYS_USER,
          group
              ? active
              : active.or("email", "STARTSWITH", text).or("user_name", "STARTSWITH", text),
          group ? List.of("name", "email") : List.of("name", "email", "user_name"),
          SHOWN);
    } catch (EncodedQuery.UnsafeValueException e) {
      throw ProblemException.badField("startsWith", "must not contain ^");
    }
  }

  private static String beginning(String text) {
    if (text == null || text.strip().length() < SHORTEST || text.length() > LONGEST) {
      throw ProblemException.badField(
          "startsWith", "must have %d to %d characters".formatted(SHORTEST, LONGEST));
    }
    return text.strip();
  }

  /** Who was found; one that the user may not read has no name. */
  public People found(@Variable("answer") TableAnswer answer) {
    return new People(
        answer.rows().stream()
            .filter(row -> !row.text("name").isBlank())
            .map(
                row -> new Person(row.text("name"), orNull(row, "email"), orNull(row, "user_name")))
            .toList());
  }

  private static String orNull(TableRecord row, String column) {
    String text = row.text(column);
    return text == null || text.isBlank() ? null : text;
  }
}
