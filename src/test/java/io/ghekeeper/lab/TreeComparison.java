package io.ghekeeper.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Two trees compared by all that a restore must bring back: names, kinds, contents, modes, times to the second, the
 * targets of symbolic links, and which names are one file.
 */
public final class TreeComparison {
    private final Predicate<Path> compared;
    private final Times times;

    private TreeComparison(Predicate<Path> compared, Times times) {
        this.compared = compared;
        this.times = times;
    }

    private enum Times {
        ALL,
        WITHOUT_FOLDERS,
        NONE
    }

    /** Of everything. */
    public static TreeComparison ofAll() {
        return new TreeComparison(path -> true, Times.ALL);
    }

    /** Without some paths, given from the tree's top. */
    public TreeComparison without(Predicate<Path> left) {
        return new TreeComparison(compared.and(left.negate()), times);
    }

    /** Without the times of folders, which change with every file that comes and goes in them. */
    public TreeComparison withoutTimesOfFolders() {
        return new TreeComparison(compared, Times.WITHOUT_FOLDERS);
    }

    /** Without any times, for files that were written again. */
    public TreeComparison withoutTimes() {
        return new TreeComparison(compared, Times.NONE);
    }

    /** What differs, a sentence each; none where both are the same. */
    public List<String> differences(Path left, Path right) {
        Map<String, Entry> ofLeft = entries(left);
        Map<String, Entry> ofRight = entries(right);
        Set<String> names = new TreeSet<>(ofLeft.keySet());
        names.addAll(ofRight.keySet());
        List<String> differences = new ArrayList<>();
        for (String name : names) {
            Entry one = ofLeft.get(name);
            Entry other = ofRight.get(name);
            if (one == null || other == null) {
                differences.add(name + " is only in " + (other == null ? left : right));
            } else if (!one.equals(other)) {
                differences.add(name + " is " + one + " in " + left + ", and " + other + " in " + right);
            }
        }
        return differences;
    }

    /**
     * One name of a tree.
     *
     * @param content of a file its checksum, of a symbolic link where it leads, of a folder nothing
     * @param linked the other names of the same file, below the same top
     */
    private record Entry(String kind, String mode, long second, String content, List<String> linked) {}

    private Map<String, Entry> entries(Path top) {
        try (Stream<Path> all = Files.walk(top)) {
            List<Path> paths =
                    all.filter(path -> compared.test(top.relativize(path))).toList();
            Map<Object, List<String>> names = new TreeMap<>();
            for (Path path : paths) {
                names.computeIfAbsent(inode(path), none -> new ArrayList<>())
                        .add(top.relativize(path).toString());
            }
            Map<String, Entry> entries = new TreeMap<>();
            for (Path path : paths) {
                String name = top.relativize(path).toString();
                List<String> linked = names.get(inode(path)).stream()
                        .filter(other -> !other.equals(name))
                        .sorted()
                        .toList();
                entries.put(name, entry(path, linked));
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Entry entry(Path path, List<String> linked) throws IOException {
        PosixFileAttributes of = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        String mode = PosixFilePermissions.toString(of.permissions());
        boolean timed = times == Times.ALL || (times == Times.WITHOUT_FOLDERS && !of.isDirectory());
        long second = timed ? of.lastModifiedTime().toInstant().getEpochSecond() : 0;
        if (of.isSymbolicLink()) {
            return new Entry(
                    "a link", mode, second, Files.readSymbolicLink(path).toString(), linked);
        }
        if (of.isDirectory()) {
            return new Entry("a folder", mode, second, "", linked);
        }
        if (of.isRegularFile()) {
            return new Entry("a file", mode, second, checksum(path), linked);
        }
        return new Entry("something else", mode, second, "", linked);
    }

    private static Object inode(Path path) throws IOException {
        return Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }

    private static String checksum(Path file) throws IOException {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(sum, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
