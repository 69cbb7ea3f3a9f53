package io.ghekeeper.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A program that copies a snapshot into a folder. What it wrote for a first snapshot can be saved, and is then gone on with. */
abstract class ArchiveTool {
    final Path folder;
    private final Path saved;

    /** What it keeps, below this: the copies and its notes of them. */
    ArchiveTool(Path folder) {
        this.folder = folder;
        this.saved = folder.resolveSibling(folder.getFileName() + ".saved");
    }

    abstract String name();

    /** Makes the folder for a first archive. Not measured. */
    abstract void begin() throws IOException, InterruptedException;

    /** Copies it. */
    abstract MeasuredProcess archive(Path snapshot) throws IOException, InterruptedException;

    /** Reads all bytes of the store, and proves them; nothing where it has no proof of them. */
    Optional<MeasuredProcess> verify() throws IOException, InterruptedException {
        return Optional.empty();
    }

    /** Writes a snapshot that was archived into a folder that is not there. */
    abstract MeasuredProcess fetch(Path snapshot, Path target) throws IOException, InterruptedException;

    /** Where the copies are. */
    Path store() {
        return folder.resolve("store");
    }

    final void reset() throws IOException, InterruptedException {
        BenchTree.run("rm -rf \"$1\"; mkdir -p \"$1\"/store", folder.toString());
        begin();
    }

    /** Keeps what is there for {@link #restore}. */
    void save() throws IOException, InterruptedException {
        BenchTree.run("rm -rf \"$2\"; cp -a \"$1\" \"$2\"", folder.toString(), saved.toString());
    }

    /** None of these programs writes into a file that it finished before. */
    final void restore() throws IOException, InterruptedException {
        BenchTree.run("rm -rf \"$1\"; cp -al \"$2\" \"$1\"; sync", folder.toString(), saved.toString());
    }

    /** Lengths of all files of the store. */
    final List<Long> lengths() throws IOException {
        List<Long> lengths = new ArrayList<>();
        try (Stream<Path> files = Files.walk(store())) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                lengths.add(Files.size(file));
            }
        }
        return lengths;
    }

    /** Two recipients, as a deployment has them. */
    static final class Keeper extends ArchiveTool {
        private final Path state;
        private final List<String> recipients;
        private final Path identity;

        /** @param state with the seals; what the archive notes there is put beside its store for a while */
        @SuppressWarnings("MissingSummary")
        Keeper(Path folder, Path state, List<String> recipients, Path identity) {
            super(folder);
            this.state = state;
            this.recipients = List.copyOf(recipients);
            this.identity = identity;
        }

        @Override
        String name() {
            return "ghe-keeper";
        }

        @Override
        void begin() {}

        @Override
        MeasuredProcess archive(Path snapshot) throws IOException, InterruptedException {
            return measured("archive", snapshot);
        }

        @Override
        Optional<MeasuredProcess> verify() throws IOException, InterruptedException {
            return Optional.of(measured("read", state));
        }

        @Override
        MeasuredProcess fetch(Path snapshot, Path target) throws IOException, InterruptedException {
            return MeasuredProcess.run(
                    Map.of(),
                    KeepProcess.command(
                            "fetch",
                            snapshot.getParent().toString(),
                            state.toString(),
                            snapshot.getFileName().toString(),
                            store().toString(),
                            identity.toString(),
                            target.toString()));
        }

        /** MiB in a second that are encrypted, with as many objects at a time as an archive run makes. */
        String encrypted() throws IOException, InterruptedException {
            return measured("encrypt", state).output();
        }

        private MeasuredProcess measured(String work, Path snapshot) throws IOException, InterruptedException {
            BenchTree.run(
                    "rm -rf \"$2\"/archive; if [ -e \"$1\"/archive ]; then mv \"$1\"/archive \"$2\"/archive; fi",
                    folder.toString(),
                    state.toString());
            List<String> arguments = new ArrayList<>(List.of(
                    work,
                    snapshot.getParent().toString(),
                    state.toString(),
                    snapshot.getFileName().toString(),
                    store().toString()));
            arguments.addAll(recipients);
            MeasuredProcess measured =
                    MeasuredProcess.run(Map.of(), KeepProcess.command(arguments.toArray(String[]::new)));
            BenchTree.run(
                    "if [ -e \"$2\"/archive ]; then mv \"$2\"/archive \"$1\"/archive; fi",
                    folder.toString(),
                    state.toString());
            return measured;
        }
    }

    /** At an equal path each time, and blind for the time of the inode's change: otherwise it reads all files again. */
    static final class Restic extends ArchiveTool {
        Restic(Path folder) {
            super(folder);
        }

        static boolean isInstalled() throws IOException, InterruptedException {
            return new ProcessBuilder("bash", "-c", "command -v restic >/dev/null")
                            .start()
                            .waitFor()
                    == 0;
        }

        private Map<String, String> environment() {
            return Map.of(
                    "RESTIC_PASSWORD", "of this figure only",
                    "RESTIC_REPOSITORY", store().toString(),
                    "RESTIC_CACHE_DIR", folder.resolve("cache").toString());
        }

        @Override
        String name() {
            return "restic";
        }

        @Override
        void begin() throws IOException, InterruptedException {
            MeasuredProcess.run(environment(), List.of("restic", "init", "-q"));
        }

        @Override
        MeasuredProcess archive(Path snapshot) throws IOException, InterruptedException {
            Path current = snapshot.resolveSibling("current");
            Files.move(snapshot, current);
            try {
                return MeasuredProcess.run(
                        environment(), List.of("restic", "backup", "-q", "--ignore-ctime", current.toString()));
            } finally {
                Files.move(current, snapshot);
            }
        }

        @Override
        Optional<MeasuredProcess> verify() throws IOException, InterruptedException {
            return Optional.of(MeasuredProcess.run(environment(), List.of("restic", "check", "-q", "--read-data")));
        }

        /** As it was put there by {@link #archive}, below its path. */
        @Override
        MeasuredProcess fetch(Path snapshot, Path target) throws IOException, InterruptedException {
            return MeasuredProcess.run(
                    environment(), List.of("restic", "restore", "-q", "latest", "--target", target.toString()));
        }
    }

    /** Everything each time, without encryption. */
    static final class Tar extends ArchiveTool {
        Tar(Path folder) {
            super(folder);
        }

        /** It goes on with nothing. */
        @Override
        void save() throws IOException, InterruptedException {
            reset();
            super.save();
        }

        @Override
        String name() {
            return "tar \\| zstd -1";
        }

        @Override
        void begin() {}

        @Override
        MeasuredProcess archive(Path snapshot) throws IOException, InterruptedException {
            return MeasuredProcess.run(
                    Map.of(),
                    List.of(
                            "bash",
                            "-euo",
                            "pipefail",
                            "-c",
                            "tar -C \"$1\" -cf - . | zstd -q -1 >\"$2\"; sync \"$2\"",
                            "bash",
                            snapshot.toString(),
                            store().resolve(snapshot.getFileName() + ".tar.zst").toString()));
        }

        @Override
        MeasuredProcess fetch(Path snapshot, Path target) throws IOException, InterruptedException {
            return MeasuredProcess.run(
                    Map.of(),
                    List.of(
                            "bash",
                            "-euo",
                            "pipefail",
                            "-c",
                            "mkdir \"$2\"; zstd -dcq \"$1\" | tar -C \"$2\" -xpf -; sync -f \"$2\"",
                            "bash",
                            store().resolve(snapshot.getFileName() + ".tar.zst").toString(),
                            target.toString()));
        }
    }
}
