package io.ghekeeper.repository;

import io.ghekeeper.seal.PathBytes;
import io.ghekeeper.text.PlainText;
import io.ghekeeper.volume.AppendStream;
import io.ghekeeper.volume.Disk;
import io.ghekeeper.volume.SmallFile;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Copies the refs of a repository, packed and loose, those of pull requests and hidden ones among them. Follows no link. */
final class GitRefs {
    private static final int LONGEST = 4 << 10;
    private static final String FIRST_BRANCH = "ref: refs/heads/main\n";
    private static final Pattern VALUE =
            Pattern.compile("(?:[0-9a-f]{40}|ref: refs/(?!.*\\.\\.)[^\\s~^:?*\\[\\\\]+)\\s*");
    private static final Pattern PACKED =
            Pattern.compile("[0-9a-f]{40} refs/(?!.*\\.\\.)[^\\s~^:?*\\[\\\\]+|\\^[0-9a-f]{40}");

    private final Disk disk;
    private final Runnable goOn;
    private final Consumer<String> problems;

    /** @param problems gets a clause for each ref that cannot be one */
    @SuppressWarnings("MissingSummary")
    GitRefs(Disk disk, Runnable goOn, Consumer<String> problems) {
        this.disk = disk;
        this.goOn = goOn;
        this.problems = problems;
    }

    /** Copies them into a repository that has none. */
    void copy(Path from, Path to) throws IOException {
        copyHead(from.resolve("HEAD"), to.resolve("HEAD"));
        copyPacked(from.resolve("packed-refs"), to.resolve("packed-refs"));
        Path loose = from.resolve("refs");
        if (Files.isDirectory(loose, LinkOption.NOFOLLOW_LINKS)) {
            Files.walkFileTree(loose, new LooseRefs(from, to));
        }
    }

    private void copyHead(Path from, Path to) throws IOException {
        String value = FIRST_BRANCH;
        try {
            String read = new String(SmallFile.read(from, LONGEST), StandardCharsets.ISO_8859_1);
            if (VALUE.matcher(read).matches()) {
                value = read;
            } else {
                problems.accept("HEAD names no branch");
            }
        } catch (IOException e) {
            problems.accept("HEAD cannot be read");
        }
        disk.write(to, value.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Its first line may claim an order that git relies on: it is left out. */
    private void copyPacked(Path from, Path to) throws IOException {
        if (!Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)) {
            problems.accept("packed-refs is no regular file");
            return;
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(from, LinkOption.NOFOLLOW_LINKS));
                OutputStream out = new AppendStream(disk, to)) {
            for (String line = line(in); line != null; line = line(in)) {
                goOn.run();
                if (PACKED.matcher(line).matches()) {
                    out.write((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
                } else if (!line.startsWith("#")) {
                    problems.accept("packed-refs has a line that is no ref");
                }
            }
        }
    }

    /** The next line, of one that is too long the beginning; null after the last. */
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        if (next < 0) {
            return null;
        }
        for (; next >= 0 && next != '\n'; next = in.read()) {
            if (line.size() <= LONGEST) {
                line.write(next);
            }
        }
        return line.size() > LONGEST ? "" : line.toString(StandardCharsets.ISO_8859_1);
    }

    private final class LooseRefs extends SimpleFileVisitor<Path> {
        private final Path from;
        private final Path to;

        LooseRefs(Path from, Path to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
            Path made = to.resolve(from.relativize(folder));
            if (!Files.isDirectory(made)) {
                disk.createPrivateDirectory(made);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            goOn.run();
            Path ref = from.relativize(file);
            if (ref.getFileName().toString().endsWith(".lock")) {
                return FileVisitResult.CONTINUE;
            }
            byte[] value = attributes.isRegularFile() && attributes.size() <= LONGEST
                    ? SmallFile.read(file, LONGEST)
                    : new byte[0];
            if (VALUE.matcher(new String(value, StandardCharsets.ISO_8859_1)).matches()) {
                disk.write(to.resolve(ref), value);
            } else {
                problems.accept(PlainText.of(PathBytes.of(ref)) + " names no object");
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
