package io.ghekeeper.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A folder that takes long to make: made once for all tests of this JVM, and copied for each that wants one. */
final class Template {
    private final List<String> copy;
    private Path kept;

    /** A template whose copies are made by {@code cp} with these options. */
    Template(String... options) {
        copy = new ArrayList<>(List.of("cp"));
        copy.addAll(List.of(options));
    }

    /**
     * Puts it there.
     *
     * @param folder need not be there
     * @param maker makes it there; asked at most once
     */
    void into(Path folder, Consumer<Path> maker) {
        try {
            Files.createDirectories(folder);
            copy(keptOr(folder, maker), folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized Path keptOr(Path folder, Consumer<Path> maker) throws IOException {
        if (kept == null) {
            maker.accept(folder);
            Path made = Files.createTempDirectory("ghk-template");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> Tool.run("rm", "-rf", made.toString())));
            copy(folder, made);
            kept = made;
            return folder;
        }
        return kept;
    }

    private void copy(Path from, Path to) {
        if (from.equals(to)) {
            return;
        }
        List<String> command = new ArrayList<>(copy);
        command.addAll(List.of(from + "/.", to.toString()));
        Tool.run(command);
    }
}
