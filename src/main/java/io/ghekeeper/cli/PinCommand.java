package io.ghekeeper.cli;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.Pin;
import io.ghekeeper.text.PlainText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code ghe-keeper snapshots pin}. */
@Command(name = "pin", description = "Keep a snapshot, whatever the policy of retention says.")
final class PinCommand implements Runnable {
    private static final int LONGEST_TEXT = 500;

    @ParentCommand
    private SnapshotsCommand snapshots;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SNAPSHOT", description = "Its id, or how it begins or ends.")
    private String name;

    @Option(names = "--until", paramLabel = "TIME", description = "No longer than this: " + UntilOption.FORMS + ".")
    private String until;

    @Option(names = "--because", paramLabel = "TEXT", description = "Why; shown with the snapshot.")
    private String because;

    @Override
    public void run() {
        RootCommand root = snapshots.root();
        Instant now = root.world().clock().instant();
        Optional<Instant> end = Optional.ofNullable(until)
                .map(text -> UntilOption.read(text, now)
                        .orElseThrow(() -> invalid("--until", PlainText.of(text), UntilOption.FORMS)));
        Optional<String> why = Optional.ofNullable(because).map(PlainText::of).filter(text -> !text.isEmpty());
        if (why.filter(text -> text.length() > LONGEST_TEXT).isPresent()) {
            throw invalid("--because", "...", "a text of at most " + LONGEST_TEXT + " characters");
        }
        CoreAssembly core = root.keeper().core();
        List<SnapshotEntry> entries = core.history().snapshots(ProcessIdentity::isProvenGone);
        String id = SnapshotsCommand.id(name, entries);
        requireThatItStays(id, entries);
        Pin pin = new Pin(now, end, why);
        core.journal().createDirectories();
        new EvidenceFiles(core.journal().directory()).pin(core.disk(), id, pin);
        requireThere(id, core);
        root.printSentence("pinned: " + id + pin.details());
        if (!core.configuration().retention().enabled()) {
            root.printSentence("note: retention.enabled is false; the engine prunes, and knows no pins");
        }
    }

    /** A deletion reads the pins when it has renamed the snapshot: one that came later is seen here. */
    private static void requireThere(String id, CoreAssembly core) {
        if (core.history().catalogue().find(id).isEmpty()) {
            throw new Failure(
                    FailureKind.SNAPSHOT_UNKNOWN,
                    "cannot pin snapshot " + id + ": it is being deleted just now",
                    "See whether it comes back, and which ones are left: ghe-keeper snapshots");
        }
    }

    /** Housekeeping knows no pins. */
    private static void requireThatItStays(String id, List<SnapshotEntry> entries) {
        boolean incomplete = entries.stream()
                .anyMatch(entry -> entry.id().equals(id) && entry.state() == SnapshotEntry.SnapshotState.INCOMPLETE);
        if (incomplete) {
            throw new Failure(
                    FailureKind.SNAPSHOT_INCOMPLETE,
                    "cannot pin snapshot " + id + ": it is incomplete, and incomplete ones are removed",
                    "Pin a complete one; list them with: ghe-keeper snapshots");
        }
    }

    private ParameterException invalid(String option, String value, String wanted) {
        return new ParameterException(
                spec.commandLine(), "Invalid value for option '" + option + "': '" + value + "' is not " + wanted);
    }
}
