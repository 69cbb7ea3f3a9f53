package io.ghekeeper.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

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
    void aBrokenValueIsReportedByItsKindAndPlace(String text, FailureKind kind) {
        assertThatThrownBy(() -> KeyValue.read(text, "the secret"))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(kind))
                .hasMessageContaining("the secret");
    }

    @Test
    void moreThanKmsDecryptsIsReportedBeforeKmsIsAsked() {
        String text = "aws:kms:" + Base64.getEncoder().encodeToString(random(6145));

        assertThatThrownBy(() -> KeyValue.read(text, "here"))
                .isInstanceOfSatisfying(Failure.class, f -> assertThat(f.kind()).isEqualTo(FailureKind.KEY_TOO_LONG));
    }

    @ParameterizedTest
    @FieldSource("COPIES")
    void readsTheCiphertextInWhatCopyingPutsAroundIt(UnaryOperator<String> copy) {
        String text = copy.apply(Base64.getEncoder().encodeToString(CIPHERTEXT));

        assertThat(KeyValue.read(text, "here"))
                .as(text)
                .isInstanceOfSatisfying(
                        KeyValue.Encrypted.class,
                        encrypted -> assertThat(encrypted.ciphertext()).isEqualTo(CIPHERTEXT));
    }

    @SuppressWarnings("UnusedVariable") // named by a test's source
    private static final List<UnaryOperator<String>> COPIES = List.of(
            value -> value,
            value -> "\"aws:kms:" + value + "\"",
            value -> "'aws:kms:" + value + "'\n",
            value -> "\u201Caws:kms:" + value + "\u201D",
            value -> "\uFEFFaws:kms:" + value.substring(0, 9) + "\u200B" + value.substring(9) + "\u00A0",
            value -> "aws:kms:" + value.replaceAll("(.{76})", "$1\\\\n") + "\\n",
            value -> "aws:kms:" + value.replaceAll("(.{76})", "$1\\\\r\\\\n"),
            value -> "aws:kms:" + value.replaceAll("(.{76})", "$1 \\\\\n  "),
            value -> "aws:kms:aws:kms:" + value,
            value -> "AWS:KMS:" + value,
            value -> "KMS_PRIVATE_SSH_KEY=aws:kms:" + value,
            value -> "export KMS_PRIVATE_SSH_KEY='" + value + "'",
            value -> "kms_private_ssh_key: \"aws:kms:" + value + "\"\nmint_bucket: x\n",
            value -> Base64.getEncoder().encodeToString(("aws:kms:" + value + "\n").getBytes(StandardCharsets.UTF_8)),
            value -> "{\"CiphertextBlob\": \"" + value + "\", \"KeyId\": \"arn:aws:kms:eu-west-1:1:key/2\"}",
            value -> "{\n  \"CiphertextBlob\": \"" + value.replace("/", "\\/").replace("=", "\\u003d") + "\"\n}",
            value -> "CiphertextBlob: " + value + "\nKeyId: arn:aws:kms:eu-west-1:1:key/2\n",
            value -> "|  CiphertextBlob  |  " + value + "  |\n|  KeyId  |  arn:aws:kms:eu-west-1:1:key/2  |",
            value -> value + "\tSYMMETRIC_DEFAULT\tarn:aws:kms:eu-west-1:1:key/2\n");

    /** As {@code aws kms encrypt} and {@code base64 -d} write it to a file. */
    @Test
    void readsACiphertextInBinary() {
        byte[] ciphertext = random(300);
        System.arraycopy(new byte[] {1, 2, 2, 0}, 0, ciphertext, 0, 4);

        assertThat(KeyValue.read(KeyWrapping.text(ciphertext), "here"))
                .isInstanceOfSatisfying(
                        KeyValue.Encrypted.class,
                        encrypted -> assertThat(encrypted.ciphertext()).isEqualTo(ciphertext));
    }

    @ParameterizedTest
    @CsvSource({
        "aws:kms:(what key encrypt prints), is a placeholder",
        "aws:kms:${CIPHERTEXT}, is a placeholder",
        "aws:kms:AQIC*AAA, has the character * in its base64 text",
        "aws:kms:AQICA, is no whole base64 text (5 characters)"
    })
    void whatIsWrongWithACiphertextIsNamed(String text, String reason) {
        assertThatThrownBy(() -> KeyValue.read(text, "here")).hasMessageContaining(reason);
    }

    @Test
    void theBase64OfADamagedKeyIsNeverTakenForACiphertext() {
        String key = Base64.getEncoder().encodeToString(PemText.fold("RSA PRIVATE KEY", random(300)));

        for (int lost = 1; lost < 12; lost++) {
            assertThat(KeyValue.read(key.substring(lost), "here")).isInstanceOf(KeyValue.Plain.class);
            assertThat(KeyValue.read("aws:kms:" + key.substring(lost), "here")).isInstanceOf(KeyValue.Plain.class);
        }
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
