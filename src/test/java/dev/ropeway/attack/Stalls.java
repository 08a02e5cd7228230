package dev.ropeway.attack;

import dev.ropeway.attack.Shot.Answer;
import dev.ropeway.packaged.PackagedApp;
import dev.ropeway.packaged.PostedEvents;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Those who come and do not go on, while an ordinary caller wants something. */
final class Stalls {

  private static final int MEGABYTE = 1_000_000;
  private static final int PATIENCE = 30_000;
  private static final String FINDINGS = "/api/v1/recommendations";
  private static final String HINTS = "/api/v1/servicenow/x/changes";

  private final AttackedApplication target;
  private final CostTable table;
  private final AttackResults findings;

  Stalls(AttackedApplication target, CostTable table, AttackResults findings) {
    this.target = target;
    this.table = table;
    this.findings = findings;
  }

  void run() throws IOException {
    unfinished(FINDINGS, true);
    unfinished(FINDINGS, false);
    unfinished(HINTS, false);
    during("2000 connections", "nothing comes on them", 2000, "");
  }

  private void unfinished(String path, boolean known) throws IOException {
    String head =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n"
            .formatted(path, 9 * MEGABYTE, known ? "X-API-Key: " + PackagedApp.KEY + "\r\n" : "");
    during(
        "20 × POST " + path,
        "9 MB, the last byte missing, " + (known ? "with a key" : "without a key"),
        20,
        head + " ".repeat(9 * MEGABYTE - 1));
  }

  /** Of lists as large as lists can be. */
  void slowReaders() throws IOException {
    for (int i = 0; i < 10; i++) {
      int first = 100 * i;
      target.app.recommend(
          "["
              + Worst.many(
                  90, n -> Worst.finding(first + n, "description", Worst.text("x", Worst.TEXT)))
              + "]");
    }
    for (String list : List.of("assignments", "recommendations")) {
      if (!target.app.isAlive()) {
        return;
      }
      during(
          "50 × GET /" + list + "?limit=1000",
          "nobody reads the answer",
          50,
          "GET /api/v1/%s?limit=1000 HTTP/1.1\r\nHost: localhost\r\nX-API-Key: %s\r\n\r\n"
              .formatted(list, PackagedApp.KEY));
    }
  }

  /** Opens so many connections, writes on each and then posts an ordinary finding. */
  private void during(String what, String how, int count, String text) throws IOException {
    List<Socket> open = new ArrayList<>();
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    try (Gauge gauge = new Gauge(target.app)) {
      for (int i = 0; i < count && target.app.isAlive(); i++) {
        open.add(begun(bytes));
      }
      Ordinary ordinary = Ordinary.measured(target.app.port(), PATIENCE);
      table.add(gauge.row(what, how, ordinary.toString()));
    } finally {
      for (Socket one : open) {
        one.close();
      }
    }
    if (!target.app.isAlive()) {
      findings.add(what + ", " + how, "it ended the process");
    }
  }

  private Socket begun(byte[] bytes) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    try {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target.app.port()));
    } catch (IOException e) {
      // Nobody listens any more: the ordinary caller shows it.
      return socket;
    }
    // A refusal must not keep us from the next.
    Thread writer =
        new Thread(
            () -> {
              try {
                socket.getOutputStream().write(bytes);
              } catch (IOException e) {
                // It was shut.
              }
            });
    writer.setDaemon(true);
    writer.start();
    return socket;
  }

  /** What ten ordinary findings, one after the other, are answered. */
  record Ordinary(List<Answer> answers) {

    static Ordinary measured(int port, int patience) {
      List<Answer> answers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        try (AttackConnection wire = new AttackConnection(port, patience)) {
          byte[] body = PostedEvents.one("ordinary", i).getBytes(StandardCharsets.UTF_8);
          List<String> headers =
              List.of("X-API-Key: " + PackagedApp.KEY, "Content-Type: application/json");
          answers.add(wire.send(new Shot("POST", FINDINGS, headers, body)));
        }
        if (answers.get(i).status() == 0) {
          break;
        }
      }
      return new Ordinary(answers);
    }

    @Override
    public String toString() {
      double slowest = answers.stream().mapToDouble(Answer::seconds).max().orElse(0);
      List<Integer> statuses = answers.stream().map(Answer::status).distinct().toList();
      return String.format(
          Locale.ROOT, "ordinary findings: %s, the slowest %.2f s", statuses, slowest);
    }
  }
}
