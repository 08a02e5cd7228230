package dev.ropeway.store;

import io.quarkus.runtime.configuration.ConfigurationException;

/**
 * A configuration key that stops the start: one sentence that names it. Quarkus prints the message
 * of its own configuration errors alone; of any other it prints a stack trace.
 */
public class InvalidSettingException extends ConfigurationException {
  private static final long serialVersionUID = 1L;

  private final String key;
  private final String complaint;

  public InvalidSettingException(String key, String complaint) {
    super(key + " " + complaint);
    this.key = key;
    this.complaint = complaint;
  }

  public String key() {
    return key;
  }

  public String complaint() {
    return complaint;
  }
}
