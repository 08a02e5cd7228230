package dev.ropeway.sandbox.table;

import com.fasterxml.jackson.annotation.JsonProperty;

/** One column of a table as sys_dictionary describes it. */
public record Column(
    String name,
    String type,
    @JsonProperty("max_length") int maxLength,
    String reference,
    @JsonProperty("default") String defaultValue,
    boolean choice,
    @JsonProperty("read_only") boolean readOnly,
    boolean mandatory,
    String label) {

  public Column {
    type = type == null ? "string" : type;
    maxLength = maxLength == 0 ? 40 : maxLength;
    reference = reference == null ? "" : reference;
    defaultValue = defaultValue == null ? "" : defaultValue;
  }

  Column named(String column) {
    String text = label != null ? label : sentence(column);
    return new Column(
        column, type, maxLength, reference, defaultValue, choice, readOnly, mandatory, text);
  }

  Column restricted(int length, boolean required) {
    return new Column(
        name, type, length, reference, defaultValue, choice, readOnly, required, label);
  }

  public boolean isReference() {
    return !reference.isEmpty();
  }

  public boolean isNumber() {
    return type.equals("integer");
  }

  public boolean isDateTime() {
    return type.equals("glide_date_time");
  }

  public boolean isJournal() {
    return type.startsWith("journal");
  }

  /** Whether the platform cuts values at max_length; the other types have fixed storage. */
  boolean isText() {
    return type.equals("string");
  }

  private static String sentence(String column) {
    String words = column.replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
