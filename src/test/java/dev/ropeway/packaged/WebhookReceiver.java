package dev.ropeway.packaged;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** Somebody who is told by webhook, and can be told to refuse. */
public final class WebhookReceiver implements AutoCloseable {

  private final HttpServer server;
  private final List<Call> taken = new CopyOnWriteArrayList<>();
  private final List<Call> refused = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile int status = 204;
  private volatile boolean stalls;

  /** A call as it came. */
  public record Call(String id, String timestamp, String signature, String type, String body) {}

  public WebhookReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      Call call =
          new Call(
              headers.getFirst("webhook-id"),
              headers.getFirst("webhook-timestamp"),
              headers.getFirst("webhook-signature"),
              headers.getFirst("Content-Type"),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      int answer = status;
      (answer < 300 ? taken : refused).add(call);
      if (stalls) {
        exchange.sendResponseHeaders(answer, 1);
        exchange.getResponseBody().flush();
        over.await();
      } else {
        exchange.sendResponseHeaders(answer, -1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hooks");
  }

  /** What it answers from now on. */
  public void answers(int newStatus) {
    status = newStatus;
  }

  /** From now on it never ends an answer that it began. */
  public void stalls() {
    // 204 would have nothing to end.
    status = 200;
    stalls = true;
  }

  public List<Call> taken() {
    return List.copyOf(taken);
  }

  public List<Call> refused() {
    return List.copyOf(refused);
  }

  @Override
  public void close() {
    over.countDown();
    server.stop(0);
  }
}
