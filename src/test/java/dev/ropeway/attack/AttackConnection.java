package dev.ropeway.attack;

import dev.ropeway.attack.Shot.Answer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One connection of a client, opened again when the other side ends it. */
final class AttackConnection implements AutoCloseable {

  private static final int PATIENCE = 120_000;

  private final int port;
  private final int patience;
  private Socket socket;
  private InputStream in;

  AttackConnection(int port) {
    this(port, PATIENCE);
  }

  /**
   * @param patience milliseconds without a byte
   */
  AttackConnection(int port, int patience) {
    this.port = port;
    this.patience = patience;
  }

  /** Sends it and reads its answer; once more on a new connection if an old one was ended. */
  Answer send(Shot shot) {
    boolean used = socket != null;
    Answer answer = once(shot);
    return answer.status() == 0 && used ? once(shot) : answer;
  }

  private Answer once(Shot shot) {
    long begin = System.nanoTime();
    try {
      connect();
      write(shot.bytes());
      Answer answer = read(shot.verb().equals("HEAD"), begin);
      if (answer.head().toLowerCase(Locale.ROOT).contains("\nconnection: close")) {
        close();
      }
      return answer;
    } catch (IOException e) {
      close();
      return new Answer(0, "", e.toString(), (System.nanoTime() - begin) / 1e9);
    }
  }

  private void connect() throws IOException {
    if (socket == null) {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(patience);
      in = new BufferedInputStream(socket.getInputStream());
    }
  }

  /** A refusal may come, and the connection end, before all is written. */
  private void write(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      // The answer says why, if there is one.
    }
  }

  private Answer read(boolean headOnly, long begin) throws IOException {
    String head = head();
    int status = Integer.parseInt(head.substring(9, 12));
    if (status < 200) {
      return read(headOnly, begin);
    }
    boolean empty = headOnly || status == 204 || status == 304;
    byte[] body = empty ? new byte[0] : body(head.toLowerCase(Locale.ROOT));
    String text = new String(body, StandardCharsets.UTF_8);
    return new Answer(status, head, text, (System.nanoTime() - begin) / 1e9);
  }

  private String head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (true) {
      String line = line();
      if (line.isEmpty() && head.size() > 0) {
        return head.toString(StandardCharsets.ISO_8859_1);
      }
      head.writeBytes((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private byte[] body(String head) throws IOException {
    if (head.contains("\ntransfer-encoding: chunked")) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      int length;
      while ((length = Integer.parseInt(line().trim(), 16)) > 0) {
        all.writeBytes(exactly(length));
        line();
      }
      line();
      return all.toByteArray();
    }
    int at = head.indexOf("\ncontent-length: ");
    return at < 0
        ? new byte[0]
        : exactly(Integer.parseInt(head.substring(at + 17, head.indexOf('\n', at + 1)).trim()));
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the answer is cut off");
    }
    return bytes;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next;
    while ((next = in.read()) != '\n') {
      if (next < 0) {
        throw new EOFException("the connection ended");
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      // It is over in any case.
    }
    socket = null;
  }
}
