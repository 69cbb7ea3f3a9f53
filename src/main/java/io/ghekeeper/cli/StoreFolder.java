package io.ghekeeper.cli;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.volume.Volume;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A folder that snapshots are archived or copied to. */
record StoreFolder(Path folder, Volume volume) {
    /**
     * A folder on the file system of the snapshots is lost with them, so nothing in it may be called archived. Where the
     * volume itself may lie anywhere, ghe-keeper is tried out, and a warning is enough.
     *
     * @throws Failure STORE_FAILED where the folder is not there, CONFIGURATION_INVALID where it is on the volume
     */
    Optional<String> doubt() {
        if (!Files.isDirectory(folder)) {
            throw new Failure(
                    FailureKind.STORE_FAILED,
                    "there is no folder " + folder + " for the archive",
                    "Mount it, or make it: nothing is archived into a folder that is not there.");
        }
        if (!volume.isOn(folder)) {
            return Optional.empty();
        }
        if (volume.mayBeAnywhere()) {
            return Optional.of(
                    "it is on the file system of the snapshots, and is lost with them: good for trials only");
        }
        throw new Failure(
                FailureKind.CONFIGURATION_INVALID,
                "the archive's folder " + folder + " is on the file system of the snapshots, and is lost with them",
                "Name a folder on another file system, or a bucket. To try it out all the same: data.mount: any");
    }
}
