package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.FIRST;
import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static io.ghekeeper.archive.ArchiveBox.THIRD;
import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.archive.SnapshotFetch.OpenFetch;
import io.ghekeeper.archive.VolumeFetch.VolumePlaces;
import io.ghekeeper.snapshot.DataSettings;
import io.ghekeeper.snapshot.EvidenceFiles;
import io.ghekeeper.snapshot.Snapshots;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is fetched is what was archived. */
class SnapshotFetchTest {
    @TempDir
    Path volume;

    private ArchiveBox box;

    @BeforeEach
    void box() throws IOException {
        box = new ArchiveBox(volume);
    }

    private FetchedSnapshot fetch(String id, Path to, FetchPaths paths) {
        try (OpenFetch open = new SnapshotFetch(
                        box.state, box.disk, box.store(), Optional.empty(), 2, box.warnings::add)
                .open(new CountedProgress())) {
            return open.fetch(id, to, paths);
        }
    }

    @Test
    void aTreeWithHostileNamesComesBackAsItWas() throws IOException {
        new RandomTree(new Random(7), 120).fill(box.snapshot(FIRST));
        box.seal(FIRST).archive(FIRST);

        FetchedSnapshot fetched = fetch(FIRST, volume.resolve("to"), FetchPaths.ALL);

        assertThat(ArchiveBox.differences(box.snapshot(FIRST), volume.resolve("to"))).isEmpty();
        assertThat(fetched.files()).isPositive();
        assertThat(box.warnings).isEmpty();
    }
}
