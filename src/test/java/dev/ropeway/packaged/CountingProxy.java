package dev.ropeway.packaged;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between an application and PostgreSQL and counts what the application asks: statements,
 * and the round trips in which they go. It reads the protocol, so that no load of a machine changes
 * a count.
 */
public final class CountingProxy implements AutoCloseable {

  private static final int SSL_REQUEST = 80_877_103;
  private static final int GSS_REQUEST = 80_877_104;
  private static final int BUFFER = 64 * 1024;

  private final ServerSocket server;
  private final int target;
  private final AtomicLong statements = new AtomicLong();
  private final AtomicLong roundTrips = new AtomicLong();

  private CountingProxy(ServerSocket server, int target) {
    this.server = server;
    this.target = target;
  }

  /** Starts one in front of a port of this machine. */
  public static CountingProxy before(int port) {
    try {
      CountingProxy proxy =
          new CountingProxy(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), port);
      daemon(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Executions of statements so far, those that begin and end transactions too. */
  public long statements() {
    return statements.get();
  }

  /** How often an application waited for an answer so far. */
  public long roundTrips() {
    return roundTrips.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Socket store = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        store.setTcpNoDelay(true);
        daemon(() -> pass(client, store, this::questions));
        daemon(() -> pass(store, client, CountingProxy::answers));
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  private interface Direction {
    void copy(DataInputStream in, DataOutputStream out) throws IOException;
  }

  private static void pass(Socket from, Socket to, Direction direction) {
    try (from;
        to) {
      direction.copy(
          new DataInputStream(new BufferedInputStream(from.getInputStream(), BUFFER)),
          new DataOutputStream(new BufferedOutputStream(to.getOutputStream(), BUFFER)));
    } catch (IOException e) {
      // One side is gone, and takes the other with it.
    }
  }

  private static void answers(DataInputStream in, DataOutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    int read;
    while ((read = in.read(buffer)) >= 0) {
      out.write(buffer, 0, read);
      out.flush();
    }
  }

  /** Every message has a type and its length, but for those that open a connection. */
  private void questions(DataInputStream in, DataOutputStream out) throws IOException {
    int code;
    do {
      int length = in.readInt();
      code = in.readInt();
      out.writeInt(length);
      out.writeInt(code);
      copy(in, out, length - 2 * Integer.BYTES);
      out.flush();
    } while (code == SSL_REQUEST || code == GSS_REQUEST);
    while (true) {
      int type = in.read();
      if (type < 0) {
        return;
      }
      int length = in.readInt();
      if (type == 'E' || type == 'Q') {
        statements.incrementAndGet();
      }
      if (type == 'S' || type == 'Q') {
        roundTrips.incrementAndGet();
      }
      out.write(type);
      out.writeInt(length);
      copy(in, out, length - Integer.BYTES);
      if (in.available() == 0) {
        out.flush();
      }
    }
  }

  private static void copy(DataInputStream in, OutputStream out, int bytes) throws IOException {
    byte[] buffer = new byte[Math.min(BUFFER, Math.max(1, bytes))];
    int left = bytes;
    while (left > 0) {
      int read = in.read(buffer, 0, Math.min(buffer.length, left));
      if (read < 0) {
        throw new EOFException();
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "counting-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
