package dev.ropeway.mapping;

import dev.ropeway.mapping.Templates.FaultyTemplateException;
import io.quarkus.qute.Expression;
import java.util.Map;
import java.util.Set;

/** Tells names and methods that do not exist before a template is ever rendered. */
record ExpressionCheck(Expression expression) {

  /** What Qute writes its operators as. */
  private static final Set<String> OPERATORS =
      Set.of("?:", "or", "&&", "||", "eq", "==", "is", "ifTruthy");

  void requireKnown(Map<String, Object> sample) {
    if (expression.isLiteral()) {
      return;
    }
    if (expression.hasNamespace()) {
      throw faulty("the namespace " + expression.getNamespace() + ": does not exist");
    }
    Object here = sample;
    for (Expression.Part part : expression.getParts()) {
      if (part.isVirtualMethod()) {
        requireMethod(part.asVirtualMethod());
        part.asVirtualMethod()
            .getParameters()
            .forEach(argument -> new ExpressionCheck(argument).requireKnown(sample));
        here = null;
      } else if (here == sample && !sample.containsKey(part.getName())) {
        // Perhaps a variable of a section: what it holds is only known when it is rendered.
        return;
      } else {
        here = member(here, part.getName());
      }
    }
  }

  private Object member(Object here, String name) {
    if (here instanceof Values.Tags || !(here instanceof Map<?, ?> map) || map.containsKey(name)) {
      return here instanceof Map<?, ?> map ? map.get(name) : null;
    }
    throw faulty(
        "the name "
            + name
            + " does not exist there; the names are "
            + Templates.names(map.keySet().stream().map(String::valueOf).toList()));
  }

  private void requireMethod(Expression.VirtualMethodPart method) {
    Integer arguments = TextMethods.ARGUMENTS.get(method.getName());
    if (arguments == null && !OPERATORS.contains(method.getName())) {
      throw faulty(
          "the method "
              + method.getName()
              + " does not exist; the methods are "
              + Templates.names(TextMethods.ARGUMENTS.keySet()));
    }
    if (arguments != null && method.getParameters().size() != arguments) {
      throw faulty(method.getName() + " takes " + arguments + " argument(s)");
    }
  }

  private FaultyTemplateException faulty(String why) {
    return new FaultyTemplateException(Templates.place(expression.getOrigin()) + why);
  }
}
