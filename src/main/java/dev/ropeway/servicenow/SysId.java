package dev.ropeway.servicenow;

import java.util.regex.Pattern;

/** Tells sys_ids from everything else before one goes into a path. */
public final class SysId {

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

  private SysId() {}

  public static boolean matches(String text) {
    return text != null && FORM.matcher(text).matches();
  }

  /** The text itself, if it is a sys_id. */
  public static String require(String text) {
    if (!matches(text)) {
      throw new IllegalArgumentException("not a sys_id");
    }
    return text;
  }
}
