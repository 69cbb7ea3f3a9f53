package io.ghekeeper.cli;

import io.ghekeeper.history.SnapshotEntry;
import io.ghekeeper.journal.ProcessIdentity;
import io.ghekeeper.snapshot.EvidenceFiles;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code ghe-keeper snapshots unpin}. */
@Command(name = "unpin", description = "Take the pin of a snapshot away.")
final class UnpinCommand implements Runnable {
    @ParentCommand
    private SnapshotsCommand snapshots;

    @Parameters(paramLabel = "SNAPSHOT", description = "Its id, or how it begins or ends.")
    private String name;

    @Override
    public void run() {
        RootCommand root = snapshots.root();
        CoreAssembly core = root.keeper().core();
        List<SnapshotEntry> entries = core.history().snapshots(ProcessIdentity::isProvenGone);
        String id = SnapshotsCommand.id(name, entries);
        boolean pinned = entries.stream()
                .filter(entry -> entry.id().equals(id))
                .anyMatch(entry -> entry.evidence().pin().isPresent()
                        || entry.evidence().unreadable().isPresent());
        if (!pinned) {
            root.printSentence("snapshot " + id + " has no pin; nothing done");
            return;
        }
        new EvidenceFiles(core.journal().directory()).unpin(core.disk(), id);
        root.printSentence("no longer pinned: " + id);
    }
}
