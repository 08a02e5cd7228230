package dev.ropeway.scenarios.workitem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ropeway.scenarios.RopewayTest;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.workitem.WorkItem;
import dev.ropeway.workitem.WorkItemFilter;
import dev.ropeway.workitem.WorkItemPlace;
import dev.ropeway.workitem.WorkItems;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Words are found in little time, whether many records have them or one does. {@code
 * -Dwork-items=1000000} is the size that is promised.
 */
@RopewayTest
class WorkItemSearchTest {

  private static final Logger LOG = Logger.getLogger(WorkItemSearchTest.class);
  private static final int ROWS = Integer.getInteger("work-items", 50_000);

  /** Reading all of them takes longer, whatever the machine. */
  private static final Duration SOON = Duration.ofMillis(200);

  @Inject Scenario scenario;
  @Inject WorkItemsFixture fixture;
  @Inject WorkItems items;

  @BeforeEach
  void start() {
    fixture.isNew();
  }

  @AfterEach
  void forget() {
    fixture.forget();
  }

  private void areThere(int count) {
    scenario.run(
        """
        insert into work_item (integration, type, sys_id, created_on, number, state, active, updated_on, mod_count, ours, fields,
          short_description, cmdb_ci)
        select 'made', 'incident', md5(cast(i as text)), timestamptz '2026-06-01Z' + i * interval '1 second',
          'INC' || lpad(cast(i as text), 7, '0'), '1', true, now(), 0, false, '{}', 'Disk of host is full since ' || i,
          'host-' || i %% 20000 || '.example.com'
        from generate_series(1, %d) as i"""
            .formatted(count));
    scenario.run("analyze work_item");
  }

  private static WorkItemFilter saying(String text) {
    return new WorkItemFilter(
        null, null, null, null, null, null, null, null, text, null, null, null, null, null, null);
  }

  private List<String> numbers(String text) {
    List<String> numbers = new ArrayList<>();
    WorkItemPlace after = null;
    while (true) {
      List<WorkItem> page = items.list(saying(text), false, after, 500);
      if (page.isEmpty()) {
        return numbers;
      }
      page.forEach(item -> numbers.add(item.number()));
      after = page.get(page.size() - 1).place();
    }
  }

  @Test
  void words_are_listed_in_order_and_once_whether_few_or_many_records_have_them() {
    areThere(2600);

    List<String> all = numbers(null);
    assertThat(all).hasSize(2600).doesNotHaveDuplicates();
    assertThat(numbers("disk")).isEqualTo(all);
    assertThat(numbers("INC00024"))
        .isEqualTo(all.stream().filter(number -> number.startsWith("INC00024")).toList())
        .hasSize(100);
    assertThat(numbers("no such word")).isEmpty();
  }

  @Test
  void a_number_that_one_record_has_is_found_without_reading_the_others() {
    areThere(ROWS);
    String number = "INC%07d".formatted(ROWS / 3);
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 10; i++) {
      long begin = System.nanoTime();
      assertThat(items.list(saying(number), false, null, 51))
          .extracting(WorkItem::number)
          .containsExactly(number);
      best = Math.min(best, System.nanoTime() - begin);
    }

    LOG.infof("one of %d work items found in %d ms at best", ROWS, best / 1_000_000);
    assertThat(Duration.ofNanos(best)).isLessThan(SOON);
  }
}
