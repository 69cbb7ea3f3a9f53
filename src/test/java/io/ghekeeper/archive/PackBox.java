package io.ghekeeper.archive;

import io.ghekeeper.age.Encryption;
import io.ghekeeper.age.NoEncryption;
import io.ghekeeper.pack.PackInput;
import io.ghekeeper.seal.EntryFacts;
import io.ghekeeper.seal.EntryType;
import io.ghekeeper.seal.PathBytes;
import io.ghekeeper.text.Sha256;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A snapshot, and an outbox for its packs, for tests. */
final class PackBox {
    static final String SNAPSHOT = "20261118T031700";
    static final long LARGEST = 48 << 20;

    final Path snapshot;
    final Path outbox;

    PackBox(Path volume) throws IOException {
        this.snapshot = Files.createDirectories(volume.resolve("data").resolve(SNAPSHOT));
        this.outbox = volume.resolve("outbox");
        objects(new LocalDisk(), new NoEncryption()).prepare();
    }

    ObjectWriter objects(Disk disk, Encryption encryption) {
        return new ObjectWriter(disk, outbox, encryption);
    }

    /** Without encryption. */
    PackBuilder builder(Disk disk) {
        return builder(disk, new NoEncryption());
    }

    PackBuilder builder(Disk disk, Encryption encryption) {
        return new PackBuilder(
                SNAPSHOT, objects(disk, encryption), new PartDigests(disk, outbox.resolveSibling("parts")));
    }

    /** Writes a file. */
    Path file(String path, byte[] content) throws IOException {
        Path file = PathBytes.resolve(snapshot, bytes(path));
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    /** A text as names are written: each character a byte. */
    static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** As it is now, as a seal would have it. */
    List<PackInput> inputs(String path, long largest) {
        try {
            Path file = PathBytes.resolve(snapshot, path);
            byte[] digest = Sha256.digest().digest(Files.readAllBytes(file));
            return PackInput.of(path, file, facts(file), digest, largest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole file. */
    PackInput input(String path) {
        return inputs(path, LARGEST).get(0);
    }

    /** All files of the snapshot, whole and in order. */
    List<PackInput> all() throws IOException {
        List<PackInput> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(snapshot)) {
            int above = PathBytes.of(snapshot).length() + 1;
            files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .map(file -> PathBytes.of(file).substring(above))
                    .sorted(PathBytes.ORDER)
                    .forEach(path -> all.add(input(path)));
        }
        return all;
    }

    static EntryFacts facts(Path file) throws IOException {
        Map<String, Object> shown =
                Files.readAttributes(file, "unix:mode,uid,gid,size,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
        return new EntryFacts(
                EntryType.FILE,
                (int) shown.get("mode") & 07777,
                (int) shown.get("uid"),
                (int) shown.get("gid"),
                (long) shown.get("size"),
                ((FileTime) shown.get("lastModifiedTime")).toInstant(),
                Optional.empty(),
                0);
    }

    /** The names of what lies in the outbox. */
    List<String> outbox() throws IOException {
        try (Stream<Path> files = Files.list(outbox)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
