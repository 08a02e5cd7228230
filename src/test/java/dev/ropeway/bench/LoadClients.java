package dev.ropeway.bench;

import dev.ropeway.packaged.Api.Reply;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Callers that each send the next request as soon as the last was answered. */
final class LoadClients {

  private LoadClients() {}

  /** Adds the time of every answer; anything but 202 cannot be measured. */
  static void send(int clients, Duration time, Samples samples, Supplier<Reply> call) {
    long end = System.nanoTime() + time.toNanos();
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    var results =
        java.util.stream.IntStream.range(0, clients)
            .mapToObj(
                client ->
                    threads.submit(
                        () -> {
                          while (System.nanoTime() < end) {
                            long begin = System.nanoTime();
                            Reply reply = call.get();
                            samples.add(System.nanoTime() - begin);
                            if (reply.status() != 202) {
                              throw new IllegalStateException(reply.toString());
                            }
                          }
                          return null;
                        }))
            .toList();
    threads.shutdown();
    try {
      for (var result : results) {
        result.get(5, TimeUnit.MINUTES);
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
