package dev.ropeway.scenarios.workitem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.retention.Retention;
import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.SettableClock;
import dev.ropeway.workitem.ReadUpTo;
import dev.ropeway.workitem.WorkItem;
import dev.ropeway.workitem.WorkItemCursor;
import dev.ropeway.workitem.WorkItemCursors;
import dev.ropeway.workitem.WorkItemCursors.Move;
import dev.ropeway.workitem.WorkItems;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A month of records is dropped at once when it is old enough, without what is still needed. */
@RopewayTest
class WorkItemMonthsTest {

  @Inject Scenario scenario;
  @Inject WorkItems items;
  @Inject WorkItemCursors cursors;
  @Inject Retention retention;
  @Inject WorkItemsFixture fixture;

  private Instant now;

  @BeforeEach
  void start() {
    fixture.isNew();
    now = new SettableClock().instant().truncatedTo(ChronoUnit.SECONDS);
    cursors.begin(WorkItemCursor.beginning("made", "incident", "https://x.example.com", now));
  }

  @AfterEach
  void forget() {
    scenario.run("truncate work_item, work_item_cursor");
  }

  private WorkItem item(int number, int createdDaysAgo, int updatedDaysAgo, boolean active) {
    return new WorkItem(
        "made",
        "incident",
        "%032x".formatted(number),
        "INC" + number,
        "1",
        "New",
        active,
        "1",
        "1",
        null,
        null,
        null,
        "work",
        null,
        null,
        null,
        null,
        ago(createdDaysAgo),
        ago(updatedDaysAgo),
        0,
        false,
        null,
        Map.of());
  }

  private Instant ago(int days) {
    return now.minus(Duration.ofDays(days));
  }

  private void areStored(WorkItem... some) {
    ReadUpTo place = new ReadUpTo(now, "");
    items.store("made", "incident", List.of(some), new Move.Backward(place, place, null));
  }

  private List<String> left() {
    return items.list(WorkItemsFixture.ALL, false, null, 100).stream()
        .map(WorkItem::number)
        .sorted()
        .toList();
  }

  private int inTheOthers() {
    return scenario.count("select count(*) from work_item_other%s", "");
  }

  private int months() {
    return scenario.count(
        "select count(*) from pg_inherits where inhparent = to_regclass('work_item')%s", "");
  }

  @Test
  void what_is_over_goes_with_its_month_and_what_is_needed_outlives_it()
      throws InterruptedException {
    areStored(
        item(1, 500, 480, false),
        item(2, 500, 470, true),
        item(3, 500, 10, false),
        item(4, 20, 10, false));
    assertThat(inTheOthers()).isZero();
    int before = months();
    retention.run();

    assertThat(left()).containsExactly("INC2", "INC3", "INC4");
    assertThat(inTheOthers()).isEqualTo(2);
    assertThat(months()).isEqualTo(before - 1);
  }

  @Test
  void what_outlived_its_month_goes_when_it_is_over() throws InterruptedException {
    areStored(item(1, 500, 490, true));
    retention.run();
    assertThat(left()).containsExactly("INC1");
    scenario.run("update work_item set active = false");
    retention.run();

    assertThat(left()).isEmpty();
  }

  @Test
  void a_record_that_outlived_its_month_is_changed_where_it_is() throws InterruptedException {
    areStored(item(1, 500, 490, true));
    retention.run();
    areStored(item(1, 500, 1, true));

    assertThat(left()).containsExactly("INC1");
    assertThat(inTheOthers()).isEqualTo(1);
  }

  @Test
  void records_from_before_all_months_need_none() {
    int before = months();
    areStored(item(1, 3000, 5, true));

    assertThat(left()).containsExactly("INC1");
    assertThat(months()).isEqualTo(before);
  }
}
