package dev.ropeway.mapping;

import dev.ropeway.store.Text;
import io.quarkus.qute.Engine;
import io.quarkus.qute.Expression;
import io.quarkus.qute.IfSectionHelper;
import io.quarkus.qute.SetSectionHelper;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateException;
import io.quarkus.qute.TemplateNode.Origin;
import io.quarkus.qute.ValueResolvers;
import io.quarkus.qute.WhenSectionHelper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Templates that people write, in an engine of their own: it knows maps and texts and nothing of
 * the application, and what it does and writes is bounded (docs/decisions/0018).
 */
final class Templates {

  /** Characters of one template. */
  static final int LONGEST = 4000;

  /** Sections of one template: each is a level of the stack where they are nested. */
  private static final int MOST_SECTIONS = 50;

  private static final int DEEPEST_EXPRESSION = 20;

  /** Messages repeat what a recommendation says. */
  private static final int LONGEST_MESSAGE = 1000;

  private static final Pattern SECTION = Pattern.compile("\\{#");

  /** Names as other engines have them, which would stand in the ticket as they are. */
  private static final Pattern FOREIGN =
      Pattern.compile("(?<!\\\\)\\{(?:\\{|\\s{1,9}\\w{1,99}\\.[\\w.]{1,99}\\s{0,9}\\})");

  private static final Engine ENGINE =
      Engine.builder()
          .addSectionHelpers(
              new IfSectionHelper.Factory(),
              new BoundedLoops(),
              new SetSectionHelper.Factory(),
              new WhenSectionHelper.Factory())
          .addValueResolvers(
              new Values(),
              new TextMethods(),
              ValueResolvers.equalsResolver(),
              ValueResolvers.logicalAndResolver(),
              ValueResolvers.logicalOrResolver())
          .addResultMapper((value, expression) -> TextMethods.written(value))
          .strictRendering(true)
          .removeStandaloneLines(true)
          .build();

  private Templates() {}

  /** A template is not one; the message says where and why. */
  static final class FaultyTemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FaultyTemplateException(String message) {
      super(message);
    }
  }

  /**
   * Reads a template.
   *
   * @param sample what it will be rendered with, to tell names that do not exist
   * @throws FaultyTemplateException naming line and column
   */
  static BoundedTemplate read(String text, Map<String, Object> sample) {
    if (text.length() > LONGEST) {
      throw new FaultyTemplateException("a template can have at most " + LONGEST + " characters");
    }
    if (SECTION.matcher(text).results().count() > MOST_SECTIONS) {
      throw new FaultyTemplateException(
          "a template can have at most " + MOST_SECTIONS + " sections");
    }
    requireShallow(text);
    Matcher foreign = FOREIGN.matcher(text);
    if (foreign.find()) {
      throw new FaultyTemplateException(
          "character "
              + (foreign.start() + 1)
              + ": write a name in one pair of braces without blanks, as in {recommendation.title},"
              + " and a literal brace as \\{");
    }
    try {
      Template template = ENGINE.parse(text);
      if (!template.getParameterDeclarations().isEmpty()) {
        throw new FaultyTemplateException("{@…} declares Java types, which are not supported here");
      }
      for (Expression expression : template.getExpressions()) {
        new ExpressionCheck(expression).requireKnown(sample);
      }
      return new BoundedTemplate(template, text.length());
    } catch (TemplateException e) {
      throw new FaultyTemplateException(place(e.getOrigin()) + said(e));
    }
  }

  /** Brackets within brackets are read on the stack. */
  private static void requireShallow(String text) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '(' || c == '[') {
        depth++;
      } else if (c == ')' || c == ']') {
        depth = Math.max(0, depth - 1);
      }
      if (depth > DEEPEST_EXPRESSION) {
        throw new FaultyTemplateException(
            "more than " + DEEPEST_EXPRESSION + " brackets are open at character " + (i + 1));
      }
    }
  }

  static String place(Origin origin) {
    return origin == null
        ? ""
        : "line %d, column %d: ".formatted(origin.getLine(), origin.getLineCharacterStart());
  }

  static String said(Throwable thrown) {
    String said = String.valueOf(thrown.getMessage());
    return QuteWords.plain(
        Text.cut(said, LONGEST_MESSAGE)
            .replaceFirst("^(Parser|Rendering) error: ", "")
            .replaceFirst("(?s) in expression \\{.*", ""));
  }

  /** The names that exist, for a sentence. */
  static String names(Iterable<String> names) {
    List<String> sorted = new ArrayList<>();
    names.forEach(sorted::add);
    sorted.sort(null);
    return String.join(", ", sorted);
  }
}
