package dev.ropeway.servicenow;

import java.util.regex.Pattern;

/**
 * A class of configuration items: {@code cmdb_ci} or a table below it. The name goes into a path,
 * so it can hold nothing but a name.
 */
public record CmdbClass(String name) {

  private static final Pattern FORM =
      Pattern.compile("cmdb_ci(_[a-z0-9_]{1,70})?|[ux]_[a-z0-9_]{1,70}");

  /** What everything is that is nothing more exact. */
  public static final CmdbClass ANY = new CmdbClass("cmdb_ci");

  public CmdbClass {
    if (!FORM.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "must be cmdb_ci, a class that begins with cmdb_ci_, or one of your own (u_…, x_…)");
    }
  }
}
