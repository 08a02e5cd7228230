package dev.ropeway.integration;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/**
 * Encrypts with the active key what an older one encrypted, so that the older one can be dropped.
 *
 * @param table whose rows hold the secrets
 * @param id column that names a row
 * @param column the encrypted text
 * @param place what the text of a row is bound to, by its id
 */
public record Rekeying(String table, String id, String column, UnaryOperator<String> place) {

  /** How many rows that were. What no key decrypts is left alone: its key may come back. */
  public int run(Handle handle, Secrets secrets) {
    List<String> ids =
        handle
            .createQuery("select %s from %s where %s is not null".formatted(id, table, column))
            .mapTo(String.class)
            .list();
    return ids.stream().mapToInt(row -> encryptAnew(handle, secrets, row)).sum();
  }

  private int encryptAnew(Handle handle, Secrets secrets, String row) {
    byte[] old =
        handle
            .createQuery(
                "select %s from %s where %s = :row for update".formatted(column, table, id))
            .bind("row", row)
            .mapTo(byte[].class)
            .findOne()
            .orElse(null);
    if (old == null || !secrets.isOutdated(old)) {
      return 0;
    }
    try {
      String bound = place.apply(row);
      return handle
          .createUpdate("update %s set %s = :anew where %s = :row".formatted(table, column, id))
          .bind("anew", secrets.encrypt(bound, secrets.decrypt(bound, old)))
          .bind("row", row)
          .execute();
    } catch (Secrets.UnreadableSecretException e) {
      return 0;
    }
  }
}
