package dev.ropeway.intake;

import dev.ropeway.api.Problem;
import dev.ropeway.api.ProblemException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Headers;

/** Proves that a webhook comes from who knows its secret, where we were told one. */
@ApplicationScoped
@Named("signatures")
@RegisterForReflection // routes call it by name
public class WebhookSignatures {

  private static final String PREFIX = "sha256=";

  private final Optional<String> github;

  WebhookSignatures(SourceSettings settings) {
    this.github = settings.github().secret();
  }

  /** Refuses a request of GitHub whose signature is missing or not of these very bytes. */
  public void check(
      @Body byte[] body, @Header("source") String source, @Headers Map<String, Object> headers) {
    if (github.isPresent()
        && "github".equals(source)
        && !isGenuine(github.get(), body, Post.of(body, headers).header("X-Hub-Signature-256"))) {
      throw new ProblemException(
          Problem.of(
              401, "X-Hub-Signature-256 is not that of the secret ropeway.sources.github.secret"));
    }
  }

  /** Takes as long for a wrong signature as for the right one. */
  static boolean isGenuine(String secret, byte[] body, String signature) {
    if (!signature.startsWith(PREFIX)) {
      return false;
    }
    try {
      return MessageDigest.isEqual(
          hmac(secret, body == null ? new byte[0] : body),
          HexFormat.of().parseHex(signature.substring(PREFIX.length()).strip()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static byte[] hmac(String secret, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
