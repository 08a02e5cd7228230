package dev.ropeway.digest;

import dev.ropeway.assignment.lists.OpenWork;
import dev.ropeway.assignment.lists.OpenWork.Figures;
import dev.ropeway.assignment.lists.OpenWork.Group;
import dev.ropeway.assignment.lists.OpenWork.OfOwner;
import dev.ropeway.assignment.lists.OpenWork.Told;
import dev.ropeway.assignment.lists.OpenWork.Whose;
import dev.ropeway.digest.DigestContent.Item;
import dev.ropeway.digest.DigestContent.Link;
import dev.ropeway.digest.DigestContent.Section;
import dev.ropeway.mapping.ReadableText;
import dev.ropeway.recommendation.Severity;
import dev.ropeway.store.Text;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Says in a digest what is open at a moment.
 *
 * @param origin where a browser reaches Ropeway
 * @param zone in which days are told
 */
record DigestWriter(OpenWork work, String origin, ZoneId zone, Instant now) {

  /** More would be read by nobody; the rest is counted and linked. */
  static final int GROUPS = 20;

  private static final Duration SOON = Duration.ofDays(7);
  private static final int LONGEST = 160;

  /** How a line of a list begins. */
  private static final Pattern BULLET = Pattern.compile("^\\s{0,20}(?:[-*•]|\\d{1,3}[.)])?\\s");

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);

  /** What is open of these. */
  Figures figures(DigestKind kind, List<Contact> contacts) {
    return work.of(question(kind, contacts));
  }

  /** What its recipient is told of the work of these. */
  DigestContent tell(DigestKind kind, String name, List<Contact> contacts, Figures figures) {
    boolean manager = kind == DigestKind.MANAGER;
    String all = manager ? null : list(kind, contacts.get(0).whose(), false, null);
    return new DigestContent(
        kind,
        line(name),
        figures.overdue(),
        figures.soon(),
        figures.later(),
        manager ? ofReports(figures, contacts) : ofOne(kind, figures, contacts),
        figures.allGroups() - figures.groups().size(),
        figures.unlisted(manager),
        all);
  }

  /** How many of those who report to a manager have something overdue. */
  static long reports(List<Contact> contacts, Figures figures) {
    return figures.owners().stream()
        .map(OfOwner::whose)
        .map(whose -> contact(whose, contacts))
        .map(one -> one.address() == null ? one.key() : one.address())
        .distinct()
        .count();
  }

  private OpenWork.Question question(DigestKind kind, List<Contact> contacts) {
    Told told =
        switch (kind) {
          case OWNER, CRITICAL -> Told.OWNER;
          case MANAGER -> Told.MANAGER;
          case GROUP -> Told.GROUP;
        };
    return new OpenWork.Question(
        told,
        contacts.stream().map(Contact::whose).toList(),
        kind == DigestKind.CRITICAL ? Severity.CRITICAL : null,
        now,
        now.plus(SOON),
        GROUPS);
  }

  private static Contact contact(Whose whose, List<Contact> contacts) {
    return contacts.stream().filter(one -> one.whose().equals(whose)).findFirst().orElseThrow();
  }

  private List<Section> ofOne(DigestKind kind, Figures figures, List<Contact> contacts) {
    Whose whose = contacts.get(0).whose();
    List<Section> sections = new ArrayList<>();
    add(
        sections,
        "Overdue",
        list(kind, whose, true, null),
        kind,
        whose,
        figures.groups().stream().filter(Group::overdue).toList());
    add(
        sections,
        "Due within 7 days",
        null,
        kind,
        whose,
        figures.groups().stream().filter(group -> !group.overdue()).toList());
    return sections;
  }

  private void add(
      List<Section> sections,
      String title,
      String list,
      DigestKind kind,
      Whose whose,
      List<Group> groups) {
    if (!groups.isEmpty()) {
      sections.add(
          new Section(
              title, null, list, groups.stream().map(group -> item(kind, whose, group)).toList()));
    }
  }

  /** One section for each who reports, with those that have most of it overdue first. */
  private List<Section> ofReports(Figures figures, List<Contact> contacts) {
    return figures.owners().stream()
        .sorted(
            Comparator.comparingLong(OfOwner::overdue)
                .reversed()
                .thenComparing(one -> one.whose().key()))
        .map(
            one ->
                new Section(
                    line(contact(one.whose(), contacts).name()),
                    "%s overdue, the first %s"
                        .formatted(number(one.overdue()), overdueSince(one.due())),
                    list(DigestKind.OWNER, one.whose(), true, null),
                    figures.groups().stream()
                        .filter(group -> group.whose().equals(one.whose()))
                        .map(group -> item(DigestKind.OWNER, one.whose(), group))
                        .toList()))
        .toList();
  }

  private Item item(DigestKind kind, Whose whose, Group group) {
    return new Item(
        group.severity().word(),
        line(group.title()),
        group.resources() == 1 ? "1 resource" : number(group.resources()) + " resources",
        group.overdue()
            ? overdueSince(group.due())
            : "due on " + DAY.format(group.due().atZone(zone)),
        toDo(group.remediation()),
        group.tickets().stream().map(one -> new Link(line(one.number()), one.url())).toList(),
        list(kind, whose, group.overdue(), group.title()));
  }

  private String overdueSince(Instant due) {
    LocalDate day = LocalDate.ofInstant(due, zone);
    long days = ChronoUnit.DAYS.between(day, LocalDate.ofInstant(now, zone));
    return "since %s (%s)"
        .formatted(DAY.format(day), days == 0 ? "today" : days == 1 ? "1 day" : days + " days");
  }

  /** The first line that says something. */
  private static String toDo(String remediation) {
    return remediation == null
        ? null
        : ReadableText.of(Text.cut(remediation, 50 * LONGEST))
            .lines()
            .map(one -> BULLET.matcher(one).replaceFirst(""))
            .filter(one -> !one.isBlank())
            .findFirst()
            .map(DigestWriter::line)
            .orElse(null);
  }

  /** The page that lists such work. */
  private String list(DigestKind kind, Whose whose, boolean overdue, String title) {
    StringBuilder address = new StringBuilder(origin).append("/assignments?");
    address
        .append(kind == DigestKind.GROUP ? "assignedTo=none&assignmentGroup=" : "assignedTo=")
        .append(encoded(whose.key()));
    if (kind == DigestKind.CRITICAL) {
      address.append("&severity=critical");
    }
    if (overdue) {
      address.append("&overdue=true");
    }
    if (title != null) {
      address.append("&text=").append(encoded(Text.cut(Text.oneLine(title), LONGEST)));
    }
    return address.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static String number(long number) {
    return String.format(Locale.ENGLISH, "%,d", number);
  }

  private static String line(String text) {
    return Text.cut(Text.oneLine(Text.clean(text == null ? "" : text)).strip(), LONGEST);
  }
}
