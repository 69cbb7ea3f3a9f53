package io.ghekeeper.repository;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a repository is in a snapshot. GHES lays repositories out as {@code repositories/5/nw/5f/f1/2d/NETWORK/ID.git}, and gists
 * as {@code repositories/5/5f/f1/2d/gist/ID.git}; backup-utils' {@code ghe-backup-repositories} copies exactly these.
 *
 * @param path of its folder, as {@link io.ghekeeper.seal.PathBytes} below the snapshot
 * @param folder that it is in: its network's, or that of gists
 * @param network the number of its network; nothing for a gist
 * @param id the number of the repository, or the name of the gist
 */
public record RepositoryPlace(String path, String folder, Optional<String> network, String id) {
    /** The folder of a snapshot that all of them are in. */
    public static final String ALL = "repositories";

    /** Where its owner and name are written. */
    static final String NAME_FILE = "info/nwo";

    /** What forks of a network share. It is no repository of a person's. */
    static final String SHARED = "network.git";

    private static final String GIT = ".git";
    private static final String WIKI = ".wiki.git";
    private static final String BYTE = "[^/.]{2}";
    private static final Pattern NETWORK_FORM =
            Pattern.compile("(repositories/[^/]+/nw/" + BYTE + "/" + BYTE + "/" + BYTE + "/([^/]+))/([^/.]+)\\.git");
    private static final Pattern GIST_FORM =
            Pattern.compile("(repositories/[^/]+/" + BYTE + "/" + BYTE + "/" + BYTE + "/gist)/([^/.]+)\\.git");

    public RepositoryPlace {
        Objects.requireNonNull(path);
        Objects.requireNonNull(folder);
        Objects.requireNonNull(network);
        Objects.requireNonNull(id);
    }

    /** The repository in this folder; nothing where there can be none: wikis are part of their repository. */
    static Optional<RepositoryPlace> of(String path) {
        Matcher network = NETWORK_FORM.matcher(path);
        if (network.matches()) {
            return path.endsWith("/" + SHARED)
                    ? Optional.empty()
                    : Optional.of(new RepositoryPlace(
                            path, network.group(1), Optional.of(network.group(2)), network.group(3)));
        }
        Matcher gist = GIST_FORM.matcher(path);
        return gist.matches()
                ? Optional.of(new RepositoryPlace(path, gist.group(1), Optional.empty(), gist.group(2)))
                : Optional.empty();
    }

    public boolean isGist() {
        return network.isEmpty();
    }

    /** The name of its folder. */
    String name() {
        return id + GIT;
    }

    /** The name of its wiki's folder, which lies beside it. */
    String wikiName() {
        return id + WIKI;
    }
}
