package io.ghekeeper.keep;

import io.ghekeeper.history.History;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.journal.Run;
import io.ghekeeper.nativesnapshot.NativeSettings;
import io.ghekeeper.nativesnapshot.NewestBackup;
import io.ghekeeper.snapshot.NativeSnapshot;
import io.ghekeeper.snapshot.NativeSnapshotFiles;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * When the supervisor has a native snapshot of the volume taken: after a good backup, or at a tick, and never of the same backup
 * twice. It is done before other work of the keep lane, so that nothing reads or removes snapshots meanwhile.
 */
public final class NextNative implements KeepTask {
    private final HistoryReader reader;
    private final NativeSettings settings;
    private final NativeSnapshotFiles files;
    private final Supplier<NativeTiming> timing;
    private final Instant begin;

    /**
     * The question.
     *
     * @param timing when they are taken now; tags of the volume may change it
     * @param begin of the supervisor: no tick before that is made up for where there was no run yet
     */
    public NextNative(
            HistoryReader reader,
            NativeSettings settings,
            NativeSnapshotFiles files,
            Supplier<NativeTiming> timing,
            Instant begin) {
        this.reader = reader;
        this.settings = settings;
        this.files = files;
        this.timing = timing;
        this.begin = begin;
    }

    /**
     * When snapshots are taken.
     *
     * @param never whether none are
     * @param nextTick the first tick after an instant; nothing where one is taken after each good backup
     */
    public record NativeTiming(boolean never, Optional<Function<Instant, Optional<Instant>>> nextTick) {}

    /** Not while it is unknown what became of an earlier call: that is followed, and may be the snapshot that is due. */
    @Override
    public Optional<KeepWork> due(Instant now) {
        if (!settings.enabled()) {
            return Optional.empty();
        }
        List<NativeSnapshot> records = files.all();
        if (records.stream().anyMatch(record -> record.state() == NativeSnapshot.State.ASKED)) {
            return Optional.empty();
        }
        NativeTiming when = timing.get();
        if (when.never()) {
            return Optional.empty();
        }
        History history = reader.read();
        if (when.nextTick()
                .filter(next -> !isTicked(new TaskTicks(next, begin), history, now))
                .isPresent()) {
            return Optional.empty();
        }
        return NewestBackup.good(history)
                .filter(backup -> NewestBackup.taken(backup, records).isEmpty())
                .filter(backup -> RepeatedAttempts.allow(history, Run.Kind.NATIVE, backup, now))
                .map(backup -> new KeepWork(
                        Run.Kind.NATIVE,
                        List.of("native-take", "--scheduled"),
                        "taking a native snapshot with backup " + backup));
    }

    private static boolean isTicked(TaskTicks ticks, History history, Instant now) {
        Optional<Run> last = TaskTicks.last(history, Run.Kind.NATIVE);
        return last.filter(run -> !run.hasSucceeded()).isPresent() || ticks.cameSince(last, now);
    }
}
