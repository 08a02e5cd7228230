package dev.ropeway.mapping;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What is wrong with a mapping.
 *
 * @param pointer where in the document, as a JSON pointer
 */
@RegisterForReflection // JSON of answers
public record MappingFault(String pointer, String detail) {

  /** A pointer to a member, whatever characters its name has (RFC 6901). */
  static String at(String parent, String member) {
    return parent + "/" + member.replace("~", "~0").replace("/", "~1");
  }
}
