package dev.ropeway.rest;

import dev.ropeway.api.Answers;
import dev.ropeway.api.ProblemException;
import dev.ropeway.integration.ForbiddenChangeException;
import dev.ropeway.store.ChangeRefusedException;
import dev.ropeway.store.InvalidSettingException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;

/**
 * What the calls of every resource that people manage have in common: which names it takes, how a
 * change is refused and what a change is answered with.
 *
 * @param kind what one of them is called: rule, integration
 * @param path of all of them
 * @param pointer the place in a body where a setting stands
 */
record ManagedResource(String kind, String path, UnaryOperator<String> pointer, Answers answers) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  /** A name that a new one may have. */
  String requireName(String name) {
    return requireName(name, "name");
  }

  /** The same of a name that stands elsewhere. */
  String requireName(String name, String place) {
    if (!NAME.matcher(name).matches()) {
      throw ProblemException.badField(
          place,
          "must have 1 to 63 lower-case letters, digits and hyphens, and start with a letter or digit");
    }
    return name;
  }

  /** The address of one of them. */
  String pathOf(String name) {
    return path + "/" + name;
  }

  /** That there is none of that name: 404. */
  ProblemException missing(String name) {
    return ProblemException.notFound("no " + kind + " is called \"" + name + "\"");
  }

  /**
   * Makes a change.
   *
   * @throws ProblemException 400 naming the wrong field, 403 saying for whom it is, or 409 saying
   *     what is in the way
   */
  <T> T change(Supplier<T> command) {
    try {
      return command.get();
    } catch (InvalidSettingException e) {
      throw ProblemException.badField(pointer.apply(e.key()), e.complaint());
    } catch (ForbiddenChangeException e) {
      throw ProblemException.forbidden(e.getMessage());
    } catch (ChangeRefusedException e) {
      throw ProblemException.conflict(e.getMessage());
    }
  }

  /** Answers that one was made (201, with its address) or changed (200). */
  void written(Exchange exchange, String name, boolean made, Object shown) {
    answers.written(exchange, made ? 201 : 200, shown);
    if (made) {
      exchange.getMessage().setHeader("Location", pathOf(name));
    }
  }
}
