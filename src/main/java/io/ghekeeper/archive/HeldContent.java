package io.ghekeeper.archive;

import io.ghekeeper.pack.PackMember;
import io.ghekeeper.pack.PackedPart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What an object of the outbox holds, as lines of the state. {@code @} takes the place of the object's key, and {@code %}
 * that of its SHA-256, which are known when it is finished.
 */
final class HeldContent {
    private final List<String> lines = new ArrayList<>();

    static HeldContent ofPack(PackedFile pack) {
        HeldContent content = new HeldContent();
        for (PackMember member : pack.members()) {
            content.add(StateTable.CONTENTS, PackedPart.of(member, "%").line());
        }
        return content;
    }

    void addUnit(String list, long offset, long length, List<String> packs) {
        add(StateTable.UNITS, new UnitPlace(list, "@", offset, length, packs).line());
    }

    static HeldContent ofManifest(String textDigest) {
        HeldContent content = new HeldContent();
        content.add(StateTable.MANIFESTS, textDigest + " @");
        return content;
    }

    private void add(StateTable table, String line) {
        lines.add(table.word() + " " + line);
    }

    /** For a file beside the object. */
    List<String> lines() {
        return lines;
    }

    /** The line of {@link StateTable#CONTENTS} in a line of that file, if any. */
    static Optional<String> content(String line, ObjectRow object) {
        String begin = StateTable.CONTENTS.word() + " ";
        return line.startsWith(begin)
                ? Optional.of(line.substring(begin.length()).replace("%", object.sha256()))
                : Optional.empty();
    }

    /** Whether this can be a line of that file. */
    static boolean isLine(String line) {
        return Arrays.stream(StateTable.values()).anyMatch(table -> line.startsWith(table.word() + " "));
    }

    /** Adds a line of that file to the state. */
    static void addTo(StateChange change, String line, ObjectRow object) throws IOException {
        for (StateTable table : StateTable.values()) {
            String begin = table.word() + " ";
            if (line.startsWith(begin)) {
                change.add(
                        table,
                        line.substring(begin.length())
                                .replace("@", object.key().text())
                                .replace("%", object.sha256()));
                return;
            }
        }
        throw new IOException("a line of the outbox says nothing of the state");
    }
}
