package io.ghekeeper.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Seals as they lie on a volume, read as {@code docs/seal.md} says, without ghe-keeper. */
final class SealFolder {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    SealFolder(Path state) {
        this.folder = state.resolve("seals");
    }

    /** The units of each document by its name, roots and local ones. */
    Map<String, String> documents() throws IOException {
        Map<String, String> documents = new TreeMap<>();
        for (String name : StateFiles.names(folder)) {
            if (name.endsWith(".json")) {
                documents.put(name, StateFiles.units(folder.resolve(name)));
            }
        }
        return documents;
    }

    /** Each list that a document names is there, and is the one that its name says. */
    void lists(List<String> broken) throws IOException {
        for (String name : documents().keySet()) {
            boolean local = name.endsWith(".local.json");
            // Without its root there is no seal: what is left of one goes next.
            if (local && !Files.exists(folder.resolve(name.replace(".local.json", ".json")))) {
                continue;
            }
            for (JsonNode unit : JSON.readTree(folder.resolve(name).toFile()).path("units")) {
                String list = unit.path(local ? "inodes" : "list").asText();
                Path file = folder.resolve(local ? "inodes" : "units")
                        .resolve(list.substring(0, 2))
                        .resolve(list + (local ? ".zst" : ".mtree.zst"));
                if (!Files.exists(file) || !list.equals(sha256(file))) {
                    broken.add("1: a list that " + name + " names is not there, or another one: " + file);
                }
            }
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream list = new ZstdInputStream(Files.newInputStream(file))) {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(list.readAllBytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
