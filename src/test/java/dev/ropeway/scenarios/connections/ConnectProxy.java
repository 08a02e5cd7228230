package dev.ropeway.scenarios.connections;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/** An HTTP proxy that opens tunnels and nothing else, as those of companies do. */
final class ConnectProxy implements AutoCloseable {

  private final ServerSocket door;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile String login;
  private volatile int refusal;

  ConnectProxy() {
    try {
      door = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  /** Opens tunnels only for that user. */
  ConnectProxy asksFor(String username, String password) {
    byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
    login = "Basic " + Base64.getEncoder().encodeToString(pair);
    return this;
  }

  /** Answers every request with that status. */
  ConnectProxy refuses(int status) {
    refusal = status;
    return this;
  }

  /** The hosts and ports to which a tunnel was opened. */
  List<String> tunnels() {
    return List.copyOf(requests);
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        threads.execute(() -> serve(client));
      } catch (IOException | RejectedExecutionException e) {
        // Closed: one may have come in at the same moment.
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      String[] request = line(in).split(" ");
      String given = null;
      for (String header = line(in); !header.isEmpty(); header = line(in)) {
        if (header.toLowerCase().startsWith("proxy-authorization: ")) {
          given = header.substring("proxy-authorization: ".length());
        }
      }
      if (refusal != 0) {
        answer(client, refusal + " Refused\r\nContent-Length: 0");
      } else if (!request[0].equals("CONNECT")) {
        answer(client, "405 Tunnels only\r\nContent-Length: 0");
      } else if (login != null && !login.equals(given)) {
        answer(
            client,
            "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"company\""
                + "\r\nContent-Length: 0");
      } else {
        tunnel(client, in, request[1]);
      }
    } catch (IOException e) {
      // The other side hung up.
    }
  }

  private void tunnel(Socket client, InputStream in, String target) throws IOException {
    int colon = target.lastIndexOf(':');
    try (Socket instance =
        new Socket(target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)))) {
      requests.add(target);
      answer(client, "200 Connection established");
      threads.execute(
          () -> {
            try {
              in.transferTo(instance.getOutputStream());
              instance.shutdownOutput();
            } catch (IOException e) {
              // The other side hung up.
            }
          });
      instance.getInputStream().transferTo(client.getOutputStream());
    }
  }

  private static void answer(Socket client, String statusAndHeaders) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write(("HTTP/1.1 " + statusAndHeaders + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
