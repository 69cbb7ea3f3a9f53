package io.ghekeeper.repository;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Where a repository is exported to. Its name says what is made: a file NAME.bundle, or a bare repository NAME.git. */
public record ExportTarget(Path path, boolean isBundle) {
    private static final String BUNDLE = ".bundle";
    private static final String BARE = ".git";

    public ExportTarget {
        Objects.requireNonNull(path);
    }

    /** The target of this path; nothing where its name ends otherwise. */
    public static Optional<ExportTarget> of(Path path) {
        String name = String.valueOf(path.getFileName());
        boolean bundle = name.endsWith(BUNDLE) && name.length() > BUNDLE.length();
        boolean bare = name.endsWith(BARE) && name.length() > BARE.length();
        return bundle || bare ? Optional.of(new ExportTarget(path.toAbsolutePath(), bundle)) : Optional.empty();
    }

    /** Of the wiki, which is exported beside. */
    ExportTarget ofWiki() {
        String name = path.getFileName().toString();
        String ending = isBundle ? BUNDLE : BARE;
        String wiki = name.substring(0, name.length() - ending.length()) + ".wiki" + ending;
        return new ExportTarget(path.resolveSibling(wiki), isBundle);
    }
}
