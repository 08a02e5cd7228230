package dev.ropeway.delivery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was found of the people and things that a ticket names.
 *
 * @param fields sys_ids by column
 * @param warnings what people should know of the rest
 */
record Resolved(Map<String, String> fields, List<String> warnings) {

  static final Resolved NOTHING = new Resolved(Map.of(), List.of());

  Resolved with(String field, String sysId) {
    Map<String, String> more = new LinkedHashMap<>(fields);
    more.put(field, sysId);
    return new Resolved(more, warnings);
  }

  Resolved warning(String text) {
    List<String> more = new ArrayList<>(warnings);
    more.add(text);
    return new Resolved(fields, more);
  }
}
