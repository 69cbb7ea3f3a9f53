package io.ghekeeper.nativesnapshot;

import io.ghekeeper.aws.EbsSnapshot;
import io.ghekeeper.aws.EbsVolume;
import io.ghekeeper.aws.Ec2;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.history.HistoryReader;
import io.ghekeeper.journal.NativeEvent;
import io.ghekeeper.journal.Run;
import io.ghekeeper.process.ShortCommand;
import io.ghekeeper.run.Execution;
import io.ghekeeper.run.RunContext;
import io.ghekeeper.snapshot.NativeSnapshot;
import io.ghekeeper.snapshot.NativeSnapshot.State;
import io.ghekeeper.snapshot.NativeSnapshotFiles;
import io.ghekeeper.snapshot.NativeStep;
import io.ghekeeper.text.FileError;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The run that asks EBS for a snapshot of the volume: nothing else of the capture lane runs meanwhile, a good backup is on the
 * volume, and all of it is synced. It ends as soon as EBS has begun; {@link NativeFollow} follows the rest.
 *
 * <p>EBS has no token that would make a second call harmless. So what is about to be asked for is recorded first, and the run's
 * id is a tag of the snapshot; before anything is asked for again, EC2 is asked about what is open.
 */
public final class VolumeSnapshotRun {
    /** A volume with much unwritten data takes minutes. */
    private static final Duration SYNC = Duration.ofMinutes(10);

    private static final int LOOKS = 4;

    private final Execution execution;
    private final HistoryReader history;
    private final NativeSnapshotFiles files;
    private final Disk disk;
    private final OwnVolume own;
    private final NativeSearch search;
    private final Supplier<Ec2> ec2;
    private final Supplier<TagSet> tags;
    private final Path dataDirectory;
    private final List<NativeStep> steps;
    private final Duration firstPause;

    /**
     * What the run works on.
     *
     * @param steps what is to be done with the snapshot once it is there
     */
    public record VolumeSource(
            NativeSnapshotFiles files,
            Disk disk,
            OwnVolume own,
            NativeSearch search,
            Path dataDirectory,
            List<NativeStep> steps) {}

    /** @param ec2 makes the calls; it is the run's to close */
    @SuppressWarnings("MissingSummary")
    public VolumeSnapshotRun(
            Execution execution, HistoryReader history, VolumeSource source, Supplier<Ec2> ec2, Supplier<TagSet> tags) {
        this(execution, history, source, ec2, tags, Duration.ofSeconds(2));
    }

    /** @param firstPause before EC2 is asked again after a lost answer; each further one is twice as long */
    @SuppressWarnings("MissingSummary")
    public VolumeSnapshotRun(
            Execution execution,
            HistoryReader history,
            VolumeSource source,
            Supplier<Ec2> ec2,
            Supplier<TagSet> tags,
            Duration firstPause) {
        this.execution = execution;
        this.history = history;
        this.files = source.files();
        this.disk = source.disk();
        this.own = source.own();
        this.search = source.search();
        this.dataDirectory = source.dataDirectory();
        this.steps = source.steps();
        this.ec2 = ec2;
        this.tags = tags;
        this.firstPause = firstPause;
    }

    /**
     * Takes one, unless the newest backup is in one already.
     *
     * @param output see {@link Execution#run}
     * @param again whether one is taken all the same
     * @return the finished run
     * @throws Failure RUN_ACTIVE, with nothing recorded, when another run has the capture lane; any other kind after it was
     *     written into the run's record
     */
    public Run run(Run.Cause cause, Optional<Path> output, boolean again) {
        return execution.run(Run.Kind.NATIVE, cause, output, context -> {
            try (Ec2 calls = ec2.get()) {
                take(context, calls, again);
            }
        });
    }

    /** Ends the running one, if any, and refuses new ones. Another thread calls it. */
    public void stop() {
        execution.stop();
    }

    private void take(RunContext context, Ec2 calls, boolean again) {
        settle(context, calls);
        String backup = NewestBackup.require(history.read());
        Optional<NativeSnapshot> taken = NewestBackup.taken(backup, files.all());
        if (taken.isPresent() && !again) {
            context.info("backup " + backup + " is in " + taken.get().id().orElse("a snapshot")
                    + " already, so none is taken");
            return;
        }
        context.snapshot(backup, Set.of());
        EbsVolume volume = context.watch().await(() -> own.find(calls));
        sync(context);
        NativeSnapshot record = NativeSnapshot.asked(context.id(), backup, volume.id(), search.now(), steps);
        files.write(disk, record);
        context.record(new NativeEvent.NativeAsked(volume.id(), backup));
        ask(context, calls, record);
    }

    /** Finds out about each call of an earlier run whose answer was lost. */
    private void settle(RunContext context, Ec2 calls) {
        for (NativeSnapshot record : files.all()) {
            if (record.state() == State.ASKED && look(context, calls, record).state() == State.ASKED) {
                throw new Failure(
                        FailureKind.NATIVE_UNKNOWN,
                        "run " + record.run()
                                + " asked EBS for a snapshot, and it is not known yet whether that was made",
                        "Wait until " + record.asked().plus(NativeSearch.CONSISTENT)
                                + ": EC2 may show it so late. Then: ghe-keeper native take");
            }
        }
    }

    private NativeSnapshot look(RunContext context, Ec2 calls, NativeSnapshot record) {
        NativeSnapshot now = context.watch().await(() -> search.look(record, calls));
        files.write(disk, now);
        now.id().ifPresent(id -> context.record(new NativeEvent.NativeAdopted(id, record.run())));
        return now;
    }

    private void sync(RunContext context) {
        try {
            List<String> command = List.of("sync", "-f", dataDirectory.toString());
            context.watch().await(() -> {
                try {
                    return new ShortCommand(SYNC).ask(command);
                } catch (IOException e) {
                    throw new UnsyncedVolume(e);
                }
            });
        } catch (UnsyncedVolume e) {
            throw new Failure(
                    FailureKind.VOLUME_UNUSABLE,
                    "the volume of " + dataDirectory + " cannot be synced: " + FileError.words(e.reason),
                    "Check dmesg, and the volume.",
                    e);
        }
    }

    private static final class UnsyncedVolume extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient IOException reason;

        UnsyncedVolume(IOException reason) {
            super(reason);
            this.reason = reason;
        }
    }

    private void ask(RunContext context, Ec2 calls, NativeSnapshot record) {
        EbsSnapshot made;
        try {
            made = context.watch()
                    .await(() -> calls.createSnapshot(
                            record.volume(),
                            "ghe-keeper: backup " + record.backup(),
                            tags.get().of(record.run(), record.backup())));
        } catch (Failure failure) {
            if (context.watch().reason().isEmpty() && failure.kind() != FailureKind.NATIVE_UNKNOWN) {
                files.write(disk, refused(record, failure));
                throw failure;
            }
            lost(context, calls, record, failure);
            return;
        }
        files.write(disk, NativeSearch.seen(record, made, 1, search.now()));
        context.record(new NativeEvent.NativeBegun(made.id(), record.volume(), record.backup()));
    }

    private NativeSnapshot refused(NativeSnapshot record, Failure failure) {
        return record.seen(
                State.NONE, Optional.empty(), OptionalInt.empty(), search.now(), Optional.of(failure.getMessage()));
    }

    /** Looks for what was asked for; what is not seen in half a minute is looked for by {@link NativeFollow}. */
    private void lost(RunContext context, Ec2 calls, NativeSnapshot record, Failure failure) {
        context.warn(failure.getMessage());
        Duration pause = firstPause;
        for (int look = 0; look < LOOKS; look++) {
            context.watch().pause(pause);
            if (look(context, calls, record).id().isPresent()) {
                return;
            }
            pause = pause.multipliedBy(2);
        }
        throw failure;
    }
}
