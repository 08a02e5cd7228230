package dev.ropeway.assignment.notes;

import dev.ropeway.store.Digest;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * How a note is known again wherever it turns up: by its words, and by the mark of a posted one.
 */
public final class NoteText {

  /** What is kept of one note, and what a posted one may have. */
  public static final int LONGEST = 65_536;

  private static final int CODE = 12;

  /** The last line of a posted note: {@code — portal via Ropeway #0123456789ab}. */
  private static final String MARK = " via Ropeway #";

  /** As programs head what they copy: {@code Ada (Jira) wrote:} and {@code [Jira]}. */
  private static final int LONGEST_HEADING = 200;

  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern CODE_TAG = Pattern.compile("(?i)\\[(/?)code\\]");

  private NoteText() {}

  /** A text as it is kept: with line ends of one kind, and none around it. */
  public static String plain(String text) {
    return text.replace("\r\n", "\n").replace('\r', '\n').strip();
  }

  /** What equal notes have in common, however blanks and line ends came through. */
  static String normal(String text) {
    return BLANKS.matcher(text).replaceAll(" ").strip();
  }

  static Digest digest(String text) {
    return Digest.of(normal(text));
  }

  /** Names a note within its assignment: the random end of its id. */
  public static String code(UUID id) {
    String hex = id.toString().replace("-", "");
    return hex.substring(hex.length() - CODE);
  }

  /** A posted note as the ticket gets it: nothing of it is taken for HTML there. */
  public static String marked(UUID id, String text, String who) {
    return CODE_TAG.matcher(text).replaceAll("($1code)") + "\n\u2014 " + who + MARK + code(id);
  }

  /** The code of the mark at the end of a text. */
  static Optional<String> codeIn(String text) {
    String end = text.stripTrailing();
    int at = end.length() - CODE;
    boolean marked = at > MARK.length() && end.startsWith(MARK, at - MARK.length());
    String code = marked ? end.substring(at) : "";
    return marked && code.chars().allMatch(NoteText::isHex) ? Optional.of(code) : Optional.empty();
  }

  private static boolean isHex(int c) {
    return c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
  }

  /** Whether a text is that note, or a copy of it under a heading, and says nothing else. */
  static boolean isCopy(String text, String note) {
    String whole = normal(text);
    String said = normal(note);
    if (!whole.endsWith(said)) {
      return false;
    }
    String heading = whole.substring(0, whole.length() - said.length()).strip();
    return heading.isEmpty()
        || (heading.length() <= LONGEST_HEADING
            && ":])".indexOf(heading.charAt(heading.length() - 1)) >= 0);
  }
}
