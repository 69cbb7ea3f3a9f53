package io.ghekeeper.cli;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.run.OwnLine;
import io.ghekeeper.text.FileError;
import io.ghekeeper.text.PlainText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper logs}. */
@Command(name = "logs", description = "Print what a run and the engine said.")
final class LogsCommand implements Runnable {
    private static final int CHUNK = 64 * 1024;

    @ParentCommand
    private RootCommand root;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", arity = "0..1", description = RunNames.HELP + " Without one: running, else last.")
    private String name;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until the run has ended.")
    private boolean follow;

    @Option(names = "--tail", paramLabel = "N", description = "Begin with the last N lines.")
    private Long tail;

    @Option(names = "--steps", description = "Only ghe-keeper's own lines: a line a stage and step.")
    private boolean steps;

    @Option(names = "--failures", description = "Only warnings, errors, and what looks like one.")
    private boolean failures;

    @Override
    public void run() {
        if (tail != null && tail < 0) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '--tail': '" + tail + "' is not 0 or more");
        }
        Journal journal = root.keeper().core().journal();
        RunNames names = new RunNames(journal);
        String id = name == null ? names.runningElseLast() : names.id(name);
        RunLogFile log =
                new RunLogFile(journal.output(id), journal, record(journal, id).filter(run -> follow));
        TerminalFilter out = new TerminalFilter(root.answer());
        try (FileChannel channel = log.open()) {
            print(channel, log, out);
            end(out);
        } catch (Unwritten known) {
            // The answer remembers why, and Main reports it.
        } catch (IOException e) {
            throw new Failure(
                    FailureKind.JOURNAL_UNREADABLE,
                    "cannot read " + log.path() + ": " + FileError.words(e),
                    "The run's record may still be there: ghe-keeper runs",
                    e);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Without its record, nothing says whether a run goes on; what it said until now can be read all the same. */
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

    private void print(FileChannel channel, RunLogFile log, OutputStream out) throws IOException, InterruptedException {
        if (!steps && !failures) {
            if (tail != null) {
                RunLogFile.seekLastLines(channel, tail);
            }
            copy(channel, log, out);
            return;
        }
        long dropped = tail == null ? 0 : Math.max(0, count(channel) - tail);
        AtomicLong seen = new AtomicLong();
        LineFilter filter = new LineFilter(out, line -> isWanted(line) && seen.incrementAndGet() > dropped);
        copy(channel, log, filter);
        try {
            filter.endLine();
        } catch (IOException e) {
            throw new Unwritten(e);
        }
    }

    private static void end(TerminalFilter out) throws Unwritten {
        try {
            out.end();
            out.flush();
        } catch (IOException e) {
            throw new Unwritten(e);
        }
    }

    private boolean isWanted(String line) {
        return (steps && OwnLine.is(line))
                || (failures && root.keeper().engine().installed().isTrouble(OwnLine.text(line)));
    }

    /** Of the lines that are wanted, as many as are there now. */
    private long count(FileChannel channel) throws IOException, InterruptedException {
        AtomicLong count = new AtomicLong();
        LineFilter counter = new LineFilter(OutputStream.nullOutputStream(), line -> {
            count.addAndGet(isWanted(line) ? 1 : 0);
            return false;
        });
        copy(channel, new RunLogFile(Path.of(""), root.keeper().core().journal(), Optional.empty()), counter);
        counter.endLine();
        channel.position(0);
        return count.get();
    }

    private static void copy(FileChannel channel, RunLogFile log, OutputStream out)
            throws IOException, InterruptedException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        boolean more = true;
        while (more) {
            // Asked before reading: what the run wrote before its end is read after it is known to have ended.
            more = log.goesOn();
            for (int count = channel.read(chunk.clear()); count >= 0; count = channel.read(chunk.clear())) {
                write(out, chunk.array(), count);
            }
            if (more) {
                RunLogFile.pause();
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
}
