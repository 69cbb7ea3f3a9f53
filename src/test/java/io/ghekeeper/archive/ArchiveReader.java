package io.ghekeeper.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStream;
import io.ghekeeper.pack.PackFrames;
import io.ghekeeper.pack.ReadMember;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads an archived snapshot out of a folder by the format alone, with nothing that wrote it: root, manifest, lists, packs.
 * Each object must be what the root says, and the content of a unit must lie in the packs that the manifest names for it. For
 * small trees: everything is in memory.
 */
final class ArchiveReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path store;
    private final Decryption decryption;
    private final Map<String, byte[]> objects = new HashMap<>();

    /** SHA-256 of content and of the pack, to its length; what was found is what was hashed. */
    private final Map<String, Integer> contents = new HashMap<>();

    /** Parts of a file, in order, by its SHA-256, with their packs. */
    private final Map<String, TreeMap<Integer, Part>> parts = new HashMap<>();

    /** The paths of a unit that are names of one file, by the tag that they have. */
    private final Map<String, SortedSet<String>> names = new HashMap<>();

    /** What makes an object plain. */
    interface Decryption {
        byte[] decrypt(Path object) throws IOException;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Part(byte[] content, int of, String pack) {}

    ArchiveReader(Path store, Decryption decryption) {
        this.store = store;
        this.decryption = decryption;
    }

    /** All entries of a snapshot by their paths, described as {@link TreeDescription} does. */
    SortedMap<String, String> read(String snapshot) throws IOException {
        JsonNode root = JSON.readTree(Files.readAllBytes(store.resolve("snapshots/" + snapshot + ".json")));
        for (JsonNode row : root.get("objects")) {
            Path file = store.resolve(row.get("key").textValue());
            byte[] bytes = Files.readAllBytes(file);
            require(bytes.length == row.get("length").longValue(), file + " has " + bytes.length + " bytes");
            require(sha256(bytes).equals(row.get("sha256").textValue()), file + " has another content");
            boolean encrypted = file.toString().endsWith(".age");
            objects.put(row.get("key").textValue(), encrypted ? decryption.decrypt(file) : bytes);
        }
        for (String key : List.copyOf(objects.keySet())) {
            if (key.startsWith("packs/")) {
                unpack(key.replaceAll(".*/|\\..*", ""), objects.remove(key));
            }
        }
        return entries(
                JSON.readTree(decompressed(objects.get(root.get("manifest").textValue()))));
    }

    private void unpack(String pack, byte[] bytes) throws IOException {
        PackFrames frames = PackFrames.of(bytes);
        List<ReadMember> members = ReadMember.all(frames.tar());
        List<String> index = frames.index();
        require(index.size() == members.size(), pack + ": " + index.size() + " lines of " + members.size());
        for (int i = 0; i < index.size(); i++) {
            String[] words = index.get(i).split(" ", -1);
            ReadMember member = members.get(i);
            require(Long.parseLong(words[1]) == member.offset(), pack + ": " + index.get(i));
            require(Long.parseLong(words[2]) == member.content().length, pack + ": " + index.get(i));
            if (words[4].equals("1")) {
                require(unescaped(words[6].substring(2)).equals(member.name()), pack + ": " + index.get(i));
                contents.put(sha256(member.content()) + " " + pack, member.content().length);
            } else {
                require(sha256(member.content()).equals(words[5]), pack + ": " + index.get(i));
                parts.computeIfAbsent(words[0], none -> new TreeMap<>())
                        .put(Integer.parseInt(words[3]), new Part(member.content(), Integer.parseInt(words[4]), pack));
            }
        }
    }

    private SortedMap<String, String> entries(JsonNode manifest) throws IOException {
        SortedMap<String, String> entries = new TreeMap<>();
        for (JsonNode unit : manifest.get("units")) {
            int offset = unit.get("offset").intValue();
            byte[] object = objects.get(unit.get("object").textValue());
            byte[] list = decompressed(Arrays.copyOfRange(
                    object, offset, offset + unit.get("length").intValue()));
            require(sha256(list).equals(unit.get("list").textValue()), "the list of " + unit.get("path"));
            new String(list, StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> add(line, unit.get("packs"), entries));
            TreeDescription.addNames(entries, names);
            names.clear();
        }
        return entries;
    }

    private void add(String line, JsonNode packs, SortedMap<String, String> entries) {
        Map<String, String> words = new HashMap<>();
        String[] all = line.split(" ", -1);
        for (int i = 1; i < all.length; i++) {
            words.put(all[i].substring(0, all[i].indexOf('=')), all[i].substring(all[i].indexOf('=') + 1));
        }
        String path = unescaped(all[0].equals(".") ? "." : all[0].substring(2));
        String digest = words.getOrDefault("sha256digest", "");
        if (!digest.isEmpty()) {
            long length = length(digest, packs);
            require(length == Long.parseLong(words.get("size")), path + " has " + length + " bytes");
        }
        String before = entries.put(
                path,
                TreeDescription.line(
                        words.get("type"),
                        Integer.parseInt(words.get("mode"), 8),
                        Integer.parseUnsignedInt(words.get("uid")),
                        Integer.parseUnsignedInt(words.get("gid")),
                        words.get("time"),
                        unescaped(words.getOrDefault("link", "")),
                        digest));
        require(before == null, path + " comes twice");
        if (words.containsKey("tags")) {
            names.computeIfAbsent(words.get("tags"), none -> new TreeSet<>()).add(path);
        }
    }

    /** Of content that was found in one of these packs, or in several of them part by part. */
    private long length(String digest, JsonNode packs) {
        for (JsonNode pack : packs) {
            Integer length = contents.get(digest + " " + pack.textValue());
            if (length != null) {
                return length;
            }
        }
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (Part part : parts.getOrDefault(digest, new TreeMap<>()).values()) {
            boolean named = false;
            for (JsonNode pack : packs) {
                named |= pack.textValue().equals(part.pack());
            }
            require(named && part.of() == parts.get(digest).size(), "a part of " + digest);
            joined.writeBytes(part.content());
        }
        require(sha256(joined.toByteArray()).equals(digest), "no pack of the unit holds " + digest);
        return joined.size();
    }

    private static byte[] decompressed(byte[] zstd) throws IOException {
        try (ZstdInputStream in = new ZstdInputStream(new ByteArrayInputStream(zstd))) {
            return in.readAllBytes();
        }
    }

    /** A word of mtree(5): {@code \\ooo} is a byte. */
    private static String unescaped(String word) {
        StringBuilder bytes = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            boolean escaped = word.charAt(i) == '\\';
            bytes.append(escaped ? (char) Integer.parseInt(word.substring(i + 1, i + 4), 8) : word.charAt(i));
            i += escaped ? 3 : 0;
        }
        return bytes.toString();
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }
}
