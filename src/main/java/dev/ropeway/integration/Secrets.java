package dev.ropeway.integration;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.util.SecretBytes;
import dev.ropeway.store.InvalidSettingException;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;

/**
 * Encrypts what must not be readable in the database or its backups: AES-256-GCM by Tink. Each text
 * is bound to its place, so that a row copied over another does not decrypt. Keys may be rotated:
 * what an older key encrypted is read as long as that key is configured, and written anew with the
 * active one.
 */
@ApplicationScoped
@Startup
public class Secrets {

  private static final int KEY_BYTES = 32;

  /** Tink's prefix: a version byte and the id of the key. */
  private static final int PREFIX_BYTES = 5;

  private final Aead aead;
  private final int active;

  /** A text that no configured key decrypts. */
  public static final class UnreadableSecretException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableSecretException(String place, Throwable cause) {
      super(
          "the secrets of "
              + place
              + " cannot be decrypted: restore the key that encrypted them in"
              + " ropeway.secrets.keys, or send them again",
          cause);
    }
  }

  Secrets(SecretSettings settings) {
    Map<String, String> keys = settings.keys();
    if (keys.isEmpty()) {
      if (settings.active().isPresent()) {
        throw new InvalidSettingException(
            "ropeway.secrets.active", "is set, but ropeway.secrets.keys is empty");
      }
      aead = null;
      active = 0;
      return;
    }
    String name = activeName(settings);
    try {
      AeadConfig.register();
      KeysetHandle.Builder keyset = KeysetHandle.newBuilder();
      int primary = 0;
      for (Map.Entry<String, String> entry : keys.entrySet()) {
        byte[] key = key(entry.getKey(), entry.getValue());
        int id = id(key);
        KeysetHandle.Builder.Entry added = KeysetHandle.importKey(aesKey(key, id)).withFixedId(id);
        if (entry.getKey().equals(name)) {
          primary = id;
          added.makePrimary();
        }
        keyset.addEntry(added);
      }
      aead = keyset.build().getPrimitive(RegistryConfiguration.get(), Aead.class);
      active = primary;
    } catch (GeneralSecurityException e) {
      throw new InvalidSettingException(
          "ropeway.secrets.keys", "cannot be used: " + e.getMessage());
    }
  }

  private static String activeName(SecretSettings settings) {
    if (settings.active().isEmpty() && settings.keys().size() > 1) {
      throw new InvalidSettingException(
          "ropeway.secrets.active", "must name the key in ropeway.secrets.keys that encrypts");
    }
    String name = settings.active().orElseGet(() -> settings.keys().keySet().iterator().next());
    if (!settings.keys().containsKey(name)) {
      throw new InvalidSettingException(
          "ropeway.secrets.active",
          "names " + name + ", which is missing from ropeway.secrets.keys");
    }
    return name;
  }

  private static byte[] key(String name, String text) {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException e) {
      key = new byte[0];
    }
    if (key.length != KEY_BYTES) {
      throw new InvalidSettingException(
          "ropeway.secrets.keys." + name,
          "must be 32 random bytes as base64, for example from openssl rand -base64 32");
    }
    return key;
  }

  /** By its bytes, so that a key may be renamed. */
  private static int id(byte[] key) throws GeneralSecurityException {
    return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(key)).getInt();
  }

  private static AesGcmKey aesKey(byte[] key, int id) throws GeneralSecurityException {
    AesGcmParameters parameters =
        AesGcmParameters.builder()
            .setKeySizeBytes(KEY_BYTES)
            .setIvSizeBytes(12)
            .setTagSizeBytes(16)
            .setVariant(AesGcmParameters.Variant.TINK)
            .build();
    return AesGcmKey.builder()
        .setParameters(parameters)
        .setKeyBytes(SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get()))
        .setIdRequirement(id)
        .build();
  }

  /** Whether there is a key at all. */
  public boolean areKept() {
    return aead != null;
  }

  /** The text as only {@link #decrypt} with the same place reads it. */
  public byte[] encrypt(String place, String text) {
    try {
      return aead.encrypt(text.getBytes(StandardCharsets.UTF_8), bytes(place));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * What was encrypted for that place.
   *
   * @throws UnreadableSecretException when the key is not configured (any more)
   */
  public String decrypt(String place, byte[] encrypted) {
    if (aead == null) {
      throw new UnreadableSecretException(place, null);
    }
    try {
      return new String(aead.decrypt(encrypted, bytes(place)), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new UnreadableSecretException(place, e);
    }
  }

  /** Whether it was encrypted with a key that is not the active one. */
  public boolean isOutdated(byte[] encrypted) {
    return aead != null
        && (encrypted.length < PREFIX_BYTES || ByteBuffer.wrap(encrypted, 1, 4).getInt() != active);
  }

  private static byte[] bytes(String place) {
    return place.getBytes(StandardCharsets.UTF_8);
  }
}
