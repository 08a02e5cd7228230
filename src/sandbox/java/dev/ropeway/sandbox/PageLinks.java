package dev.ropeway.sandbox;

import io.vertx.core.MultiMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The Link header of a list, with its recorded oddities. */
final class PageLinks {
  private PageLinks() {}

  /** {@code total} is -1 when the caller asked for no count: then there is no last page either. */
  static String header(
      String base, MultiMap parameters, int offset, int limit, int total, int rows) {
    StringBuilder links = new StringBuilder();
    append(links, url(base, parameters, 0), "first");
    // Recorded: on the first page prev is there and points at a negative offset.
    append(links, url(base, parameters, offset - limit), "prev");
    boolean more = total >= 0 ? (long) offset + limit < total : rows == limit && limit > 0;
    if (more) {
      append(links, url(base, parameters, offset + limit), "next");
    }
    if (total >= 0) {
      int last = limit == 0 || total == 0 ? 0 : (total - 1) / limit * limit;
      append(links, url(base, parameters, last), "last");
    }
    return links.toString();
  }

  private static void append(StringBuilder links, String url, String relation) {
    if (links.length() > 0) {
      links.append(',');
    }
    links.append('<').append(url).append(">;rel=\"").append(relation).append('"');
  }

  private static String url(String base, MultiMap parameters, int offset) {
    StringBuilder url = new StringBuilder(base);
    char separator = '?';
    boolean placed = false;
    for (Map.Entry<String, String> parameter : parameters) {
      boolean isOffset = parameter.getKey().equals("sysparm_offset");
      placed |= isOffset;
      String value = isOffset ? Integer.toString(offset) : parameter.getValue();
      url.append(separator).append(encoded(parameter.getKey())).append('=').append(encoded(value));
      separator = '&';
    }
    if (!placed) {
      url.append(separator).append("sysparm_offset=").append(offset);
    }
    return url.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
