package dev.ropeway.security;

import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates a body part by part as it arrives, in small steps, so that whoever takes them can stop
 * long before a bomb is inflated. Netty's own makes of each part one buffer, however large.
 */
final class BodyInflater {

  /** What an inflater keeps outside of the heap, and the step it works in. */
  static final int MEMORY = 64 * 1024;

  private static final int STEP = 8 * 1024;

  /** Bits of gzip's flags (RFC 1952). */
  private static final int HEADER_CRC = 2;

  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;
  private static final int[] MAGIC = {0x1f, 0x8b, 8};
  private static final int FIXED_HEADER = 10;
  private static final int TRAILER = 8;

  private enum State {
    FIXED,
    EXTRA_LENGTH,
    EXTRA_FIELD,
    NAME_FIELD,
    COMMENT_FIELD,
    CRC_FIELD,
    /** The first byte of deflate, which says whether zlib stands around it. */
    FORM,
    DATA,
    CHECK,
    DONE
  }

  /** Takes what was inflated. */
  interface Sink {
    /** False to hear no more; the array is used again. */
    boolean take(byte[] bytes, int length);
  }

  private final boolean gzip;
  private final byte[] step = new byte[STEP];
  private final CRC32 sum = new CRC32();
  private Inflater inflater;
  private State state;
  private int seen;
  private int flags;
  private int length;
  private long check;
  private int members;
  private boolean stopped;

  /**
   * @param gzip whether it is gzip; else deflate, with zlib around it or, as some send it, without
   */
  BodyInflater(boolean gzip) {
    this.gzip = gzip;
    this.state = gzip ? State.FIXED : State.FORM;
  }

  /** Inflates what arrived; throws where that is not what it should be. */
  void feed(byte[] part, Sink sink) throws DataFormatException {
    int at = 0;
    while (at < part.length && !stopped) {
      if (state == State.FORM) {
        // Without zlib around it no deflate begins so.
        begin((part[at] & 0x0f) != 8);
      }
      if (state == State.DATA) {
        at = inflate(part, at, sink);
      } else {
        frame(part[at++] & 0xff);
      }
    }
  }

  /** Whether all of it came. */
  boolean isComplete() {
    return state == State.DONE || members > 0 && state == State.FIXED && seen == 0;
  }

  /** Gives back what it holds outside of the heap. */
  void end() {
    stopped = true;
    if (inflater != null) {
      inflater.end();
    }
  }

  private void begin(boolean bare) {
    if (inflater == null) {
      inflater = new Inflater(bare);
    } else {
      inflater.reset();
    }
    sum.reset();
    to(State.DATA);
  }

  private int inflate(byte[] part, int at, Sink sink) throws DataFormatException {
    inflater.setInput(part, at, part.length - at);
    while (!stopped) {
      int made = inflater.inflate(step);
      if (made > 0) {
        sum.update(step, 0, made);
        if (!sink.take(step, made)) {
          stopped = true;
        }
      } else if (inflater.finished()) {
        to(gzip ? State.CHECK : State.DONE);
        return part.length - inflater.getRemaining();
      } else if (inflater.needsDictionary()) {
        throw new DataFormatException("it needs a dictionary");
      } else {
        return part.length;
      }
    }
    return part.length;
  }

  /** A byte of what stands around the data. */
  private void frame(int value) throws DataFormatException {
    switch (state) {
      case FIXED -> fixed(value);
      case EXTRA_LENGTH -> {
        length |= value << (8 * seen);
        if (++seen == 2) {
          to(length == 0 ? after(EXTRA) : State.EXTRA_FIELD);
        }
      }
      case EXTRA_FIELD -> {
        if (++seen == length) {
          to(after(EXTRA));
        }
      }
      case NAME_FIELD, COMMENT_FIELD -> {
        if (value == 0) {
          to(after(state == State.NAME_FIELD ? NAME : COMMENT));
        }
      }
      case CRC_FIELD -> {
        if (++seen == 2) {
          to(State.DATA);
        }
      }
      case CHECK -> check(value);
      default -> throw new DataFormatException("more follows its end");
    }
    if (state == State.DATA) {
      begin(true);
    }
  }

  private void fixed(int value) throws DataFormatException {
    if (seen < MAGIC.length && value != MAGIC[seen]) {
      throw new DataFormatException("it does not begin as gzip does");
    }
    if (seen == MAGIC.length) {
      flags = value;
      if ((flags & RESERVED) != 0) {
        throw new DataFormatException("its flags are not known");
      }
    }
    if (++seen == FIXED_HEADER) {
      length = 0;
      to(after(0));
    }
  }

  /** What follows a part of the header. */
  private State after(int part) {
    if (part < EXTRA && (flags & EXTRA) != 0) {
      return State.EXTRA_LENGTH;
    }
    if (part < NAME && (flags & NAME) != 0) {
      return State.NAME_FIELD;
    }
    if (part < COMMENT && (flags & COMMENT) != 0) {
      return State.COMMENT_FIELD;
    }
    return (flags & HEADER_CRC) == 0 ? State.DATA : State.CRC_FIELD;
  }

  /** The sum and the length of what was inflated, the lowest byte first. */
  private void check(int value) throws DataFormatException {
    check |= (long) value << (8 * seen);
    if (++seen < TRAILER) {
      return;
    }
    long expected = sum.getValue() | (inflater.getBytesWritten() & 0xffffffffL) << 32;
    if (check != expected) {
      throw new DataFormatException("its check sum is another");
    }
    check = 0;
    members++;
    to(State.FIXED);
  }

  private void to(State next) {
    state = next;
    seen = 0;
  }
}
