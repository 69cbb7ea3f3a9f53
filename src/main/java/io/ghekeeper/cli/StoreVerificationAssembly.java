package io.ghekeeper.cli;

import io.ghekeeper.age.ArchiveIdentity;
import io.ghekeeper.archive.ArchiveProgress;
import io.ghekeeper.archive.ArchiveVerifyFiles;
import io.ghekeeper.archive.StoreVerifier;
import io.ghekeeper.archive.StoreVerifyOptions;
import io.ghekeeper.archive.VerifiedFiles;
import io.ghekeeper.keep.ArchiveSettings;
import io.ghekeeper.keep.ArchiveTransfer;
import io.ghekeeper.keep.ArchiveVerifyRun;
import io.ghekeeper.keep.NextArchiveVerify;
import io.ghekeeper.keep.ReadBackRun;
import io.ghekeeper.schedule.Schedule;
import io.ghekeeper.seal.ReadingWindow;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.StoreReadBacks;
import io.ghekeeper.snapshot.StoreVerificationFile;
import io.ghekeeper.store.ObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The runs that verify the store. */
final class StoreVerificationAssembly {
    private final CoreAssembly core;
    private final Supplier<RunAssembly> runs;
    private final StoreAssembly stores;

    StoreVerificationAssembly(CoreAssembly core, Supplier<RunAssembly> runs, StoreAssembly stores) {
        this.core = core;
        this.runs = runs;
        this.stores = stores;
    }

    private ArchiveSettings settings() {
        return core.configuration().archive();
    }

    private Schedule schedule() {
        return new Schedule(
                core.configuration().schedule().timeZone(), settings().verify().schedule());
    }

    NextArchiveVerify task() {
        return new NextArchiveVerify(
                core.historyReader(), settings(), schedule()::next, core.clock().instant());
    }

    ArchiveVerifyRun run() {
        ArchiveTransfer progress = new ArchiveTransfer();
        return new ArchiveVerifyRun(
                runs.get().execution(settings().limits(), progress),
                progress,
                core.historyReader(),
                settings(),
                this::verifier,
                new ArchiveVerifyRun.ResultPlaces(
                        new EvidenceFiles(core.journal().directory()),
                        new StoreVerificationFile(core.journal().directory()),
                        new StoreReadBacks(core.journal().directory()),
                        core.disk(),
                        core.configuration().appliance().uuid()));
    }

    /** @param identity stays the caller's to close */
    @SuppressWarnings("MissingSummary")
    ReadBackRun readBack(Optional<ArchiveIdentity> identity) {
        ArchiveTransfer progress = new ArchiveTransfer();
        return new ReadBackRun(
                runs.get().execution(settings().limits(), progress),
                progress,
                settings().place().orElseThrow(),
                (snapshot, goOn) -> readFiles(snapshot, identity, goOn),
                new ReadBackRun.EvidencePlaces(
                        new EvidenceFiles(core.journal().directory()),
                        new StoreReadBacks(core.journal().directory()),
                        core.disk(),
                        core.clock()));
    }

    /** See {@link ArchiveVerifyFiles#verify}. */
    VerifiedFiles readFiles(String snapshot, Optional<ArchiveIdentity> identity, ArchiveProgress progress) {
        try (ObjectStore store = stores.store()) {
            return new ArchiveVerifyFiles(stores.access(store, identity)).verify(snapshot, progress);
        }
    }

    /** @param warn hears of what a person should know, as of a doubt about the store */
    @SuppressWarnings("MissingSummary")
    private ArchiveVerifyRun.VerifierCall verifier(Consumer<String> warn) {
        stores.doubt().ifPresent(words -> warn.accept("the store: " + words));
        return (run, all, last, expected, progress) -> {
            Instant now = core.clock().instant();
            StoreVerifyOptions options = new StoreVerifyOptions(
                    settings().place().orElseThrow(),
                    settings().parallel(),
                    settings().rateLimit().map(OptionalLong::of).orElseGet(OptionalLong::empty),
                    settings()
                            .verify()
                            .within()
                            .map(within -> new ReadingWindow(
                                    within, schedule().next(now).orElse(now.plus(Duration.ofDays(1))))),
                    last,
                    all,
                    expected);
            try (ObjectStore store = stores.store()) {
                return new StoreVerifier(core.journal().directory(), core.disk(), core.clock(), store, options, warn)
                        .verify(run, progress);
            }
        };
    }
}
