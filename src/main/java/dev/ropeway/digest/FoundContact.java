package dev.ropeway.digest;

import dev.ropeway.assignment.lists.OpenWork.Whose;
import dev.ropeway.digest.Contact.ReportsTo;
import dev.ropeway.servicenow.TableRecord;
import dev.ropeway.store.Text;
import java.util.List;

/** Which of the records that were found is an owner or a group, and where mails go then. */
final class FoundContact {

  private static final String ACTIVE = "active";
  private static final String EMAIL = "email";
  private static final int LONGEST = 300;

  private FoundContact() {}

  /** The contact of one among all records that an answer has. */
  static Contact of(Whose who, List<TableRecord> found) {
    String[] ways =
        who.group()
            ? new String[] {"sys_id", "name", EMAIL}
            : new String[] {"sys_id", EMAIL, "user_name", "name"};
    String what = who.group() ? "group" : "user";
    boolean inactive = false;
    for (String way : ways) {
      List<TableRecord> matching =
          found.stream().filter(row -> row.text(way).strip().equalsIgnoreCase(who.name())).toList();
      List<TableRecord> active =
          matching.stream().filter(row -> !row.text(ACTIVE).equals("false")).toList();
      if (active.size() > 1) {
        return unreachable(who, "several %ss match \"%s\"".formatted(what, who.name()));
      }
      if (active.size() == 1) {
        return reached(who, active.get(0));
      }
      inactive |= !matching.isEmpty();
    }
    return unreachable(
        who,
        inactive
            ? "the %s \"%s\" is inactive".formatted(what, who.name())
            : "no %s matches \"%s\"".formatted(what, who.name()));
  }

  /** Nobody can be told, as the text says. */
  static Contact unreachable(Whose who, String why) {
    return new Contact(
        who.integration(),
        who.group(),
        who.key(),
        line(who.name()),
        null,
        null,
        line(why),
        ReportsTo.NONE);
  }

  private static Contact reached(Whose who, TableRecord row) {
    String name = line(row.text("name").isBlank() ? who.name() : row.text("name"));
    String address = Mailing.mailbox(row.text(EMAIL)).orElse(null);
    return new Contact(
        who.integration(),
        who.group(),
        who.key(),
        name,
        address,
        row.text("time_zone"),
        address != null
            ? null
            : line("the %s \"%s\" has no e-mail".formatted(who.group() ? "group" : "user", name)),
        who.group() ? ReportsTo.NONE : manager(row));
  }

  private static ReportsTo manager(TableRecord row) {
    String manager = row.text("manager");
    if (manager.isBlank()) {
      return ReportsTo.not("ServiceNow names no manager");
    }
    if (manager.equals(row.sysId())) {
      return ReportsTo.not("the owner is the manager");
    }
    if (row.text("manager.manager").equals(row.sysId())) {
      return ReportsTo.not("owner and manager report to each other");
    }
    if (row.text("manager.active").equals("false")) {
      return ReportsTo.not("the manager is inactive");
    }
    return Mailing.mailbox(row.text("manager.email"))
        .map(
            address ->
                address.equals(Mailing.mailbox(row.text(EMAIL)).orElse(null))
                    ? ReportsTo.not("owner and manager have one e-mail")
                    : new ReportsTo(
                        line(row.text("manager.name")),
                        address,
                        row.text("manager.time_zone"),
                        null))
        .orElseGet(() -> ReportsTo.not("the manager has no e-mail"));
  }

  private static String line(String text) {
    return Text.cut(Text.oneLine(Text.clean(text)).strip(), LONGEST);
  }
}
