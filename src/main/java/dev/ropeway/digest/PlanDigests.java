package dev.ropeway.digest;

import dev.ropeway.assignment.lists.OpenWork;
import dev.ropeway.assignment.lists.OpenWork.Whose;
import dev.ropeway.digest.DigestTimes.Period;
import dev.ropeway.digest.Digests.Planned;
import dev.ropeway.store.Leases;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Plans who gets which digest of a period, and when. */
@ApplicationScoped
@Named("planDigests")
@RegisterForReflection // routes call it by name
public class PlanDigests {

  /** Who became an owner meanwhile is planned for with the next one. */
  private static final Duration EVERY = Duration.ofHours(1);

  /** Timers of replicas whose clocks differ fire a little early. */
  private static final Duration SLACK = Duration.ofMinutes(1);

  private final DigestTimes times;
  private final DigestSettings settings;
  private final Mailing mailing;
  private final OpenWork work;
  private final MailContacts contacts;
  private final Digests digests;
  private final Leases leases;
  private final Clock clock;

  PlanDigests(
      DigestSettings settings,
      Mailing mailing,
      OpenWork work,
      MailContacts contacts,
      Digests digests,
      Leases leases,
      Clock clock) {
    this.settings = settings;
    this.mailing = mailing;
    this.work = work;
    this.contacts = contacts;
    this.digests = digests;
    this.leases = leases;
    this.clock = clock;
    times = new DigestTimes(settings);
  }

  /** Whether mails are to be planned now: about their time, and by one replica. */
  public boolean isDue() {
    Instant now = clock.instant();
    return mailing.isOn()
        && !times.at(now).isEmpty()
        && leases.take("plan-digests", EVERY.minus(SLACK), now);
  }

  /** Plans the mails of all periods that go out about now; how many were new. */
  public int plan() {
    Instant now = clock.instant();
    Set<Whose> open = work.owners().stream().map(Whose::withoutName).collect(Collectors.toSet());
    // Always in one order: the first of several names makes the row that is theirs.
    List<Contact> current =
        contacts.since(Instant.EPOCH).stream()
            .filter(one -> open.contains(one.whose()))
            .sorted(Comparator.comparing(Contact::place))
            .toList();
    int planned = 0;
    for (Period period : times.at(now)) {
      planned += digests.plan(mails(period, current, now));
    }
    return planned;
  }

  private Collection<Planned> mails(Period period, List<Contact> contacts, Instant now) {
    Map<String, Planned> mails = new LinkedHashMap<>();
    for (Contact one : contacts) {
      DigestKind own =
          period.daily() ? DigestKind.CRITICAL : one.group() ? DigestKind.GROUP : DigestKind.OWNER;
      if (!one.group() || !period.daily()) {
        add(mails, mail(period, own, one), now);
      }
      if (!period.daily() && one.manager().address() != null) {
        add(mails, mail(period, DigestKind.MANAGER, one), now);
      }
    }
    return mails.values();
  }

  private Planned mail(Period period, DigestKind kind, Contact contact) {
    Recipient to = Recipient.of(kind, contact);
    boolean reachable = to.address() != null;
    String address = reachable ? to.address() : contact.place();
    return new Planned(
        address,
        kind,
        period.label(),
        to.name(),
        reachable && kind != DigestKind.MANAGER ? contact.place() : null,
        times.sendAt(period.date(), times.zone(to.zone()), address),
        reachable ? null : contact.why());
  }

  /** One for each recipient and kind, unless its day is over. */
  private static void add(Map<String, Planned> mails, Planned mail, Instant now) {
    if (mail.sendAt().plus(DigestTimes.WINDOW).isAfter(now)) {
      mails.putIfAbsent(mail.kind() + " " + mail.recipient(), mail);
    }
  }

  /**
   * The mail of the current period to whom somebody asks for, to be sent now.
   *
   * @throws UnknownRecipientException where nobody is meant
   */
  Planned now(DigestQuestion asked) {
    Recipient to = recipient(asked);
    Instant now = clock.instant();
    Period period = times.current(now, times.zone(to.zone()), asked.kind().isDaily());
    String contact =
        contacts.of(asked.kind(), to.address()).stream()
            .map(Contact::place)
            .min(Comparator.naturalOrder())
            .orElse(null);
    return new Planned(
        to.address(),
        asked.kind(),
        period.label(),
        to.name(),
        asked.kind() == DigestKind.MANAGER ? null : contact,
        now,
        null);
  }

  /** When the next mail goes to whom somebody asks for. */
  Instant next(Recipient to) {
    return times.next(clock.instant(), times.zone(to.zone()), to.address());
  }

  /**
   * Who is meant by an address, or by the name of an owner or a group.
   *
   * @throws UnknownRecipientException where nobody is, or mails cannot go there
   */
  Recipient recipient(DigestQuestion asked) {
    String key = asked.key();
    if (asked.kind() == DigestKind.MANAGER) {
      return contacts.of(DigestKind.MANAGER, key).stream()
          .findFirst()
          .map(one -> Recipient.of(DigestKind.MANAGER, one))
          .orElseThrow(
              () ->
                  new UnknownRecipientException(
                      "no owner of open work reports to somebody with the e-mail " + asked.who()));
    }
    boolean group = asked.kind() == DigestKind.GROUP;
    Contact contact =
        contacts
            .named(group, key)
            .orElseThrow(
                () ->
                    new UnknownRecipientException(
                        "no open work belongs to the %s \"%s\""
                            .formatted(group ? "group" : "owner", asked.who())));
    if (contact.address() == null) {
      throw new UnknownRecipientException("no mail can be sent: " + contact.why());
    }
    return Recipient.of(asked.kind(), contact);
  }

  ZoneId zone(Recipient to) {
    return times.zone(to.zone());
  }

  /** The longest list of people in a mail to a manager. */
  int maxReports() {
    return settings.maxReports();
  }
}
