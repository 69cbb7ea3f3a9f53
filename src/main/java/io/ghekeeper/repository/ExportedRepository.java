package io.ghekeeper.repository;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What was exported of one repository.
 *
 * @param bytes of the bundle, or of all files of the bare repository
 * @param refs that it has
 * @param problems clauses of what {@code git fsck} or the copy found; none where all is well
 * @param leftOut names of refs that lack objects; none but where that was accepted
 */
public record ExportedRepository(Path target, long bytes, long refs, List<String> problems, List<String> leftOut) {
    public ExportedRepository {
        Objects.requireNonNull(target);
        problems = List.copyOf(problems);
        leftOut = List.copyOf(leftOut);
    }
}
