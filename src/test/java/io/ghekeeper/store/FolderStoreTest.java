package io.ghekeeper.store;

import io.ghekeeper.lab.FaultyDisk;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;

class FolderStoreTest extends LockingStoreContract {
    @TempDir
    private Path folder;

    @Override
    ObjectStore store() {
        return on(new LocalDisk());
    }

    @Override
    ObjectStore failingAt(int n) {
        return on(FaultyDisk.failingOnce(n));
    }

    private ObjectStore on(Disk disk) {
        return new FolderStore(folder, disk, Clock.systemUTC());
    }

    @Override
    String named(ObjectKey key) {
        return folder.resolve(key.text()).toString();
    }

    @Override
    void plantForeign() throws IOException {
        Files.writeString(folder.resolve(".half.new"), "half");
        Files.writeString(folder.resolve("of another\nprogram"), "x");
        Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc/passwd"));
    }
}
