package io.ghekeeper.archive;

import io.ghekeeper.pack.PackInput;
import io.ghekeeper.text.Sha256;
import io.ghekeeper.volume.AtomicFile;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The SHA-256 of each part of large files, from the reading that the seal's digest of the whole file is of. With them a part is
 * proven by itself. A file each, named by the digest of the whole file: the digests as hexadecimal lines, and last that of these
 * lines. They are of use until the file is archived; without them it is read once more. Several threads use it.
 */
final class PartDigests {
    private static final int DIGITS = 64;
    private static final int LINE = DIGITS + 1;
    private static final HexFormat HEX = HexFormat.of();

    private final Disk disk;
    private final Path folder;
    private volatile KnownParts last = new KnownParts(new byte[0], Optional.empty());

    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    private record KnownParts(byte[] digest, Optional<String> lines) {}

    /** @param folder need not be there */
    @SuppressWarnings("MissingSummary")
    PartDigests(Disk disk, Path folder) {
        this.disk = disk;
        this.folder = folder;
    }

    /**
     * Notes those of a file.
     *
     * @param digest of the whole file
     */
    void add(byte[] digest, List<byte[]> parts) throws IOException {
        StringBuilder lines = new StringBuilder();
        parts.forEach(part -> lines.append(HEX.formatHex(part)).append('\n'));
        lines.append(sum(lines.toString())).append('\n');
        AtomicFile.writePrivate(disk, file(digest), lines.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private Path file(byte[] digest) {
        return folder.resolve(HEX.formatHex(digest));
    }

    private static String sum(String lines) {
        return HEX.formatHex(Sha256.digest().digest(lines.getBytes(StandardCharsets.US_ASCII)));
    }

    /** The digest of this part; nothing where it is not known, or what is known is damaged. */
    Optional<byte[]> of(PackInput part) {
        KnownParts known = last;
        if (!Arrays.equals(known.digest(), part.digest())) {
            known = new KnownParts(part.digest(), read(part));
            last = known;
        }
        return known.lines().map(lines -> HEX.parseHex(lines, (part.part() - 1) * LINE, part.part() * LINE - 1));
    }

    private Optional<String> read(PackInput part) {
        try {
            String text = Files.readString(file(part.digest()), StandardCharsets.US_ASCII);
            int end = part.parts() * LINE;
            boolean sound =
                    text.length() == end + LINE && text.substring(end).equals(sum(text.substring(0, end)) + "\n");
            return sound ? Optional.of(text.substring(0, end)) : Optional.empty();
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    /** Takes over what another folder of the same file system has. */
    void takeFrom(PartDigests other) throws IOException {
        for (Path file : other.files()) {
            disk.move(file, folder.resolve(file.getFileName()));
        }
    }

    /** Removes all. */
    void clear() throws IOException {
        for (Path file : files()) {
            disk.delete(file);
        }
    }

    private List<Path> files() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            List<Path> found = new ArrayList<>();
            files.forEach(found::add);
            return found;
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }
}
