package dev.ropeway.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.enrichment.Reference;
import dev.ropeway.enrichment.Reference.Kind;
import dev.ropeway.enrichment.WrittenNames.Written;
import dev.ropeway.store.Json;
import org.junit.jupiter.api.Test;

class MappedNamesTest {

  private static MappingDocument document(String fields) throws Exception {
    return Json.MAPPER.readValue(
        "{\"mode\":\"customized\",\"fields\":{%s},\"tables\":{\"teams\":{\"a\":\"Network\",\"*\":\"Service Desk\"}}}"
            .formatted(fields),
        MappingDocument.class);
  }

  @Test
  void constants_and_tables_name_people_and_templates_do_not() throws Exception {
    MappingDocument document =
        document(
            """
            "caller_id": {"value": "ropeway", "reference": "user"},
            "assigned_to": {"template": "{assignment.assignedTo}", "reference": "user"},
            "assignment_group": {"template": "{recommendation.category}", "table": "teams", "reference": "group"},
            "u_reviewer": {"template": "ada.fulmer", "reference": "user"},
            "u_team": {"value": "Network"}
            """);

    assertThat(MappedNames.of(document))
        .containsExactly(
            new Written("caller_id", new Reference(Kind.USER, "ropeway")),
            new Written("assignment_group", new Reference(Kind.GROUP, "Network")),
            new Written("assignment_group", new Reference(Kind.GROUP, "Service Desk")),
            new Written("u_reviewer", new Reference(Kind.USER, "ada.fulmer")));
  }
}
