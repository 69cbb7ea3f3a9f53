package io.ghekeeper.store;

import io.ghekeeper.lab.FailingStore;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;

/** The store that later tests make fail is one itself. */
class FailingStoreTest extends LockingStoreContract {
    @TempDir
    private Path folder;

    @Override
    ObjectStore store() {
        return failingAt(0);
    }

    @Override
    ObjectStore failingAt(int n) {
        return new FailingStore(new FolderStore(folder, new LocalDisk(), Clock.systemUTC()), n);
    }

    @Override
    String named(ObjectKey key) {
        return key.text();
    }

    @Override
    void plantForeign() throws IOException {
        Files.writeString(folder.resolve("of another program"), "x");
    }
}
