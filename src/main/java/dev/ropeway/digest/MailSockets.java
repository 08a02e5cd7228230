package dev.ropeway.digest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/** The sockets of one attempt to hand a mail over, so that it can be ended from outside. */
final class MailSockets {

  private final Queue<Socket> opened = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  /** Sockets without encryption. */
  SocketFactory plain() {
    return new Plain();
  }

  /** Sockets, and those over others, that another factory encrypts. */
  SSLSocketFactory encrypted(SSLSocketFactory by) {
    return new Encrypted(by);
  }

  /** Ends whatever is done with them, now and later. */
  void close() {
    closed = true;
    opened.forEach(MailSockets::close);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is of no use any more either way.
    }
  }

  private Socket known(Socket socket) {
    opened.add(socket);
    if (closed) {
      close(socket);
    }
    return socket;
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
