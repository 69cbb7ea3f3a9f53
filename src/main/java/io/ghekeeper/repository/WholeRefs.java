package io.ghekeeper.repository;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Parts the refs of a broken repository: those all of whose objects are there, and the rest. In memory. */
final class WholeRefs {
    private static final int HASH = 40;

    private final GitProgram git;
    private final Path repository;
    private final List<String> whole = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();

    private WholeRefs(GitProgram git, Path repository) {
        this.git = git;
        this.repository = repository;
    }

    /** Looks for the objects of each; groups of refs are halved until one is left. */
    static WholeRefs of(GitProgram git, Path repository) throws IOException, InterruptedException {
        ByteArrayOutputStream listed = new ByteArrayOutputStream();
        git.run(repository, List.of("for-each-ref", "--format=%(objectname) %(refname)"), listed);
        WholeRefs refs = new WholeRefs(git, repository);
        refs.part(listed.toString(StandardCharsets.ISO_8859_1).lines().toList());
        return refs;
    }

    private void part(List<String> refs) throws IOException, InterruptedException {
        if (refs.isEmpty()) {
            return;
        }
        if (isWhole(refs)) {
            whole.addAll(refs);
        } else if (refs.size() == 1) {
            broken.add(refs.get(0).substring(HASH + 1));
        } else {
            int half = refs.size() / 2;
            part(refs.subList(0, half));
            part(refs.subList(half, refs.size()));
        }
    }

    private boolean isWhole(List<String> refs) throws InterruptedException {
        try {
            git.run(
                    repository,
                    List.of("rev-list", "--objects", "--quiet", "--stdin"),
                    refs.stream().map(ref -> ref.substring(0, HASH)).toList(),
                    OutputStream.nullOutputStream());
            return true;
        } catch (IOException missing) {
            return false;
        }
    }

    /** As lines of packed-refs, each character a byte. */
    List<String> whole() {
        return whole;
    }

    /** Their names. */
    List<String> broken() {
        return broken;
    }
}
