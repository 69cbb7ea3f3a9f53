package io.ghekeeper.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Files of a volume as texts that can be compared. */
final class StateFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    private StateFiles() {}

    /** Each entry below a folder: its inode, mode, time and content. */
    static Map<String, String> tree(Path root) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Map<String, Object> facts =
                        Files.readAttributes(file, "unix:mode,lastModifiedTime,ino", LinkOption.NOFOLLOW_LINKS);
                boolean regular = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
                String content = regular ? facts + Files.readString(file, StandardCharsets.ISO_8859_1) : "";
                String link = Files.isSymbolicLink(file)
                        ? Files.readSymbolicLink(file).toString()
                        : "";
                entries.put("/" + root.relativize(file), content + link);
            }
        }
        return entries;
    }

    /** What a tree has below a name of it, and that itself; the names begin with a slash. */
    static Map<String, String> below(String name, Map<String, String> tree) {
        Map<String, String> entries = new TreeMap<>();
        tree.forEach((path, entry) -> {
            if (path.equals("/" + name) || path.startsWith("/" + name + "/")) {
                entries.put(path.substring(name.length() + 1), entry);
            }
        });
        return entries;
    }

    /** What is there, is not there any more, or is another one, with both. */
    static Map<String, String> differences(Map<String, String> before, Map<String, String> now) {
        Map<String, String> differences = new TreeMap<>();
        Set<String> names = new HashSet<>(before.keySet());
        names.addAll(now.keySet());
        for (String name : names) {
            String was = before.getOrDefault(name, "none");
            String is = now.getOrDefault(name, "none");
            if (!was.equals(is)) {
                differences.put(name, was + " -> " + is);
            }
        }
        return differences;
    }

    /** Of what lies directly in a folder. */
    static Set<String> names(Path folder) throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> entries = Files.list(folder)) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        }
        return names;
    }

    /** The files below some folders. */
    static List<Path> below(Path root, List<String> folders) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String folder : folders) {
            try (Stream<Path> files = Files.walk(root.resolve(folder))) {
                files.filter(file -> !Files.isDirectory(file)).forEach(found::add);
            }
        }
        return found;
    }

    /** A file of the keep lane without what differs from run to run. */
    static String withoutTimes(String name, Path file) throws IOException {
        if (name.startsWith("seals/") && name.endsWith(".json")) {
            return units(file);
        }
        if (name.endsWith(".json")) {
            return evidence(JSON.readTree(file.toFile()));
        }
        if (name.endsWith(".damaged")) {
            return Files.readString(file);
        }
        return name.endsWith("networks-looked-at") ? Files.readString(file).replaceAll("(?m) .*$", "") : "";
    }

    /** The lists that a document of a seal names, by units. */
    static String units(Path document) throws IOException {
        return JSON.readTree(document.toFile()).path("units").toString();
    }

    private static String evidence(JsonNode document) {
        Map<String, String> fields = new TreeMap<>();
        document.fieldNames().forEachRemaining(field -> fields.put(field, ""));
        for (JsonNode check : document.path("checked").path("checks")) {
            fields.put(check.path("name").asText(), check.path("outcome").asText());
        }
        return fields.toString();
    }
}
