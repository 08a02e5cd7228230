package dev.ropeway.attack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ropeway.attack.Shot.Answer;
import dev.ropeway.packaged.PostedEvents;
import dev.ropeway.store.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Tens of thousands of requests that nobody should send, several at a time. Each is made of a
 * number, {@code -Dattack.seed=} and those that follow, so that one alone can be sent again: {@code
 * -Dattack.seed=<its number> -Dattack.count=1}.
 */
final class Fuzz {

  private static final int COUNT = Integer.getInteger("attack.count", 30_000);
  private static final int CLIENTS = 6;
  private static final double PATIENCE = 2;

  /** What the JVM may take more at the end than after a third: code that it compiled since. */
  private static final int GROWTH = 40;

  private final AttackedApplication target;
  private final AttackResults findings;
  private final long seed;
  private final ReadWriteLock turns = new ReentrantReadWriteLock(true);
  private final AtomicInteger next = new AtomicInteger();
  private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();

  Fuzz(AttackedApplication target, AttackResults findings) {
    this.target = target;
    this.findings = findings;
    this.seed = Long.getLong("attack.seed", System.currentTimeMillis());
  }

  void run() throws Exception {
    System.out.println("fuzz: -Dattack.seed=" + seed + " -Dattack.count=" + COUNT);
    Shots shots = new Shots(assignments());
    send(shots, COUNT / 3);
    Memory early = Memory.of(target.app);
    send(shots, COUNT);
    Memory late = Memory.of(target.app);
    System.out.println("fuzz: answers " + new TreeMap<>(statuses));
    System.out.println("fuzz: after a third " + early + ", at the end " + late);
    if (late.liveMegabytes() > early.liveMegabytes() + GROWTH / 2) {
      findings.add("memory", "live heap grows: " + early + " and then " + late);
    }
    if (late.residentMegabytes() > early.residentMegabytes() + GROWTH) {
      findings.add("memory", "resident memory grows: " + early + " and then " + late);
    }
    new Aftermath(target, findings).look();
  }

  /** Some that paths can name, always as many. */
  private List<String> assignments() {
    target.app.recommend(PostedEvents.array("named", 0, 50));
    List<String> ids = new ArrayList<>();
    JsonNode page = Json.tree(target.app.api().get("/api/v1/assignments?limit=50").body());
    page.path("items").forEach(item -> ids.add(item.path("id").asText()));
    return ids;
  }

  private void send(Shots shots, int until) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    List<Future<?>> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(threads.submit(() -> client(shots, until)));
    }
    threads.shutdown();
    for (Future<?> client : clients) {
      client.get();
    }
  }

  private void client(Shots shots, int until) {
    try (AttackConnection wire = new AttackConnection(target.app.port())) {
      while (target.app.isAlive()) {
        int number = next.getAndIncrement();
        if (number >= until) {
          next.set(until);
          return;
        }
        one(wire, seed + number, shots.of(seed + number));
      }
    }
  }

  private void one(AttackConnection wire, long number, Shot shot) {
    Answer answer = amongOthers(wire, shot);
    statuses.merge(answer.status(), 1, Integer::sum);
    if (answer.isFailure()) {
      tell(number, shot, answer);
    } else if (answer.seconds() > patience()) {
      // The machine may have been busy with others: what is slow alone is slow.
      Answer again = alone(shot);
      if (again.seconds() > patience() || again.isFailure()) {
        tell(number, shot, again);
      }
    }
  }

  /** In seconds; a processor that others want too does a part of the work in that time. */
  private static double patience() {
    var machine = ManagementFactory.getOperatingSystemMXBean();
    double others = machine.getSystemLoadAverage() / machine.getAvailableProcessors();
    return PATIENCE * Math.max(1, others);
  }

  private Answer amongOthers(AttackConnection wire, Shot shot) {
    turns.readLock().lock();
    try {
      return wire.send(shot);
    } finally {
      turns.readLock().unlock();
    }
  }

  /** The faster of two. */
  private Answer alone(Shot shot) {
    turns.writeLock().lock();
    try (AttackConnection wire = new AttackConnection(target.app.port())) {
      Answer one = wire.send(shot);
      Answer other = wire.send(shot);
      return one.seconds() < other.seconds() ? one : other;
    } finally {
      turns.writeLock().unlock();
    }
  }

  private void tell(long number, Shot shot, Answer answer) {
    try {
      var file = AttackedApplication.FILES.resolve("seed-" + number + ".http");
      Files.write(file, shot.bytes());
      String path = shot.path().length() > 200 ? shot.path().substring(0, 200) : shot.path();
      String text = answer.text().substring(0, Math.min(200, answer.text().length()));
      findings.add(
          "fuzz " + shot.verb() + " " + path,
          String.format(
              Locale.ROOT,
              "seed %d, %d after %.1f s: %s (%s)",
              number,
              answer.status(),
              answer.seconds(),
              text,
              file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
