package dev.ropeway.enrichment;

import dev.ropeway.integration.Integration;
import dev.ropeway.servicenow.References;
import dev.ropeway.servicenow.References.Name;
import dev.ropeway.servicenow.References.UnresolvedException;
import dev.ropeway.servicenow.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * Whom the fields of a ticket name: the one that is wanted, else the integration's fallbacks in
 * their order, else nobody, which is a person's to mend (B24).
 *
 * @param fallbacks whether those of the integration may stand in
 * @param asked the look-up before this one for the same ticket; null for none
 */
record NamedPeople(
    Integration integration, References references, boolean fallbacks, LookUp asked) {

  /** One who may stand in a field, and what people call that choice. */
  private record Choice(String field, Name name, String called) {}

  /**
   * @param lookUp what is to be asked first; null when the field is resolved
   */
  record Found(FoundReferences resolved, LookUp lookUp) {}

  /** Who may stand for a field, the best first. */
  static List<Name> names(
      Integration integration, String field, Reference reference, boolean fallbacks) {
    return choices(integration, field, reference, fallbacks).stream().map(Choice::name).toList();
  }

  private static List<Choice> choices(
      Integration integration, String field, Reference reference, boolean fallbacks) {
    var people = integration.people();
    Table table = reference.kind() == Reference.Kind.USER ? Table.SYS_USER : Table.SYS_USER_GROUP;
    List<Choice> choices = new ArrayList<>();
    add(choices, integration, field, table, reference.text(), null);
    if (!fallbacks) {
      return choices;
    }
    switch (field) {
      case "assigned_to" -> {
        add(choices, integration, field, table, people.assignee(), "fallback-assignee");
        add(
            choices,
            integration,
            "assignment_group",
            Table.SYS_USER_GROUP,
            people.group(),
            "fallback-group");
      }
      case "assignment_group" ->
          add(choices, integration, field, table, people.group(), "fallback-group");
      case "caller_id", "requested_by", "opened_by" ->
          add(choices, integration, field, table, people.caller(), "fallback-caller");
      default -> {
        // Fields of a customized mapping have no fallback.
      }
    }
    return choices;
  }

  private static void add(
      List<Choice> choices,
      Integration integration,
      String field,
      Table table,
      String text,
      String called) {
    if (text != null && !text.isBlank()) {
      choices.add(new Choice(field, new Name(integration.name(), table, text.strip()), called));
    }
  }

  /**
   * Who stands in a field, or the look-up that tells it.
   *
   * @param optional whether the field may stay empty where nobody can be named
   */
  Found find(String field, Reference reference, FoundReferences resolved, boolean optional) {
    List<Choice> choices = choices(integration, field, reference, fallbacks);
    List<String> refusals = new ArrayList<>();
    for (Choice choice : choices) {
      var sysId = references.find(choice.name());
      if (sysId.isPresent()) {
        FoundReferences more = resolved.with(choice.field(), sysId.get());
        return new Found(
            refusals.isEmpty() ? more : more.warning(instead(field, refusals, choice)), null);
      }
      String why = references.unknown(choice.name());
      if (why == null) {
        return new Found(null, question(choice.name()));
      }
      refusals.add(why);
    }
    if (optional) {
      String why = field + ": " + String.join("; ", refusals) + "; the field stays empty";
      return new Found(resolved.warning(why), null);
    }
    if (wasAsked(choices)) {
      throw new UnresolvedException(String.join("; ", refusals));
    }
    // What an earlier ticket learned is not good enough to stop this one.
    choices.forEach(choice -> references.forget(choice.name()));
    return new Found(null, question(choices.get(0).name()));
  }

  private LookUp question(Name name) {
    var people = integration.people();
    return new LookUp.Who(
        new References.Question(name, false, people.remembered(), people.unknownRemembered()));
  }

  private boolean wasAsked(List<Choice> choices) {
    return asked instanceof LookUp.Who who
        && choices.stream().anyMatch(choice -> choice.name().equals(who.name().name()));
  }

  private static String instead(String field, List<String> refusals, Choice taken) {
    return field
        + ": "
        + String.join("; ", refusals)
        + "; used "
        + taken.called()
        + " \""
        + taken.name().text()
        + "\" instead";
  }
}
