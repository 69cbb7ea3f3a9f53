package io.ghekeeper.archive;

import io.ghekeeper.seal.ContentUnit;
import io.ghekeeper.seal.EntryType;
import io.ghekeeper.seal.PathBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** All that a restore has to bring back of a tree: a line for each entry. */
final class TreeDescription {
    private static final int TYPE = 0170000;
    private static final int PERMISSIONS = 07777;
    private static final Map<Integer, String> TYPES = Map.of(
            0100000, "file",
            0040000, "dir",
            0120000, "link",
            0010000, "fifo",
            0140000, "socket");

    private TreeDescription() {}

    /** By paths below it, a character for each byte. */
    static SortedMap<String, String> of(Path top) throws IOException {
        SortedMap<String, String> lines = new TreeMap<>();
        int above = PathBytes.of(top).length() + 1;
        try (Stream<Path> paths = Files.walk(top)) {
            paths.forEach(path ->
                    lines.put(path.equals(top) ? "." : PathBytes.of(path).substring(above), line(path)));
        }
        addNames(lines, namesByFile(top, lines));
        return lines;
    }

    /** The paths of each file, by its inode and its unit: names in two units are not recorded. */
    private static Map<String, SortedSet<String>> namesByFile(Path top, SortedMap<String, String> lines)
            throws IOException {
        Map<String, SortedSet<String>> names = new HashMap<>();
        for (Map.Entry<String, String> line : lines.entrySet()) {
            if (line.getValue().startsWith("file ")) {
                Path path = PathBytes.resolve(top, line.getKey());
                String file =
                        ContentUnit.of(line.getKey(), EntryType.FILE) + " " + Files.getAttribute(path, "unix:ino");
                names.computeIfAbsent(file, none -> new TreeSet<>()).add(line.getKey());
            }
        }
        return names;
    }

    /** Adds to the line of each name of a file that has several which is the first of them. */
    static void addNames(SortedMap<String, String> lines, Map<String, SortedSet<String>> names) {
        for (SortedSet<String> ofFile : names.values()) {
            if (ofFile.size() > 1) {
                ofFile.forEach(path -> lines.merge(path, " = " + ofFile.first(), String::concat));
            }
        }
    }

    private static String line(Path path) {
        try {
            Map<String, Object> shown =
                    Files.readAttributes(path, "unix:mode,uid,gid,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
            int mode = (int) shown.get("mode");
            String type = TYPES.get(mode & TYPE);
            Instant time = ((FileTime) shown.get("lastModifiedTime")).toInstant();
            return line(
                    type,
                    mode & PERMISSIONS,
                    (int) shown.get("uid"),
                    (int) shown.get("gid"),
                    String.format(Locale.ROOT, "%d.%09d", time.getEpochSecond(), time.getNano()),
                    type.equals("link") ? PathBytes.of(Files.readSymbolicLink(path)) : "",
                    type.equals("file") ? ArchiveReader.sha256(Files.readAllBytes(path)) : "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param time in seconds since 1970, rounded down, and nine digits after them */
    @SuppressWarnings("MissingSummary")
    static String line(String type, int mode, int uid, int gid, String time, String link, String sha256) {
        return String.format(Locale.ROOT, "%s %04o %d %d %s %s %s", type, mode, uid, gid, time, link, sha256);
    }

    /** What differs, a line for each; nothing where they are equal. */
    static String differences(SortedMap<String, String> one, SortedMap<String, String> other) {
        TreeSet<String> all = new TreeSet<>(one.keySet());
        all.addAll(other.keySet());
        StringBuilder text = new StringBuilder();
        for (String path : all) {
            String is = one.getOrDefault(path, "-");
            String became = other.getOrDefault(path, "-");
            if (!is.equals(became)) {
                text.append(path)
                        .append(": ")
                        .append(is)
                        .append(" became ")
                        .append(became)
                        .append('\n');
            }
        }
        return text.toString();
    }
}
