package dev.ropeway.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Key stores (PKCS#12) made for one test run: an instance, a client, and whom each of them trusts.
 */
public final class TestStores {
  public static final String PASSWORD = "changeit";
  public static final String CLIENT_SUBJECT = "CN=ropeway, O=Example";

  private final Path folder;

  private TestStores(Path folder) {
    this.folder = folder;
  }

  /** Makes the stores in that folder; the certificate of the instance is for 127.0.0.1. */
  public static TestStores in(Path folder) {
    TestStores stores = new TestStores(folder);
    // Longer than any test sets its clock ahead.
    String[] lasting = {"-validity", "36500"};
    keyPair(stores.serverKeys(), "CN=instance", "SAN=ip:127.0.0.1,dns:localhost", lasting);
    keyPair(stores.clientKeys(), CLIENT_SUBJECT, "EKU=clientAuth", lasting);
    keyPair(stores.strangerKeys(), CLIENT_SUBJECT, "EKU=clientAuth");
    keyPair(
        stores.folder.resolve("expired.p12"), "CN=expired", "BC=ca:true", "-startdate", "-400d");
    trust(stores.serverTrust(), stores.clientKeys());
    trust(stores.clientTrust(), stores.serverKeys());
    return stores;
  }

  public Path serverKeys() {
    return folder.resolve("server.p12");
  }

  public Path serverTrust() {
    return folder.resolve("server-trust.p12");
  }

  public Path clientKeys() {
    return folder.resolve("client.p12");
  }

  /** The same name as the client's, but nobody trusts it. */
  public Path strangerKeys() {
    return folder.resolve("stranger.p12");
  }

  public Path clientTrust() {
    return folder.resolve("client-trust.p12");
  }

  /**
   * What a client needs to talk to the instance.
   *
   * @param keys null for a client without a certificate
   */
  public SSLContext context(Path keys) {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(load(clientTrust()));
      KeyManagerFactory own =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      own.init(keys == null ? null : load(keys), PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The certificate of the instance, whose issuer it is itself, as PEM. */
  public String serverPem() {
    return pem(serverKeys());
  }

  /** The certificate of the client: of no host. */
  public String clientPem() {
    return pem(clientKeys());
  }

  /** A certificate that is valid no more. */
  public String expiredPem() {
    return pem(folder.resolve("expired.p12"));
  }

  private static String pem(Path store) {
    try {
      byte[] der = load(store).getCertificate("own").getEncoded();
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder().encodeToString(der)
          + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void keyPair(Path store, String subject, String extension, String... more) {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command =
        new ArrayList<>(
            List.of(
                keytool.toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "own",
                "-dname",
                subject,
                "-ext",
                extension,
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString()));
    command.addAll(List.of(more));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes());
      if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("keytool: " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void trust(Path store, Path keys) {
    try (OutputStream out = Files.newOutputStream(store)) {
      Certificate certificate = load(keys).getCertificate("own");
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("other", certificate);
      trusted.store(out, PASSWORD.toCharArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyStore load(Path store) throws GeneralSecurityException {
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      return keys;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
