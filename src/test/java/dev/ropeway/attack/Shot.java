package dev.ropeway.attack;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A request, byte for byte, that no client library would send.
 *
 * @param path with its query, as it stands in the first line
 * @param headers whole lines, the key not among them
 */
record Shot(String verb, String path, List<String> headers, byte[] body) {

  /** What came back; status 0 where nothing did. */
  record Answer(int status, String head, String text, double seconds) {

    boolean isFailure() {
      if (status == 503) {
        return !head.toLowerCase(java.util.Locale.ROOT).contains("\nretry-after: ");
      }
      // What an instance said, which may be any that somebody made.
      boolean foreign = status == 502 && text.contains("ServiceNow: ");
      return status == 0 || status >= 500 && !foreign;
    }
  }

  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 500);
    line(out, verb + " " + path + " HTTP/1.1");
    line(out, "Host: localhost");
    headers.forEach(header -> line(out, header));
    if (body.length > 0 || !verb.equals("GET")) {
      line(out, "Content-Length: " + body.length);
    }
    line(out, "");
    out.writeBytes(body);
    return out.toByteArray();
  }

  private static void line(ByteArrayOutputStream out, String line) {
    out.writeBytes((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }
}
