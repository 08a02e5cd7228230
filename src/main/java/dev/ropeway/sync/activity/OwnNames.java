package dev.ropeway.sync.activity;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** The users as whom Ropeway calls one instance, which ignores the case of their names. */
final class OwnNames {

  static final OwnNames NONE = new OwnNames(List.of());

  private final TreeSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  private OwnNames(Collection<String> known) {
    names.addAll(known);
  }

  /** The same and this one; null is nobody. */
  OwnNames with(String name) {
    OwnNames more = new OwnNames(names);
    String cut = name == null ? null : RowText.name(name);
    if (cut != null) {
      more.names.add(cut);
    }
    return more;
  }

  /** Whether it is one of them; null is not. */
  boolean has(String name) {
    String cut = name == null ? null : RowText.name(name);
    return cut != null && names.contains(cut);
  }

  List<String> all() {
    return List.copyOf(names);
  }
}
