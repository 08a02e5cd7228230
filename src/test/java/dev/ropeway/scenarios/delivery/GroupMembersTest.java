package dev.ropeway.scenarios.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A ticket of a group names its first recommendations, and says where the others are. */
@RopewayTest
class GroupMembersTest {

  private static final Logger LOG = Logger.getLogger(GroupMembersTest.class);
  private static final String RULES = "/api/v1/rules/";
  private static final String FIRST = RULES + "updates";
  private static final String SECOND = RULES + "by-cve";
  private static final String LIST = "/api/v1/recommendations";

  @Inject Scenario scenario;

  @BeforeEach
  void begin() {
    scenario.isNew();
    rule(FIRST, 5, "");
  }

  @AfterEach
  void end() {
    Scenario.caller().delete(FIRST);
    Scenario.caller().delete(SECOND);
  }

  private static void rule(String path, int priority, String more) {
    int status =
        Scenario.caller()
            .body(
                """
                {"priority":%d,"integration":"snow","ownerTag":"owner","conditionSets":[{"conditions":
                 [{"property":"package","operator":"Equals","value":"openssl"}]}]%s}
                """
                    .formatted(priority, more))
            .put(path)
            .statusCode();
    assertThat(status).isIn(200, 201);
  }

  private static String finding(String id, String owner, String state, String cve) {
    SettableClock.advance(Duration.ofSeconds(1));
    return """
        {"id":"%s","title":"openssl on %s","severity":"high","source":"scanner","state":"%s",
         "stateChangedAt":"%s","tags":{"owner":"%s"},"resource":{"id":"/hosts/%s","name":"%s"},
         "vulnerability":{"package":"openssl","fixedVersion":"3.0.15","cves":["%s"]}}
        """
        .formatted(id, id, state, new SettableClock().instant(), owner, id, id, cve);
  }

  private UUID hears(String id) {
    return hears(id, "ada.fulmer", "unhealthy");
  }

  private UUID hears(String id, String owner, String state) {
    return posts(finding(id, owner, state, "CVE-2026-1"));
  }

  private UUID posts(String finding) {
    String id = scenario.post(finding).statusCode(202).extract().path("results[0].assignment.id");
    return id == null ? null : UUID.fromString(id);
  }

  private static JsonPath page(String query) {
    return Scenario.caller().get(LIST + query).then().statusCode(200).extract().jsonPath();
  }

  private static List<String> idsOf(UUID assignment) {
    return page("?assignment=" + assignment).getList("items.recommendation.id");
  }

  private void describes(UUID assignment, String... words) {
    await()
        .untilAsserted(
            () ->
                assertThat(scenario.ticket("incident", assignment).get("description"))
                    .contains(words));
  }

  @Test
  void the_members_of_a_group_are_listed_by_its_assignment_with_their_states() {
    UUID group = hears("a");
    hears("b");
    hears("c");
    UUID other = hears("d", "ben.okafor", "unhealthy");
    UUID alone = scenario.hears("alone");
    hears("b", "ada.fulmer", "healthy");

    assertThat(idsOf(group)).containsExactly("b", "c", "a");
    assertThat(page("?assignment=" + group).getList("items.recommendation.state"))
        .containsExactly("healthy", "unhealthy", "unhealthy");
    assertThat(idsOf(other)).containsExactly("d");
    assertThat(idsOf(alone)).containsExactly("alone");
    assertThat(idsOf(UUID.randomUUID())).isEmpty();

    JsonPath first = page("?limit=2&assignment=" + group);
    assertThat(first.getList("items.recommendation.id")).containsExactly("b", "c");
    JsonPath rest = page("?limit=2&assignment=" + group + "&cursor=" + first.getString("next"));
    assertThat(rest.getList("items.recommendation.id")).containsExactly("a");
    assertThat(rest.getString("next")).isNull();
    Scenario.caller()
        .get(LIST + "?assignment=all")
        .then()
        .statusCode(400)
        .body("detail", containsString("must be an id such as"));
  }

  @Test
  void the_ticket_of_a_group_links_to_the_list_of_its_members() {
    UUID group = hears("a");
    scenario.becomes(group, "open");
    UUID alone = scenario.hasTicket("alone");

    describes(
        group, "All findings: http://ropeway.test/api/v1/recommendations?assignment=" + group);
    assertThat(scenario.ticket("incident", alone).get("description"))
        .doesNotContain("All findings");
  }

  @Test
  void a_hundred_thousand_members_neither_time_out_nor_bloat_a_ticket() {
    UUID group = hears("a");
    scenario.becomes(group, "open");
    scenario.run(
        """
        insert into recommendation (key, id, state, state_changed_at, occurred_at, fingerprint, matched, document,
          group_key, turns, created_at, updated_at)
        select sha256(convert_to('many-' || n, 'UTF8')), 'many-' || n, state, state_changed_at, occurred_at, fingerprint,
          matched, document || jsonb_build_object('id', 'many-' || n, 'resource', jsonb_build_object('id',
            '/subscriptions/0b9c/resourceGroups/shop/providers/Microsoft.Compute/virtualMachines/many-' || n)),
          group_key, turns, created_at, updated_at - n * interval '1 ms'
        from recommendation, generate_series(1, 99998) as n where id = 'a';
        analyze recommendation
        """);

    long started = System.nanoTime();
    assertThat(hears("b")).isEqualTo(group);
    long joined = System.nanoTime();
    describes(group, "100000 findings:", "All findings: http://ropeway.test/api/v1/");
    assertThat(scenario.ticket("incident", group).get("description"))
        .hasSizeLessThanOrEqualTo(4000);
    assertThat(scenario.tickets("incident")).hasSize(1);

    int looked = looksIntoTheIndex();
    Set<String> listed = new HashSet<>();
    List<Long> pages = new ArrayList<>();
    String next = "";
    while (next != null) {
      long asked = System.nanoTime();
      JsonPath page = page("?limit=1000&assignment=" + group + next);
      pages.add(Duration.ofNanos(System.nanoTime() - asked).toMillis());
      listed.addAll(page.getList("items.recommendation.id"));
      next = page.getString("next") == null ? null : "&cursor=" + page.getString("next");
    }
    assertThat(listed).hasSize(100_000);
    await().until(() -> looksIntoTheIndex() >= looked + pages.size());
    LOG.infof(
        "100000 members: joined in %d ms; %d pages of 1000, the slowest in %d ms",
        Duration.ofNanos(joined - started).toMillis(),
        pages.size(),
        pages.stream().mapToLong(Long::longValue).max().orElseThrow());
  }

  /**
   * The store counts them with some delay. Where all there is belongs to the group, the index of
   * all does as well.
   */
  private int looksIntoTheIndex() {
    return scenario.count(
        "select sum(idx_scan) from pg_stat_user_indexes where indexrelname in ('recommendation_by_update', '%s')",
        "recommendation_member");
  }

  @Test
  void a_member_whose_owner_tag_changes_stays_until_it_is_back() {
    UUID adas = hears("a");
    hears("b");
    scenario.becomes(adas, "open");

    assertThat(hears("b", "ben.okafor", "unhealthy")).isEqualTo(adas);
    UUID bens = hears("c", "ben.okafor", "unhealthy");
    assertThat(bens).isNotEqualTo(adas);
    assertThat(idsOf(adas)).containsExactly("b", "a");

    hears("b", "ben.okafor", "healthy");
    assertThat(hears("b", "ben.okafor", "unhealthy")).isEqualTo(bens);

    scenario.becomes(bens, "open");
    assertThat(idsOf(adas)).containsExactly("a");
    assertThat(idsOf(bens)).containsExactly("b", "c");
    describes(adas, "One finding:");
    describes(bens, "2 findings:");
    assertThat(scenario.assignment(adas).getString("assignedTo")).isEqualTo("ada.fulmer");
    assertThat(scenario.assignment(bens).getString("assignedTo")).isEqualTo("ben.okafor");
    assertThat(scenario.tickets("incident")).hasSize(2);
    hasNoneLost();
  }

  @Test
  void of_two_rules_that_group_a_finding_differently_the_first_decides() {
    rule(SECOND, 6, ",\"groupBy\":[\"cve\"]");
    UUID byPackage = posts(finding("a", "ada.fulmer", "unhealthy", "CVE-2026-1"));
    assertThat(posts(finding("b", "ada.fulmer", "unhealthy", "CVE-2026-2"))).isEqualTo(byPackage);
    scenario.becomes(byPackage, "open");

    Scenario.caller().delete(FIRST).then().statusCode(204);

    assertThat(posts(finding("a", "ada.fulmer", "unhealthy", "CVE-2026-3"))).isEqualTo(byPackage);
    UUID first = posts(finding("c", "ada.fulmer", "unhealthy", "CVE-2026-1"));
    UUID second = posts(finding("d", "ada.fulmer", "unhealthy", "CVE-2026-2"));
    assertThat(Set.of(byPackage, first, second)).hasSize(3);
    posts(finding("b", "ada.fulmer", "healthy", "CVE-2026-2"));
    assertThat(posts(finding("b", "ada.fulmer", "unhealthy", "CVE-2026-2"))).isEqualTo(second);

    assertThat(idsOf(byPackage)).containsExactly("a");
    assertThat(idsOf(first)).containsExactly("c");
    assertThat(idsOf(second)).containsExactly("b", "d");
    List.of(byPackage, first, second).forEach(one -> scenario.becomes(one, "open"));
    assertThat(scenario.tickets("incident")).hasSize(3);
    hasNoneLost();
  }

  /**
   * Each recommendation that needs work has exactly one live assignment, its own or its group's.
   */
  private void hasNoneLost() {
    assertThat(
            scenario.count(
                """
                select count(*) from recommendation r where r.state = 'unhealthy' and r.id not like 'ropeway:%%'
                  and 1 <> (select count(*) from assignment a where a.status in ('pending', 'open')
                    and a.recommendation_key in (r.key, r.group_key))%s
                """,
                ""))
        .isZero();
  }
}
