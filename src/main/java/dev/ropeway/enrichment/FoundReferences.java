package dev.ropeway.enrichment;

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
public record FoundReferences(Map<String, String> fields, List<String> warnings) {

  /** Of a ticket that names nobody and nothing. */
  public static final FoundReferences NOTHING = new FoundReferences(Map.of(), List.of());

  FoundReferences with(String field, String sysId) {
    Map<String, String> more = new LinkedHashMap<>(fields);
    more.put(field, sysId);
    return new FoundReferences(more, warnings);
  }

  FoundReferences warning(String text) {
    List<String> more = new ArrayList<>(warnings);
    more.add(text);
    return new FoundReferences(fields, more);
  }
}
