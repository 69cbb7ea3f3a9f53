package io.ghekeeper.seal;

import io.ghekeeper.text.Sha256;
import io.ghekeeper.volume.LocalDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** The seal of a snapshot whose files do not exist: networks of repositories, with a thousand files each, none equal. */
public final class SyntheticSeal {
    private static final int FILES = 1000;
    private static final int FILES_PER_FOLDER = 40;
    private static final int SIZE = 12_000;
    private static final Instant TIME = Instant.parse("2026-11-01T03:17:00.123456789Z");

    private final SealCount count = new SealCount();
    private final SealWriter writer;
    private final int round;
    private String above = "";
    private long inode;

    private SyntheticSeal(SealWriter writer, int round) {
        this.writer = writer;
        this.round = round;
    }

    /**
     * Writes one.
     *
     * @param networks up to 65,536
     * @param round from 0 on; each later one changes another network in a hundred, as a whole
     */
    public static SealedSnapshot write(Path state, String id, int networks, int round) throws IOException {
        SealFiles files = new SealFiles(new LocalDisk(), state);
        files.prepare();
        SealWriter writer = new SealWriter(files, id, files.fileSystem(), files.units(), files.inodes());
        SyntheticSeal seal = new SyntheticSeal(writer, round);
        seal.folder(UnitPath.TOP);
        seal.folder("repositories");
        for (int network = 0; network < networks; network++) {
            seal.network(network);
        }
        writer.endUnits();
        SealedSnapshot sealed = seal.count.sealed(id, TIME, "synthetic", writer);
        writer.finish(sealed);
        return sealed;
    }

    /** In the order of a walk: by the digits of its number. */
    private void network(int number) throws IOException {
        String digits = String.format(Locale.ROOT, "%04x", number);
        String path = "repositories/" + digits.charAt(0);
        String[] folders = {"nw", digits.substring(0, 2), digits.substring(2), "00", "1"};
        upper(path);
        for (String folder : folders) {
            path += "/" + folder;
            upper(path);
        }
        String repository = path + "/" + number + ".git";
        folder(repository);
        folder(repository + "/objects");
        int generation = number % 100 < round ? 1 : 0;
        for (int file = 0; file < FILES; file++) {
            String objects = repository + "/objects/" + String.format(Locale.ROOT, "%02x", file / FILES_PER_FOLDER);
            if (file % FILES_PER_FOLDER == 0) {
                folder(objects);
            }
            byte[] digest = Sha256.digest()
                    .digest((number + "/" + file + "/" + generation).getBytes(StandardCharsets.US_ASCII));
            file(objects + "/" + String.format(Locale.ROOT, "%02x", file % FILES_PER_FOLDER) + name(digest), digest);
        }
    }

    /** As long as a name of an object of git. */
    private static String name(byte[] digest) {
        return HexFormat.of().formatHex(digest, 0, 18);
    }

    /** Several networks share it. */
    private void upper(String path) throws IOException {
        if (!(above + "/").startsWith(path + "/")) {
            folder(path);
            above = path;
        }
    }

    private void folder(String path) throws IOException {
        add(path, EntryType.DIRECTORY, 0, Optional.empty());
    }

    private void file(String path, byte[] digest) throws IOException {
        add(path, EntryType.FILE, SIZE, Optional.of(digest));
    }

    private void add(String path, EntryType type, long size, Optional<byte[]> digest) throws IOException {
        inode++;
        EntryFacts facts = new EntryFacts(type, 0755, 500, 500, size, TIME, Optional.empty(), 0);
        writer.add(new TreeEntry(path, Path.of("/"), facts, 1, inode, 1, FileTime.from(TIME), false), digest);
        count.add(facts);
    }
}
