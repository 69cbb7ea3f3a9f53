package io.ghekeeper.snapshot;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ghekeeper.volume.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The appliance's settings in a snapshot, {@code settings.json}. backup-utils 3.12 reads it as a Git configuration, whatever
 * its name says; both forms are understood here. It is data: bounded, and never evaluated.
 */
final class SettingsFile {
    private static final int LONGEST = 4 << 20;
    private static final String EXTERNAL = "mysql.external.enabled";

    /** Enough of a path of names to know that it ends so. */
    private static final int TAIL = 2 * EXTERNAL.length();

    private static final Pattern SECTION =
            Pattern.compile("\\[\\s*([A-Za-z0-9.-]+)(?:\\s+\"((?:[^\"\\\\]|\\\\.)*)\")?\\s*]\\s*(.*)");
    private static final Pattern ENTRY = Pattern.compile("([A-Za-z][A-Za-z0-9-]*)\\s*(?:=\\s*(.*))?");
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private SettingsFile() {}

    /** Where the database lay when the snapshot was taken. Never fails. */
    static DatabasePlace database(Path snapshot) {
        String text;
        try {
            text = new String(SmallFile.read(snapshot.resolve("settings.json"), LONGEST), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return DatabasePlace.UNKNOWN;
        }
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (IOException notJson) {
            return ofGitConfiguration(text);
        }
        if (!json.isObject()) {
            return DatabasePlace.UNKNOWN;
        }
        Set<Boolean> said = new HashSet<>();
        collect(json, "", said);
        return said.size() > 1 ? DatabasePlace.UNKNOWN : place(said.contains(true));
    }

    /** Whatever it is wrapped in, and whether its name is one word or several objects. */
    private static void collect(JsonNode object, String path, Set<Boolean> said) {
        object.properties().forEach(entry -> {
            String name = path + "." + entry.getKey().toLowerCase(Locale.ROOT);
            String tail = name.substring(Math.max(0, name.length() - TAIL));
            JsonNode value = entry.getValue();
            if (value.isObject()) {
                collect(value, tail, said);
            } else if (tail.endsWith("." + EXTERNAL)) {
                said.add(value.asText().strip().equalsIgnoreCase("true"));
            }
        });
    }

    /** The last value counts, and nothing but the word {@code true}, as in backup-utils. */
    private static DatabasePlace ofGitConfiguration(String text) {
        String section = "";
        boolean external = false;
        for (String raw : text.split("\\R", -1)) {
            String line = raw.strip();
            Matcher head = SECTION.matcher(line);
            if (head.matches()) {
                String rest = head.group(2) == null ? "" : "." + head.group(2);
                section = head.group(1).toLowerCase(Locale.ROOT) + rest;
                line = head.group(3);
            }
            if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
                continue;
            }
            Matcher entry = ENTRY.matcher(line);
            if (section.isEmpty() || !entry.matches()) {
                return DatabasePlace.UNKNOWN;
            }
            if (EXTERNAL.equals(section + "." + entry.group(1).toLowerCase(Locale.ROOT))) {
                external = "true".equals(value(entry.group(2)));
            }
        }
        return section.isEmpty() ? DatabasePlace.UNKNOWN : place(external);
    }

    private static String value(String raw) {
        return raw == null
                ? ""
                : raw.replaceFirst("\\s*[#;].*", "").replace("\"", "").strip();
    }

    private static DatabasePlace place(boolean external) {
        return external ? DatabasePlace.EXTERNAL : DatabasePlace.INTERNAL;
    }
}
