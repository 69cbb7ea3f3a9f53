package io.ghekeeper.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.ghekeeper.lab.SshKeys;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.userauth.password.PasswordFinder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnlockedKeyTest {
    /** What a key in a String was called, and would be called again. */
    private static final Pattern KEY_AS_STRING = Pattern.compile(
            "(?:String|Supplier<String>|CharSequence)\\s+(?:privateKey|unlocked|decrypted|keyText|secretKey)\\w*");

    @TempDir
    private Path folder;

    private SshKeys.Pair pair;

    @BeforeEach
    void make() {
        pair = SshKeys.make(folder, "id", SshKeys.Kind.ED25519);
    }

    @Test
    void closedItIsZeroInMemory() throws Exception {
        UnlockedKey key = pair.unlocked();
        List<byte[]> memory = arrays(key);
        assertThat(memory).hasSize(1);
        assertThat(memory.get(0)).isEqualTo(pair.privateText().getBytes(StandardCharsets.US_ASCII));

        key.close();

        assertThat(arrays(key).get(0)).isSameAs(memory.get(0)).containsOnly(0);
    }

    @Test
    void useAfterCloseIsAFaultThatSaysSo() {
        UnlockedKey key = pair.unlocked();
        key.close();
        key.close();

        assertThatThrownBy(key::pair)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the private key was used after it was closed");
        assertThatThrownBy(key::text).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void showsNothingOfTheKey() {
        try (UnlockedKey key = pair.unlocked()) {
            assertThat(key).asString().isEqualTo("private key of ED25519 256 bits " + pair.fingerprint());
            assertThat(key.pair().getPublic()).isNotNull();
        }
    }

    @Test
    void theCodeThatCreatesItClosesIt() {
        Keys keys = pair.keys();

        UnlockedKey used = keys.with(key -> key);

        assertThatThrownBy(used::text).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFileMadeOfItLeavesItOpen() {
        KeyDirectory directory = new KeyDirectory(folder.resolve("memory"), true);
        try (UnlockedKey key = pair.unlocked();
                SshKey file = directory.write(key)) {
            assertThat(file.file()).hasBinaryContent(key.text());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aKeyAsSshKeygenWritesItIsReadWithoutAString(SshKeys.Kind kind) throws IOException {
        for (SshKeys.Pair made : List.of(
                SshKeys.make(folder, "new", kind),
                kind == SshKeys.Kind.ED25519
                        ? SshKeys.make(folder, "other", kind)
                        : SshKeys.makePem(folder, "old", kind, ""))) {
            byte[] text = Files.readAllBytes(made.privateKey());

            assertThat(PemText.plain(text)).isPresent();
            try (UnlockedKey key = PrivateKeyText.check(text, "it", false)) {
                assertThat(key.text()).isEqualTo(text);
                assertThat(key.description().fingerprint()).isEqualTo(made.fingerprint());
            }
        }
    }

    @Test
    void itsTextLeavesThisPackageInNoForm() {
        Stream<Method> handedOut = Arrays.stream(UnlockedKey.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> !method.getName().equals("toString"));

        assertThat(handedOut
                        .map(Method::getReturnType)
                        .map(Class::getSimpleName)
                        .distinct())
                .containsExactlyInAnyOrder("KeyPair", "KeyDescription", "boolean", "void");
    }

    /** sshj's short way to read a key from memory wants a String. */
    @Test
    void noKeyIsReadFromAString() {
        JavaClasses main = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.ghekeeper");

        ArchRuleDefinition.noClasses()
                .should()
                .callMethod(SSHClient.class, "loadKeys", String.class, String.class, PasswordFinder.class)
                .check(main);
    }

    @Test
    void noMethodTakesOrGivesTheKeyAsAString() throws IOException {
        assertThat("private Plan plan(Supplier<String> privateKey)").containsPattern(KEY_AS_STRING);
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            assertThat(sources.filter(file -> file.toString().endsWith(".java")))
                    .hasSizeGreaterThan(300)
                    .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContainPattern(KEY_AS_STRING));
        }
    }

    private static List<byte[]> arrays(UnlockedKey key) throws IllegalAccessException {
        List<byte[]> arrays = new java.util.ArrayList<>();
        for (Field field : UnlockedKey.class.getDeclaredFields()) {
            field.setAccessible(true);
            if (field.get(key) instanceof byte[] bytes) {
                arrays.add(bytes);
            }
        }
        return arrays;
    }
}
