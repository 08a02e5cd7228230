package dev.ropeway.scenarios.workitem;

import dev.ropeway.scenarios.MadeIntegration;
import dev.ropeway.scenarios.Scenario;
import dev.ropeway.scenarios.TestEnvironment;
import dev.ropeway.workitem.WorkItem;
import dev.ropeway.workitem.WorkItemFilter;
import dev.ropeway.workitem.WorkItems;
import io.restassured.path.json.JsonPath;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.quartz.QuartzComponent;
import org.quartz.JobKey;
import org.quartz.SchedulerException;

/** The integration {@code made} with imports that run when a test says so. */
@ApplicationScoped
public class WorkItemsFixture {

  /** Columns that are held against the instance, row by row. */
  static final String[] COMPARED = {
    "number",
    "state",
    "active",
    "priority",
    "short_description",
    "description",
    "sys_created_on",
    "sys_updated_on",
    "sys_mod_count",
    "urgency",
    "impact",
    "category"
  };

  static final String URL = "/api/v1/work-items";
  static final WorkItemFilter ALL =
      new WorkItemFilter(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
  private static final String NEVER = "0 0 0 1 1 ? 2099";

  private final ProducerTemplate camel;
  private final Scenario scenario;
  private final WorkItems items;

  WorkItemsFixture(ProducerTemplate camel, Scenario scenario, WorkItems items) {
    this.camel = camel;
    this.scenario = scenario;
    this.items = items;
  }

  /** Nothing was imported, and nothing is. */
  void isNew() {
    scenario.isNew();
    forget();
  }

  void forget() {
    MadeIntegration.isGone(scenario);
    scenario.run("truncate work_item, work_item_cursor");
  }

  void imports(int pageSize, String... types) {
    imports(pageSize, 30, types);
  }

  void imports(int pageSize, int days, String... types) {
    MadeIntegration.basic(settings(pageSize, days, types)).statusCode(201);
    MadeIntegration.becomes("connected");
  }

  static String settings(int pageSize, int days, String... types) {
    return """
        "sync":{"cron":"%1$s","reconcileCron":"%1$s","pageSize":%2$d},
        "workItems":{"types":[%4$s],"lookBackDays":%3$d,"cron":"%1$s","checkCron":"%1$s"}"""
        .formatted(
            NEVER,
            pageSize,
            days,
            java.util.Arrays.stream(types)
                .map(type -> "\"" + type + "\"")
                .collect(java.util.stream.Collectors.joining(",")));
  }

  void polls() {
    run("import-work-items");
  }

  void backfills() {
    run("backfill-work-items");
  }

  void checks() {
    run("check-work-items");
  }

  /** As if it were time. */
  void timerFires(String timer) {
    try {
      camel
          .getCamelContext()
          .getComponent("quartz", QuartzComponent.class)
          .getScheduler()
          .triggerJob(JobKey.jobKey("made", timer));
    } catch (SchedulerException e) {
      throw new IllegalStateException(e);
    }
  }

  private void run(String route) {
    camel.requestBody("direct:" + route, "made");
  }

  long lists(String table) {
    return TestEnvironment.sandbox().callCount("GET", table);
  }

  List<WorkItem> all() {
    return items.list(ALL, true, null, Integer.MAX_VALUE);
  }

  /**
   * What is stored of the rows, by sys_id, as far as it can be compared with an instance's rows.
   */
  Map<String, Map<String, String>> stored(String... columns) {
    Map<String, Map<String, String>> stored = new LinkedHashMap<>();
    all().forEach(item -> stored.put(item.sysId(), columns(item, columns)));
    return stored;
  }

  /** The same of the rows that the instance has. */
  static Map<String, Map<String, String>> there(String table, String... columns) {
    Map<String, Map<String, String>> there = new LinkedHashMap<>();
    TestEnvironment.sandbox()
        .rows(table)
        .forEach(
            row -> {
              Map<String, String> some = new LinkedHashMap<>();
              for (String column : columns) {
                some.put(column, row.getOrDefault(column, ""));
              }
              there.put(row.get("sys_id"), some);
            });
    return there;
  }

  private static Map<String, String> columns(WorkItem item, String... columns) {
    Map<String, String> some = new LinkedHashMap<>();
    for (String column : columns) {
      some.put(column, column(item, column));
    }
    return some;
  }

  private static String column(WorkItem item, String column) {
    String value =
        switch (column) {
          case "number" -> item.number();
          case "state" -> item.state();
          case "active" -> String.valueOf(item.active());
          case "priority" -> item.priority();
          case "short_description" -> item.shortDescription();
          case "description" -> item.description();
          case "sys_updated_on" -> item.updatedAt().toString().replace('T', ' ').replace("Z", "");
          case "sys_created_on" -> item.createdAt().toString().replace('T', ' ').replace("Z", "");
          case "sys_mod_count" -> String.valueOf(item.modCount());
          default -> item.fields().containsKey(column) ? item.fields().get(column).value() : null;
        };
    return value == null ? "" : value;
  }

  static JsonPath shows(String path) {
    return Scenario.caller().get(URL + path).then().statusCode(200).extract().jsonPath();
  }
}
