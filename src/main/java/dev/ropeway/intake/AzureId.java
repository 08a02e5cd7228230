package dev.ropeway.intake;

import java.util.Locale;

/** Reads what Azure Resource Manager's resource ids say. */
final class AzureId {

  private AzureId() {}

  /**
   * The subscription or resource group of a resource: what rules match by prefix. Null for null.
   */
  static String scope(String id) {
    if (id == null) {
      return null;
    }
    int providers = id.toLowerCase(Locale.ROOT).indexOf("/providers/");
    return providers > 0 ? id.substring(0, providers) : id;
  }

  /** The name of what an id means. Null for null. */
  static String name(String id) {
    String path = id == null ? "" : id.replaceFirst("/+$", "");
    return path.isEmpty() ? id : path.substring(path.lastIndexOf('/') + 1);
  }
}
