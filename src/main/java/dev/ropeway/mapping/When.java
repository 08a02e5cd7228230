package dev.ropeway.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.rules.Condition;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing that must hold of a recommendation, written as rules write it.
 *
 * @param value a text, or for {@code In} an array of them
 */
@RegisterForReflection // JSON of requests, answers and the store
public record When(String property, String operator, JsonNode value) {

  /**
   * The condition that it says.
   *
   * @throws IllegalArgumentException when it says none
   */
  Condition condition() {
    List<String> values = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(one -> values.add(one.asText()));
    } else {
      values.add(value.asText());
    }
    return Condition.of(property, operator, values);
  }
}
