package dev.ropeway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PagingTest extends SandboxFixture {
  @BeforeEach
  void five_tickets() {
    wire.post("/sandbox/fill", "{\"table\":\"incident\",\"count\":5,\"prefix\":\"r-\"}");
  }

  @Test
  void the_first_page_links_to_a_negative_previous_one() {
    HttpCaller.Reply page = wire.get(INCIDENTS + "?sysparm_limit=2&sysparm_offset=0");
    String base = sandbox.url() + INCIDENTS + "?sysparm_limit=2&sysparm_offset=";

    assertThat(page.header("X-Total-Count")).isEqualTo("5");
    assertThat(page.header("Link"))
        .isEqualTo(
            "<%s0>;rel=\"first\",<%s-2>;rel=\"prev\",<%s2>;rel=\"next\",<%s4>;rel=\"last\""
                .formatted(base, base, base, base));
  }

  @Test
  void the_last_page_has_no_next() {
    HttpCaller.Reply page = wire.get(INCIDENTS + "?sysparm_limit=2&sysparm_offset=4");

    assertThat(page.result()).hasSize(1);
    assertThat(page.header("Link")).contains("rel=\"prev\"").doesNotContain("rel=\"next\"");
  }

  @Test
  void without_a_count_there_is_no_total_and_no_last() {
    HttpCaller.Reply page = wire.get(INCIDENTS + "?sysparm_limit=2&sysparm_no_count=true");

    assertThat(page.header("X-Total-Count")).isNull();
    assertThat(page.header("Link")).contains("rel=\"next\"").doesNotContain("rel=\"last\"");
  }

  @Test
  void the_link_header_can_be_suppressed() {
    assertThat(wire.get(INCIDENTS + "?sysparm_suppress_pagination_header=true").header("Link"))
        .isNull();
  }

  @Test
  void hidden_rows_make_pages_short_but_are_counted() {
    String hidden = sandbox.rows("incident").get(0).get("sys_id");
    sandbox.faults().hide(hidden);

    HttpCaller.Reply page = wire.get(INCIDENTS);

    assertThat(page.result()).hasSize(4);
    assertThat(page.header("X-Total-Count")).isEqualTo("5");
    assertThat(wire.get(INCIDENTS + "/" + hidden).status()).isEqualTo(404);
  }

  @Test
  void fields_can_be_chosen_and_walked_through_references() {
    HttpCaller.Reply page =
        wire.get(INCIDENTS + "?sysparm_limit=1&sysparm_fields=number,opened_by.email,no_such");

    assertThat(page.result().path(0)).hasSize(2);
    assertThat(page.result().path(0).path("opened_by.email").asText())
        .isEqualTo("ropeway@example.com");
  }

  @Test
  void unreadable_fields_are_absent() {
    sandbox.faults().hideFields(Set.of("description"));

    assertThat(wire.get(INCIDENTS).result().path(0).has("description")).isFalse();
  }
}
