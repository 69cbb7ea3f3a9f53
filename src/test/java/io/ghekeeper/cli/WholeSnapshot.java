package io.ghekeeper.cli;

import io.ghekeeper.journal.CaptureLease;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.OpenRun;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import io.ghekeeper.lab.WholeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A snapshot written by hand, with as much in it as the quick engine makes: for what needs no engine. */
final class WholeSnapshot {
    private WholeSnapshot() {}

    /** Makes it in the data directory, of release 3.11.0, and returns its folder. */
    static Path make(Path data, String id, String uuid) throws IOException {
        Path snapshot = Files.createDirectories(data.resolve(id));
        WholeFiles.write(snapshot, uuid);
        Files.writeString(snapshot.resolve("version"), "v3.11.0\n");
        Files.writeString(snapshot.resolve("strategy"), "rsync\n");
        Path repository = Files.createDirectories(snapshot.resolve("repositories/1/nw/a/b/c/1/1.git"));
        Files.writeString(repository.resolve("HEAD"), "ref: refs/heads/main\n");
        Files.writeString(Files.createDirectories(snapshot.resolve("pages")).resolve("one"), "a page\n");
        return snapshot;
    }

    /** Records a run that made it, and how that ended. */
    static Run record(Journal journal, String id, Run.Outcome outcome, String... losses) {
        try (CaptureLease lease = journal.acquireCapture()) {
            OpenRun run = journal.begin(lease, Run.Kind.BACKUP, Run.Trigger.SCHEDULE);
            run.snapshot(id);
            run.record(RunEvent.of("captured", Map.of("snapshot", id)));
            for (String loss : losses) {
                run.record(RunEvent.of("loss", Map.of("what", loss)));
            }
            run.end(outcome, Optional.empty());
            return run.run();
        }
    }
}
