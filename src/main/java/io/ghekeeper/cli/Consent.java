package io.ghekeeper.cli;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.store.WarmUp.WarmUpTier;
import io.ghekeeper.text.PlainText;
import java.io.Console;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A person's yes: by {@code --yes}, or to a question on the terminal. */
final class Consent {
    private Consent() {}

    /** @throws ParameterException when there is no person to ask */
    @SuppressWarnings("MissingSummary")
    static boolean given(boolean yes, String question, CommandSpec spec) {
        if (yes) {
            return true;
        }
        String answer = Screen.console()
                .orElseThrow(
                        () -> new ParameterException(spec.commandLine(), "there is no terminal to ask on: give --yes"))
                .readLine("%s (y/N) ", question);
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }

    /** By which tier copies are asked for of what is cold: typed by a person; nothing for any other answer, and without a terminal. */
    static Optional<WarmUpTier> warmUp() {
        return Screen.console().flatMap(console -> {
            String answer =
                    console.readLine("Ask for copies of what is cold, which costs money: bulk or standard, anything"
                            + " else to leave it: ");
            String word = answer == null ? "" : answer.strip().toUpperCase(Locale.ROOT);
            return Arrays.stream(WarmUpTier.values())
                    .filter(tier -> tier.name().equals(word))
                    .findFirst();
        });
    }

    /**
     * That a host may be overwritten: its name, typed by a person.
     *
     * @throws Failure CONSENT_MISSING when it was not given, whatever the reason
     */
    static void askToOverwrite(String host) {
        Console console = Screen.console()
                .orElseThrow(() -> new Failure(
                        FailureKind.CONSENT_MISSING,
                        "there is no terminal to ask on whether " + host + " may be overwritten",
                        "Say it on the command line: --yes " + host));
        String answer = console.readLine("Type the name of the host to overwrite it, anything else to leave it: ");
        if (answer == null) {
            throw missing(host, "no answer was given");
        }
        requireSame(host, answer.strip(), "the answer was");
    }

    /**
     * That what was given is the host that is meant.
     *
     * @param whence who gave it, in words
     * @throws Failure CONSENT_MISSING
     */
    static void requireSame(String host, String given, String whence) {
        if (!given.equals(host)) {
            throw missing(host, whence + " '" + PlainText.of(given) + "', not '" + host + "'");
        }
    }

    private static Failure missing(String host, String why) {
        return new Failure(
                FailureKind.CONSENT_MISSING,
                "nothing was done to " + host + ": " + why,
                "Begin again, and type the host's name exactly, or give --yes " + host);
    }
}
