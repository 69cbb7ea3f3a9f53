package io.ghekeeper.probe;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.snapshot.DataSettings;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.volume.LocalDisk;
import java.nio.file.Path;
import java.time.Duration;

/** Looks at the owner of a data directory's snapshots, to be started as another user. */
final class OwnerLookProgram {
    private OwnerLookProgram() {}

    public static void main(String[] arguments) {
        Path data = Path.of(arguments[0]);
        try {
            Snapshots snapshots = new Snapshots(new DataSettings(data, Duration.ofDays(1)), new LocalDisk());
            System.out.println(new OwnerCheck(snapshots.list()).look().what());
        } catch (Failure failure) {
            System.out.println(failure.kind() + " " + failure.getMessage() + " " + failure.hint());
        }
    }
}
