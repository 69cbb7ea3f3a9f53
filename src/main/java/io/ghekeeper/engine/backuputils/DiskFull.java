package io.ghekeeper.engine.backuputils;

import io.ghekeeper.volume.DiskSpace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where no room is left, when a line says so: on our volume, in our temporary directory, or on a disk of the appliance,
 * whose programs say it in the same words. Our two are measured; a line alone proves nothing.
 */
final class DiskFull {
    private static final Pattern SAID = Pattern.compile("No space left on device|Disk quota exceeded");

    /** rsync ends a line with the system's error; before it stand names, in which the same words may stand. */
    private static final Pattern OF_RSYNC = Pattern.compile("rsync: .* \\((\\d+)\\)");

    private static final Set<String> ERRORS = Set.of("28", "122");
    private static final Pattern FILE = Pattern.compile("rsync: [^\"]*\"(/.*)\".*");

    private final Path dataDirectory;
    private final Optional<Path> written;
    private final Path temporary;
    private final Measure measure;

    /** Asks a file system for its room. */
    interface Measure {
        DiskSpace at(Path place) throws IOException;
    }

    /**
     * For one run.
     *
     * @param dataDirectory on our volume
     * @param written what rsync writes to here: the data directory in a backup, nothing in a restore
     * @param temporary the directory for temporary files
     */
    DiskFull(Path dataDirectory, Optional<Path> written, Path temporary, Measure measure) {
        this.dataDirectory = dataDirectory;
        this.written = written;
        this.temporary = temporary;
        this.measure = measure;
    }

    enum FullPlace {
        VOLUME,
        TEMPORARY,
        ELSEWHERE
    }

    /**
     * Where it is, and how that is known.
     *
     * @param words what was measured, for people
     */
    record Measurement(FullPlace place, String words) {}

    static boolean isSaidBy(String line) {
        Matcher ofRsync = OF_RSYNC.matcher(line);
        return ofRsync.matches()
                ? ERRORS.contains(ofRsync.group(1))
                : SAID.matcher(line).find();
    }

    /** Where the room is lacking that such lines speak of. */
    Measurement judge(List<String> lines) {
        Optional<DiskSpace> volume = room(dataDirectory);
        Optional<DiskSpace> ours = room(temporary);
        String measured =
                "the volume: " + words(volume) + "; the temporary directory " + temporary + ": " + words(ours);
        // The partial copy is removed again before anybody can measure: the name of our own file says where it was.
        if (volume.filter(DiskSpace::isFull).isPresent() || lines.stream().anyMatch(this::isOfOurVolume)) {
            return new Measurement(FullPlace.VOLUME, measured);
        }
        return new Measurement(
                ours.filter(DiskSpace::isFull).isPresent() ? FullPlace.TEMPORARY : FullPlace.ELSEWHERE, measured);
    }

    /** rsync names each file by its whole path, and no file's name has a slash in it. */
    private boolean isOfOurVolume(String line) {
        Matcher file = FILE.matcher(line);
        return file.matches()
                && written.filter(directory -> file.group(1).startsWith(directory + "/")
                                || file.group(1).startsWith(real(directory) + "/"))
                        .isPresent();
    }

    private static Path real(Path directory) {
        try {
            return directory.toRealPath();
        } catch (IOException gone) {
            return directory;
        }
    }

    private Optional<DiskSpace> room(Path place) {
        try {
            return Optional.of(measure.at(place));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static String words(Optional<DiskSpace> room) {
        return room.map(DiskSpace::toString).orElse("unknown");
    }
}
