package dev.ropeway.security;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The pages of the console. Each shows or does what one operation of the contract does, so that the
 * roles, the bounds and the audit of that operation hold for it as well.
 */
final class Pages {

  /** Where people sign in: open, because nobody is known there yet. */
  static final String SIGN_IN = "/sign-in";

  static final String SIGN_OUT = "/sign-out";

  /** Where the directory is asked who somebody is. */
  static final String DIRECTORY = "/sign-in/directory";

  /** Where the directory sends a browser back to. */
  static final String DIRECTORY_CALLBACK = "/sign-in/callback";

  /** Where instances send a browser back to, with a state that proves whose it is. */
  private static final String CONSENT = "/oauth/callback";

  /**
   * Where mails lead their recipients to refuse more, with a token that proves whose mail it was.
   */
  private static final String UNSUBSCRIBE = "/unsubscribe";

  private static final Set<String> OPEN =
      Set.of(
          "GET " + SIGN_IN,
          "POST " + SIGN_IN,
          "POST " + SIGN_OUT,
          "GET " + CONSENT,
          "GET " + UNSUBSCRIBE,
          "POST " + UNSUBSCRIBE);

  private static final Set<String> PLACES =
      Set.of(SIGN_IN, SIGN_OUT, DIRECTORY, DIRECTORY_CALLBACK, CONSENT, UNSUBSCRIBE);

  /** What pages take beside what their operation takes. */
  private static final Map<Pattern, Set<String>> OWN_QUERIES =
      Map.of(
          Pattern.compile("GET /rules/new"), Set.of("severity", "source"),
          Pattern.compile("GET /bulk/[^/]+"), Set.of("outcome", "cursor"),
          Pattern.compile("GET /people"), Set.of("integration", "assignedTo", "assignmentGroup"));

  /** A page and the operation that it shows or does. */
  private record Page(String verb, Pattern path, String operation, int parameters) {}

  private static final List<Page> ALL =
      operations().entrySet().stream()
          .map(entry -> page(entry.getKey().split(" ", 2), entry.getValue()))
          .sorted(Comparator.comparingInt(Page::parameters))
          .toList();

  private Pages() {}

  private static Map<String, String> operations() {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("GET /", "summarize-assignments");
    pages.put("GET /about", "show-about");
    pages.put("GET /assignments", "list-assignments");
    pages.put("GET /export/assignments", "list-assignments");
    pages.put("GET /assignments/{id}", "show-assignment");
    pages.put("GET /assignments/{id}/record", "preview-mapping");
    pages.put("POST /assignments/{id}/retry", "retry-assignment");
    pages.put("POST /assignments/{id}/release", "release-assignment");
    pages.put("POST /assignments/{id}/reassign", "reassign-assignment");
    pages.put("POST /assignments/{id}/change", "change-assignment");
    pages.put("POST /assignments/{id}/withdraw", "withdraw-assignment");
    pages.put("POST /assignments/{id}/notes", "post-note");
    pages.put("POST /assignments/{id}/sync", "sync-integration");
    pages.put("POST /views", "put-view");
    pages.put("POST /views/delete", "delete-view");
    pages.put("GET /bulk", "list-bulk-runs");
    pages.put("POST /bulk", "start-bulk-run");
    pages.put("GET /bulk/{id}", "show-bulk-run");
    pages.put("POST /bulk/{id}/stop", "stop-bulk-run");
    pages.put("GET /recommendations", "list-recommendations");
    pages.put("POST /recommendations/assign", "assign-by-hand");
    pages.put("GET /owners", "list-owners");
    pages.put("GET /digests", "list-digests");
    pages.put("GET /digests/preview", "preview-digest");
    pages.put("POST /digests/send", "send-digest-now");
    pages.put("GET /digests/suppressions", "list-mail-suppressions");
    pages.put("POST /digests/suppressions/delete", "delete-mail-suppression");
    pages.put("GET /people", "suggest-people");
    pages.put("GET /connections", "list-integrations");
    pages.put("GET /connections/new", "put-integration");
    pages.put("POST /connections/new", "put-integration");
    pages.put("GET /connections/{name}", "show-integration");
    pages.put("POST /connections/{name}/test", "test-integration");
    pages.put("POST /connections/{name}/sync", "sync-integration");
    pages.put("POST /connections/{name}/enable", "enable-integration");
    pages.put("POST /connections/{name}/disable", "disable-integration");
    pages.put("POST /connections/{name}/secrets", "rotate-secrets");
    pages.put("POST /connections/{name}/labels/{ticketType}", "put-state-labels");
    pages.put("POST /connections/{name}/delete", "delete-integration");
    pages.put("GET /connections/{name}/mappings/{ticketType}", "show-mapping");
    pages.put("POST /connections/{name}/mappings/{ticketType}", "put-mapping");
    pages.put("GET /rules", "list-rules");
    pages.put("GET /rules/new", "put-rule");
    pages.put("POST /rules/new", "put-rule");
    pages.put("GET /rules/evaluate", "evaluate-rules");
    pages.put("POST /rules/evaluate", "evaluate-rules");
    pages.put("GET /rules/{name}", "show-rule");
    pages.put("POST /rules/{name}", "put-rule");
    pages.put("POST /rules/{name}/apply", "apply-rule");
    pages.put("POST /rules/{name}/delete", "delete-rule");
    pages.put("GET /work-items", "list-work-items");
    pages.put("GET /work-items/{integration}/{type}/{sysId}", "show-work-item");
    pages.put("GET /work-items/summary", "summarize-work-items");
    pages.put("GET /activity", "list-activity");
    pages.put("GET /activity/privileges", "list-roles-of-users");
    pages.put("GET /callers", "list-api-keys");
    pages.put("POST /callers", "issue-api-key");
    pages.put("POST /callers/{name}/rotate", "rotate-api-key");
    pages.put("POST /callers/{name}/delete", "delete-api-key");
    pages.put("GET /audit", "list-audit-entries");
    return pages;
  }

  private static Page page(String[] place, String operation) {
    return new Page(
        place[0],
        Pattern.compile(place[1].replaceAll("\\{[^{}]+}", "[^/]+")),
        operation,
        place[1].split("\\{", -1).length);
  }

  /** Whether it is a place of the console, whatever is asked of it. */
  static boolean at(String path) {
    return PLACES.contains(path)
        || ALL.stream().anyMatch(page -> page.path().matcher(path).matches());
  }

  /** Whether it takes a form that one of our pages has shown. */
  static boolean takesForm(String path) {
    return !isProven(path) && (isOpen("POST", path) || operation("POST", path).isPresent());
  }

  /** Whether its address alone proves what is asked, so that any program may send it (RFC 8058). */
  static boolean isProven(String path) {
    return path.equals(UNSUBSCRIBE);
  }

  /** Whether anybody may call it. */
  static boolean isOpen(String verb, String path) {
    return OPEN.contains(read(verb) + " " + path);
  }

  /** Whether it serves the sign-in with the directory, which has no operation of its own. */
  static boolean isDirectory(String path) {
    return path.equals(DIRECTORY) || path.equals(DIRECTORY_CALLBACK);
  }

  /** The id of the operation that a page shows or does. */
  static Optional<String> operation(String verb, String path) {
    return ALL.stream()
        .filter(page -> page.verb().equals(read(verb)) && page.path().matcher(path).matches())
        .map(Page::operation)
        .findFirst();
  }

  /** The parameters that the address of a page may have: those of its operation, and its own. */
  static Set<String> queries(String verb, String path, Operations.Operation operation) {
    Set<String> queries = new HashSet<>(operation.queries());
    OWN_QUERIES.forEach(
        (page, own) -> {
          if (page.matcher(read(verb) + " " + path).matches()) {
            queries.addAll(own);
          }
        });
    return queries;
  }

  /** All operations that pages show or do. */
  static Set<String> shown() {
    return ALL.stream().map(Page::operation).collect(Collectors.toUnmodifiableSet());
  }

  private static String read(String verb) {
    return verb.equals("HEAD") ? "GET" : verb;
  }
}
