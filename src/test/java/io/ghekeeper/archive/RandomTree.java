package io.ghekeeper.archive;

import io.ghekeeper.seal.PathBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A snapshot with what a file system allows, and how it becomes another one. As rsync does, a change makes a new file: nothing
 * is written into one that an earlier snapshot shares.
 */
final class RandomTree {
    private static final int DEEPEST = 4;
    private static final int LONGEST = 255;
    private static final List<String> TOPS = List.of(
            "repositories/0/nw/aa/bb/cc/1",
            "repositories/0/nw/aa/bb/cc/2",
            "repositories/f/nw/00/11/22/3/7.git/objects",
            "repositories/f/gist/00/11/22/3",
            "storage/1/2",
            "storage/-",
            "pages");

    /** Each character is a byte: these are names for the file system, and no text. */
    private static final List<String> NAMES = List.of(
            "-rf",
            "--",
            " ",
            "a b",
            "new\nline",
            "\t",
            "caf\u00e9",
            "\u00ff\u00fe",
            "\u00c3\u00bc",
            "star*",
            "?[x]",
            "#hash",
            "back\\slash",
            "\\012",
            "q'\"$x`y",
            "%2e",
            "\u0001",
            "\u007f",
            "~",
            "a=b",
            "...",
            "x.part000001of000002");

    private final Random random;

    private final int most;

    /** @param most changes that make the first one */
    @SuppressWarnings("MissingSummary")
    RandomTree(Random random, int most) {
        this.random = random;
        this.most = most;
    }

    /** Makes the first one. */
    void fill(Path top) throws IOException {
        Files.createDirectories(top);
        Files.writeString(top.resolve("uuid"), ArchiveBox.UUID + "\n");
        Files.writeString(top.resolve("version"), "v3.12.1\n");
        change(top, 1 + random.nextInt(most));
        touch(top);
    }

    /** Makes the next one, which shares the files of the one before. */
    void next(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SharingVisitor(from, to));
        change(to, random.nextInt(8));
    }

    private void change(Path top, int changes) throws IOException {
        for (int i = 0; i < changes; i++) {
            switch (random.nextInt(14)) {
                case 0 -> delete(any(top));
                case 1 -> rename(top, any(top));
                case 2 -> replace(any(top));
                case 3 -> copyOf(top, any(top));
                case 4 -> link(top, any(top));
                case 5 -> decorate(any(top));
                case 6 -> decorate(Files.createDirectories(place(top)));
                case 7 -> Files.createSymbolicLink(place(top), target());
                case 8, 9 -> linkBeside(any(top));
                default -> decorate(Files.write(place(top), content()));
            }
        }
    }

    /** Something of the snapshot that may be changed. */
    private Path any(Path top) throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(top)) {
            paths.filter(path ->
                            !path.equals(top) && !List.of("uuid", "version").contains("" + path.getFileName()))
                    .forEach(all::add);
        }
        if (all.isEmpty()) {
            all.add(Files.write(place(top), content()));
        }
        return all.get(random.nextInt(all.size()));
    }

    /** Where nothing is yet, in a folder that is there now. */
    private Path place(Path top) throws IOException {
        Path folder = top.resolve(TOPS.get(random.nextInt(TOPS.size())));
        for (int depth = random.nextInt(DEEPEST); depth > 0; depth--) {
            folder = PathBytes.resolve(folder, name());
        }
        for (Path above = folder; above.startsWith(top); above = above.getParent()) {
            if (Files.exists(above, LinkOption.NOFOLLOW_LINKS) && !isFolder(above)) {
                folder = above.getParent();
            }
        }
        Files.createDirectories(folder);
        Path place;
        do {
            place = PathBytes.resolve(folder, name());
        } while (Files.exists(place, LinkOption.NOFOLLOW_LINKS));
        return place;
    }

    private static boolean isFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isFile(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }

    private String name() {
        String number = "" + random.nextInt(100);
        return switch (random.nextInt(4)) {
            case 0 -> NAMES.get(random.nextInt(NAMES.size())) + number;
            case 1 -> number + NAMES.get(random.nextInt(NAMES.size()));
            case 2 -> random.nextInt(8) == 0 ? number + "\u00e9".repeat(LONGEST - number.length()) : "x" + number;
            default -> number;
        };
    }

    /** Often what is there already, or nothing. */
    private byte[] content() {
        byte[] bytes = new byte[random.nextInt(6) == 0 ? random.nextInt(200_000) : random.nextInt(50)];
        switch (random.nextInt(4)) {
            case 0 -> random.nextBytes(bytes);
            case 1 -> bytes = new byte[random.nextInt(2)];
            case 2 -> bytes = new byte[4096];
            default ->
                bytes = ("text " + random.nextInt(10))
                        .repeat(1 + random.nextInt(3))
                        .getBytes(StandardCharsets.US_ASCII);
        }
        return bytes;
    }

    private Path target() {
        String target = random.nextBoolean() ? "../" + name() : "/nowhere/" + name();
        return PathBytes.resolve(Path.of(""), target);
    }

    private void delete(Path path) throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(path)) {
            paths.forEach(found -> all.add(0, found));
        }
        for (Path found : all) {
            Files.delete(found);
        }
    }

    private void rename(Path top, Path path) throws IOException {
        Path place = place(top);
        if (!place.startsWith(path)) {
            Files.move(path, place);
        }
    }

    private void replace(Path path) throws IOException {
        if (isFile(path)) {
            Files.delete(path);
            decorate(Files.write(path, content()));
        }
    }

    private void copyOf(Path top, Path path) throws IOException {
        if (isFile(path)) {
            decorate(Files.write(place(top), Files.readAllBytes(path)));
        }
    }

    /** A second name of one file. */
    private void link(Path top, Path path) throws IOException {
        if (isFile(path)) {
            Files.createLink(place(top), path);
        }
    }

    /** A second name of one file, in the same folder. */
    private void linkBeside(Path path) throws IOException {
        Path place = PathBytes.resolve(path.getParent(), name());
        if (isFile(path) && !Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            Files.createLink(place, path);
        }
    }

    /** Gives it a mode and a time, which rsync gives to a copy of a file. */
    private void decorate(Path path) throws IOException {
        if (isFile(path)) {
            byte[] content = Files.readAllBytes(path);
            Files.delete(path);
            Files.write(path, content);
            Files.setAttribute(path, "unix:mode", 0400 | random.nextInt(010000));
        } else if (isFolder(path)) {
            Files.setAttribute(path, "unix:mode", 0700 | random.nextInt(010000));
        }
        if (!Files.isSymbolicLink(path)) {
            touch(path);
        }
    }

    private void touch(Path path) throws IOException {
        long seconds = random.nextInt();
        Instant time = Instant.ofEpochSecond(seconds, random.nextInt(3) == 0 ? 0 : random.nextInt(1_000_000_000));
        Files.setLastModifiedTime(path, FileTime.from(time));
    }

    /** Links files, and makes folders with the times and modes of those that were there. */
    private static final class SharingVisitor extends SimpleFileVisitor<Path> {
        private final Path from;
        private final Path to;

        SharingVisitor(Path from, Path to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
            Files.createDirectory(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.createLink(to.resolve(from.relativize(file)), file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
            Path made = to.resolve(from.relativize(folder));
            Files.setAttribute(made, "unix:mode", (int) Files.getAttribute(folder, "unix:mode") & 07777);
            Files.getFileAttributeView(made, BasicFileAttributeView.class)
                    .setTimes(Files.getLastModifiedTime(folder), null, null);
            return FileVisitResult.CONTINUE;
        }
    }
}
