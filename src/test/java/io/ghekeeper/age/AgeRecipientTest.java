package io.ghekeeper.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgeRecipientTest {
    /** Two of age's own documentation and tests. */
    private static final String FIRST = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

    private static final String SECOND = "age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg";

    /** Of the form of a secret key, and none. */
    private static final String SECRET = "AGE-SECRET-KEY-1" + "QSZL".repeat(14) + "QS";

    @Test
    void theSameRecipientsInAnyOrderAreTheSame() {
        List<AgeRecipient> both = AgeRecipient.all(List.of(FIRST, SECOND));
        List<AgeRecipient> turned = AgeRecipient.all(List.of(SECOND, FIRST));

        assertThat(new AgeEncryption(turned).recipients())
                .isEqualTo(new AgeEncryption(both).recipients())
                .isNotEqualTo(new AgeEncryption(AgeRecipient.all(List.of(FIRST))).recipients())
                .doesNotContain(" ", "age1");
    }

    @Test
    void aRecipientIsTakenAsItIs() {
        assertThat(AgeRecipient.all(List.of(FIRST, SECOND)))
                .extracting(AgeRecipient::text)
                .containsExactly(FIRST, SECOND);
    }

    @Test
    void anyWrongCharacterIsFound() {
        for (int i = 4; i < FIRST.length(); i++) {
            String wrong = FIRST.substring(0, i) + (FIRST.charAt(i) == 'q' ? 'p' : 'q') + FIRST.substring(i + 1);
            refuses(wrong, "has a typing error: its checksum is wrong");
        }
        refuses(FIRST.substring(0, 60) + "p8", "has a typing error");
        refuses(FIRST.substring(0, 61) + "b", "has a typing error");
        refuses(FIRST.substring(0, 61) + "\u00e9", "has a typing error");
    }

    @Test
    void aRecipientThatIsCutOffShowsItsLength() {
        refuses(FIRST.substring(0, 61), "has 61 characters, and not 62");
        refuses(FIRST + "q", "has 63 characters, and not 62");
        refuses(FIRST + " ", "has 63 characters, and not 62");
        refuses("age1", "the recipient age1... of the archive has 4 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "AGE1QL3Z7HJY54PW3HYWW5AYYFG7ZQGVC7W3J2ELW8ZMRJ2KG5SFN9AQMCAC8P",
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHsKLqeplhpW+uObz5dvMgjz1OxfM/XXUB+VHtZ6isGN",
                "operations"
            })
    void whatIsNoRecipientIsNotShown(String text) {
        refuses(text, "a recipient of the archive does not begin with age1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t",
                "age1tag1qwe0kafsjrar4txm6heqnhpfuggzr0gvznz7fvygxrlq90u5mq2pysxtw6h"
            })
    void aRecipientOfAPluginIsRefused(String text) {
        refuses(text, "needs a plugin of age, and plugins are not supported");
    }

    @Test
    void aSecretKeyIsNotShownHoweverItIsWritten() {
        String digits = SECRET.substring(SECRET.length() - 20);
        List<String> hidden = List.of(
                SECRET,
                SECRET.toLowerCase(Locale.ROOT),
                "  " + SECRET + "\n",
                "\"" + SECRET + "\"",
                "AGE-SECRET-KEY -1" + digits,
                "A G E-SECRET\u200b-KEY-1" + digits,
                "age1" + SECRET,
                FIRST + "," + SECRET,
                "# created: today\n# public key: " + FIRST + "\n" + SECRET,
                "AGE-SECRET-KEY-PQ-1" + digits,
                "AGE-PLUGIN-YUBIKEY-1" + digits,
                "-----BEGIN OPENSSH PRIVATE KEY-----\n" + digits);
        for (String text : hidden) {
            assertThatThrownBy(() -> new AgeRecipient(text))
                    .as(text)
                    .isInstanceOfSatisfying(Failure.class, failure -> {
                        assertThat(failure.kind()).isEqualTo(FailureKind.CONFIGURATION_INVALID);
                        assertThat((failure.getMessage() + failure.hint()).toUpperCase(Locale.ROOT))
                                .doesNotContain("QSZL");
                        assertThat(failure.getCause()).isNull();
                    })
                    .hasMessage("a recipient of the archive is a secret key, which must not be here");
        }
    }

    @Test
    void aRecipientIsThereOnce() {
        assertThatThrownBy(() -> AgeRecipient.all(List.of(FIRST, SECOND, FIRST)))
                .isInstanceOf(Failure.class)
                .hasMessage("the recipient age1ql3z7hjy... of the archive is there twice");
        assertThatThrownBy(() -> AgeRecipient.all(List.of()))
                .isInstanceOf(Failure.class)
                .hasMessage("the archive has no recipient");
    }

    private static void refuses(String text, String message) {
        assertThatThrownBy(() -> new AgeRecipient(text))
                .as(text)
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.CONFIGURATION_INVALID))
                .hasMessageContaining(message);
    }
}
