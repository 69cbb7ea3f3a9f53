package io.ghekeeper.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/**
 * {@code ghe-keeper load-classes}: loads the classes of commands and runs, for {@code bin/archive-classes}. Java archives
 * what a process loaded. The checks alone stop before a login, an engine and a snapshot.
 */
@Command(
        name = "load-classes",
        hidden = true,
        description = "Load the classes of all commands, and run every check. For archive-classes.")
final class LoadClassesCommand implements Runnable {
    /** Ours, SSH with its keys and curves, programs, JSON. */
    private static final List<String> FOLDERS = List.of(
            "io/ghekeeper/",
            "net/schmizz/",
            "com/hierynomus/",
            "org/bouncycastle/crypto/ec/",
            "org/bouncycastle/crypto/util/",
            "org/bouncycastle/jcajce/provider/asymmetric/ec/",
            "org/bouncycastle/jcajce/provider/asymmetric/edec/",
            "org/bouncycastle/math/",
            "org/apache/commons/exec/",
            "com/fasterxml/jackson/core/");

    private static final String CLASS = ".class";

    @ParentCommand
    private RootCommand root;

    @Override
    public void run() {
        // The launcher's class path is the jar alone.
        try (JarFile jar = new JarFile(System.getProperty("java.class.path"))) {
            jar.stream()
                    .map(JarEntry::getName)
                    .filter(LoadClassesCommand::isWanted)
                    .forEach(LoadClassesCommand::load);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        root.keeper().checks().doctor(Optional.empty()).examine();
    }

    private static boolean isWanted(String name) {
        return name.endsWith(CLASS) && FOLDERS.stream().anyMatch(name::startsWith);
    }

    private static void load(String name) {
        String type = name.substring(0, name.length() - CLASS.length()).replace('/', '.');
        try {
            Class.forName(type, false, LoadClassesCommand.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError unused) {
            // A part of a library that needs another one, which is not in the jar.
        }
    }
}
