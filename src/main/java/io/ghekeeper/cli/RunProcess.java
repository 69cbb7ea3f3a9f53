package io.ghekeeper.cli;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.text.PlainText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process of this program that was started for one run.
 *
 * @param output where what it prints goes until it has a run
 * @param started just before it
 */
record RunProcess(Run.Kind kind, Process process, Path output, Journal journal, Instant started) {
    /** A run has the time of a clock that counts more coarsely. */
    private static final Duration CLOCK_SLACK = Duration.ofSeconds(2);

    private static final int LONGEST_WORDS = 16 * 1024;

    /** What a process that a signal ended has as its status, less the signal's number. */
    private static final int SIGNALS = 128;

    private static final int KILLED = 9;
    private static final Pattern ERROR =
            Pattern.compile("^ERROR \\[([a-z-]+)\\]: (.*)\\nHINT: (.*)$", Pattern.MULTILINE);

    /** Its run, as soon as that is on disk. setsid, nohup and the launcher let the next one take their place: the pid stays. */
    Optional<String> run() {
        return journal.newest(Journal.NEWEST).readable().stream()
                .filter(run -> run.kind() == kind && run.keeper().pid() == process.pid())
                .filter(run -> run.keeper().isOfThisMachine())
                .filter(run -> run.begin().isAfter(started.minus(CLOCK_SLACK)))
                .map(Run::id)
                .findFirst();
    }

    /** What it said, where it ended before it had a run; then nothing was done. */
    Failure refusal() {
        String said = "";
        try (var in = Files.newInputStream(output, LinkOption.NOFOLLOW_LINKS)) {
            said = new String(in.readNBytes(LONGEST_WORDS), StandardCharsets.UTF_8);
        } catch (IOException gone) {
            // Then there is nothing to print.
        }
        journal.startupLog().remove(output);
        Matcher error = ERROR.matcher(said);
        if (error.find()) {
            return new Failure(
                    FailureKind.of(error.group(1)).orElse(FailureKind.INTERNAL), error.group(2), error.group(3));
        }
        String words = said.isBlank() ? "" : ": " + PlainText.of(said.strip());
        int status = process.exitValue();
        if (status > SIGNALS) {
            return new Failure(
                    FailureKind.RUN_INTERRUPTED,
                    "signal " + (status - SIGNALS) + " ended the process of the run before the run began" + words,
                    status - SIGNALS == KILLED
                            ? "Nothing was done. Type it again; where memory is short, the kernel ends processes so."
                            : "Nothing was done. Type it again.");
        }
        // On a full volume, it could not even say why.
        return new Failure(
                FailureKind.of(status).orElse(FailureKind.INTERNAL),
                "the process of the run ended with " + status + " before it began" + words,
                "Nothing was done. " + more(kind));
    }

    /** How to see more of what keeps a process from beginning. */
    static String more(Run.Kind kind) {
        if (!kind.callsEngine()) {
            return "Check the installation with: ghe-keeper doctor";
        }
        return kind.takesSnapshot()
                ? "To see more, type it without --detach."
                : "To see more, type it with --foreground.";
    }
}
