package io.ghekeeper.archive;

import static io.ghekeeper.archive.ArchiveBox.SECOND;
import static io.ghekeeper.archive.ArchiveBox.THIRD;
import static io.ghekeeper.archive.ArchiveBox.UUID;
import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.age.NoEncryption;
import io.ghekeeper.lab.VersionedStore;
import io.ghekeeper.store.StoredObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A compacted store is attached and copied by its latest roots, before the old packs go and afterwards. */
class CompactedUseTest {
    @TempDir
    Path volume;

    private CompactBox compacted;
    private ArchiveBox box;

    @BeforeEach
    void compact() throws IOException {
        compacted = new CompactBox(volume.resolve("box"), PruneBox::dated, new NoEncryption());
        box = compacted.box;
        assertThat(compacted.compact(SECOND, THIRD).packs()).isEqualTo(1);
    }

    private void attach() throws IOException {
        box.loseState();
        box.progress = new CountedProgress();
        AttachedStore attached = box.archiver(compacted.store, box.disk)
                .attachment(Optional.empty())
                .attach(Optional.of(UUID), box.progress);
        assertThat(attached.newest()).contains(THIRD);
    }

    /** It knows the old pack, too, where that is there still, and must not rely on it. */
    @Test
    void anAttachedKeeperSendsNothingTwiceAndReliesOnNewPacks() throws IOException {
        attach();
        compacted.prune(2);
        assertUsable();
    }

    @Test
    void oneThatIsPrunedIsAttached() throws IOException {
        compacted.prune(2);
        attach();
        assertUsable();
    }

    private void assertUsable() throws IOException {
        String fourth = "20261121T031700";
        box.share(THIRD, fourth);
        box.seal(THIRD, fourth);
        assertThat(box.archive(fourth, compacted.store, box.disk).objectsSent()).isEqualTo(1);
        assertThat(compacted.plan(fourth).isEmpty()).isTrue();
        compacted.prune(3);
        compacted.assertComesBack(SECOND);
        compacted.assertComesBack(fourth);
    }

    @Test
    void aCopyHasWhatTheLatestRootsNameAndNothingElse() throws IOException {
        String old = oldPack();
        VersionedStore target = new VersionedStore(box.clock);
        ArchiveOptions options =
                new ArchiveOptions("s3://copy", Optional.empty(), 2, OptionalLong.empty(), Optional.empty());
        Archiver there = new Archiver(box.state, box.disk, box.clock, target, box.encryption, options, words -> {});

        box.archiver(compacted.store, box.disk).copyTo(there).copy(List.of(), box.progress, copied -> {});

        assertThat(compacted.has(old)).isTrue();
        target.list("packs/", pack -> assertThat(pack.key().text()).isNotEqualTo(old));
        for (String id : List.of(SECOND, THIRD)) {
            Path to = volume.resolve("copied-" + id);
            new FetchBox(volume.resolve("elsewhere-" + id), target).to(to, FetchPaths.ALL, id, box.disk);
            assertThat(ArchiveBox.differences(box.snapshot(id), to)).isEmpty();
        }
    }

    /** The longest one: most of it is dead. */
    private String oldPack() {
        List<StoredObject> packs = new ArrayList<>();
        compacted.store.list("packs/", packs::add);
        return packs.stream()
                .max(Comparator.comparingLong(StoredObject::length))
                .orElseThrow()
                .key()
                .text();
    }
}
