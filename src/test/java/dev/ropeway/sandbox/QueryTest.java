package dev.ropeway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.sandbox.table.UnknownFields;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTest extends SandboxFixture {
  @BeforeEach
  void three_tickets() {
    created("incident", "{\"short_description\":\"alpha one\",\"impact\":\"1\"}");
    pass(1);
    created(
        "incident", "{\"short_description\":\"beta two\",\"impact\":\"2\",\"description\":\"d\"}");
    pass(1);
    created("incident", "{\"short_description\":\"gamma^one\",\"impact\":\"3\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          impact=2                                   | 2
          impact!=2                                  | 1,3
          impact>1                                   | 2,3
          impact>=2                                  | 2,3
          impact<2                                   | 1
          impact<=2                                  | 1,2
          short_descriptionLIKEone                   | 1,3
          short_description*one                      | 1,3
          short_descriptionNOT LIKEone               | 2
          short_descriptionSTARTSWITHalpha           | 1
          short_descriptionENDSWITHtwo               | 2
          impactIN1,3                                | 1,3
          impactNOT IN1,3                            | 2
          descriptionISEMPTY                         | 1,3
          descriptionISNOTEMPTY                      | 2
          impactBETWEEN2@3                           | 2,3
          impact=1^ORimpact=3                        | 1,3
          impact=1^short_descriptionLIKEone          | 1
          impact=1^NQimpact=2                        | 1,2
          impact=1^ORimpact=2^short_descriptionLIKEb | 2
          impact=2^EQ                                | 2
          short_description=gamma^^one               | 3
          sys_class_nameGT_FIELDnumber               | 1,2,3
          opened_by.user_name=ropeway^impact=3       | 3
          """)
  void a_query_finds(String query, String numbers) {
    List<String> expected = new ArrayList<>();
    for (String number : numbers.split(",")) {
      expected.add("INC001000" + number);
    }
    assertThat(wire.query("incident", query + "^ORDERBYnumber").column("number"))
        .isEqualTo(expected);
  }

  @Test
  void orders_can_be_chained_and_reversed() {
    created("incident", "{\"short_description\":\"delta\",\"impact\":\"1\"}");

    assertThat(wire.query("incident", "ORDERBYimpact^ORDERBYDESCnumber").column("number"))
        .containsExactly("INC0010004", "INC0010001", "INC0010002", "INC0010003");
  }

  @Test
  void a_condition_on_an_unknown_field_is_dropped_and_matches_everything() {
    assertThat(wire.query("incident", "no_such_field=1").result()).hasSize(3);
    assertThat(wire.query("incident", "no_such_field=1^impact=1").result()).hasSize(1);
  }

  @Test
  void an_unknown_field_can_also_mean_no_rows_or_403() {
    sandbox.faults().unknownFields(UnknownFields.NO_ROWS);
    assertThat(wire.query("incident", "no_such_field=1").result()).isEmpty();

    sandbox.faults().unknownFields(UnknownFields.FORBID);
    HttpCaller.Reply reply = wire.query("incident", "no_such_field=1");
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.message()).isEqualTo("Insufficient rights to query records");
  }

  @Test
  void a_keyset_over_stamp_and_id_walks_every_row_once() {
    wire.post("/sandbox/fill", "{\"table\":\"incident\",\"count\":50,\"seconds\":5}");
    List<String> seen = new ArrayList<>();
    String query = "";
    while (true) {
      HttpCaller.Reply page =
          wire.get(
              INCIDENTS
                  + "?sysparm_limit=7&sysparm_no_count=true&sysparm_query="
                  + HttpCaller.encoded(query + "^ORDERBYsys_updated_on^ORDERBYsys_id"));
      if (page.result().isEmpty()) {
        break;
      }
      seen.addAll(page.column("sys_id"));
      var last = page.result().get(page.result().size() - 1);
      String stamp = last.path("sys_updated_on").asText();
      query =
          "sys_updated_on>%s^NQsys_updated_on=%s^sys_id>%s"
              .formatted(stamp, stamp, last.path("sys_id").asText());
    }
    assertThat(seen).hasSize(53).doesNotHaveDuplicates();
  }

  @Test
  void a_stripped_range_clause_answers_the_same_page_again() {
    sandbox.faults().stripRangeClauses(true);
    String query = "?sysparm_limit=2&sysparm_query=sys_id%3E{0}%5EORDERBYsys_id";

    List<String> first = wire.get(INCIDENTS + query.replace("{0}", "0")).column("sys_id");
    List<String> second = wire.get(INCIDENTS + query.replace("{0}", first.get(1))).column("sys_id");

    assertThat(second).isEqualTo(first);
  }

  @Test
  void scripts_in_queries_are_evaluated_for_the_caller_and_counted() {
    assertThat(wire.query("sys_user", "user_name=javascript:gs.getUserName()").column("user_name"))
        .containsExactly("ropeway");
    assertThat(sandbox.javascriptSeen()).isEqualTo(1);
  }

  @Test
  void name_value_pairs_filter_and_accept_labels() {
    assertThat(wire.get(INCIDENTS + "?impact=1+-+High").column("number"))
        .containsExactly("INC0010001");
    assertThat(wire.get(INCIDENTS + "?query=ignored").result()).hasSize(3);
  }

  @Test
  void a_text_operator_on_a_reference_looks_at_the_name() {
    assertThat(wire.query("incident", "opened_bySTARTSWITHRopeway").result()).hasSize(3);
    assertThat(wire.query("incident", "opened_by=Ropeway Integration").result()).isEmpty();
  }
}
