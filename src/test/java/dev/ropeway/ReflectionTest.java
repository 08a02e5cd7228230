package dev.ropeway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * What is found by its name or read by its shape is registered, so that a native image has it: told
 * here within a second, and not by an image that takes minutes.
 */
class ReflectionTest {

  /** What the store and requests are read into. */
  private static final Pattern READ =
      Pattern.compile("(?:Json\\.read|treeToValue|convertValue)\\([^;]*?(\\w+)\\.class\\)");

  private static final Pattern CLASS_NAME = Pattern.compile("\\b(?:[a-z]\\w*\\.){2,}[A-Z]\\w+");

  private static final List<Class<?>> OURS =
      new ClassFileImporter()
              .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
              .importPackages("dev.ropeway")
              .stream()
              .filter(one -> !one.getPackageName().startsWith("dev.ropeway.sandbox"))
              .filter(one -> !one.isAnonymousClass() && !one.getSimpleName().isEmpty())
              .<Class<?>>map(JavaClass::reflect)
              .toList();

  private static final Map<String, Class<?>> BEANS =
      OURS.stream()
          .filter(one -> one.isAnnotationPresent(Named.class))
          .collect(
              Collectors.toMap(
                  one -> one.getAnnotation(Named.class).value(),
                  one -> one,
                  (a, b) -> a,
                  TreeMap::new));

  private static boolean isRegistered(Class<?> type) {
    for (Class<?> at = type; at != null; at = at.getEnclosingClass()) {
      RegisterForReflection registration = at.getAnnotation(RegisterForReflection.class);
      if (registration != null
          && registration.classNames().length + registration.targets().length == 0) {
        return true;
      }
    }
    return false;
  }

  @Test
  void every_bean_that_routes_call_by_name_is_registered() {
    assertThat(BEANS.values())
        .hasSizeGreaterThan(20)
        .allSatisfy(bean -> assertThat(isRegistered(bean)).as(bean.getName()).isTrue());
  }

  @Test
  void every_exception_that_routes_name_is_registered() {
    assertThat(
            files(Path.of("src/main/resources/routes"))
                .flatMap(file -> tree(file).findValues("exception").stream())
                .flatMap(names -> StreamSupport.stream(names.spliterator(), false))
                .map(JsonNode::asText)
                // Those of the JDK are in every image of Camel.
                .filter(name -> !name.startsWith("java.")))
        .hasSizeGreaterThan(2)
        .isSubsetOf(registered());
  }

  @Test
  void every_class_that_the_shipped_configurations_name_is_registered() {
    assertThat(
            files(Path.of("k8s"))
                .filter(file -> file.toString().endsWith(".properties"))
                .flatMap(file -> CLASS_NAME.matcher(text(file)).results())
                .map(MatchResult::group))
        .isNotEmpty()
        .isSubsetOf(registered());
  }

  private static Set<String> registered() {
    return OURS.stream()
        .flatMap(
            one ->
                Stream.concat(
                    Stream.of(one).filter(ReflectionTest::isRegistered).map(Class::getName),
                    Arrays.stream(one.getAnnotationsByType(RegisterForReflection.class))
                        .flatMap(
                            registration ->
                                Stream.concat(
                                    Arrays.stream(registration.targets()).map(Class::getName),
                                    Arrays.stream(registration.classNames())))))
        .collect(Collectors.toSet());
  }

  @Test
  void whatever_becomes_JSON_or_comes_of_it_is_registered() {
    Set<Class<?>> shaped = new LinkedHashSet<>();
    written().forEach(type -> reach(type, shaped));
    read().forEach(type -> reach(type, shaped));
    OURS.stream()
        .filter(one -> one.isRecord() && isRegistered(one))
        .forEach(one -> reach(one, shaped));

    assertThat(shaped).hasSizeGreaterThan(50);
    assertThat(shaped.stream().filter(type -> !isRegistered(type)).map(Class::getName)).isEmpty();
  }

  /** What the step before one that makes JSON of it gives. */
  private static Stream<Type> written() {
    return files(Path.of("src/main/resources/routes"))
        .flatMap(file -> tree(file).findValues("steps").stream())
        .flatMap(ReflectionTest::writtenBy);
  }

  private static Stream<Type> writtenBy(JsonNode steps) {
    Stream.Builder<Type> types = Stream.builder();
    for (int i = 1; i < steps.size(); i++) {
      JsonNode bean = steps.get(i - 1).path("bean");
      if (writesJson(steps.get(i)) && bean.has("ref")) {
        Arrays.stream(BEANS.get(bean.path("ref").asText()).getMethods())
            .filter(method -> method.getName().equals(bean.path("method").asText()))
            .map(Method::getGenericReturnType)
            .forEach(types::add);
      }
    }
    return types.build();
  }

  private static boolean writesJson(JsonNode step) {
    JsonNode bean = step.path("bean");
    return step.has("marshal")
        || bean.path("ref").asText().equals("answers") && bean.path("method").asText().equals("ok");
  }

  private static Stream<Class<?>> read() {
    return files(Path.of("src/main/java/dev/ropeway"))
        .flatMap(file -> READ.matcher(text(file)).results())
        .map(found -> found.group(1))
        .flatMap(name -> OURS.stream().filter(one -> one.getSimpleName().equals(name)));
  }

  private static void reach(Type type, Set<Class<?>> shaped) {
    if (type instanceof ParameterizedType generic) {
      reach(generic.getRawType(), shaped);
      Arrays.stream(generic.getActualTypeArguments()).forEach(one -> reach(one, shaped));
    } else if (type instanceof Class<?> one && one.getName().startsWith("dev.ropeway.")) {
      boolean hasShape = one.isRecord() || one.isEnum() && hasWords(one);
      if (hasShape && shaped.add(one) && one.isRecord()) {
        Arrays.stream(one.getRecordComponents())
            .map(RecordComponent::getGenericType)
            .forEach(component -> reach(component, shaped));
      }
    }
  }

  private static boolean hasWords(Class<?> one) {
    return Arrays.stream(one.getDeclaredMethods())
        .anyMatch(method -> method.isAnnotationPresent(JsonValue.class));
  }

  private static Stream<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode tree(Path yaml) {
    try {
      return new YAMLMapper().readTree(yaml.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
