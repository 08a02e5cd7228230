package dev.ropeway.scenarios.workitem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import dev.ropeway.workitem.WorkItem;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Records that are archived or deleted are kept and said to be so; those that are hidden are not.
 */
@RopewayTest
class WorkItemCheckTest {

  @Inject Scenario scenario;
  @Inject WorkItemsFixture items;

  private final List<String> ids = new ArrayList<>();

  @BeforeEach
  void start() {
    items.isNew();
  }

  @AfterEach
  void forget() {
    items.forget();
  }

  private void areImported(int count, int pageSize) {
    for (int i = 0; i < count; i++) {
      ids.add(scenario.servicenow().insert("incident", Map.of("short_description", "work " + i)));
    }
    SettableClock.advance(Duration.ofMinutes(10));
    items.imports(pageSize, "incident");
    items.polls();
    items.backfills();
    assertThat(items.all()).hasSize(count);
  }

  private List<String> gone() {
    return items.all().stream().filter(item -> item.goneAt() != null).map(WorkItem::sysId).toList();
  }

  @Test
  void what_was_deleted_is_marked_kept_and_said_to_be_archived_or_deleted() {
    areImported(7, 3);
    scenario.servicenow().delete("incident", ids.get(4));
    items.checks();

    assertThat(gone()).containsExactly(ids.get(4));
    JsonPath shown = WorkItemsFixture.shows("/made/incident/" + ids.get(4));
    assertThat(shown.getBoolean("gone")).isTrue();
    assertThat(shown.getString("goneWhy")).isEqualTo("archived or deleted");
    assertThat(shown.getString("shortDescription")).isEqualTo("work 4");
    assertThat(WorkItemsFixture.shows("?gone=true").getList("items")).hasSize(1);
    assertThat(WorkItemsFixture.shows("?active=true").getList("items")).hasSize(6);
    assertThat(
            WorkItemsFixture.shows("/summary").getInt("open.find { it.type == 'incident' }.count"))
        .isEqualTo(6);
  }

  @Test
  void many_that_were_archived_at_once_are_marked_too() {
    areImported(60, 50);
    ids.subList(0, 40).forEach(id -> scenario.servicenow().delete("incident", id));
    items.checks();

    assertThat(gone()).containsExactlyInAnyOrderElementsOf(ids.subList(0, 40));
  }

  @Test
  void what_an_acl_hides_is_not_gone() {
    areImported(8, 50);
    scenario.servicenow().faults().hide(ids.subList(0, 3));
    scenario.servicenow().delete("incident", ids.get(5));
    items.checks();

    assertThat(gone()).containsExactly(ids.get(5));
  }

  @Test
  void where_nothing_at_all_is_seen_nothing_is_marked() {
    areImported(12, 50);
    ids.forEach(id -> scenario.servicenow().delete("incident", id));
    items.checks();

    assertThat(gone()).isEmpty();
  }

  @Test
  void one_that_is_back_is_there_again() {
    areImported(3, 50);
    scenario.servicenow().faults().hide(ids.get(1));
    scenario.run("update work_item set gone_at = now() where sys_id = '" + ids.get(1) + "'");
    items.checks();
    assertThat(gone()).containsExactly(ids.get(1));

    scenario.servicenow().faults().showAll();
    items.checks();
    assertThat(gone()).isEmpty();
  }

  @Test
  void a_change_that_left_no_newer_time_is_found() {
    areImported(5, 2);
    scenario.run(
        "update work_item set mod_count = -1, state = 'stale' where sys_id = '" + ids.get(2) + "'");
    items.checks();

    assertThat(items.all()).extracting(WorkItem::state).containsOnly("1");
  }

  @Test
  void a_check_costs_a_call_for_each_page_and_one_for_the_count() {
    areImported(100, 50);
    int before = scenario.servicenow().calls().size();
    items.checks();

    assertThat(scenario.servicenow().calls().size() - before).isLessThanOrEqualTo(4);
    JsonPath summary = WorkItemsFixture.shows("/summary");
    assertThat(summary.getInt("imports[0].counted")).isEqualTo(100);
    assertThat(summary.getInt("imports[0].hidden")).isZero();
    assertThat(summary.getString("imports[0].checkedAt")).isNotNull();
  }
}
