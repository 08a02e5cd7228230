package dev.ropeway.attack;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Pieces that nobody expects in a body, and where they go. */
final class Bytes {

  static final List<byte[]> ODD =
      List.of(
          new byte[] {0},
          new byte[] {0, 0, 0, 0},
          new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
          new byte[] {(byte) 0xc0, (byte) 0x80},
          new byte[] {(byte) 0xff, (byte) 0xfe},
          new byte[] {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
          new byte[] {0x1b, '[', '2', 'J'},
          new byte[] {'\r', '\n', '\r', '\n'});

  /** As they stand in JSON. */
  static final List<String> ODD_TEXTS =
      List.of(
          "\\u0000",
          "\\ud800",
          "\\udfff\\ud83c",
          "\\n2026-01-01 00:00:00,000 ERROR [forged] it\\r",
          "\\u001b[31m\\u0085\\u2028\\u2029\\u202e",
          "${jndi:ldap://127.0.0.1:1/x}",
          "${exception.message}",
          "{recommendation.title.repeat(9999999)}",
          "'; drop table assignment; --",
          "^ORnumberISNOTEMPTY^EQ",
          "<script>alert(1)</script>",
          "../../etc/passwd",
          "%s%n%x",
          "\\uFEFF",
          "\\\\",
          "\\ud83c\\udfd4");

  static final List<String> NUMBERS =
      List.of(
          "1e400",
          "-1e400",
          "1e-400",
          "1E+2147483647",
          "1e99999999999",
          "9".repeat(90),
          "9".repeat(9_999),
          "9".repeat(12_000),
          "0." + "3".repeat(5_000),
          "NaN",
          "-Infinity",
          "-0",
          "2147483648",
          "9223372036854775808",
          "0x10",
          "1_000");

  static final List<String> PIECES =
      List.of(
          "<td>", "<b x='", "&#", "<a href='", " ", "x", "ab ", "\\n", "\\u0000", "(", "a,", "/");

  private Bytes() {}

  static byte[] insert(byte[] body, int at, byte[] piece) {
    byte[] more = Arrays.copyOf(body, body.length + piece.length);
    System.arraycopy(piece, 0, more, at, piece.length);
    System.arraycopy(body, at, more, at + piece.length, body.length - at);
    return more;
  }

  /** Right behind one of these bytes, chosen at random; the beginning where there is none. */
  static int after(byte[] body, byte wanted, Random random) {
    int start = body.length == 0 ? 0 : random.nextInt(body.length);
    for (int i = 0; i < body.length; i++) {
      int at = (start + i) % body.length;
      if (body[at] == wanted) {
        return at + 1;
      }
    }
    return 0;
  }
}
