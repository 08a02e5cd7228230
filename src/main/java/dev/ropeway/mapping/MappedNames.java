package dev.ropeway.mapping;

import dev.ropeway.enrichment.Reference;
import dev.ropeway.enrichment.WrittenNames.Written;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The users and groups that a mapping names whatever the recommendation is. */
final class MappedNames {

  private MappedNames() {}

  /** Each with its column, in the order of the document. */
  static List<Written> of(MappingDocument document) {
    return document.fields().entrySet().stream()
        .filter(field -> field.getValue().reference() != null)
        .flatMap(
            field ->
                texts(field.getValue(), document.tables())
                    .filter(text -> !text.isBlank())
                    .distinct()
                    .map(
                        text ->
                            new Written(
                                field.getKey(),
                                new Reference(field.getValue().reference().kind(), text))))
        .toList();
  }

  private static Stream<String> texts(FieldMapping field, Map<String, Map<String, String>> tables) {
    if (field.table() != null) {
      return tables.getOrDefault(field.table(), Map.of()).values().stream();
    }
    if (field.value() != null) {
      return Stream.of(field.value());
    }
    // A template without braces is a constant, by another name.
    return field.template() == null || field.template().contains("{")
        ? Stream.empty()
        : Stream.of(field.template());
  }
}
