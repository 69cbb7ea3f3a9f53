package io.ghekeeper.repository;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.text.PlainText;
import io.ghekeeper.volume.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a repository takes objects from that it does not have itself. A fork names the shared repository of its network: by a path
 * that begins with {@code ..}, or by the one that the network has on the appliance (backup-utils' {@code ghe-backup-fsck} knows
 * both).
 */
final class Alternates {
    private static final int LONGEST = 64 << 10;
    private static final String SHARED_OBJECTS = RepositoryPlace.SHARED + "/objects";

    private Alternates() {}

    /**
     * Whether it takes any from the shared repository of its network.
     *
     * @param repository a folder of the network
     * @param network its path below the snapshot
     * @throws Failure REPOSITORY_UNFIT where it names any other place: nothing is read there
     */
    static boolean areShared(Path repository, String network) throws IOException {
        List<String> lines = lines(repository);
        for (String line : lines) {
            if (!isShared(line, network)) {
                throw new Failure(
                        FailureKind.REPOSITORY_UNFIT,
                        "the alternates of " + repository.getFileName() + " lead out of its network: " + line,
                        "Find out who changed objects/info/alternates of it on the appliance. An earlier snapshot may have it"
                                + " as it was: ghe-keeper repository find --all");
            }
        }
        return !lines.isEmpty();
    }

    private static boolean isShared(String line, String network) {
        try {
            Path place = Path.of(line);
            return place.isAbsolute()
                    ? place.equals(place.normalize()) && place.endsWith(Path.of(network + "/" + SHARED_OBJECTS))
                    : Path.of("/x.git/objects").resolve(place).normalize().equals(Path.of("/" + SHARED_OBJECTS));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static List<String> lines(Path repository) throws IOException {
        if (!Files.isDirectory(repository.resolve("objects/info"), LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try {
            byte[] content = SmallFile.read(repository.resolve("objects/info/alternates"), LONGEST);
            return new String(content, StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.strip())
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException e) {
            throw new Failure(
                    FailureKind.REPOSITORY_UNFIT,
                    "objects/info/alternates of "
                            + PlainText.of(repository.getFileName().toString()) + " " + e.getMessage(),
                    "Take another snapshot, as ghe-keeper repository find --all lists them.",
                    e);
        }
    }
}
