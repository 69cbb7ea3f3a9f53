package io.ghekeeper.lab;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Puts things into a data directory that no backup puts there: names and kinds of which pruning by lines makes a mess. */
public final class HostileFolder {
    private static final List<String> BEGINNINGS =
            List.of("9", "2fa", "2026", "0", "prune", "prune_", "20261118T031700");
    private static final List<String> PIECES = List.of(
            "\n",
            "\n9x",
            "\nx",
            "\nrepositories",
            "\npages",
            "\nversion",
            " ",
            "\t",
            "*",
            "?",
            "[0-9]*",
            "\\",
            "\\\n",
            "\r",
            "\u001b[31m",
            "-rf",
            "--",
            "$(id)",
            "`",
            "'",
            "\"",
            "é",
            ".",
            "..",
            "-notes",
            "T");

    private HostileFolder() {}

    /**
     * One thing, which may be a name in vain: what is there already stays.
     *
     * @param targets what links lead to, and what must not be changed through them
     */
    public static void put(Random random, Path data, List<Path> targets) throws IOException {
        Path target = targets.get(random.nextInt(targets.size()));
        try {
            Path place = data.resolve(name(random));
            switch (random.nextInt(7)) {
                case 0, 1 -> Files.createDirectory(place);
                case 2 -> Files.writeString(place, "a file");
                case 3 -> Files.createSymbolicLink(place, target);
                case 4 -> Files.createFile(Files.createDirectory(place).resolve("incomplete"));
                case 5 -> Files.createDirectories(place.resolve("incomplete/repositories"));
                default -> Files.createSymbolicLink(Files.createDirectory(place).resolve("incomplete"), target);
            }
        } catch (FileAlreadyExistsException | InvalidPathException inVain) {
            // The next seed has another.
        }
    }

    private static String name(Random random) {
        StringBuilder name = new StringBuilder(BEGINNINGS.get(random.nextInt(BEGINNINGS.size())));
        for (int i = random.nextInt(3); i > 0; i--) {
            name.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return name.toString();
    }
}
