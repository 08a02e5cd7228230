package dev.ropeway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

class LogLinesTest {

  private static final String FORGED =
      "Close it\n2026-01-01 00:00:00,000 ERROR forged\r\u001b[31m\u2028x\u2029y\u0085z\u202egnp\u2066.\t\u009b";

  private static List<String> lines(LogRecord record) {
    assertThat(new LogLines().isLoggable(record)).isTrue();
    assertThat(new LogLines().isLoggable(record)).as("by another handler").isTrue();
    String written = new PatternFormatter("%d %p %m%e%n").format(record);
    assertThat(written.replaceAll("[\\n\\t]", ""))
        .doesNotContainPattern("[\\p{Cntrl}\\u0080-\\u009f\\u2028-\\u202e\\u2066-\\u2069]");
    return written.lines().toList();
  }

  private static ExtLogRecord record(String message, Object... parameters) {
    ExtLogRecord record =
        new ExtLogRecord(Level.WARNING, message, ExtLogRecord.FormatStyle.PRINTF, "x");
    record.setParameters(parameters);
    return record;
  }

  @Test
  void a_record_is_one_line_whatever_is_in_it() {
    assertThat(lines(record("assignment %s · parked", FORGED)))
        .singleElement()
        .asString()
        .contains("assignment Close it ⏎ 2026-01-01 00:00:00,000 ERROR forged ⏎ \ufffd[31m ⏎ x")
        .endsWith(" · parked");
    assertThat(lines(record("%s", "100%s %d"))).singleElement().asString().endsWith("100%s %d");
    assertThat(lines(record("%s", "a\n100%s {0}")))
        .singleElement()
        .asString()
        .endsWith("a ⏎ 100%s {0}");
  }

  @Test
  void so_is_one_of_another_logger() {
    LogRecord record = new LogRecord(Level.INFO, "a {0}");
    record.setParameters(new Object[] {"b\nc"});

    assertThat(lines(record)).singleElement().asString().endsWith("a b ⏎ c");
  }

  @Test
  void an_exception_goes_on_behind_a_bar_and_its_trace_stays() {
    IllegalStateException thrown =
        new IllegalStateException(
            "a\n2026-01-01 ERROR forged\n\tat made.up(Trace.java)",
            new RuntimeException("b\nCaused by: none"));
    thrown.addSuppressed(new RuntimeException("c\nd"));
    ExtLogRecord record = record("it failed");
    record.setThrown(thrown);

    List<String> lines = lines(record);

    assertThat(lines)
        .contains(
            "\t| 2026-01-01 ERROR forged",
            "\t|  at made.up(Trace.java)",
            "\t| Caused by: none",
            "\t| d");
    assertThat(lines).anyMatch(line -> line.startsWith("\tat dev.ropeway.store.LogLinesTest."));
    assertThat(lines).anyMatch(line -> line.contains("java.lang.IllegalStateException: a"));
    assertThat(lines).anyMatch(line -> line.startsWith("Caused by: java.lang.RuntimeException: b"));
    assertThat(lines.stream().filter(line -> line.startsWith("2026-01-01"))).isEmpty();
  }

  @Test
  void an_exception_that_is_its_own_cause_is_told_once() {
    RuntimeException one = new RuntimeException("a\nb");
    one.addSuppressed(new RuntimeException("c", one));
    ExtLogRecord record = record("it failed");
    record.setThrown(one);

    assertThat(lines(record)).contains("\t| b");
  }

  @Test
  void what_needs_no_folding_stays_as_it_is() {
    RuntimeException thrown = new RuntimeException("a", new RuntimeException("b"));
    ExtLogRecord record = record("%s", "x");
    record.setThrown(thrown);
    new LogLines().isLoggable(record);

    assertThat(record.getThrown()).isSameAs(thrown);
    assertThat(record.getParameters()).containsExactly("x");
    assertThat(record.getMessage()).isEqualTo("%s");
  }
}
