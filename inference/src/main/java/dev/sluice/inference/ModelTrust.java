package dev.sluice.inference;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Whose models are run. A manifest is signed as a whole (Ed25519), in {@code <manifest>.sig} beside
 * it, and the manifest holds the hash of the model: one signature covers both.
 */
public final class ModelTrust {
  /** Runs everybody's models, signed or not. */
  public static final ModelTrust EVERYBODY = new ModelTrust(List.of(), Unsigned.ALLOWED);

  static final String ALGORITHM = "Ed25519";
  private static final String SUFFIX = ".sig";
  private static final int FILE_BYTES_MAX = 1 << 10;

  private final List<Trusted> keys;
  private final Unsigned unsigned;

  /** What becomes of a manifest without signature. */
  public enum Unsigned {
    ALLOWED,
    REFUSED
  }

  /**
   * @param name of the file that it came from
   */
  private record Trusted(String name, PublicKey key) {}

  private ModelTrust(List<Trusted> keys, Unsigned unsigned) {
    this.keys = List.copyOf(keys);
    this.unsigned = unsigned;
  }

  /**
   * @param keys files of public keys, as {@link ModelKeys} writes them; none of them: signatures
   *     are not looked at
   * @throws ModelException naming the file that holds no key
   */
  public static ModelTrust of(List<Path> keys, Unsigned unsigned) throws ModelException {
    var read = new ArrayList<Trusted>();
    for (Path file : keys) {
      read.add(new Trusted(file.getFileName().toString(), ModelKeys.publicKey(file)));
    }
    return new ModelTrust(read, unsigned);
  }

  /** Where the signature of a manifest is. */
  public static Path signatureOf(Path manifest) {
    return manifest.resolveSibling(manifest.getFileName() + SUFFIX);
  }

  /**
   * Reads a manifest from the very bytes whose signature was checked.
   *
   * @throws ModelException when it is not signed by one of the keys, or cannot be read
   */
  public ModelManifest read(Path manifest) throws ModelException {
    byte[] yaml = ManifestReader.bytes(manifest);
    if (!keys.isEmpty() || unsigned == Unsigned.REFUSED) {
      check(manifest, yaml);
    }
    return ManifestReader.read(manifest, yaml);
  }

  /**
   * How a manifest that can be read stands with these keys, in words: by which of them it is
   * signed.
   *
   * @throws ModelException when {@link #read} would
   */
  public String standing(Path manifest) throws ModelException {
    byte[] yaml = ManifestReader.bytes(manifest);
    if (!Files.exists(signatureOf(manifest))) {
      read(manifest);
      return "not signed";
    }
    return keys.isEmpty()
        ? "signed, and no trusted key to check it by"
        : "signed by " + signer(manifest, yaml).name();
  }

  private void check(Path manifest, byte[] yaml) throws ModelException {
    if (Files.exists(signatureOf(manifest))) {
      signer(manifest, yaml);
    } else if (unsigned == Unsigned.REFUSED) {
      throw new ModelException(
          manifest + ": is not signed; sign it with ./sluice model sign, or allow unsigned models");
    }
  }

  private Trusted signer(Path manifest, byte[] yaml) throws ModelException {
    Path file = signatureOf(manifest);
    byte[] signature = decoded(file);
    for (Trusted one : keys) {
      if (isBy(one.key(), yaml, signature)) {
        return one;
      }
    }
    throw new ModelException(
        file
            + ": is not the signature of this manifest by a trusted key; restore or sign it again");
  }

  private static boolean isBy(PublicKey key, byte[] yaml, byte[] signature) {
    try {
      Signature check = Signature.getInstance(ALGORITHM);
      check.initVerify(key);
      check.update(yaml);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      // Too short, or no signature at all.
      return false;
    }
  }

  static byte[] decoded(Path file) throws ModelException {
    try {
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw new ModelException(file + ": is too large to be a key or a signature");
      }
      return Base64.getDecoder().decode(Files.readString(file, StandardCharsets.US_ASCII).strip());
    } catch (NoSuchFileException e) {
      throw new ModelException(file + ": no such file; correct the path", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new ModelException(file + ": is not base64 text; restore it", e);
    }
  }
}
