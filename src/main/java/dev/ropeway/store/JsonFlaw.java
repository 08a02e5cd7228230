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
          ? "something follows where it should end"
          : "is not of the kind that it must be";
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
      return "its nesting depth is more than can be read";
    }
    if (said.startsWith("token")) {
      return "it has more values than can be read; send fewer items at once";
    }
    if (said.startsWith("number")) {
      return "a number has more digits than can be read";
    }
    return said.startsWith("name")
        ? "a name is longer than can be read"
        : "a text is longer than can be read";
  }
}
