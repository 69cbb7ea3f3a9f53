package io.ghekeeper.cli;

import io.ghekeeper.aws.Aws;
import io.ghekeeper.aws.Ec2;
import io.ghekeeper.nativesnapshot.NativeProtection;
import io.ghekeeper.nativesnapshot.ProtectionSettings;
import io.ghekeeper.nativesnapshot.ProtectionSettings.NativeCopy;
import io.ghekeeper.nativesnapshot.SnapshotCopies;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.Snapshots;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** Locks, shares and copies of native snapshots. Nothing of AWS is made before a call. */
final class ProtectionAssembly {
    private final CoreAssembly core;
    private final NativeAssembly natives;

    ProtectionAssembly(CoreAssembly core, NativeAssembly natives) {
        this.core = core;
        this.natives = natives;
    }

    ProtectionSettings settings() {
        return natives.settings().protection();
    }

    /** EC2 of the Region of copies. It is the caller's to close. */
    Ec2 ec2(NativeCopy copy) {
        return new Aws(core.configuration().kms(), core.environment().environment())
                .ec2(Optional.of(copy.region()), copy.endpoint());
    }

    NativeProtection protection(Clock clock) {
        Path data = core.configuration().data().directory();
        SnapshotCopies.CopyRecords records = new SnapshotCopies.CopyRecords(
                natives.files(),
                new EvidenceFiles(core.journal().directory()),
                core.disk(),
                backup -> Snapshots.isId(backup) && Files.isDirectory(data.resolve(backup)));
        return new NativeProtection(settings(), new SnapshotCopies(settings(), this::ec2, records, clock), clock);
    }
}
