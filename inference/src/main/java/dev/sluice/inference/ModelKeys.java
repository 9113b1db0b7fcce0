package dev.sluice.inference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * Keys that sign models, as base64 text: {@code NAME.key} to keep, {@code NAME.pub} to give away.
 */
public final class ModelKeys {
  private ModelKeys() {}

  /**
   * Makes a pair; only its owner may read the private one.
   *
   * @throws IOException also when one of the files is there already
   */
  public static void generate(Path privateFile, Path publicFile) throws IOException {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ModelTrust.ALGORITHM).generateKeyPair();
      Files.createFile(
          privateFile,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(privateFile, text(pair.getPrivate().getEncoded()));
      Files.writeString(
          publicFile, text(pair.getPublic().getEncoded()), StandardOpenOption.CREATE_NEW);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform from 15 on has Ed25519", e);
    }
  }

  /**
   * Signs a manifest, beside it.
   *
   * @return the file of the signature
   * @throws ModelException when the key is none, or the manifest cannot be read
   */
  public static Path sign(Path manifest, Path privateFile) throws ModelException, IOException {
    byte[] yaml = ManifestReader.bytes(manifest);
    ManifestReader.read(manifest, yaml);
    try {
      Signature signature = Signature.getInstance(ModelTrust.ALGORITHM);
      signature.initSign(privateKey(privateFile));
      signature.update(yaml);
      return Files.writeString(ModelTrust.signatureOf(manifest), text(signature.sign()));
    } catch (GeneralSecurityException e) {
      throw new ModelException(privateFile + ": cannot sign (" + e.getMessage() + ")", e);
    }
  }

  static PublicKey publicKey(Path file) throws ModelException {
    try {
      return KeyFactory.getInstance(ModelTrust.ALGORITHM)
          .generatePublic(new X509EncodedKeySpec(ModelTrust.decoded(file)));
    } catch (GeneralSecurityException e) {
      throw new ModelException(file + ": is no public key of ./sluice model keygen", e);
    }
  }

  private static PrivateKey privateKey(Path file) throws ModelException {
    try {
      return KeyFactory.getInstance(ModelTrust.ALGORITHM)
          .generatePrivate(new PKCS8EncodedKeySpec(ModelTrust.decoded(file)));
    } catch (GeneralSecurityException e) {
      throw new ModelException(file + ": is no private key of ./sluice model keygen", e);
    }
  }

  private static String text(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes) + "\n";
  }
}
