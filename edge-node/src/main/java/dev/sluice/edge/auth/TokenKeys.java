package dev.sluice.edge.auth;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import dev.sluice.config.ConfigException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.Set;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/**
 * The key file of tokens: a PEM public key (RS256, ES256), a JWK Set, or, for HS256, a secret of at
 * least 32 bytes.
 */
final class TokenKeys {
  private static final int SECRET_BYTES_MIN = 32;

  private TokenKeys() {}

  static JWKSet load(Path file, Set<JWSAlgorithm> algorithms) throws ConfigException {
    try {
      byte[] content = Files.readAllBytes(file);
      String text = new String(content, StandardCharsets.ISO_8859_1).strip();
      if (text.startsWith("{")) {
        return JWKSet.parse(text);
      }
      if (text.startsWith("-----BEGIN")) {
        return new JWKSet(publicKey(file, text));
      }
      if (!algorithms.equals(Set.of(JWSAlgorithm.HS256))) {
        // A public key taken for a secret would let everybody sign.
        throw new ConfigException(
            file + ": is neither PEM nor a JWK Set; a bare secret goes with algorithms: [HS256]");
      }
      return new JWKSet(secret(file, text.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (ParseException e) {
      throw new ConfigException(file + ": is no JWK Set: " + e.getMessage());
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static JWK secret(Path file, byte[] secret) throws ConfigException {
    if (secret.length < SECRET_BYTES_MIN) {
      throw new ConfigException(
          "%s: a secret for HS256 has at least %d bytes (found %d)"
              .formatted(file, SECRET_BYTES_MIN, secret.length));
    }
    return new OctetSequenceKey.Builder(secret).build();
  }

  private static JWK publicKey(Path file, String text) throws ConfigException, IOException {
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      if (parser.readObject() instanceof SubjectPublicKeyInfo info) {
        PublicKey key = new JcaPEMKeyConverter().getPublicKey(info);
        if (key instanceof RSAPublicKey rsa) {
          return new RSAKey.Builder(rsa).build();
        }
        if (key instanceof ECPublicKey ec) {
          return new ECKey.Builder(Curve.forECParameterSpec(ec.getParams()), ec).build();
        }
      }
    }
    throw new ConfigException(
        file + ": holds no public key of RSA or EC; give the one that verifies tokens");
  }
}
