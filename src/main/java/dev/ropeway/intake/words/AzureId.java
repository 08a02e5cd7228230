package dev.ropeway.intake.words;

import dev.ropeway.store.Text;
import java.util.List;
import java.util.Locale;

/** Reads what Azure Resource Manager's resource ids say. */
public final class AzureId {

  private AzureId() {}

  /**
   * The subscription or resource group of a resource: what rules match by prefix. Null for null.
   */
  public static String scope(String id) {
    if (id == null) {
      return null;
    }
    int providers = id.toLowerCase(Locale.ROOT).indexOf("/providers/");
    return providers > 0 ? id.substring(0, providers) : id;
  }

  /** The name of what an id means. Null for null. */
  public static String name(String id) {
    String path = id == null ? "" : Text.withoutEnding(id, '/');
    return path.isEmpty() ? id : path.substring(path.lastIndexOf('/') + 1);
  }

  /** Namespace and types of what an id means, without names. Null if the id shows none. */
  public static String type(String id) {
    int providers = id == null ? -1 : id.toLowerCase(Locale.ROOT).lastIndexOf("/providers/");
    if (providers < 0) {
      return null;
    }
    String[] parts = id.substring(providers + "/providers/".length()).split("/");
    StringBuilder type = new StringBuilder(parts[0]);
    for (int i = 1; i < parts.length; i += 2) {
      type.append('/').append(parts[i]);
    }
    return parts.length < 2 ? null : type.toString();
  }

  /** The first id that means a resource rather than what resources lie in; else the first. */
  public static String mostSpecific(List<String> ids) {
    return ids.stream()
        .filter(id -> type(id) != null)
        .findFirst()
        .orElse(ids.isEmpty() ? null : ids.get(0));
  }

  /** What follows a segment: the name of the assessment for "assessments". Null if none does. */
  public static String after(String segment, String id) {
    String[] parts = id == null ? new String[0] : id.split("/");
    for (int i = 0; i + 1 < parts.length; i++) {
      if (parts[i].equalsIgnoreCase(segment) && !parts[i + 1].isBlank()) {
        return parts[i + 1];
      }
    }
    return null;
  }
}
