package io.ghekeeper.cli;

import io.ghekeeper.age.AgeEncryption;
import io.ghekeeper.age.AgeRecipient;
import io.ghekeeper.age.Encryption;
import io.ghekeeper.age.NoEncryption;
import io.ghekeeper.archive.ArchiveOptions;
import io.ghekeeper.archive.ArchivePlan;
import io.ghekeeper.archive.ArchiveProgress;
import io.ghekeeper.archive.Archiver;
import io.ghekeeper.keep.ArchiveRun;
import io.ghekeeper.keep.ArchiveSettings;
import io.ghekeeper.keep.ArchiveSettings.ObjectEncryption;
import io.ghekeeper.keep.ArchiveTransfer;
import io.ghekeeper.keep.NextArchive;
import io.ghekeeper.schedule.Schedule;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.Snapshot;
import io.ghekeeper.snapshot.StoreReadBacks;
import io.ghekeeper.snapshot.StoreVerificationFile;
import io.ghekeeper.store.ObjectStore;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The runs that archive. */
final class ArchiveAssembly {
    private final CoreAssembly core;
    private final Supplier<RunAssembly> runs;

    ArchiveAssembly(CoreAssembly core, Supplier<RunAssembly> runs) {
        this.core = core;
        this.runs = runs;
    }

    ArchiveSettings settings() {
        return core.configuration().archive();
    }

    StoreAssembly stores() {
        return new StoreAssembly(core);
    }

    EvidenceFiles evidence() {
        return new EvidenceFiles(core.journal().directory());
    }

    StoreVerificationFile verifications() {
        return new StoreVerificationFile(core.journal().directory());
    }

    StoreReadBacks readings() {
        return new StoreReadBacks(core.journal().directory());
    }

    /** For the supervisor, too. */
    NextArchive next() {
        Schedule schedule = new Schedule(
                core.configuration().schedule().timeZone(), settings().schedule());
        return new NextArchive(
                core.historyReader(), settings(), schedule::next, core.clock().instant());
    }

    /** @param repair whether what the store lost is sent again */
    @SuppressWarnings("MissingSummary")
    ArchiveRun run(boolean repair) {
        ArchiveTransfer progress = new ArchiveTransfer();
        return new ArchiveRun(
                runs.get().execution(settings().limits(), progress),
                progress,
                core.historyReader(),
                settings(),
                warn -> archiver(warn, repair),
                evidence(),
                core.disk());
    }

    /** @param warn hears of what a person should know, as of a doubt about the store */
    @SuppressWarnings("MissingSummary")
    private ArchiveRun.ArchiverCall archiver(Consumer<String> warn, boolean repair) {
        stores().doubt().ifPresent(words -> warn.accept("the store: " + words));
        return new StoreArchiver(stores(), store -> archiver(store, warn), warn, repair);
    }

    /**
     * What an archive run of this snapshot would do now. Changes nothing.
     *
     * @param warn as for a run
     */
    ArchivePlan plan(Snapshot snapshot, Consumer<String> warn) {
        stores().doubt().ifPresent(words -> warn.accept("the store: " + words));
        try (ObjectStore store = stores().store()) {
            return archiver(store, warn).plan(snapshot, ArchiveProgress.UNWATCHED);
        }
    }

    Encryption encryption() {
        return settings().encryption() == ObjectEncryption.NONE
                ? new NoEncryption()
                : new AgeEncryption(AgeRecipient.all(settings().recipients()));
    }

    Archiver archiver(ObjectStore store, Consumer<String> warn) {
        return archiver(stores(), next().requireStore(), store, warn);
    }

    /** @param place the name of {@code store}, which is of {@code stores} */
    @SuppressWarnings("MissingSummary")
    Archiver archiver(StoreAssembly stores, String place, ObjectStore store, Consumer<String> warn) {
        return new Archiver(
                core.journal().directory(),
                core.disk(),
                core.clock(),
                store,
                encryption(),
                new ArchiveOptions(
                        place,
                        core.configuration().appliance().uuid(),
                        settings().parallel(),
                        settings().rateLimit().map(OptionalLong::of).orElseGet(OptionalLong::empty),
                        stores.locks()),
                warn);
    }
}
