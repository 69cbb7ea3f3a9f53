package io.ghekeeper.run;

import io.ghekeeper.engine.Leftover;
import io.ghekeeper.engine.Leftovers;
import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.JournalSettings;
import io.ghekeeper.lab.ObservedDisk;
import io.ghekeeper.snapshot.DataSettings;
import io.ghekeeper.snapshot.IncompleteSnapshots;
import io.ghekeeper.snapshot.SnapshotRemoval;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LocalDisk;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A process that removes the old incomplete snapshots of a volume. It says {@code reached} before the first operation whose
 * words begin as asked, and waits there until its input ends. Arguments: the volume, and those words.
 */
public final class RemovalProgram {
    private RemovalProgram() {}

    public static void main(String[] arguments) {
        AtomicBoolean reached = new AtomicBoolean();
        Disk disk = new ObservedDisk(operation -> {
            if (operation.startsWith(arguments[1]) && reached.compareAndSet(false, true)) {
                System.out.println("reached");
                while (System.in.read() >= 0) {
                    // Until the other side closes the pipe or ends.
                }
            }
        });
        Path volume = Path.of(arguments[0]);
        recovery(volume, journal(volume), new EngineRuns(Set.of()), disk)
                .removeIncomplete(removed -> System.out.println("removed"), System.out::println);
    }

    static Journal journal(Path volume) {
        return new Journal(
                new JournalSettings(volume.resolve("state"), 100, Duration.ofDays(9)),
                new LocalDisk(),
                Clock.systemUTC(),
                run -> {});
    }

    /** Neither the engine nor a key takes part in a removal. */
    static Recovery recovery(Path volume, Journal journal, Leftovers engine, Disk disk) {
        DataSettings data = new DataSettings(volume.resolve("data"), Duration.ofDays(1));
        return new Recovery(
                journal,
                null,
                null,
                engine,
                new IncompleteSnapshots(
                        data,
                        disk,
                        new SnapshotRemoval(data, disk, SnapshotRemoval.SnapshotRecords.NONE, 1),
                        Clock.systemUTC()),
                Duration.ofDays(1),
                Clock.systemUTC());
    }

    /** An engine that has a process for each of these runs. */
    record EngineRuns(Set<String> alive) implements Leftovers {
        @Override
        public List<Leftover> judge() {
            return List.of();
        }

        @Override
        public List<Leftover> clearStale() {
            return List.of();
        }

        @Override
        public Leftovers without(Predicate<String> runId) {
            return new EngineRuns(alive.stream().filter(runId.negate()).collect(Collectors.toSet()));
        }

        @Override
        public boolean mayBeUsing(String snapshotId) {
            return !alive.isEmpty();
        }
    }
}
