package dev.ropeway.api;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Content-Type says, read as RFC 9110 has it and no looser: a type decides who may write.
 */
public record MediaType(String type, String subtype) {

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";

  /** Possessive: read once from left to right, whatever it is. */
  private static final Pattern HEADER =
      Pattern.compile(
          "\\s*+("
              + TOKEN
              + ")/("
              + TOKEN
              + ")\\s*+(?:;\\s*+(?:"
              + TOKEN
              + "=(?:"
              + TOKEN
              + "|\"(?:[^\"\\\\]|\\\\.)*+\"))?+\\s*+)*+");

  /** Empty for what is no media type. */
  public static Optional<MediaType> of(String header) {
    Matcher parts = HEADER.matcher(header);
    return parts.matches()
        ? Optional.of(new MediaType(lower(parts.group(1)), lower(parts.group(2))))
        : Optional.empty();
  }

  private static String lower(String token) {
    return token.toLowerCase(Locale.ROOT);
  }

  /** {@code application/json} and {@code application/…+json}. */
  public boolean isJson() {
    return type.equals("application") && (subtype.equals("json") || subtype.endsWith("+json"));
  }

  /** What is taken apart before anybody reads it. */
  public boolean isForm() {
    return type.equals("multipart") || isUrlEncoded();
  }

  /** What browsers send of a form without files. */
  public boolean isUrlEncoded() {
    return type.equals("application") && subtype.equals("x-www-form-urlencoded");
  }
}
