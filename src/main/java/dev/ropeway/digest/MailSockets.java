package dev.ropeway.digest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/**
 * Opens the sockets of mail sessions, and knows those of each attempt, so that an attempt can be
 * ended from outside. A session is costly to make, so that all attempts share one.
 */
final class MailSockets {

  private final ThreadLocal<Attempt> current = new ThreadLocal<>();

  /** What the thread that calls opens from now on belongs to this attempt. */
  Attempt begin() {
    Attempt attempt = new Attempt();
    current.set(attempt);
    return attempt;
  }

  /** Sockets without encryption. */
  SocketFactory plain() {
    return new Plain();
  }

  /** Sockets, and those over others, that another factory encrypts. */
  SSLSocketFactory encrypted(SSLSocketFactory by) {
    return new Encrypted(by);
  }

  private Socket known(Socket socket) {
    Attempt attempt = current.get();
    if (attempt != null) {
      attempt.add(socket);
    }
    return socket;
  }

  /** The sockets of one attempt. */
  final class Attempt implements AutoCloseable {

    private final Queue<Socket> opened = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    private void add(Socket socket) {
      opened.add(socket);
      if (over) {
        end(socket);
      }
    }

    /** Ends whatever is done with them, now and later; from any thread. */
    void end() {
      over = true;
      opened.forEach(Attempt::end);
    }

    private static void end(Socket socket) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is of no use any more either way.
      }
    }

    /** What the thread opens belongs to nothing any more. */
    @Override
    public void close() {
      current.remove();
    }
  }

  private final class Plain extends SocketFactory {

    @Override
    public Socket createSocket() {
      return known(new Socket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return known(new Socket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return known(new Socket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return known(new Socket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return known(new Socket(host, port, local, localPort));
    }
  }

  private final class Encrypted extends SSLSocketFactory {

    private final SSLSocketFactory by;

    Encrypted(SSLSocketFactory by) {
      this.by = by;
    }

    @Override
    public String[] getDefaultCipherSuites() {
      return by.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return by.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket() throws IOException {
      return known(by.createSocket());
    }

    @Override
    public Socket createSocket(Socket over, String host, int port, boolean autoClose)
        throws IOException {
      return known(by.createSocket(known(over), host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return known(by.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return known(by.createSocket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return known(by.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return known(by.createSocket(host, port, local, localPort));
    }
  }
}
