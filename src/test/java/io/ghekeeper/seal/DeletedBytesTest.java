package io.ghekeeper.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.Tool;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes with deleted snapshots, beside what the inodes say. */
class DeletedBytesTest {
    @TempDir
    Path volume;

    private SealBox box;

    @BeforeEach
    void make() throws IOException {
        box = new SealBox(volume);
    }

    @Test
    void itIsWhatNoKeptSnapshotHoldsWhateverChanged() throws IOException {
        Random random = new Random(7);
        List<String> ids = snapshots(random, 7);
        for (int round = 0; round < 60; round++) {
            Set<String> deleted = new HashSet<>();
            ids.stream().filter(id -> random.nextBoolean()).forEach(deleted::add);
            Set<String> kept = new HashSet<>(ids);
            kept.removeAll(deleted);

            assertThat(bytes(deleted, kept)).as("%s of %s", deleted, ids).hasValue(byInodes(deleted, kept));
        }
    }

    @Test
    void withoutASealOfOneItIsUnknown() throws IOException {
        List<String> ids = snapshots(new Random(1), 2);
        Files.delete(box.state.resolve("seals").resolve(ids.get(1) + ".json"));

        assertThat(bytes(Set.of(ids.get(0)), Set.of(ids.get(1)))).isEmpty();
        assertThat(bytes(Set.of(ids.get(1)), Set.of(ids.get(0)))).isEmpty();
        assertThat(bytes(Set.of(), Set.of(ids.get(1)))).hasValue(0);
    }

    @Test
    void withADamagedListItIsUnknown() throws IOException {
        List<String> ids = snapshots(new Random(1), 2);
        Tool.run(
                "bash",
                "-c",
                "for f in \"$0\"/units/*/*; do echo x >$f; done",
                box.state.resolve("seals").toString());

        assertThat(bytes(Set.of(ids.get(0)), Set.of(ids.get(1)))).isEmpty();
    }

    @Test
    void beforeTheFirstSealItIsUnknown() {
        assertThat(bytes(Set.of("20261118T031700"), Set.of())).isEmpty();
    }

    private OptionalLong bytes(Set<String> deleted, Set<String> kept) {
        return new DeletedBytes(box.state, new LocalDisk()).of(deleted, kept);
    }

    /** Files that stay, change, come and go, in upper and other units. */
    private List<String> snapshots(Random random, int count) throws IOException {
        List<String> ids = IntStream.range(0, count)
                .mapToObj(day -> "202611%02dT031700".formatted(10 + day))
                .toList();
        for (int i = 0; i < count; i++) {
            String id = ids.get(i);
            if (i == 0) {
                box.file(id, "version", "v3.12.1\n");
            } else {
                box.share(ids.get(i - 1), id);
            }
            for (int change = 0; change < 12; change++) {
                write(box.snapshot(id).resolve(path(random)), random);
                write(box.snapshot(id).resolve(path(random) + "." + random.nextInt(3)), random);
            }
            write(box.snapshot(id).resolve("mysql.sql.gz"), random);
            box.seal(id);
        }
        return ids;
    }

    /** A new inode, or none. */
    private static void write(Path file, Random random) throws IOException {
        Files.deleteIfExists(file);
        if (random.nextInt(4) > 0) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "x".repeat(1 + random.nextInt(5000)));
        }
    }

    private static String path(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> "pages/1a/" + random.nextInt(3) + "/page";
            case 1 -> "storage/" + random.nextInt(2) + "/" + random.nextInt(3);
            case 2 -> "repositories/5/nw/5f/f1/2d/" + random.nextInt(2) + "/1.git/HEAD";
            default -> "repositories/5/info" + random.nextInt(2);
        };
    }

    private long byInodes(Set<String> deleted, Set<String> kept) throws IOException {
        Map<Object, Long> going = new HashMap<>();
        for (String id : deleted) {
            going.putAll(inodes(id));
        }
        for (String id : kept) {
            going.keySet().removeAll(inodes(id).keySet());
        }
        return going.values().stream().mapToLong(Long::longValue).sum();
    }

    private Map<Object, Long> inodes(String id) throws IOException {
        Map<Object, Long> inodes = new HashMap<>();
        try (Stream<Path> files = Files.walk(box.snapshot(id))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                inodes.put(Files.getAttribute(file, "unix:ino"), Files.size(file));
            }
        }
        return inodes;
    }
}
