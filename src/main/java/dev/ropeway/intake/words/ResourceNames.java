package dev.ropeway.intake.words;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people call a resource, by the id that a cloud or a registry gave it. */
public final class ResourceNames {

  private static final String REPOSITORY = ":repository/";

  /** A version, an alias of the newest or all of them: not what a thing is called. */
  private static final Pattern VERSION = Pattern.compile("(.+):(?:\\d{1,9}|\\$LATEST|\\*)");

  private static final Pattern FUNCTION = Pattern.compile("arn:.*:function:([^:]+)(?::.*)?");

  private ResourceNames() {}

  /** Whether an id or a type means an image of containers. */
  public static boolean isImage(String id, String type) {
    String kind = type == null ? "" : type.toLowerCase(Locale.ROOT);
    boolean digest = id != null && id.contains("sha256:");
    return digest || (kind.contains("container") && kind.contains("image"));
  }

  /**
   * The repository of an image, without its registry, tag and digest, which are others with each
   * build; null where the id is a digest and nothing else.
   */
  public static String repository(String id) {
    if (id == null) {
      return null;
    }
    int arn = id.indexOf(REPOSITORY);
    int azure = id.toLowerCase(Locale.ROOT).indexOf("repositories/");
    String path = arn >= 0 ? id.substring(arn + REPOSITORY.length()) : id;
    path = arn < 0 && azure >= 0 ? id.substring(azure + "repositories/".length()) : path;
    int scheme = path.indexOf("://");
    path = scheme < 0 ? path : path.substring(scheme + 3);
    int digest = path.indexOf("sha256:");
    path = digest < 0 ? path : path.substring(0, digest);
    path = withoutMark(path);
    path = path.endsWith("/images") ? path.substring(0, path.length() - 7) : path;
    int tag = path.lastIndexOf(':');
    path = tag > path.lastIndexOf('/') ? path.substring(0, tag) : path;
    int host = path.indexOf('/');
    boolean registry = host > 0 && isHost(path.substring(0, host));
    path = registry && arn < 0 && azure < 0 ? path.substring(host + 1) : path;
    return path.isBlank() ? null : path;
  }

  private static boolean isHost(String segment) {
    return segment.indexOf('.') >= 0 || segment.indexOf(':') >= 0 || segment.equals("localhost");
  }

  private static String withoutMark(String path) {
    int end = path.length();
    while (end > 0 && "/@:".indexOf(path.charAt(end - 1)) >= 0) {
      end--;
    }
    return path.substring(0, end);
  }

  /** What it ends with: arn:aws:ec2:eu-west-1:1111:instance/i-0a is i-0a, AWS::::Account:2 is 2. */
  public static String ofAws(String id) {
    if (id == null || !(id.startsWith("arn:") || id.startsWith("AWS:"))) {
      return id != null && isImage(id, null) && repository(id) != null ? repository(id) : id;
    }
    if (id.contains(REPOSITORY)) {
      return repository(id);
    }
    Matcher function = FUNCTION.matcher(id);
    if (function.matches()) {
      return function.group(1);
    }
    Matcher version = VERSION.matcher(id);
    String path = id.startsWith("arn:") && version.matches() ? version.group(1) : id;
    int at = path.length();
    while (at > 0 && isMark(path.charAt(at - 1))) {
      at--;
    }
    int end = at;
    while (at > 0 && !isMark(path.charAt(at - 1))) {
      at--;
    }
    return path.substring(at, end);
  }

  private static boolean isMark(char c) {
    return c == ':' || c == '/';
  }
}
