package dev.ropeway.routes;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/** What the routes of a Camel context reach. */
final class CamelReach implements Reach {

  private final CamelContext camel;
  private final Map<String, Optional<Class<?>>> types = new HashMap<>();
  private final Map<String, Set<String>> methods = new HashMap<>();

  CamelReach(CamelContext camel) {
    this.camel = camel;
  }

  @Override
  public Optional<String> resolved(String text) {
    if (!text.contains("{{")) {
      return Optional.of(text);
    }
    try {
      return Optional.of(camel.resolvePropertyPlaceholders(text));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean hasComponent(String scheme) {
    try {
      return camel.getComponent(scheme) != null;
    } catch (RuntimeException e) {
      // It is there, and says by its addresses what it lacks.
      return true;
    }
  }

  /** Addresses that are good stay with Camel, which would make each of them at its start anyway. */
  @Override
  public Optional<String> flaw(String address) {
    try {
      camel.getEndpoint(address);
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(LoadingFaults.why(e));
    }
  }

  @Override
  public boolean hasBean(String name) {
    return type(name).isPresent();
  }

  /** By its name, or by that of the property that it reads: Camel takes both. */
  @Override
  public boolean hasMethod(String bean, String method) {
    String ofProperty = Character.toUpperCase(method.charAt(0)) + method.substring(1);
    Set<String> names = methods.computeIfAbsent(bean, this::methodsOf);
    // A native executable might know none of a class: no reason to refuse what works.
    return names.isEmpty()
        || names.contains(method)
        || names.contains("get" + ofProperty)
        || names.contains("is" + ofProperty);
  }

  /** Class by class: in an executable the proxy that stands for a bean need not know them. */
  private Set<String> methodsOf(String bean) {
    return type(bean).stream()
        .flatMap(type -> Stream.<Class<?>>iterate(type, one -> one != null, Class::getSuperclass))
        .flatMap(type -> Arrays.stream(type.getMethods()))
        .map(Method::getName)
        .collect(Collectors.toSet());
  }

  private Optional<Class<?>> type(String name) {
    return types.computeIfAbsent(
        name,
        one -> Optional.ofNullable(camel.getRegistry().lookupByName(one)).map(Object::getClass));
  }
}
