package dev.ropeway.servicenow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** sys_ids, tables, stamps and Retry-After: the small words of the wire. */
class WireWordsTest {

  private static final String SYS_ID = "0123456789abcdef0123456789abcdef";

  @Test
  void a_sys_id_is_32_hex_digits() {
    assertThat(SysId.matches(SYS_ID)).isTrue();
    assertThat(SysId.require(SYS_ID)).isEqualTo(SYS_ID);
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "0123456789abcdef0123456789abcde",
        "0123456789abcdef0123456789abcdef0",
        "0123456789abcdef0123456789abcdeg",
        "0123456789ABCDEF0123456789ABCDEF",
        "0123456789abcdef0123456789abcdef\n",
        "../sys_user/0123456789abcdef0123",
        "global"
      })
  void nothing_else_is_one(String text) {
    assertThat(SysId.matches(text)).isFalse();
    assertThatThrownBy(() -> SysId.require(text)).isInstanceOf(IllegalArgumentException.class);
    if (text != null) {
      assertThatThrownBy(
              () -> TableCall.one("acme", Table.ofTickets("incident"), text, List.of("number")))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "incident",
        "problem",
        "change_request",
        "sys_user",
        "em_event",
        "em_alert",
        "sys_user_group",
        "sys_choice",
        "sys_user_has_role",
        "sys_properties",
        "sys_dictionary",
        "sys_journal_field"
      })
  void the_tables_in_use_are_called_by_their_own_names(String name) {
    assertThat(Table.ofTickets(name).wireName()).isEqualTo(name);
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "Incident",
        "incident/../sys_user",
        "incident?x",
        "incident^x",
        "incident ",
        "../x"
      })
  void what_is_no_name_cannot_be_put_into_a_path(String name) {
    assertThatThrownBy(() -> Table.ofTickets(name)).isInstanceOf(RuntimeException.class);
  }

  @Test
  void what_people_work_on_is_watched() {
    assertThat(Table.ofTickets("u_finding_task").isWatched()).isTrue();
    assertThat(Table.ofTickets("em_alert")).isEqualTo(Table.EM_ALERT).matches(Table::isWatched);
    assertThat(Table.ofTickets("em_event").isWatched()).isFalse();
    assertThat(Table.SYS_USER.isWatched()).isFalse();
  }

  @Test
  void a_stamp_is_utc_in_whole_seconds() {
    Instant instant = Instant.parse("2026-03-29T01:59:59.999Z");
    assertThat(Stamp.of(instant)).isEqualTo("2026-03-29 01:59:59");
    assertThat(Stamp.parse("2026-03-29 01:59:59")).isEqualTo("2026-03-29T01:59:59Z");
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "2026-02-30 00:00:00",
        "29/03/2026 01:59:59",
        "2026-03-29T01:59:59Z",
        "2026-03-29",
        "UNKNOWN",
        "x"
      })
  void what_is_no_stamp_is_no_date(String text) {
    assertThat(Stamp.parse(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "120, PT2M",
    "' 30 ', PT30S",
    "9999999, PT24H",
    "99999999999999999999, PT24H",
    "'Sun, 01 Mar 2026 12:01:00 GMT', PT1M",
    "'Sun, 01 Mar 2026 11:00:00 GMT', PT0S",
    "'Mon, 01 Mar 2027 12:00:00 GMT', PT24H",
    "-5,",
    "1.5,",
    "soon,",
    "'01 Mar 2026',",
    "'',",
    ","
  })
  void retry_after_is_seconds_or_a_date_and_at_most_a_day(String header, Duration wait) {
    assertThat(WireAnswer.retryAfter(header, Instant.parse("2026-03-01T12:00:00Z")))
        .isEqualTo(wait);
  }

  @Test
  void a_record_tells_absent_from_empty_and_reads_a_reference_that_came_with_its_link() {
    TableRecord row =
        TableRecord.of(
            dev.ropeway.store.Json.tree(
                """
                {"sys_id": "1", "number": "", "caller_id": {"link": "https://x", "value": "2"},
                 "sys_mod_count": "7", "sys_updated_on": "2026-03-01 12:00:00"}
                """));
    assertThat(row.get("number")).isEmpty();
    assertThat(row.get("state")).isNull();
    assertThat(row.text("state")).isEmpty();
    assertThat(row.get("caller_id")).isEqualTo("2");
    assertThat(row.modCount()).isEqualTo(7);
    assertThat(row.updatedOn()).isEqualTo("2026-03-01T12:00:00Z");
    assertThat(row.only(List.of("number", "state"))).isEqualTo(Map.of("number", ""));
    assertThat(new TableRecord(Map.of("sys_mod_count", "x")).modCount()).isZero();
  }
}
