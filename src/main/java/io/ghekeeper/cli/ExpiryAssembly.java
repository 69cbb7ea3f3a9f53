package io.ghekeeper.cli;

import io.ghekeeper.aws.Ec2;
import io.ghekeeper.nativesnapshot.CopyList;
import io.ghekeeper.nativesnapshot.NativeList;
import io.ghekeeper.nativesnapshot.NativeSettings;
import io.ghekeeper.nativesnapshot.NativeSettings.ExpirySettings;
import io.ghekeeper.nativesnapshot.WritingRuns;
import io.ghekeeper.snapshot.EvidenceFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What lists and deletes native snapshots. Nothing of AWS is made before a call. */
final class ExpiryAssembly {
    private final CoreAssembly core;
    private final NativeAssembly natives;
    private final ProtectionAssembly protection;
    private final UndoAssembly undo;

    ExpiryAssembly(Keeper keeper) {
        this.core = keeper.core();
        this.natives = keeper.nativeSnapshots();
        this.protection = new ProtectionAssembly(core, natives);
        this.undo = UndoAssembly.of(keeper);
    }

    NativeSettings settings() {
        return natives.settings();
    }

    /** EC2, which is the caller's to close. Fails with CONFIGURATION_INVALID where native snapshots are off. */
    Ec2 ec2() {
        undo.requireUsed();
        return natives.ec2();
    }

    NativeList list() {
        return new NativeList(
                settings(),
                natives.files(),
                () -> new WritingRuns(core.history(), core.configuration().journal()),
                new CopyList(protection::ec2));
    }

    /** Where snapshots are deleted: in the Region of the volume, then in those of copies. Where the volume is not here, no backup is pinned. */
    List<ExpiryRegion> regions() {
        undo.requireUsed();
        List<ExpiryRegion> regions = new ArrayList<>();
        regions.add(region(Optional.empty(), settings().expiry(), natives::ec2));
        protection
                .settings()
                .copies()
                .forEach(copy ->
                        regions.add(region(Optional.of(copy.region()), copy.expiry(), () -> protection.ec2(copy))));
        return regions;
    }

    /** Nothing is called for it. */
    private String home() {
        try (Ec2 calls = natives.ec2()) {
            return calls.region();
        }
    }

    private ExpiryRegion region(Optional<String> name, ExpirySettings settings, Supplier<Ec2> ec2) {
        return new ExpiryRegion(
                name,
                settings().label(),
                settings,
                ec2,
                this::home,
                new EvidenceFiles(core.journal().directory()),
                core.clock());
    }
}
