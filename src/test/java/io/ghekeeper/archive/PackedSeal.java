package io.ghekeeper.archive;

import io.ghekeeper.lab.UnsyncedDisk;
import io.ghekeeper.lab.Unwatched;
import io.ghekeeper.seal.ContentCopy;
import io.ghekeeper.seal.SealProgress;
import io.ghekeeper.seal.Sealer;
import io.ghekeeper.snapshot.FileChecks;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Seals snapshots of a box and packs what is read, as a seal run does. */
final class PackedSeal {
    final ArchiveBox box;
    final List<String> warnings = new ArrayList<>();
    Disk disk = new UnsyncedDisk();
    Disk copyDisk = new UnsyncedDisk();
    SealProgress progress = new Unwatched();
    long most = 1 << 30;
    int share = 10;
    long reserve;
    Duration patience = Duration.ofSeconds(20);

    PackedSeal(ArchiveBox box) {
        this.box = box;
    }

    CopySetting setting() {
        return new CopySetting(
                box.state,
                copyDisk,
                box.storeName.orElse("file://" + box.objects),
                box.encryption,
                most,
                share,
                reserve,
                patience);
    }

    void seal(String id) {
        try (ContentCopy copy = PackedCopy.begin(setting(), box.snapshotOf(id), progress, warnings::add)) {
            new Sealer(box.state, disk, box.clock, 3)
                    .seal(box.snapshotOf(id), "20261120T120000Z-seal-0001", FileChecks.NONE, progress, copy);
            copy.keep();
        }
    }

    /** The packs that wait to be sent. */
    List<Path> packs() throws IOException {
        Path outbox = box.state.resolve("archive/outbox");
        if (!Files.exists(outbox)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(outbox)) {
            return files.filter(file -> file.getFileName().toString().contains(".tar.zst")
                            && !file.toString().endsWith(".holds"))
                    .toList();
        }
    }
}
