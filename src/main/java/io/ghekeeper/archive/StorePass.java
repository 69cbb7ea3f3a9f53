package io.ghekeeper.archive;

import io.ghekeeper.archive.ObjectReadings.DueReadings;
import io.ghekeeper.archive.StoreVerifier.StoreFindings;
import io.ghekeeper.lines.WorkFolder;
import io.ghekeeper.run.RateLimit;
import io.ghekeeper.seal.ReadingWindow;
import io.ghekeeper.snapshot.StoreReadings;
import io.ghekeeper.snapshot.StoreVerification;
import io.ghekeeper.store.ObjectStore;
import io.ghekeeper.text.Counts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** One verification of a store: the roots, the list, the questions, the readings, and what follows for each snapshot. */
final class StorePass {
    private static final long BUDGET = ArchiveSetting.SORTED_IN_MEMORY;

    /** So much more is read than is due, so that a run that fails does not make all late. */
    private static final double RESERVE = 1.25;

    private final ObjectStore store;
    private final StoreVerifyOptions options;
    private final LookRecord record;
    private final WorkFolder work;
    private final Instant now;
    private final Consumer<String> warnings;
    private final ArchiveProgress progress;
    private final ObjectDigest reader;
    private final FaultLines faults;
    private final LockEnds ends;
    private final StoreReadings filesRead;

    StorePass(
            ObjectStore store,
            StoreVerifyOptions options,
            LookRecord record,
            WorkFolder work,
            Instant now,
            Consumer<String> warnings,
            LockEnds ends,
            StoreReadings filesRead,
            ArchiveProgress progress) {
        OptionalLong most = options.bytesPerSecond();
        this.store = store;
        this.options = options;
        this.record = record;
        this.work = work;
        this.now = now;
        this.warnings = warnings;
        this.progress = progress;
        this.reader = new ObjectDigest(
                store, most.isPresent() ? Optional.of(new RateLimit(most.getAsLong())) : Optional.empty(), progress);
        this.faults = new FaultLines(work, BUDGET);
        this.ends = ends;
        this.filesRead = filesRead;
    }

    StoreFindings run(String run) throws IOException, InterruptedException {
        LiveRoots roots = LiveRoots.read(store, options.expected(), ends, work, progress);
        roots.tombstones().strange().ifPresent(warnings);
        Path needed = roots.needed();
        ObjectQuestions questions = new ObjectQuestions(store, roots.findings(), faults, reader, store.now());
        ObjectReadings readings = new ObjectReadings(reader, faults, record, work, now);
        ObjectLooks looks;
        try (PackLanes lanes = new PackLanes(options.lanes(), progress)) {
            looks = new ObjectLooks(record, work, now, options.all(), questions, progress);
            looks.look(store, needed, lanes);
            if (questions.wronglyListed() > 0) {
                warnings.accept("the store's list does not show " + Counts.of(questions.wronglyListed(), "object")
                        + " as the store has them when it is asked: a list of it is no proof");
            }
            readings.read(looks.candidates(), due(looks.bytes()), lanes);
        }
        SnapshotFindings found = new SnapshotFindings(roots.findings(), filesRead, record, work);
        found.note(faults);
        Optional<Instant> oldest = found.readings(needed);
        return new StoreFindings(
                new StoreVerification(
                        now,
                        run,
                        options.store(),
                        looks.objects(),
                        looks.bytes(),
                        reader.bytes(),
                        questions.compared(),
                        questions.keepsChecksums(),
                        oldest,
                        found.copies(options.store(), roots.lost())),
                readings.failures(),
                roots.givenUp(),
                found.neededDamage());
    }

    private DueReadings due(long bytes) {
        if (options.all()) {
            return new DueReadings(Long.MAX_VALUE, Long.MAX_VALUE);
        }
        if (options.window().isEmpty()) {
            return new DueReadings(0, 0);
        }
        ReadingWindow window = options.window().get();
        double share = Math.min(1, window.share(options.last(), now) * RESERVE);
        return new DueReadings(
                Math.max(1, (long) Math.ceil(bytes * share)), window.overdue().getEpochSecond());
    }
}
