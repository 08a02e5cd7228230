package dev.ropeway.servicenow;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Certificates of authorities that an instance is trusted by, beside those that Java trusts. */
public final class TrustedCertificates {

  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";

  private TrustedCertificates() {}

  /**
   * Reads one or more certificates; what stands around them is ignored.
   *
   * @throws IllegalArgumentException saying what is right
   */
  public static List<X509Certificate> read(String pem) {
    List<X509Certificate> read = new ArrayList<>();
    for (int at = pem.indexOf(BEGIN); at >= 0; at = pem.indexOf(BEGIN, at)) {
      int end = pem.indexOf(END, at);
      if (end < 0) {
        throw new IllegalArgumentException("must end each certificate with " + END);
      }
      read.add(certificate(pem.substring(at + BEGIN.length(), end), read.size() + 1));
      at = end;
    }
    if (read.isEmpty()) {
      throw new IllegalArgumentException("must contain a certificate as PEM: " + BEGIN + "…");
    }
    return List.copyOf(read);
  }

  private static X509Certificate certificate(String base64, int number) {
    try {
      byte[] der = Base64.getMimeDecoder().decode(base64);
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "must contain valid certificates, but number " + number + " cannot be read", e);
    }
  }

  /**
   * A store of those certificates and of the others.
   *
   * @param others null for those that Java trusts
   */
  static KeyStore with(KeyStore others, List<X509Certificate> more)
      throws GeneralSecurityException, IOException {
    KeyStore all = KeyStore.getInstance("PKCS12");
    all.load(null, null);
    int number = 0;
    for (X509Certificate certificate : trusted(others)) {
      all.setCertificateEntry("java-" + number++, certificate);
    }
    for (X509Certificate certificate : more) {
      all.setCertificateEntry("own-" + number++, certificate);
    }
    return all;
  }

  private static List<X509Certificate> trusted(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    List<X509Certificate> trusted = new ArrayList<>();
    for (var manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        Collections.addAll(trusted, x509.getAcceptedIssuers());
      }
    }
    return trusted;
  }
}
