package dev.ropeway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Dependencies point one way; ARCHITECTURE.md draws them. */
class ArchitectureTest {

  /** What each package may use of the others. */
  private static final Map<String, List<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("store", List.of()),
          Map.entry("recommendation", List.of("store")),
          Map.entry("tickettype", List.of("store")),
          Map.entry("assignment", List.of("store", "recommendation", "tickettype")),
          Map.entry("correlation", List.of("store", "recommendation", "tickettype", "assignment")),
          Map.entry("workitem", List.of("store")),
          Map.entry("activity", List.of("store")),
          Map.entry("retention", List.of("store", "workitem", "activity")),
          Map.entry("servicenow", List.of("store", "tickettype", "assignment")),
          Map.entry("throttling", List.of("store", "assignment", "servicenow")),
          Map.entry(
              "integration",
              List.of(
                  "store",
                  "tickettype",
                  "recommendation",
                  "assignment",
                  "servicenow",
                  "throttling",
                  "workitem",
                  "activity")),
          Map.entry(
              "enrichment",
              List.of(
                  "store",
                  "tickettype",
                  "recommendation",
                  "correlation",
                  "servicenow",
                  "integration")),
          Map.entry(
              "rules",
              List.of(
                  "store",
                  "tickettype",
                  "recommendation",
                  "assignment",
                  "correlation",
                  "integration",
                  "enrichment")),
          Map.entry(
              "mapping",
              List.of(
                  "store",
                  "tickettype",
                  "recommendation",
                  "assignment",
                  "servicenow",
                  "integration",
                  "enrichment",
                  "rules")),
          Map.entry(
              "delivery",
              List.of(
                  "store",
                  "tickettype",
                  "recommendation",
                  "assignment",
                  "servicenow",
                  "integration",
                  "enrichment",
                  "mapping",
                  "routes",
                  "throttling")),
          Map.entry(
              "api",
              List.of(
                  "store",
                  "recommendation",
                  "assignment",
                  "correlation",
                  "servicenow",
                  "integration")),
          Map.entry(
              "sync",
              List.of(
                  "store",
                  "tickettype",
                  "recommendation",
                  "assignment",
                  "correlation",
                  "servicenow",
                  "integration",
                  "rules",
                  "mapping",
                  "throttling",
                  "workitem",
                  "activity",
                  "api")),
          Map.entry(
              "security",
              List.of("store", "recommendation", "assignment", "integration", "enrichment", "api")),
          Map.entry("intake", List.of("store", "recommendation", "correlation", "api", "routes")),
          Map.entry(
              "kafka",
              List.of(
                  "store",
                  "tickettype",
                  "recommendation",
                  "correlation",
                  "api",
                  "intake",
                  "integration")),
          Map.entry(
              "notification",
              List.of(
                  "store",
                  "tickettype",
                  "assignment",
                  "servicenow",
                  "integration",
                  "kafka",
                  "routes")),
          Map.entry(
              "rest",
              List.of(
                  "digest",
                  "store",
                  "tickettype",
                  "recommendation",
                  "assignment",
                  "correlation",
                  "servicenow",
                  "api",
                  "security",
                  "intake",
                  "integration",
                  "mapping",
                  "throttling",
                  "workitem",
                  "activity",
                  "rules")),
          Map.entry(
              "digest",
              List.of(
                  "store",
                  "assignment",
                  "recommendation",
                  "servicenow",
                  "integration",
                  "mapping",
                  "throttling")),
          Map.entry("metrics", List.of("digest", "store", "assignment", "activity", "integration")),
          Map.entry("routes", List.of("store", "integration")),
          Map.entry(
              "console",
              List.of(
                  "digest",
                  "store",
                  "tickettype",
                  "recommendation",
                  "assignment",
                  "integration",
                  "mapping",
                  "api",
                  "security")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.ropeway");

  @TestFactory
  List<DynamicTest> each_package_uses_only_those_below_it() {
    return MAY_USE.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(), () -> usesOnly(entry.getKey(), entry.getValue())))
        .toList();
  }

  private static void usesOnly(String part, List<String> others) {
    String[] allowed =
        java.util.stream.Stream.concat(java.util.stream.Stream.of(part), others.stream())
            .map(name -> "dev.ropeway." + name + "..")
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage("dev.ropeway." + part + "..")
        .should()
        .onlyDependOnClassesThat(
            com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage(allowed)
                .or(
                    com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage(
                        "dev.ropeway..")))
        .check(CLASSES);
  }

  @Test
  void nothing_depends_on_the_console_or_the_sandbox() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.ropeway.console..", "dev.ropeway.sandbox..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.ropeway.console..", "dev.ropeway.sandbox..")
        .check(CLASSES);
  }

  @Test
  void there_are_no_cycles() {
    slices().matching("dev.ropeway.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  /** Tables whose rows hold promises; other packages may have tables of their own. */
  private static final Pattern SQL_ON_ASSIGNMENTS =
      Pattern.compile(
          "(?i)\\b(from|into|update|join|table)\\s+(assignment|recommendation|timeline|sync_cursor)\\b");

  private static final Pattern WITH_SQL_ON_ASSIGNMENTS =
      Pattern.compile("/(assignment|correlation|retention)/");

  @Test
  void sql_on_assignments_stands_in_three_packages() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/dev/ropeway"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".java")))
          .filteredOn(file -> !WITH_SQL_ON_ASSIGNMENTS.matcher(file.toString()).find())
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(Files.readString(file).lines().filter(line -> line.contains("\"")))
                      .noneMatch(line -> SQL_ON_ASSIGNMENTS.matcher(line).find()));
    }
  }

  private static final int MOST_FILES = 45;
  private static final int MOST_LINES = 450;

  @Test
  void no_folder_is_crowded() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      assertThat(
              files
                  .filter(Files::isRegularFile)
                  .collect(Collectors.groupingBy(Path::getParent, Collectors.counting())))
          .isNotEmpty()
          .allSatisfy(
              (folder, count) ->
                  assertThat(count).as(folder.toString()).isLessThanOrEqualTo(MOST_FILES));
    }
  }

  @Test
  void no_file_is_too_long() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".java")))
          .isNotEmpty()
          .filteredOn(ArchitectureTest::isLong)
          .isEmpty();
    }
  }

  private static boolean isLong(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count() > MOST_LINES;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void names_say_what_a_class_is_and_not_what_layer_it_is_in() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Impl")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Dto")
        .orShould()
        .haveSimpleName("Constants")
        .check(CLASSES);
  }
}
