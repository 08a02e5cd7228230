package dev.ropeway.assignment.attachments;

import dev.ropeway.store.Text;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What an instance says of an attachment, bounded and cleaned: a name is one line and no path, and
 * what has not the form of a size, a type or a hash is not there.
 *
 * @param ticket the sys_id of the ticket
 * @param size null where it is no size
 */
public record AttachmentRow(
    String ticket,
    String sysId,
    String name,
    Long size,
    String contentType,
    String sha256,
    String login,
    Instant at) {

  static final int LONGEST_NAME = 255;

  private static final int LONGEST_LOGIN = 100;
  private static final int LONGEST_TYPE = 127;

  private static final Pattern TYPE =
      Pattern.compile("[a-z0-9][a-z0-9.+_-]*/[a-z0-9][a-z0-9.+_-]*");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern SIZE = Pattern.compile("[0-9]{1,15}");

  /** The same out of the texts of a record. */
  public static AttachmentRow of(
      String ticket,
      String sysId,
      String name,
      String size,
      String contentType,
      String sha256,
      String login,
      Instant at) {
    String type = contentType.toLowerCase(Locale.ROOT).strip();
    String hash = sha256.toLowerCase(Locale.ROOT).strip();
    return new AttachmentRow(
        ticket,
        sysId,
        name(name),
        SIZE.matcher(size).matches() ? Long.valueOf(size) : null,
        type.length() <= LONGEST_TYPE && TYPE.matcher(type).matches() ? type : null,
        HASH.matcher(hash).matches() ? hash : null,
        line(login, LONGEST_LOGIN),
        at);
  }

  private static String name(String name) {
    String line = line(name, LONGEST_NAME).replace('/', '_').replace('\\', '_');
    return line.isEmpty() ? "(no name)" : line;
  }

  private static String line(String text, int longest) {
    return Text.cut(Text.oneLine(Text.clean(text)).strip(), longest);
  }
}
