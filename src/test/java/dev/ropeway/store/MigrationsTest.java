package dev.ropeway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The version before keeps running while replicas are replaced: since the first release migrations
 * only add, and what they add does not bind those who do not know it.
 */
class MigrationsTest {

  private static final int FIRST_RELEASE = 10;
  private static final Path FOLDER = Path.of("src/main/resources/db/migration");
  private static final Pattern VERSION = Pattern.compile("V(\\d+)__.*\\.sql");
  private static final Pattern NEW_TABLE = Pattern.compile("^create table (\\w+) ");
  private static final Pattern INDEX =
      Pattern.compile("^create (unique )?index (concurrently )?\\w+ on (\\w+)[ (]");
  private static final Pattern LEFT_OVER =
      Pattern.compile("^drop index concurrently if exists (\\w+)$");
  private static final Pattern ALTER = Pattern.compile("^alter table (\\w+) (.*)$");

  /** Changes of rows that say nothing which the version before does not say itself. */
  private static final List<String> KNOWN_BEFORE =
      List.of(
          "update rule set settings = settings || '', version = nextval('')"
              + " where settings -> '' is null");

  static Stream<Path> sinceTheFirstRelease() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> version(file) > FIRST_RELEASE).toList().stream();
    }
  }

  private static int version(Path file) {
    Matcher name = VERSION.matcher(file.getFileName().toString());
    assertThat(name.matches()).as(file.toString()).isTrue();
    return Integer.parseInt(name.group(1));
  }

  @ParameterizedTest
  @MethodSource("sinceTheFirstRelease")
  void migrations_only_add(Path file) throws IOException {
    assertThat(offending(Files.readString(file))).as(file.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop table hint",
        "alter table hint rename to clue",
        "alter table hint drop column expires_at",
        "alter table hint add column who text not null",
        "alter table hint add column a int, add column b int not null",
        "alter table hint alter column signature type text",
        "alter table hint add constraint c check (true)",
        "create unique index hint_once on hint (expires_at)",
        "update hint set expires_at = null",
        "drop index concurrently if exists hint_expires",
        "-- harmless\ndelete from hint"
      })
  void what_the_version_before_would_stumble_over_is_seen(String sql) {
    assertThat(offending(sql + ";")).hasSize(1);
  }

  @Test
  void what_it_does_not_notice_is_let_through() {
    assertThat(
            offending(
                """
                create table clue (id int primary key, what text not null check (what in ('a;b', 'c')));
                create unique index clue_what on clue (what);
                create index hint_more on hint (expires_at) where expires_at is not null;
                alter table hint add column who text, add column times int not null default 0; -- who; and how often
                create sequence clue_number;
                drop index concurrently if exists hint_later;
                create index concurrently hint_later on hint (expires_at);
                """))
        .isEmpty();
  }

  private static List<String> offending(String sql) {
    String bare = sql.replaceAll("--[^\n]*", "").replaceAll("'[^']*'", "''");
    List<String> statements =
        Arrays.stream(bare.split(";"))
            .map(statement -> statement.strip().replaceAll("\\s+", " ").toLowerCase())
            .filter(statement -> !statement.isEmpty())
            .toList();
    List<String> newTables =
        statements.stream()
            .map(NEW_TABLE::matcher)
            .filter(Matcher::find)
            .map(table -> table.group(1))
            .toList();
    return statements.stream()
        .filter(statement -> !isBuiltAgain(statement, statements))
        .filter(statement -> !isAdditive(statement, newTables))
        .toList();
  }

  /** What a build that was cut short left of an index that the same file makes. */
  private static boolean isBuiltAgain(String statement, List<String> statements) {
    Matcher dropped = LEFT_OVER.matcher(statement);
    return dropped.matches()
        && statements.stream()
            .anyMatch(
                other ->
                    other.startsWith("create index concurrently " + dropped.group(1) + " on "));
  }

  private static boolean isAdditive(String statement, List<String> newTables) {
    if (KNOWN_BEFORE.contains(statement)) {
      return true;
    }
    Matcher index = INDEX.matcher(statement);
    if (index.find()) {
      return index.group(1) == null || newTables.contains(index.group(3));
    }
    Matcher alter = ALTER.matcher(statement);
    if (alter.find()) {
      return newTables.contains(alter.group(1)) || onlyAddsColumns(alter.group(2));
    }
    return NEW_TABLE.matcher(statement).find() || statement.startsWith("create sequence ");
  }

  /** How full pages get binds nobody. */
  private static boolean onlyAddsColumns(String clauses) {
    return clauses.matches("set \\(fillfactor = \\d+\\)")
        || clauses.startsWith("add column ")
            && !clauses.matches(".*(^|, ?)(drop|rename|alter|add constraint|set|validate) .*")
            && Arrays.stream(clauses.split("add column "))
                .noneMatch(column -> column.contains("not null") && !column.contains("default"));
  }
}
