package io.ghekeeper.cli;

import io.ghekeeper.archive.DeadPacks;
import io.ghekeeper.archive.StoreSnapshots;
import io.ghekeeper.backup.Backup;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.journal.Run;
import io.ghekeeper.keep.ArchiveRun;
import io.ghekeeper.keep.ArchiveVerifyRun;
import io.ghekeeper.keep.AttachRun;
import io.ghekeeper.keep.CompactRun;
import io.ghekeeper.keep.FetchRun;
import io.ghekeeper.keep.RetentionRun;
import io.ghekeeper.keep.SealRun;
import io.ghekeeper.keep.StoreCopyRun;
import io.ghekeeper.keep.VerifyRun;
import io.ghekeeper.keep.VolumeVerifyRun;
import io.ghekeeper.rebuild.RebuildRun;
import io.ghekeeper.restore.Restore;
import io.ghekeeper.restore.RestoreOptions;
import io.ghekeeper.seal.ReadingWindow;
import io.ghekeeper.store.ObjectStore;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is done while something strikes. */
@SuppressWarnings("try") // the signals are there to be closed
enum CrashJob {
    BACKUP {
        @Override
        void run(Keeper keeper) {
            Backup backup = keeper.runs().backup();
            try (Signals signals = Signals.onEnd(backup::stop)) {
                backup.run(Run.Cause.HAND);
            }
        }
    },
    MARKERS {
        @Override
        void run(Keeper keeper) {
            try (var lease = keeper.core().journal().acquireCapture()) {
                keeper.runs().recovery().closeDeadRuns(lease);
                keeper.runs().recovery().clearMarkers();
            }
            keeper.runs().recovery().removeIncomplete(removed -> {}, System.err::println);
        }
    },
    RESTORE {
        @Override
        void run(Keeper keeper) {
            Restore restore = keeper.restores().restore(Optional.empty());
            try (Signals signals = Signals.onEnd(restore::stop)) {
                restore.run(
                        Run.Kind.RESTORE,
                        Run.Cause.HAND,
                        Optional.of(keeper.core().journal().startupLog().create()),
                        new RestoreOptions(
                                TARGET,
                                RestoreOptions.LATEST,
                                false,
                                false,
                                false,
                                false,
                                false,
                                false,
                                false,
                                Map.of()));
            }
        }
    },
    /** Of the last good snapshot. */
    SEAL {
        @Override
        void run(Keeper keeper) {
            SealRun seal = keeper.seals().run();
            String newest =
                    keeper.core().journal().lastGood().flatMap(Run::snapshot).orElseThrow();
            try (Signals signals = Signals.onEnd(seal::stop)) {
                seal.run(Run.Cause.HAND, Optional.empty(), newest);
            }
        }
    },
    /** Of the newest sealed snapshot and of the oldest, as a person types it. */
    VERIFY {
        @Override
        void run(Keeper keeper) {
            VerifyRun verify = keeper.seals().verify();
            List<String> sealed = keeper.seals().next().sealedOnes();
            List<String> ids = List.of(sealed.get(0), sealed.get(sealed.size() - 1));
            try (Signals signals = Signals.onEnd(verify::stop)) {
                verify.run(Run.Cause.HAND, Optional.empty(), ids, false);
            }
        }
    },
    /** As the supervisor begins it, of all units. */
    VERIFY_OLDEST {
        @Override
        void run(Keeper keeper) {
            VolumeVerifyRun verify = keeper.seals().verifyOldest();
            ReadingWindow all = new ReadingWindow(
                    Duration.ofDays(1), keeper.core().clock().instant().plus(Duration.ofDays(2)));
            try (Signals signals = Signals.onEnd(verify::stop)) {
                verify.readOldest(Run.Cause.HAND, Optional.empty(), all);
            }
        }
    },
    RETENTION {
        @Override
        void run(Keeper keeper) {
            RetentionRun retention = keeper.retention().run();
            try (Signals signals = Signals.onEnd(retention::stop)) {
                retention.run(Run.Cause.HAND, Optional.empty());
            }
        }
    },
    /** Of the last good snapshot, with an archive that waits for what the seal packs. */
    SEAL_PACKING {
        @Override
        void run(Keeper keeper) {
            SEAL.run(keeper);
        }
    },
    /** Of all objects, one of which is damaged. */
    ARCHIVE_VERIFY {
        @Override
        void run(Keeper keeper) {
            ArchiveVerifyRun verify = keeper.storeVerification().run();
            try (Signals signals = Signals.onEnd(verify::stop)) {
                verify.run(Run.Cause.HAND, Optional.empty(), true);
            }
        }
    },
    /** Of the newest archived snapshot, of which the store lost a pack. */
    ARCHIVE_REPAIR {
        @Override
        void run(Keeper keeper) {
            ArchiveRun repair = keeper.archive().run(true);
            List<String> archived = archived(keeper);
            try (Signals signals = Signals.onEnd(repair::stop)) {
                repair.run(Run.Cause.HAND, Optional.empty(), archived.get(archived.size() - 1));
            }
        }
    },
    /** Of the oldest archived snapshot, which is not on the volume; one that is there by now is as fetched. */
    ARCHIVE_FETCH {
        @Override
        void run(Keeper keeper) {
            String oldest = archived(keeper).get(0);
            if (keeper.core().history().catalogue().find(oldest).isPresent()) {
                return;
            }
            FetchRun fetch = keeper.fetches().run(Optional.empty());
            try (Signals signals = Signals.onEnd(fetch::stop)) {
                fetch.run(Run.Cause.HAND, Optional.empty(), List.of(oldest));
            }
        }
    },
    /** Of an empty data directory, with the newest archived snapshot. */
    REBUILD {
        @Override
        void run(Keeper keeper) {
            RebuildRun rebuild = keeper.rebuild().run(Optional.empty());
            try (Signals signals = Signals.onEnd(rebuild::stop)) {
                rebuild.run(Run.Cause.HAND, Optional.empty(), 1);
            }
        }
    },
    /** To the store, of which the volume knows nothing any more. */
    ARCHIVE_ATTACH {
        @Override
        void run(Keeper keeper) {
            AttachRun attach = keeper.storeCopies().attach(Optional.empty());
            try (Signals signals = Signals.onEnd(attach::stop)) {
                attach.run(Optional.empty());
            }
        }
    },
    /** Of all snapshots of the store, into another folder. */
    ARCHIVE_COPY {
        @Override
        void run(Keeper keeper) {
            StoreCopyRun copy = keeper.storeCopies().copy(copy(keeper));
            try (Signals signals = Signals.onEnd(copy::stop)) {
                copy.run(Optional.empty(), List.of());
            }
        }
    },
    /** Of the newest archived snapshot, of which the volume has a damaged file. */
    VERIFY_REPAIR {
        @Override
        void run(Keeper keeper) {
            VerifyRun verify = keeper.seals().verify();
            List<String> archived = archived(keeper);
            try (Signals signals = Signals.onEnd(verify::stop)) {
                verify.runRepair(
                        Run.Cause.HAND,
                        Optional.empty(),
                        archived.get(archived.size() - 1),
                        keeper.repairs().repair(Optional.empty()));
            }
        }
    },
    /** Of a store whose oldest snapshot is given up. */
    ARCHIVE_COMPACT {
        @Override
        void run(Keeper keeper) {
            CompactRun compact = keeper.compaction().run(Optional.empty(), new DeadPacks(HALF, false));
            try (Signals signals = Signals.onEnd(compact::stop)) {
                compact.run(Optional.empty());
            }
        }
    };

    private static final int HALF = 50;

    /** Where {@link io.ghekeeper.lab.Deployment#target} is. */
    private static final String TARGET = "127.0.0.2";

    abstract void run(Keeper keeper);

    /** As it stands on the page, and as it is chosen by. */
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean isOfKeepLane() {
        return compareTo(SEAL) >= 0;
    }

    boolean isOfArchive() {
        return compareTo(SEAL_PACKING) >= 0;
    }

    /** Where {@link #ARCHIVE_COPY} copies to. */
    static URI copy(Keeper keeper) {
        return URI.create(keeper.archive().next().requireStore() + "-copy");
    }

    /** The oldest first. */
    private static List<String> archived(Keeper keeper) {
        try (ObjectStore store = keeper.archive().stores().store()) {
            return new StoreSnapshots(store).list().kept();
        }
    }

    /** The exit status. */
    int tryOn(Keeper keeper) {
        try {
            run(keeper);
            return 0;
        } catch (Failure failure) {
            System.err.println(failure.getMessage());
            return failure.kind().exitStatus();
        }
    }
}
