package io.ghekeeper.archive;

import io.ghekeeper.lines.LineCursor;
import io.ghekeeper.lines.LineSorter;
import io.ghekeeper.pack.PackedPart;
import java.io.IOException;
import java.util.StringJoiner;

/** Which packs hold the parts of a file. Where several hold one, the first of them is taken. */
final class HeldParts {
    private final String[] packs;
    private int found;

    private HeldParts(int parts) {
        this.packs = new String[parts];
    }

    /**
     * Reads the lines of a digest.
     *
     * @param parts into which the file is cut; those of another cut are passed over
     * @param contents at its first line of {@link StateTable#CONTENTS}, if there is one
     */
    static HeldParts read(String digest, int parts, LineCursor contents) throws IOException {
        HeldParts held = new HeldParts(parts);
        for (; contents.isAt(digest); contents.next()) {
            held.add(PackedPart.parse(contents.peek()));
        }
        return held;
    }

    private void add(PackedPart part) {
        int place = part.part() - 1;
        if (part.parts() == packs.length && place >= 0 && place < packs.length && packs[place] == null) {
            packs[place] = part.pack();
            found++;
        }
    }

    int parts() {
        return packs.length;
    }

    boolean isWhole() {
        return found == packs.length;
    }

    /** The parts that no pack holds, as {@code 1-1} or {@code 2-2,5-7}. */
    String missing() {
        StringJoiner ranges = new StringJoiner(",");
        for (int end = 0; end < packs.length; end++) {
            int begin = end;
            while (end < packs.length && packs[end] == null) {
                end++;
            }
            if (end > begin) {
                ranges.add((begin + 1) + "-" + end);
            }
        }
        return ranges.toString();
    }

    /** @param size of the whole file */
    @SuppressWarnings("MissingSummary")
    long missingBytes(long size) {
        int last = packs.length - 1;
        long whole = PackedPart.PART * (packs.length - found);
        return packs[last] == null ? whole - (PackedPart.PART * packs.length - size) : whole;
    }

    /** Adds lines {@code <unit> <sha256 of a pack>}: the unit needs the file, which is whole. */
    void addTo(LineSorter byUnit, String unit) throws IOException {
        for (String pack : packs) {
            byUnit.addOften(unit + " " + pack);
        }
    }
}
