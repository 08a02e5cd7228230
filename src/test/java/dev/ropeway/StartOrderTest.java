package dev.ropeway;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaParameter;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.ropeway.store.PeriodicTask;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A check that refuses the start takes away what a thread that has begun works with. */
class StartOrderTest {

  private static final List<JavaMethod> BEGINNING =
      new ClassFileImporter()
              .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
              .importPackages("dev.ropeway")
              .stream()
              // It lends PostgreSQL to dev mode, before anything can ask for it.
              .filter(one -> !one.getPackageName().endsWith(".sandbox"))
              .flatMap(one -> one.getMethods().stream())
              .filter(method -> method.getParameters().stream().anyMatch(StartOrderTest::isOfStart))
              .filter(StartOrderTest::beginsThread)
              .toList();

  private static boolean isOfStart(JavaParameter parameter) {
    return parameter.isAnnotatedWith(Observes.class)
        && parameter.getRawType().isEquivalentTo(StartupEvent.class);
  }

  private static boolean beginsThread(JavaMethod method) {
    return method.getMethodCallsFromSelf().stream()
        .map(call -> call.getTarget().getFullName())
        .anyMatch(
            called ->
                called.startsWith(PeriodicTask.class.getName() + ".begin")
                    || called.startsWith("java.lang.Thread.start"));
  }

  @Test
  void threads_begin_after_every_check() {
    assertThat(PeriodicTask.AFTER_CHECKS).isGreaterThan(ObserverMethod.DEFAULT_PRIORITY);
    assertThat(BEGINNING)
        .hasSizeGreaterThanOrEqualTo(2)
        .allSatisfy(
            method ->
                assertThat(
                        method.getParameters().stream()
                            .filter(StartOrderTest::isOfStart)
                            .flatMap(one -> one.tryGetAnnotationOfType(Priority.class).stream())
                            .map(Priority::value))
                    .as(method.getFullName())
                    .containsExactly(PeriodicTask.AFTER_CHECKS));
  }
}
