package dev.ropeway.rest;

import dev.ropeway.api.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Rows of a list, fetched a page at a time while they are read: however many there are, no more
 * than a page of them is in memory, and nothing is fetched for a caller who reads no more.
 */
final class StreamedRows<T> extends InputStream {

  private final RowFormat<T> format;
  private final Supplier<List<T>> pages;
  private byte[] page;
  private int at;
  private boolean over;

  /**
   * @param pages one after the other; an empty one is the end
   */
  StreamedRows(RowFormat<T> format, Supplier<List<T>> pages) {
    this.format = format;
    this.pages = pages;
    // What is wrong from the beginning is told as a problem.
    fetch(format.head());
  }

  /**
   * Everything that a list has, page by page, without a transaction that is as long as the answer.
   *
   * @param list the page behind a place; null for the first page
   */
  static <R, P, T> Supplier<List<T>> everything(
      Function<P, List<R>> list, Function<R, P> place, Function<? super R, T> form) {
    AtomicReference<P> after = new AtomicReference<>();
    return () -> {
      List<R> page = list.apply(after.get());
      if (!page.isEmpty()) {
        after.set(place.apply(page.get(page.size() - 1)));
      }
      return page.stream().map(form).toList();
    };
  }

  /** Refuses the cursor of a page: rows that are streamed are all that match. */
  static void refuseCursor(Query query, RowFormat<?> format) {
    if (query.text("cursor") != null) {
      throw ProblemException.badField(
          "cursor",
          "must be left out: " + format.mediaType() + " contains everything that matches");
    }
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    while (at == page.length) {
      if (over) {
        return -1;
      }
      fetch("");
    }
    int count = Math.min(length, page.length - at);
    System.arraycopy(page, at, into, offset, count);
    at += count;
    return count;
  }

  private void fetch(String head) {
    Iterator<T> rows = pages.get().iterator();
    over = !rows.hasNext();
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    written.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    while (rows.hasNext()) {
      written.writeBytes(format.row().apply(rows.next()));
    }
    page = written.toByteArray();
    at = 0;
  }
}
