package dev.ropeway.digest;

/** Where a mail goes. The zone is as ServiceNow names it. */
record Recipient(String address, String name, String zone) {

  /** Who is told of the work of a contact. */
  static Recipient of(DigestKind kind, Contact contact) {
    return kind == DigestKind.MANAGER
        ? new Recipient(
            contact.manager().address(), contact.manager().name(), contact.manager().zone())
        : new Recipient(contact.address(), contact.name(), contact.zone());
  }
}
