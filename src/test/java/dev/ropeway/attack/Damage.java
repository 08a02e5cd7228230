package dev.ropeway.attack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** What becomes of the bytes of a body on a bad way. */
enum Damage {
  FLIPPED {
    @Override
    byte[] to(byte[] body, Random random) {
      byte[] flipped = body.clone();
      for (int i = 0; i <= random.nextInt(8) && body.length > 0; i++) {
        flipped[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
      }
      return flipped;
    }
  },
  CUT {
    @Override
    byte[] to(byte[] body, Random random) {
      return Arrays.copyOf(body, random.nextInt(body.length + 1));
    }
  },
  EMPTY {
    @Override
    byte[] to(byte[] body, Random random) {
      return new byte[0];
    }
  },
  INTERRUPTED {
    @Override
    byte[] to(byte[] body, Random random) {
      return Bytes.insert(body, random.nextInt(body.length + 1), pick(Bytes.ODD, random));
    }
  },
  /** Within the first text that comes. */
  IN_A_TEXT {
    @Override
    byte[] to(byte[] body, Random random) {
      return Bytes.insert(
          body, Bytes.after(body, (byte) '"', random), utf8(pick(Bytes.ODD_TEXTS, random)));
    }
  },
  ODD_NUMBER {
    @Override
    byte[] to(byte[] body, Random random) {
      return Bytes.insert(
          body,
          Bytes.after(body, (byte) ':', random),
          utf8(pick(Bytes.NUMBERS, random) + (random.nextBoolean() ? "," : ",\"x\":")));
    }
  },
  NAMED_TWICE {
    @Override
    byte[] to(byte[] body, Random random) {
      return Bytes.insert(
          body,
          Bytes.after(body, (byte) '{', random),
          utf8("\"id\":1,\"id\":\"\",\"title\":[],\"type\":null,\"name\":{},"));
    }
  },
  WIDE {
    @Override
    byte[] to(byte[] body, Random random) {
      StringBuilder wide = new StringBuilder();
      for (int i = random.nextInt(20_000); i > 0; i--) {
        wide.append('"').append(i).append("\":").append(i % 3 == 0 ? "{}" : "[1]").append(',');
      }
      return Bytes.insert(body, Bytes.after(body, (byte) '{', random), utf8(wide.toString()));
    }
  },
  LONG_NAME {
    @Override
    byte[] to(byte[] body, Random random) {
      String name = "n".repeat(1 + random.nextInt(4000));
      return Bytes.insert(body, Bytes.after(body, (byte) '{', random), utf8("\"" + name + "\":1,"));
    }
  },
  LONG_TEXT {
    @Override
    byte[] to(byte[] body, Random random) {
      String piece = pick(Bytes.PIECES, random);
      return Bytes.insert(
          body,
          Bytes.after(body, (byte) '"', random),
          utf8(piece.repeat(1 + random.nextInt(120_000) / piece.length())));
    }
  },
  DEEP {
    @Override
    byte[] to(byte[] body, Random random) {
      int depth = random.nextInt(random.nextBoolean() ? 110 : 100_000);
      String open = random.nextBoolean() ? "[" : "{\"a\":";
      return utf8(
          open.repeat(depth)
              + new String(body, StandardCharsets.UTF_8)
              + (open.equals("[") ? "]" : "}").repeat(depth));
    }
  },
  MANY {
    @Override
    byte[] to(byte[] body, Random random) {
      int times = Math.min(1001, 1 + 500_000 / (body.length + 1));
      String one = new String(body, StandardCharsets.UTF_8);
      return utf8("[" + (one + ",").repeat(random.nextInt(times)) + one + "]");
    }
  },
  MARKED {
    @Override
    byte[] to(byte[] body, Random random) {
      return Bytes.insert(body, 0, utf8("\uFEFF".repeat(1 + random.nextInt(2))));
    }
  },
  WIDE_CHARACTERS {
    @Override
    byte[] to(byte[] body, Random random) {
      return new String(body, StandardCharsets.UTF_8)
          .getBytes(
              random.nextBoolean()
                  ? StandardCharsets.UTF_16
                  : random.nextBoolean() ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE);
    }
  },
  LATIN {
    @Override
    byte[] to(byte[] body, Random random) {
      return (new String(body, StandardCharsets.UTF_8) + "Grüße")
          .getBytes(StandardCharsets.ISO_8859_1);
    }
  },
  GZIPPED {
    @Override
    byte[] to(byte[] body, Random random) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(body);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return out.toByteArray();
    }
  };

  abstract byte[] to(byte[] body, Random random);

  static <T> T pick(java.util.List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
