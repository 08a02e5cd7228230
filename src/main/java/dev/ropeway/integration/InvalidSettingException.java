package dev.ropeway.integration;

/** A configuration key that stops the start: one sentence that names it. */
public class InvalidSettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidSettingException(String key, String complaint) {
    super(key + " " + complaint);
  }
}
