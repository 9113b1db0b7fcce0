package dev.sluice.target.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A key with a certificate signed by itself, made by the JDK's {@code keytool}.
 *
 * @param store with both, PKCS #12
 * @param certificate PEM
 * @param key PEM
 */
record TestIdentity(Path store, Path certificate, Path key) {
  static final String PASSWORD = "of the test";

  static TestIdentity make(Path folder, String name) throws Exception {
    Path store = folder.resolve(name + ".p12");
    keytool(
        List.of("-genkeypair", "-alias", name, "-keyalg", "EC", "-groupname", "secp256r1"),
        List.of("-dname", "CN=" + name, "-ext", "san=ip:127.0.0.1", "-validity", "2"),
        store);
    KeyStore made = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      made.load(in, PASSWORD.toCharArray());
    }
    return new TestIdentity(
        store,
        pem(folder.resolve(name + ".pem"), "CERTIFICATE", made.getCertificate(name).getEncoded()),
        pem(folder.resolve(name + ".key"), "PRIVATE KEY", key(made, name)));
  }

  private static byte[] key(KeyStore store, String name) throws GeneralSecurityException {
    return store.getKey(name, PASSWORD.toCharArray()).getEncoded();
  }

  /** A store of what is trusted, for the server. */
  Path trusted() throws Exception {
    Path trust = store.resolveSibling("trust.p12");
    keytool(
        List.of("-importcert", "-noprompt", "-alias", "trusted"),
        List.of("-file", certificate.toString()),
        trust);
    return trust;
  }

  private static void keytool(List<String> what, List<String> more, Path store) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(what);
    command.addAll(more);
    command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString()));
    command.addAll(List.of("-storepass", PASSWORD));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IOException("keytool: " + said);
    }
  }

  private static Path pem(Path file, String what, byte[] content) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return Files.writeString(
        file, "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(what, body, what));
  }
}
