package io.ghekeeper.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyValueTest {
    private static final byte[] CIPHERTEXT = random(301);

    @Test
    void readsBothAlphabetsWithOrWithoutPaddingAndLineEnds() {
        String standard = Base64.getEncoder().encodeToString(CIPHERTEXT);
        String urlSafe = Base64.getUrlEncoder().encodeToString(CIPHERTEXT);
        String wrapped = Base64.getMimeEncoder().encodeToString(CIPHERTEXT);

        for (String text :
                new String[] {standard, urlSafe, standard.replace("=", ""), urlSafe.replace("=", ""), wrapped}) {
            assertThat(KeyValue.read("aws:kms:" + text + "\n", "here"))
                    .isInstanceOfSatisfying(
                            KeyValue.Encrypted.class,
                            encrypted -> assertThat(encrypted.ciphertext()).isEqualTo(CIPHERTEXT));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', KEY_MISSING",
        "'  ', KEY_MISSING",
        "aws:kms:, KEY_CIPHERTEXT_MALFORMED",
        "aws:kms:A, KEY_CIPHERTEXT_MALFORMED",
        "aws:kms:AAAAA, KEY_CIPHERTEXT_MALFORMED",
        "aws:kms:AA*A, KEY_CIPHERTEXT_MALFORMED"
    })
    void aBrokenValueIsToldByItsKindAndPlace(String text, FailureKind kind) {
        assertThatThrownBy(() -> KeyValue.read(text, "the secret"))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(kind))
                .hasMessageContaining("the secret");
    }

    @Test
    void moreThanKmsDecryptsIsToldBeforeKmsIsAsked() {
        String text = "aws:kms:" + Base64.getEncoder().encodeToString(random(6145));

        assertThatThrownBy(() -> KeyValue.read(text, "here"))
                .isInstanceOfSatisfying(Failure.class, f -> assertThat(f.kind()).isEqualTo(FailureKind.KEY_TOO_LONG));
    }

    @Test
    void anythingElseIsTakenForThePlainKey() {
        assertThat(KeyValue.read("-----BEGIN X", "here")).isInstanceOf(KeyValue.Plain.class);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
