package io.ghekeeper.cli;

import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A person's yes: by {@code --yes}, or to a question on the terminal. */
final class Consent {
    private Consent() {}

    /** @throws ParameterException when there is nobody to ask */
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
}
