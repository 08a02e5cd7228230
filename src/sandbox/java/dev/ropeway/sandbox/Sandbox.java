package dev.ropeway.sandbox;

import dev.ropeway.sandbox.faults.EventLoop;
import dev.ropeway.sandbox.faults.Faults;
import dev.ropeway.sandbox.instance.CustomTable;
import dev.ropeway.sandbox.instance.ImportTable;
import dev.ropeway.sandbox.instance.Instance;
import dev.ropeway.sandbox.instance.OAuthClient;
import dev.ropeway.sandbox.instance.RateWindow;
import dev.ropeway.sandbox.instance.Registry;
import dev.ropeway.sandbox.instance.SandboxSettings;
import dev.ropeway.sandbox.table.Call;
import dev.ropeway.sandbox.table.PendingRecord;
import dev.ropeway.sandbox.table.Row;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A stateful ServiceNow look-alike in memory; its methods may be called from any thread. */
public final class Sandbox implements AutoCloseable {
  private final Vertx vertx;
  private final EventLoop loop;
  private final Instance instance;
  private final HttpServer server;

  private Sandbox(SandboxSettings settings) {
    vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1) // one thread owns all state
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    loop = new EventLoop(vertx.getOrCreateContext());
    Faults faults = new Faults(loop, settings.latency());
    instance = loop.call(() -> new Instance(settings, faults));
    try {
      server = await(loop.call(() -> listen(settings)));
    } catch (RuntimeException e) {
      vertx.close();
      throw e;
    }
    String scheme = settings.tls() == null ? "http://" : "https://";
    URI url = URI.create(scheme + settings.host() + ":" + server.actualPort());
    loop.call(() -> instance.url = url.toString());
  }

  public static Sandbox start(SandboxSettings settings) {
    return new Sandbox(settings);
  }

  /** A sandbox on a free port with the documented accounts. */
  public static Sandbox start() {
    return start(SandboxSettings.defaults());
  }

  public URI url() {
    return URI.create(loop.call(() -> instance.url));
  }

  /** All rows in the order they were made, every column present. */
  public List<Map<String, String>> rows(String table) {
    return loop.call(() -> instance.table(table).rowsByAge().stream().map(Control::cells).toList());
  }

  public Map<String, String> row(String table, String sysId) {
    return loop.call(() -> Control.cells(existing(table, sysId)));
  }

  /** Sets the scene: values derived by rules are derived, nothing is refused or cut. */
  public String insert(String table, Map<String, String> values) {
    return loop.call(
        () -> instance.records.insert(instance.table(table), values, free("admin")).sysId());
  }

  /** Changes a row as that person would, but without policies standing in the way. */
  public void update(String table, String sysId, Map<String, String> values, String byUser) {
    loop.call(() -> instance.records.update(existing(table, sysId), values, free(byUser)));
  }

  public void delete(String table, String sysId) {
    loop.call(
        () -> {
          instance.records.delete(existing(table, sysId), free("admin"));
          return null;
        });
  }

  /** Makes a table below task, or changes its states, columns and roles, until the next reset. */
  public void define(String table, CustomTable custom) {
    loop.call(() -> instance.customTables.define(table, custom));
  }

  /** Makes a staging table, or changes what becomes of its rows, until the next reset. */
  public void define(String staging, ImportTable made) {
    loop.call(() -> instance.imports.set(staging, made));
  }

  /** Takes a table away, until the next reset: calls to it are answered as on an instance. */
  public void drop(String table) {
    loop.call(
        () -> {
          instance.customTables.drop(table);
          return null;
        });
  }

  /** Adds or replaces an entry of the application registry, until the next reset. */
  public void register(String clientId, OAuthClient client) {
    loop.call(() -> instance.registry.clients().put(clientId, client));
  }

  /** Lets a user in by the header {@code x-sn-apikey}, until the next reset. */
  public void registerApiKey(String key, String userName) {
    loop.call(() -> instance.registry.apiKeys().put(key, userName));
  }

  /** Lets a user in by a client certificate with this subject, until the next reset. */
  public void registerCertificate(String subject, String userName) {
    loop.call(() -> instance.registry.certificates().put(Registry.canonical(subject), userName));
  }

  /** Sets a system property, for example one that switches a grant off. */
  public void property(String name, String value) {
    loop.call(
        () -> {
          instance.property(name, value);
          return null;
        });
  }

  public Faults faults() {
    return instance.faults;
  }

  /** The last 10,000 calls to the API and the token endpoint, oldest first. */
  public List<Call> calls() {
    return loop.call(instance.log::calls);
  }

  public long callCount(String method, String table) {
    return loop.call(() -> instance.log.count(method, table));
  }

  /** The most calls that were under way at the same time. */
  public int maxInFlight() {
    return loop.call(instance.log::maxInFlight);
  }

  /** What each rate rule let pass and refused since the last reset, oldest hour first. */
  public List<RateWindow> rateWindows() {
    return loop.call(instance.rates::windows);
  }

  /** What people do on the instance. */
  public People people() {
    return new People(loop, instance, Duration.ZERO);
  }

  /** Which queries would hurt an instance. */
  public List<String> complaints() {
    return loop.call(() -> List.copyOf(instance.log.complaints()));
  }

  public long cookiesReceived() {
    return loop.call(instance.log::cookiesReceived);
  }

  public long javascriptSeen() {
    return loop.call(instance.log::javascriptSeen);
  }

  /** Back to the seed rows: no faults, no tokens, no counters. */
  public void reset() {
    loop.call(
        () -> {
          instance.reset();
          return null;
        });
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  private PendingRecord.Author free(String userName) {
    return PendingRecord.Author.free(instance.user(userName), instance.stamps.now());
  }

  private Row existing(String table, String sysId) {
    Row row = instance.table(table).find(sysId);
    if (row == null) {
      throw new IllegalArgumentException("There is no row " + sysId + " in " + table);
    }
    return row;
  }

  private Future<HttpServer> listen(SandboxSettings settings) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(settings.host())
            .setPort(settings.port())
            .setHttp2ClearTextEnabled(false) // instances speak HTTP/1.1
            .setMaxInitialLineLength(65_536)
            .setMaxHeaderSize(65_536)
            .setCompressionSupported(settings.compression())
            .setCompressionLevel(1);
    if (settings.tls() != null) {
      settings.tls().into(options);
    }
    return vertx
        .createHttpServer(options)
        .requestHandler(RequestPaths.router(vertx, instance))
        .listen();
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the sandbox starts or stops", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("The sandbox could not start or stop: " + e.getMessage(), e);
    }
  }
}
