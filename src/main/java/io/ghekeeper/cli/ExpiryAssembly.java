package io.ghekeeper.cli;

import io.ghekeeper.aws.Ec2;
import io.ghekeeper.nativesnapshot.ExpiryRun;
import io.ghekeeper.nativesnapshot.NativeList;
import io.ghekeeper.nativesnapshot.NativeSettings;
import io.ghekeeper.nativesnapshot.WritingRuns;
import io.ghekeeper.snapshot.EvidenceFiles;

/** What lists and deletes native snapshots. Nothing of AWS is made before a call. */
final class ExpiryAssembly {
    private final CoreAssembly core;
    private final NativeAssembly natives;

    ExpiryAssembly(Keeper keeper) {
        this.core = keeper.core();
        this.natives = keeper.nativeSnapshots();
    }

    NativeSettings settings() {
        return natives.settings();
    }

    /** EC2, which is the caller's to close. Fails with CONFIGURATION_INVALID where native snapshots are off. */
    Ec2 ec2() {
        natives.requireEnabled();
        return natives.ec2();
    }

    NativeList list() {
        return new NativeList(
                settings(),
                natives.files(),
                () -> new WritingRuns(core.history(), core.configuration().journal()));
    }

    /** Deletes by the rules of the configuration. Where the volume is not here, no backup is pinned. */
    ExpiryRun run(Ec2 ec2) {
        return new ExpiryRun(
                ec2,
                settings().label(),
                settings().expiry(),
                new EvidenceFiles(core.journal().directory()),
                core.clock());
    }
}
