package io.ghekeeper.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveIdentityTest {
    /** Of no archive. */
    private static final String SECRET = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void takesWhatAgeKeygenPrints() {
        byte[] text = bytes("# created: 2026-11-20T12:00:00Z\n# public key: age1...\n" + SECRET + "\n");

        try (ArchiveIdentity identity = ArchiveIdentity.of(text, "the file")) {
            assertThat(identity.text()).isEqualTo(text);
            assertThat(identity.toString()).doesNotContain("SECRET");
        }
    }

    @Test
    void closingOverwritesIt() {
        byte[] text = bytes(SECRET + "\n");
        ArchiveIdentity identity = ArchiveIdentity.of(text, "the file");

        identity.close();

        assertThat(text).containsOnly(0);
        assertThatThrownBy(identity::text).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# only a comment\n",
                "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEQ\n", // a wrong letter
                "AGE-SECRET-KEY-1SHORT\n",
                "age17rnawr27squu59mk5t76rxeas4m7vwslfmp6krn65vyyxj278dasa7wtxn\n",
                "-----BEGIN OPENSSH PRIVATE KEY-----\n"
            })
    void whatIsNoneIsRefusedAndNotShown(String text) {
        byte[] bytes = bytes(text);

        assertThatThrownBy(() -> ArchiveIdentity.of(bytes, "the file"))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("the file has ")
                .message()
                .doesNotContain("SECRET", "PRIVATE", "age1");
        assertThat(bytes).doesNotContain((byte) 'A');
    }

    @Test
    void oneWithAPassphraseSaysHowToDecryptIt() {
        assertThatThrownBy(() -> ArchiveIdentity.of(bytes("age-encryption.org/v1\n-> scrypt x 18\n"), "the file"))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.hint()).contains("age -d IDENTITY |"));
    }
}
