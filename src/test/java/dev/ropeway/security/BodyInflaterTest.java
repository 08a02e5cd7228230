package dev.ropeway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed bodies are read part by part, whole or not at all. */
class BodyInflaterTest {

  private static final byte[] TEXT = "{\"id\":\"1\"}".repeat(5000).getBytes(StandardCharsets.UTF_8);

  static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] deflate(byte[] content, boolean bare) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(bytes, new Deflater(9, bare))) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  /** Null where it is not whole. */
  private static byte[] inflated(boolean gzip, byte[] body, int parts) throws DataFormatException {
    BodyInflater inflater = new BodyInflater(gzip);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int at = 0; at < body.length; at += parts) {
      inflater.feed(
          Arrays.copyOfRange(body, at, Math.min(body.length, at + parts)),
          (bytes, length) -> {
            all.write(bytes, 0, length);
            return true;
          });
    }
    inflater.end();
    return inflater.isComplete() ? all.toByteArray() : null;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 100_000})
  void every_form_is_read_however_it_is_cut(int parts) throws Exception {
    assertThat(inflated(true, gzip(TEXT), parts)).isEqualTo(TEXT);
    assertThat(inflated(false, deflate(TEXT, false), parts)).isEqualTo(TEXT);
    assertThat(inflated(false, deflate(TEXT, true), parts)).isEqualTo(TEXT);
    assertThat(inflated(true, withEveryField(), parts)).isEqualTo(TEXT);
    assertThat(inflated(true, gzip(new byte[0]), parts)).isEmpty();
  }

  @Test
  void members_one_after_the_other_are_one_body() throws Exception {
    byte[] one = gzip("ab".getBytes(StandardCharsets.UTF_8));
    byte[] two = Arrays.copyOf(one, one.length * 2);
    System.arraycopy(one, 0, two, one.length, one.length);
    assertThat(inflated(true, two, 5)).asString().isEqualTo("abab");
  }

  @Test
  void what_is_cut_off_is_not_whole() throws Exception {
    byte[] body = gzip(TEXT);
    for (int length : new int[] {0, 5, 12, body.length - 9, body.length - 1}) {
      assertThat(inflated(true, Arrays.copyOf(body, length), 64)).isNull();
    }
    assertThat(inflated(false, Arrays.copyOf(deflate(TEXT, false), 20), 64)).isNull();
  }

  @Test
  void what_is_changed_on_the_way_or_is_no_such_thing_is_noticed() throws Exception {
    byte[] broken = gzip(TEXT);
    broken[broken.length - 6] ^= 1;
    assertThatThrownBy(() -> inflated(true, broken, 64)).isInstanceOf(DataFormatException.class);
    assertThatThrownBy(() -> inflated(true, TEXT, 64)).isInstanceOf(DataFormatException.class);
    assertThatThrownBy(() -> inflated(false, TEXT, 64)).isInstanceOf(DataFormatException.class);
    byte[] longer = Arrays.copyOf(deflate(TEXT, false), deflate(TEXT, false).length + 1);
    assertThatThrownBy(() -> inflated(false, longer, 64)).isInstanceOf(DataFormatException.class);
  }

  @Test
  void who_takes_it_may_stop_long_before_its_end() throws Exception {
    byte[] bomb = gzip(new byte[100_000_000]);
    int[] taken = {0};
    BodyInflater inflater = new BodyInflater(true);
    inflater.feed(
        bomb,
        (bytes, length) -> {
          taken[0] += length;
          return taken[0] < 20_000;
        });
    assertThat(taken[0]).isLessThan(40_000);
    assertThat(inflater.isComplete()).isFalse();
  }

  private static byte[] withEveryField() throws IOException {
    byte[] plain = gzip(TEXT);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(new byte[] {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 0});
    all.write(new byte[] {3, 0, 1, 2, 3});
    all.write("name\0comment\0".getBytes(StandardCharsets.UTF_8));
    CRC32 sum = new CRC32();
    sum.update(all.toByteArray());
    all.write((int) sum.getValue());
    all.write((int) (sum.getValue() >> 8));
    all.write(plain, 10, plain.length - 10);
    return all.toByteArray();
  }
}
