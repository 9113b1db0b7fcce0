package dev.sluice.edge.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersTest {
  private static final byte[] SALT = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Users load(String text) throws Exception {
    return Users.load(Files.writeString(folder.resolve("users"), text));
  }

  /** Made with the reference implementation of argon2. */
  @Test
  void verifiesWhatOtherProgramsHashed() throws Exception {
    PasswordHash hash =
        PasswordHash.parse(
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ"
                    + "$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")
            .orElseThrow();
    assertThat(hash.matches(bytes("password"))).isTrue();
    assertThat(hash.matches(bytes("Password"))).isFalse();
  }

  @Test
  void readsWhatItWrites() {
    PasswordHash hash = PasswordHash.of(bytes("secret"), SALT, PasswordHash.Cost.RANDOM);
    User user = new User("pump-7", Set.of("device", "alarm"), Optional.of(hash));
    assertThat(Users.line(user)).startsWith("pump-7:alarm,device:$argon2id$v=19$m=64,t=1,p=1$");
    User read = Users.parse(Users.line(user)).orElseThrow();
    assertThat(read.roles()).isEqualTo(user.roles());
    assertThat(read.password().orElseThrow().matches(bytes("secret"))).isTrue();
    assertThat(read.toString()).doesNotContain(hash.text());
  }

  @Test
  void aUserMayHaveNoPassword() throws Exception {
    Users users = load("# who may come\n\nfan:device:!\n");
    assertThat(users.find("fan").orElseThrow().password()).isEmpty();
    assertThat(users.find("# who may come")).isEmpty();
    assertThat(users.all()).hasSize(1);
  }

  @Test
  void everyFaultIsALineWithItsNumber() {
    assertThatThrownBy(
            () ->
                load("good:device:!\nno hash\ngood:other:!\nx:y:$argon2id$v=19$m=9,t=1,p=1$a$b\n"))
        .hasMessage(
            """
            users:2: must be name:roles:hash; let './sluice passwd' or 'device add' write it
            users:3: 'good' stands here twice
            users:4: must be name:roles:hash; let './sluice passwd' or 'device add' write it\
            """);
  }

  @Test
  void refusesAHashThatWouldTakeTheMachineDown() {
    String salted = "$c29tZXNhbHQxMjM0$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
    assertThat(PasswordHash.parse("$argon2id$v=19$m=9999999,t=1,p=1" + salted)).isEmpty();
    assertThat(PasswordHash.parse("$argon2id$v=19$m=64,t=99,p=1" + salted)).isEmpty();
    assertThat(PasswordHash.parse("$argon2i$v=19$m=64,t=1,p=1" + salted)).isEmpty();
  }

  @Test
  void saysWhatToDoWhenTheFileIsMissing() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> Users.load(missing))
        .hasMessage(missing + ": no such file; './sluice init' writes one");
  }

  @Test
  void aRoleWithoutRulesIsAFault() throws Exception {
    Path users = Files.writeString(folder.resolve("users"), "fan:devcie:!\n");
    Path acl = Files.writeString(folder.resolve("acl.yaml"), "roles: {device: []}\n");
    assertThatThrownBy(() -> AccessFiles.load(Optional.of(users), Optional.of(acl)))
        .hasMessage(
            "users: user 'fan' has the role 'devcie', for which acl.yaml has no rules; write them"
                + " or correct it");
  }
}
