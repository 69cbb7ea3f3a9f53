package io.ghekeeper.repository;

import io.ghekeeper.volume.AppendStream;
import io.ghekeeper.volume.Disk;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Makes a bare repository out of the objects of others. Only files that hold objects are copied: no configuration, hook, list of
 * alternates, index of several packs or graph. Follows no link.
 */
final class GitFiles {
    private static final String CONFIG = "[core]\n\trepositoryformatversion = 0\n\tbare = true\n";
    private static final Pattern FAN = Pattern.compile("[0-9a-f]{2}");
    private static final Pattern LOOSE = Pattern.compile("[0-9a-f]{38}");
    private static final Pattern PACK = Pattern.compile("pack-[0-9a-f]{40}\\.(?:pack|idx)");
    private static final int PIECE = 256 << 10;

    private final Disk disk;
    private final Runnable goOn;

    GitFiles(Disk disk, Runnable goOn) {
        this.disk = disk;
        this.goOn = goOn;
    }

    /** An empty repository, in a folder that is made. */
    void init(Path repository) throws IOException {
        for (String folder : new String[] {"", "objects", "objects/info", "objects/pack", "refs", "refs/heads"}) {
            disk.createPrivateDirectory(repository.resolve(folder));
        }
        disk.write(repository.resolve("config"), CONFIG.getBytes(StandardCharsets.US_ASCII));
    }

    /** Copies the objects of a repository into another one. */
    void copyObjects(Path from, Path to) throws IOException {
        Path objects = from.resolve("objects");
        if (!Files.isDirectory(objects, LinkOption.NOFOLLOW_LINKS)) {
            return; // git says what is missing then
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(objects)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    continue;
                }
                if (name.equals("pack")) {
                    copyFiles(entry, to.resolve("objects/pack"), PACK);
                } else if (FAN.matcher(name).matches()) {
                    Path folder = to.resolve("objects").resolve(name);
                    if (!Files.isDirectory(folder)) {
                        disk.createPrivateDirectory(folder);
                    }
                    copyFiles(entry, folder, LOOSE);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private void copyFiles(Path from, Path to, Pattern names) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(from)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (names.matcher(name).matches() && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    copy(disk, file, to.resolve(name), goOn);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /**
     * Copies a file.
     *
     * @param goOn is called for each piece
     */
    static void copy(Disk disk, Path from, Path to, Runnable goOn) throws IOException {
        try (InputStream in = Files.newInputStream(from, LinkOption.NOFOLLOW_LINKS);
                OutputStream out = new AppendStream(disk, to)) {
            byte[] piece = new byte[PIECE];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                goOn.run();
                out.write(piece, 0, read);
            }
        }
    }
}
