package dev.ropeway.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.assignment.AssignmentSpec;
import dev.ropeway.assignment.Claim;
import dev.ropeway.recommendation.Recommendation;
import dev.ropeway.tickettype.Shipped;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The ticket of a group says where all its recommendations are. */
class GroupLinksTest {

  private static final UUID ID = new UUID(0, 7);
  private static final String GROUP = Recommendation.OF_GROUP + "updates/by/package=openssl";
  private static final String CALL = "/api/v1/recommendations?assignment=" + ID;

  private static Claim claim(String id, String description, String url) {
    return Sample.claim(
        ID,
        "sample",
        Recommendation.of(id, "Update openssl").description(description).url(url).build(),
        Shipped.INCIDENT,
        AssignmentSpec.NONE,
        null);
  }

  private static String text(Claim claim, String home) {
    Claim linked = GroupLinks.linked(claim, Optional.ofNullable(home).map(URI::create));
    return Mapping.draft(linked).managed().get("description");
  }

  @Test
  void a_group_links_to_its_members_where_the_address_is_known() {
    assertThat(text(claim(GROUP, "3 findings:", null), "https://ropeway.example.com/"))
        .endsWith("\nAll findings: https://ropeway.example.com" + CALL);
  }

  @Test
  void without_an_address_the_text_names_the_call() {
    assertThat(text(claim(GROUP, "3 findings:", null), null))
        .endsWith("\nAll findings: GET " + CALL);
  }

  @Test
  void however_much_it_lists_the_link_stays_whole_and_the_text_within_its_column() {
    assertThat(text(claim(GROUP, "- a member\n".repeat(2000), null), "https://r.example.com"))
        .hasSizeLessThanOrEqualTo(Mapping.DESCRIPTION)
        .endsWith("\nAll findings: https://r.example.com" + CALL);
  }

  @Test
  void what_stands_alone_keeps_the_link_of_its_source() {
    assertThat(text(claim("f", "x", "https://portal.example.com/f"), "https://r.example.com"))
        .endsWith("\nPortal: https://portal.example.com/f")
        .doesNotContain("All findings");
  }
}
