package dev.sluice.target;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * A certificate that signs itself and its key, as PEM files, made by the JDK's keytool.
 *
 * @param certificate is an authority too
 */
public record EngineCertificate(Path certificate, Path key) {
  private static final String PASSWORD = "of-a-test";
  private static final String ALIAS = "engine";

  /**
   * @param name of the files in the folder
   * @param subject such as {@code ip:127.0.0.1} or {@code dns:engine.example}
   */
  public static EngineCertificate make(Path folder, String name, String subject)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve(name + ".p12");
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            ALIAS,
            "-keyalg",
            "EC",
            "-dname",
            "CN=" + name,
            "-ext",
            "SAN=" + subject,
            "-validity",
            "2",
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-keystore",
            store.toString());
    Process keytool = new ProcessBuilder(command).inheritIO().start();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool failed");
    }
    return read(store, folder, name);
  }

  private static EngineCertificate read(Path file, Path folder, String name)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    byte[] certificate = store.getCertificate(ALIAS).getEncoded();
    byte[] key = store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
    return new EngineCertificate(
        pem(folder.resolve(name + ".crt"), "CERTIFICATE", certificate),
        pem(folder.resolve(name + ".key"), "PRIVATE KEY", key));
  }

  private static Path pem(Path file, String what, byte[] bytes) throws IOException {
    String text = Base64.getMimeEncoder().encodeToString(bytes);
    return Files.writeString(
        file, "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(what, text, what));
  }
}
