package io.ghekeeper.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.appliance.Negotiation.HostCheckOutcome;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which answers to the release of backup-utils are an acceptance, and which are none. */
class NegotiationTest {
    private static final String ACCEPTING = "GitHub Enterprise Server version 3.14.2";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GitHub Enterprise Server version 3.14.2\nbackup-utils 3.14.0 is supported.",
                "GitHub Enterprise version 3.14.2",
                "GitHub Enterprise version v3.14.2\r",
                "GitHub Enterprise 3.14.2",
                "welcome to 10.0.0.1\nGitHub Enterprise Server version 3.14.2",
            })
    void theAcceptingFormIsAnAcceptanceWithItsRelease(String output) {
        Negotiation negotiation = answer(0, output, "");

        assertThat(negotiation.outcome()).isEqualTo(HostCheckOutcome.ACCEPTED);
        assertThat(negotiation.version()).contains("3.14.2");
        assertThat(negotiation.refusal()).isEmpty();
    }

    @Test
    void whatIsPrintedBesideAnAcceptanceIsNoRefusal() {
        assertThat(answer(0, ACCEPTING, "bash: warning: setlocale: cannot change locale")
                        .outcome())
                .isEqualTo(HostCheckOutcome.ACCEPTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "backup-utils 3.14.0 or greater is required!",
                "GitHub Enterprise Server version 3.14.2 requires backup-utils 3.14.0",
                "GitHub Enterprise Server version 3.14.2: backup-utils 3.11.0 is not supported",
                "GitHub Enterprise Server 3.14.2 does not support backup-utils 3.11.0",
                "GitHub Enterprise Server version 3.11.03.14.0",
                "GitHub Enterprise Server version 3.14.2\nbackup-utils 3.11.0 is not supported.",
                "GitHub Enterprise Server version 3.14.2\nThe client 3.11.0 is too old",
                "GitHub Enterprise Server version 3.14.2\nGitHub Enterprise Server version 3.11.0",
                "3.14.2",
                ""
            })
    void anotherFormIsNoAcceptanceWhateverItsStatusAndTheReleaseInIt(String words) {
        for (int status : new int[] {0, 1, 2, 101, 255}) {
            for (Negotiation negotiation : new Negotiation[] {answer(status, words, ""), answer(status, "", words)}) {
                assertThat(negotiation.outcome()).as(status + " " + words).isEqualTo(HostCheckOutcome.REFUSED);
                assertThat(negotiation.version()).isEmpty();
                assertThat(negotiation.refusal()).isPresent();
            }
        }
    }

    @Test
    void theAcceptingFormWithAnotherStatusIsARefusal() {
        assertThat(answer(1, ACCEPTING, "").outcome()).isEqualTo(HostCheckOutcome.REFUSED);
    }

    @ParameterizedTest
    @CsvSource({
        "127, bash: line 1: ghe-negotiate-version: command not found",
        "126, bash: /usr/local/bin/ghe-negotiate-version: Permission denied",
        "1, sudo: ghe-negotiate-version: command not found",
        "127, ''"
    })
    void aCommandThatIsNotThereRefusesNothing(int status, String words) {
        Negotiation negotiation = answer(status, "", words);

        assertThat(negotiation.outcome()).isEqualTo(HostCheckOutcome.MISSING);
        assertThat(negotiation.refusal()).isEmpty();
        assertThat(negotiation.open())
                .hasValueSatisfying(why -> assertThat(why).contains("has no ghe-negotiate-version"));
    }

    @Test
    void whatIsKilledOrDoesNotEndRefusesNothing() {
        assertThat(Negotiation.of("3.11.0", Optional.empty()).outcome()).isEqualTo(HostCheckOutcome.UNANSWERED);
        assertThat(Negotiation.of(
                                "3.11.0",
                                Optional.of(new Connection.Reply(Optional.empty(), "backup-utils 3.14.0 required", "")))
                        .outcome())
                .isEqualTo(HostCheckOutcome.UNANSWERED);
        assertThat(Negotiation.notAsked().refusal()).isEmpty();
    }

    @Test
    void onlyWordsAboutBackupUtilsAreARefusalOfAnAppliance() {
        assertThat(answer(1, "", "backup-utils 3.14.0 or greater is required!").refusedInWords())
                .isTrue();
        assertThat(answer(1, "", "not allowed: ghe-negotiate-version backup-utils 3.11.0, a shell is required")
                        .refusedInWords())
                .isFalse();
        assertThat(answer(1, "This account is not available 1.0", "").refusedInWords())
                .isFalse();
        assertThat(answer(1, "", "").refusedInWords()).isFalse();
    }

    @Test
    void anAnswerIsKeptInOneLineShortAndFitForATerminal() {
        Negotiation negotiation = answer(1, "too old\u001b[2J\n\n  sorry ", "x".repeat(3000));

        assertThat(negotiation.answer()).startsWith("too old; sorry; xxx").hasSizeLessThanOrEqualTo(200);
        assertThat(negotiation.refusal())
                .hasValueSatisfying(
                        quoted -> assertThat(quoted).startsWith("'too old").endsWith("'"));
        assertThat(answer(3, "", "").refusal()).contains("nothing");
    }

    private static Negotiation answer(int status, String output, String errors) {
        return Negotiation.of("3.11.0", Optional.of(new Connection.Reply(Optional.of(status), output, errors)));
    }
}
