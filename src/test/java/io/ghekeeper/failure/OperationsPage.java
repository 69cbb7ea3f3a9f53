package io.ghekeeper.failure;

import io.ghekeeper.monitor.StatusReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code docs/operations.md}: what is written by hand, and every failure kind in its place. */
final class OperationsPage {
    private static final String PLACE = "@FAILURES@\n";
    private static final String STATES = "@STATES@\n";
    private static final Map<Integer, String> TENS = new TreeMap<>(Map.of(
            1, "10 to 19: configuration",
            2, "20 to 29: the key",
            3, "30 to 39: AWS",
            4, "40 to 49: the appliance",
            5, "50 to 59: runs and backup-utils",
            6, "60 to 69: the volume",
            7, "70 to 79: limits and doubts",
            8, "80 to 89: what a restore refuses",
            9, "90 to 99: restores and drills",
            10, "100: the program"));

    private OperationsPage() {}

    static String render() {
        String failures = TENS.entrySet().stream()
                .map(ten -> "### " + ten.getValue() + "\n\n" + kinds(ten.getKey()))
                .collect(Collectors.joining());
        return template().replace(PLACE, failures).replace(STATES, states());
    }

    private static String states() {
        return "| word | exit status | when |\n|---|---|---|\n"
                + Arrays.stream(StatusReport.StatusState.values())
                        .map(state -> "| `" + state + "` | " + state.exitStatus() + " | " + state.meaning() + " |\n")
                        .collect(Collectors.joining());
    }

    private static String kinds(int ten) {
        return Arrays.stream(FailureKind.values())
                .filter(kind -> kind.exitStatus() / 10 == ten)
                .map(OperationsPage::kind)
                .collect(Collectors.joining());
    }

    private static String kind(FailureKind kind) {
        return "#### " + kind.code() + "\n\n"
                + "Exit status " + kind.exitStatus() + ". " + (kind.canPass() ? "Tried again. " : "") + kind.meaning()
                + "\n\n"
                + "**What to do:** " + kind.remedy() + "\n\n";
    }

    private static String template() {
        try (InputStream stream = OperationsPage.class.getResourceAsStream("/operations.md")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
