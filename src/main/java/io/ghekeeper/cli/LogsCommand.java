package io.ghekeeper.cli;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Run run = new RunNames(journal).find(name);
        Path log = journal.output(run.id());
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        Going going = follow ? new Going(journal, run, new KeeperProcess()) : null;
        try (InputStream in = open(log, going)) {
            copy(in, root.screen().terminal() ? new TerminalFilter(out) : out, going);
        } catch (ReaderGone enough) {
            // As with "| head": whoever reads has seen what there was to see.
        } catch (IOException e) {
            throw new Failure(
                    FailureKind.JOURNAL_UNREADABLE,
                    "cannot read " + log + ": " + e,
                    "The run's record may still be there: ghe-keeper runs",
                    e);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** The log may be still to come. */
    private static InputStream open(Path log, Going going) throws IOException, InterruptedException {
        while (going != null && !Files.exists(log) && going.on()) {
            Thread.sleep(POLL_MILLIS);
        }
        return Files.newInputStream(log);
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

    private static void write(OutputStream out, byte[] chunk, int count) throws ReaderGone {
        try {
            out.write(chunk, 0, count);
            out.flush();
        } catch (IOException closed) {
            throw new ReaderGone(closed);
        }
    }

    /** Nobody reads what is printed any more. */
    private static final class ReaderGone extends IOException {
        private static final long serialVersionUID = 1L;

        ReaderGone(IOException cause) {
            super(cause);
        }
    }

    /** Whether a run goes on. */
    private record Going(Journal journal, Run run, KeeperProcess gone) {
        boolean on() {
            return journal.find(run.id()).isOpen() && !gone.test(run.keeper());
        }
    }
}
