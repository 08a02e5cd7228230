package dev.ropeway.integration;

import dev.ropeway.servicenow.CmdbClass;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How configuration items are found and made.
 *
 * @param lookUpBy the most trusted first; empty: they are not looked up
 * @param attribute a column that holds a cloud's own id; null if there is none
 * @param services whether tickets get the service of their configuration item
 * @param create whether one is made where none is found (E01)
 * @param classes by resource type in lower case, before those that are known anyway
 * @param remembered how long it is remembered which is meant
 * @param unknownRemembered how long it is remembered that none is
 */
public record Cmdb(
    List<By> lookUpBy,
    String attribute,
    boolean services,
    boolean create,
    Map<String, CmdbClass> classes,
    Duration remembered,
    Duration unknownRemembered) {

  /** What a configuration item can be known by. */
  public enum By {
    RESOURCE_ID,
    ATTRIBUTE,
    FQDN,
    NAME,
    IP;

    /** As it is written in settings. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public Cmdb {
    lookUpBy = List.copyOf(lookUpBy);
    classes = Map.copyOf(classes);
  }
}
