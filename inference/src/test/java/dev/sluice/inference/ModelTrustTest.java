package dev.sluice.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTrustTest {
  @TempDir Path folder;
  private Path manifest;

  @BeforeEach
  void write() throws Exception {
    manifest =
        Files.writeString(
            folder.resolve("pump.model.yaml"),
            """
            name: pump
            version: "1"
            file: pump.onnx
            sha256: %s
            input: {tensor: x, window: 4}
            output: {tensor: y, labels: [a, b], threshold: 0.5}
            """
                .formatted("0".repeat(64)));
    ModelKeys.generate(folder.resolve("ours.key"), folder.resolve("ours.pub"));
    ModelKeys.generate(folder.resolve("theirs.key"), folder.resolve("theirs.pub"));
  }

  private ModelTrust trust(ModelTrust.Unsigned unsigned, String... keys) throws Exception {
    return ModelTrust.of(List.of(keys).stream().map(folder::resolve).toList(), unsigned);
  }

  private void sign(String key) throws Exception {
    ModelKeys.sign(manifest, folder.resolve(key));
  }

  private void assertRefused(ModelTrust trust, String why) {
    assertThatThrownBy(() -> trust.read(manifest))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("\n");
  }

  @Test
  void aManifestSignedByATrustedKeyIsRead() throws Exception {
    sign("ours.key");
    assertThat(trust(ModelTrust.Unsigned.REFUSED, "theirs.pub", "ours.pub").read(manifest).name())
        .isEqualTo("pump");
  }

  @Test
  void aSignatureByAnotherKeyIsRefusedEvenWhereUnsignedModelsAreAllowed() throws Exception {
    sign("theirs.key");
    assertRefused(trust(ModelTrust.Unsigned.ALLOWED, "ours.pub"), "by a trusted key");
  }

  @Test
  void aManifestThatWasChangedAfterwardsIsRefused() throws Exception {
    sign("ours.key");
    Files.writeString(manifest, Files.readString(manifest).replace("0.5", "0.9"));
    assertRefused(trust(ModelTrust.Unsigned.ALLOWED, "ours.pub"), "by a trusted key");
  }

  @Test
  void anUnsignedOneIsReadOnlyWhereThatIsAllowed() throws Exception {
    assertThat(trust(ModelTrust.Unsigned.ALLOWED, "ours.pub").read(manifest).name())
        .isEqualTo("pump");
    assertRefused(trust(ModelTrust.Unsigned.REFUSED, "ours.pub"), "is not signed");
    assertRefused(trust(ModelTrust.Unsigned.REFUSED), "is not signed");
  }

  @Test
  void whatIsNoSignatureIsRefused() throws Exception {
    Path signature = ModelTrust.signatureOf(manifest);
    ModelTrust trust = trust(ModelTrust.Unsigned.ALLOWED, "ours.pub");
    Files.writeString(signature, "!!");
    assertRefused(trust, "is not base64 text");
    Files.writeString(signature, "AAAA");
    assertRefused(trust, "by a trusted key");
    Files.writeString(signature, "A".repeat(2_000));
    assertRefused(trust, "too large");
  }

  @Test
  void whatIsNoKeyIsNamed() {
    assertThatThrownBy(() -> trust(ModelTrust.Unsigned.ALLOWED, "none.pub"))
        .hasMessageContaining("none.pub: no such file");
    assertThatThrownBy(() -> trust(ModelTrust.Unsigned.ALLOWED, "ours.key"))
        .hasMessageContaining("ours.key: is no public key");
    assertThatThrownBy(() -> sign("ours.pub")).hasMessageContaining("is no private key");
  }

  @Test
  void onlyItsOwnerMayReadAPrivateKey() throws Exception {
    assertThat(Files.getPosixFilePermissions(folder.resolve("ours.key")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }
}
