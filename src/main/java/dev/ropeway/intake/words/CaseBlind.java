package dev.ropeway.intake.words;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.ropeway.api.Bodies;
import dev.ropeway.store.JsonWords;
import dev.ropeway.store.Text;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * JSON whose field names are spelled in any case (B82); asking for what is not there is harmless.
 */
public record CaseBlind(JsonNode node) {

  /** Tags that are read of one object. */
  public static final int TAGS = 200;

  /** What stands at a path of names, missing if nothing does. */
  public CaseBlind at(String... path) {
    JsonNode here = node;
    for (String name : path) {
      here = child(here, name);
    }
    return new CaseBlind(here);
  }

  private static JsonNode child(JsonNode parent, String name) {
    JsonNode exact = parent.get(name);
    if (exact != null) {
      return exact;
    }
    for (var entry : parent.properties()) {
      if (entry.getKey().equalsIgnoreCase(name)) {
        return entry.getValue();
      }
    }
    return MissingNode.getInstance();
  }

  /** Whether there is anything but null. */
  public boolean isPresent() {
    return !node.isMissingNode() && !node.isNull();
  }

  /**
   * The first text that says something; "N/A" does not. Lists and objects are told only where none
   * of them is a plain text: some sources have an object where others have its name.
   */
  public static String first(CaseBlind... candidates) {
    return first(CaseBlind::plain, candidates)
        .or(() -> first(CaseBlind::text, candidates))
        .orElse(null);
  }

  private static Optional<String> first(
      Function<CaseBlind, String> reading, CaseBlind... candidates) {
    return Stream.of(candidates)
        .map(reading)
        .filter(text -> text != null && !text.equalsIgnoreCase("N/A"))
        .findFirst();
  }

  /**
   * The text, or what a list or an object says, joined: what a sender means by several words is not
   * ours to drop. Null where nothing is said.
   */
  public String text() {
    return node.isContainerNode() ? JsonWords.of(node) : plain();
  }

  /** Null unless it is a text with something in it, or a number. */
  public String plain() {
    if (!node.isTextual() && !node.isNumber()) {
      return null;
    }
    String text = Text.clean(node.asText()).strip();
    return text.isEmpty() ? null : text;
  }

  /** Null unless it is a number. */
  public Double number() {
    return node.isNumber() ? Double.valueOf(node.doubleValue()) : null;
  }

  /** Whether it is this word, in any case, or a boolean spelled like it. */
  public boolean is(String word) {
    return node.isValueNode() && word.equalsIgnoreCase(node.asText().strip());
  }

  /** The word in lower case, empty for none: to switch over. */
  public String word() {
    String text = text();
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }

  /** The list or object inside a string (B90); itself if there is none. */
  public CaseBlind unquoted() {
    String text = node.isTextual() ? node.textValue().stripLeading() : "";
    if (!text.startsWith("[") && !text.startsWith("{")) {
      return this;
    }
    try {
      return new CaseBlind(Bodies.nested(text));
    } catch (JsonProcessingException e) {
      return this;
    }
  }

  /** What a list holds, or a list inside a string (B90); nothing for what is no list. */
  public List<CaseBlind> items() {
    JsonNode list = unquoted().node();
    return list.isArray()
        ? StreamSupport.stream(list.spliterator(), false).map(CaseBlind::new).toList()
        : List.of();
  }

  /** The texts of a list, or of a list inside a string. */
  public List<String> texts() {
    return items().stream()
        .map(item -> JsonWords.of(item.node()))
        .filter(Objects::nonNull)
        .toList();
  }

  /** The texts of a list, one a line; a text as it is. */
  public String lines() {
    if (!unquoted().node().isArray()) {
      return text();
    }
    List<String> texts = texts();
    return texts.isEmpty() ? null : String.join("\n", texts);
  }

  /** The values of an object by their names, as tags; several values of one name are one text. */
  public Map<String, String> tags() {
    Map<String, String> tags = new TreeMap<>();
    node.properties()
        .forEach(
            tag -> {
              String value =
                  tag.getValue().isContainerNode()
                      ? JsonWords.of(tag.getValue())
                      : tag.getValue().isNull() ? null : Text.clean(tag.getValue().asText());
              if (value != null && tags.size() < TAGS) {
                tags.put(Text.clean(tag.getKey()), value);
              }
            });
    return tags;
  }

  /** What is said, each once, with a blank line between; null for nothing. */
  public static String paragraphs(String... texts) {
    String joined =
        Stream.of(texts).filter(Objects::nonNull).distinct().collect(Collectors.joining("\n\n"));
    return joined.isEmpty() ? null : joined;
  }

  /** Null for what is no date, or the year 1. Without a zone it is UTC. */
  public Instant instant() {
    Moment read = Moment.written(text());
    return read == null ? null : read.at();
  }
}
