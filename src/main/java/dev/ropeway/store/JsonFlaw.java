package dev.ropeway.store;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.Locale;

/** What is wrong with JSON, in the words of whoever wrote it and not in those of our parser. */
public final class JsonFlaw {

  private static final int SAID = 200;

  /** How Jackson says that a field is there twice. */
  private static final String TWICE = "Duplicate field '";

  private JsonFlaw() {}

  /** Half a sentence. */
  public static String of(JsonProcessingException e) {
    String said = String.valueOf(e.getOriginalMessage());
    if (e instanceof StreamConstraintsException) {
      return tooMuch(said.toLowerCase(Locale.ROOT));
    }
    if (e instanceof JsonEOFException) {
      return "it ends before it is complete";
    }
    if (e instanceof InvalidFormatException value) {
      return "cannot be \"" + Text.cut(Text.oneLine(String.valueOf(value.getValue())), SAID) + "\"";
    }
    if (isTwice(e)) {
      int end = said.indexOf('\'', TWICE.length());
      return Text.cut(
          Text.oneLine(said.substring(TWICE.length(), Math.max(end, TWICE.length()))), SAID);
    }
    if (e instanceof MismatchedInputException) {
      return said.startsWith("Trailing token")
          ? "there is more text after its end"
          : "has the wrong type";
    }
    // Jackson's first words quote what was sent; its next ones tell of Jackson.
    int end = said.indexOf(": ");
    String first = end < 0 ? said : said.substring(0, end);
    boolean plain = e instanceof JsonParseException && first.indexOf('`') < 0;
    return plain ? Text.cut(Text.oneLine(first), SAID) : "it cannot be read";
  }

  /** Whether an object has a field twice. */
  public static boolean isTwice(JsonProcessingException e) {
    return e instanceof MismatchedInputException
        && String.valueOf(e.getOriginalMessage()).startsWith(TWICE);
  }

  private static String tooMuch(String said) {
    if (said.contains("nesting depth")) {
      return "it is nested too deeply";
    }
    if (said.startsWith("token")) {
      return "it has too many values; send fewer items at once";
    }
    if (said.startsWith("number")) {
      return "a number has too many digits";
    }
    return said.startsWith("name") ? "a field name is too long" : "a string is too long";
  }
}
