package io.ghekeeper.appliance;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes a small text file so that a kill or a power cut leaves the old text, or the new one. */
final class WholeFile {
    private static final int MOST_LINKS = 40;

    private WholeFile() {}

    /** The file that a path leads to, there or not: what is a symbolic link stays one. */
    static Path behindLinks(Path path) throws IOException {
        Path place = path.toAbsolutePath();
        for (int i = 0; i < MOST_LINKS && Files.isSymbolicLink(place); i++) {
            place = place.resolveSibling(Files.readSymbolicLink(place));
        }
        return place;
    }

    /** Adds to the end; the file and its folder are made where missing. */
    static void append(Path place, String text) throws IOException {
        makeFolder(place);
        try (FileChannel channel = FileChannel.open(place, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            put(channel, text);
        }
    }

    static void write(Path place, String text) throws IOException {
        Path beside = Files.createTempFile(place.getParent(), ".known_hosts", "");
        try {
            try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                put(channel, text);
            }
            Files.setPosixFilePermissions(
                    beside,
                    Files.exists(place)
                            ? Files.getPosixFilePermissions(place)
                            : PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static void put(FileChannel channel, String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.ISO_8859_1.encode(text);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(true);
    }

    /** Asked first: createDirectories takes a symbolic link to a folder for a file. */
    private static void makeFolder(Path place) throws IOException {
        if (!Files.isDirectory(place.getParent())) {
            Files.createDirectories(place.getParent());
        }
    }
}
