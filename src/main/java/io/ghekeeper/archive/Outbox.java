package io.ghekeeper.archive;

import io.ghekeeper.age.Encryption;
import io.ghekeeper.pack.PackedPart;
import io.ghekeeper.store.ObjectKey;
import io.ghekeeper.volume.AtomicFile;
import io.ghekeeper.volume.Disk;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Finished objects on their way to the store. Three files each: the bytes; beside them {@code .holds}, which says for
 * whom they are encrypted, and what they hold; and {@code .sent} when the store has them, which says how it answered. The bytes go then, and the other two when the
 * state knows of them. So no kill makes an object that the store has and this volume does not know of.
 */
final class Outbox {
    private static final String HOLDS = ".holds";
    private static final String SENT = ".sent";
    private static final String UNFINISHED = ".new";
    private static final String FOR = "for ";
    private static final String END = "end";

    private final Disk disk;
    private final Path folder;
    private final String recipients;

    /**
     * An outbox.
     *
     * @param folder in which {@link ObjectWriter} leaves objects
     * @param encryption of these
     */
    Outbox(Disk disk, Path folder, Encryption encryption) {
        this.disk = disk;
        this.folder = folder;
        this.recipients = FOR + encryption.recipients();
    }

    private static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    /** Removes what a kill cut off, and what cannot be read: its content is sent again. */
    void open() throws IOException {
        for (Path holds : files(HOLDS)) {
            Path object = main(holds, HOLDS);
            Path sent = beside(object, SENT);
            if (!isReadable(holds, true) || (exists(sent) && !isReadable(sent, false))) {
                disk.delete(holds);
                disk.delete(sent);
            }
        }
        for (Path file : files("")) {
            String name = file.getFileName().toString();
            boolean left = name.endsWith(UNFINISHED)
                    || (name.endsWith(SENT) && !exists(beside(main(file, SENT), HOLDS)))
                    || (!name.endsWith(HOLDS) && !name.endsWith(SENT) && isWithoutUse(file))
                    || (name.endsWith(HOLDS) && !exists(main(file, HOLDS)) && !exists(beside(main(file, HOLDS), SENT)));
            if (left) {
                disk.delete(file);
            }
        }
    }

    private static boolean isReadable(Path file, boolean ends) {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            ObjectRow.parse(String.valueOf(lines.readLine()));
            String line = lines.readLine();
            if (ends && String.valueOf(line).startsWith(FOR)) {
                line = lines.readLine();
            } else if (ends) {
                return false;
            }
            while (ends && line != null && HeldContent.isLine(line)) {
                line = lines.readLine();
            }
            return ends ? END.equals(line) : line == null;
        } catch (IOException damaged) {
            return false;
        }
    }

    private static boolean isWithoutUse(Path object) {
        return !exists(beside(object, HOLDS)) || exists(beside(object, SENT));
    }

    private static Path main(Path file, String suffix) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.length() - suffix.length()));
    }

    private static boolean exists(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    private List<Path> files(String suffix) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + suffix)) {
            files.forEach(found::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        found.sort(null);
        return found;
    }

    /** Takes an object that is on the disk. It will be sent, whatever happens. */
    WaitingObject add(ObjectFile object, HeldContent content) throws IOException {
        ObjectRow row =
                ObjectRow.of(object.key(), object.length(), HexFormat.of().formatHex(object.sha256()));
        StringBuilder text =
                new StringBuilder(row.line()).append('\n').append(recipients).append('\n');
        content.lines().forEach(line -> text.append(line).append('\n'));
        text.append(END).append('\n');
        AtomicFile.writePrivate(
                disk, beside(object.file(), HOLDS), text.toString().getBytes(StandardCharsets.US_ASCII));
        return new WaitingObject(object.file(), row);
    }

    /** Removes an object that is not needed. */
    void discard(ObjectFile object) throws IOException {
        disk.delete(object.file());
    }

    /** Forgets one that cannot be sent. */
    void discard(WaitingObject object) throws IOException {
        disk.delete(beside(object.file(), HOLDS));
        disk.delete(object.file());
    }

    /** What is to be sent: what a killed run left, and what seals packed, which a share of the free room bounds. */
    List<WaitingObject> waiting() throws IOException {
        List<WaitingObject> waiting = new ArrayList<>();
        for (Path holds : files(HOLDS)) {
            Path file = main(holds, HOLDS);
            if (exists(file)) {
                try (BufferedReader lines = Files.newBufferedReader(holds, StandardCharsets.US_ASCII)) {
                    waiting.add(new WaitingObject(file, ObjectRow.parse(String.valueOf(lines.readLine()))));
                }
            }
        }
        return waiting;
    }

    /** Whether it is encrypted for others than those who are configured now: then it is not to be sent. */
    boolean isForOthers(WaitingObject object) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(beside(object.file(), HOLDS), StandardCharsets.US_ASCII)) {
            return isForOthers(lines);
        }
    }

    /** Reads up to the first line of what it holds. */
    private boolean isForOthers(BufferedReader holds) throws IOException {
        holds.readLine(); // the object
        return !recipients.equals(holds.readLine());
    }

    /** The bytes of a waiting object, and then what they hold. */
    static List<Path> files(WaitingObject object) {
        return List.of(object.file(), beside(object.file(), HOLDS));
    }

    /**
     * Reads what the objects hold that are to be sent or were sent, and changes nothing. What cannot be read, or is for others, is
     * passed over: it is discarded by the next run.
     *
     * @param contents gets lines of {@link StateTable#CONTENTS}
     * @return what waits
     */
    WaitingBytes readContents(ContentLines contents) throws IOException {
        if (!exists(folder)) {
            return new WaitingBytes(0, 0);
        }
        int waiting = 0;
        long bytes = 0;
        for (Path holds : files(HOLDS)) {
            Path object = main(holds, HOLDS);
            if (isReadable(holds, true) && (exists(object) || exists(beside(object, SENT)))) {
                boolean waits = exists(object);
                try (BufferedReader lines = Files.newBufferedReader(holds, StandardCharsets.US_ASCII)) {
                    ObjectRow row = ObjectRow.parse(String.valueOf(lines.readLine()));
                    boolean forOthers = !recipients.equals(lines.readLine());
                    if (waits && forOthers) {
                        continue;
                    }
                    waiting += waits ? 1 : 0;
                    bytes += waits ? row.length() : 0;
                    for (String line = lines.readLine(); !END.equals(line); line = lines.readLine()) {
                        Optional<String> content = HeldContent.content(String.valueOf(line), row);
                        if (content.isPresent()) {
                            contents.add(content.get());
                        }
                    }
                }
            }
        }
        return new WaitingBytes(waiting, bytes);
    }

    /** The bytes that wait of packs that hold a part of a larger file. */
    long partBytes() throws IOException {
        long bytes = 0;
        for (Path holds : CopyFolder.list(folder)) {
            if (holds.toString().endsWith(HOLDS) && exists(main(holds, HOLDS)) && holdsPart(holds)) {
                bytes += Files.size(main(holds, HOLDS));
            }
        }
        return bytes;
    }

    private static boolean holdsPart(Path holds) {
        try (BufferedReader lines = Files.newBufferedReader(holds, StandardCharsets.US_ASCII)) {
            ObjectRow row = ObjectRow.parse(String.valueOf(lines.readLine()));
            lines.readLine(); // for whom
            Optional<String> content = HeldContent.content(String.valueOf(lines.readLine()), row);
            return content.isPresent() && PackedPart.parse(content.get()).parts() > 1;
        } catch (IOException damaged) {
            return false;
        }
    }

    /** Objects that are to be sent, with their bytes. */
    record WaitingBytes(int objects, long bytes) {}

    /** Gets lines. */
    interface ContentLines {
        void add(String line) throws IOException;
    }

    /** Notes that the store has an object, and removes its bytes. */
    void sent(WaitingObject object, ObjectRow stored) throws IOException {
        AtomicFile.writePrivate(
                disk, beside(object.file(), SENT), (stored.line() + "\n").getBytes(StandardCharsets.US_ASCII));
        disk.delete(object.file());
    }

    /** Hands all that was sent on to the state, and forgets it here. Lanes may go on meanwhile. */
    void record(ArchiveState state, StateChange change) throws IOException {
        List<Path> sent = files(SENT);
        for (Path file : sent) {
            Optional<String> row =
                    Files.readAllLines(file, StandardCharsets.US_ASCII).stream().findFirst();
            ObjectRow object = ObjectRow.parse(row.orElse(""));
            change.add(StateTable.OBJECTS, object.line());
            addHeld(beside(main(file, SENT), HOLDS), object, change);
        }
        if (sent.isEmpty()) {
            return;
        }
        state.add(change);
        for (Path file : sent) {
            disk.delete(beside(main(file, SENT), HOLDS));
            disk.delete(file);
        }
    }

    private static void addHeld(Path holds, ObjectRow object, StateChange change) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(holds, StandardCharsets.US_ASCII)) {
            lines.readLine(); // the object
            lines.readLine(); // for whom
            for (String line = lines.readLine(); !END.equals(line); line = lines.readLine()) {
                HeldContent.addTo(change, String.valueOf(line), object);
            }
        }
    }

    /** The file of an object of this key. */
    Path file(ObjectKey key) {
        return folder.resolve(key.text().substring(key.text().lastIndexOf('/') + 1));
    }
}
