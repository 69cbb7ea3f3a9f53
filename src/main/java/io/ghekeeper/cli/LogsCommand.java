package io.ghekeeper.cli;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.text.FileError;
import io.ghekeeper.text.PlainText;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ghe-keeper logs}. */
@Command(name = "logs", description = "Print what a run and backup-utils said.")
final class LogsCommand implements Runnable {
    private static final int CHUNK = 64 * 1024;
    private static final long POLL_MILLIS = 250;

    @ParentCommand
    private RootCommand root;

    @Parameters(paramLabel = "RUN", description = RunNames.HELP)
    private String name;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until the run has ended.")
    private boolean follow;

    @Override
    public void run() {
        Journal journal = root.keeper().journal();
        String id = new RunNames(journal).id(name);
        Path log = journal.output(id);
        TerminalFilter out = new TerminalFilter(root.answer());
        Going going = record(journal, id)
                .filter(run -> follow)
                .map(run -> new Going(journal, run))
                .orElse(null);
        try (InputStream in = open(log, going)) {
            copy(in, out, going);
            out.end();
        } catch (Unwritten known) {
            // The answer remembers why, and Main tells.
        } catch (IOException e) {
            throw new Failure(
                    FailureKind.JOURNAL_UNREADABLE,
                    "cannot read " + log + ": " + FileError.words(e),
                    "The run's record may still be there: ghe-keeper runs",
                    e);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Without its record, nobody knows whether a run goes on; what it said until now can be read all the same. */
    private Optional<Run> record(Journal journal, String id) {
        try {
            return Optional.of(journal.find(id));
        } catch (Failure unreadable) {
            if (unreadable.kind() != FailureKind.JOURNAL_UNREADABLE) {
                throw unreadable;
            }
            root.warn(PlainText.of(unreadable.getMessage()) + (follow ? "; its log is not followed" : ""));
            return Optional.empty();
        }
    }

    /** The log may be still to come. */
    private static InputStream open(Path log, Going going) throws IOException, InterruptedException {
        while (going != null && !Files.exists(log, LinkOption.NOFOLLOW_LINKS) && going.on()) {
            Thread.sleep(POLL_MILLIS);
        }
        requireOurs(log);
        return Files.newInputStream(log, LinkOption.NOFOLLOW_LINKS);
    }

    /** Whoever may write on the volume must not choose which file is shown: no link is followed, in no part of a run. */
    private static void requireOurs(Path log) throws IOException {
        for (Path part : List.of(log.getParent(), log)) {
            if (Files.isSymbolicLink(part)) {
                throw new IOException(part.getFileName() + " is a symbolic link, which is not followed");
            }
        }
        if (Files.exists(log, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(log, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("it is no regular file"); // on a pipe one would wait for ever
        }
    }

    private static void copy(InputStream in, OutputStream out, Going going) throws IOException, InterruptedException {
        byte[] chunk = new byte[CHUNK];
        boolean more = true;
        while (more) {
            // Asked before reading: what the run wrote before its end is read after it is known to have ended.
            more = going != null && going.on();
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                write(out, chunk, count);
            }
            if (more) {
                Thread.sleep(POLL_MILLIS);
            }
        }
    }

    private static void write(OutputStream out, byte[] chunk, int count) throws Unwritten {
        try {
            out.write(chunk, 0, count);
            out.flush();
        } catch (IOException e) {
            throw new Unwritten(e);
        }
    }

    /** What was read could not be printed. */
    private static final class Unwritten extends IOException {
        private static final long serialVersionUID = 1L;

        Unwritten(IOException cause) {
            super(cause);
        }
    }

    /** Whether a run goes on. */
    private record Going(Journal journal, Run run) {
        boolean on() {
            return journal.find(run.id()).isOpen() && !run.keeper().isProvenGone();
        }
    }
}
