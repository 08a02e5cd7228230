package dev.ropeway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ropeway.workitem.WorkItemCursor;
import dev.ropeway.workitem.WorkItemSummary;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;

/**
 * The imported records in numbers, and how their imports stand.
 *
 * @param oldestOpen null where nothing is open
 */
@RegisterForReflection // JSON of answers
@JsonInclude(JsonInclude.Include.NON_NULL)
record WorkItemSummaryView(
    int days,
    List<WorkItemSummary.Open> open,
    List<WorkItemSummary.Day> perDay,
    List<WorkItemSummary.Named> configurationItems,
    List<WorkItemSummary.Named> assignmentGroups,
    WorkItemView oldestOpen,
    List<Import> imports) {

  /**
   * How the import of a type stands.
   *
   * @param lastSync when everything up to the present was read; null before the first time
   * @param readBackTo how far back everything is read
   * @param complete whether that is as far as is wanted
   * @param counted how many records the instance counted at the last check; null before that
   * @param hidden how many of those cannot be read; null before the first check
   * @param failure why the last run was refused; null where it was not
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Import(
      String integration,
      String type,
      Instant lastSync,
      Instant readBackTo,
      boolean complete,
      Instant checkedAt,
      Long counted,
      Long hidden,
      String failure) {

    static Import of(WorkItemCursor cursor) {
      boolean complete = cursor.completeFrom() != null;
      return new Import(
          cursor.integration(),
          cursor.type(),
          cursor.polledAt(),
          complete ? cursor.completeFrom() : cursor.backfill().updatedOn(),
          complete,
          cursor.checkedAt(),
          cursor.counted(),
          cursor.counted() == null || cursor.held() == null
              ? null
              : Math.max(0, cursor.counted() - cursor.held()),
          cursor.failure());
    }
  }
}
