package io.ghekeeper.appliance;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How much of each kind lies on a target after a restore; nothing where it cannot be counted in time. A folder that is not
 * there holds none, for some releases restore without the storage directory and report success; but for that of the
 * repositories, which every appliance has.
 *
 * <p>Counted as backup-utils 3.12 finds what it restores, and as {@code snapshot.Inventory} counts a snapshot.
 *
 * @param repositories bare repositories, wikis and gists among them
 * @param gists those directly whose folder is named after gists
 * @param storage objects: files at the fourth level of {@code storage}
 * @param pages what lies at the fifth level of {@code pages}
 * @param gitHooks files of the hooks' environments and repositories
 * @param auditLog indices; on an appliance that is not set up yet, the files that wait to be loaded
 */
public record RestoredContents(
        Optional<Long> repositories,
        Optional<Long> gists,
        Optional<Long> storage,
        Optional<Long> pages,
        Optional<Long> gitHooks,
        Optional<Long> auditLog) {
    private static final Pattern COUNT = Pattern.compile("\\d{1,12}");
    private static final String USER = "/data/user/";
    private static final String REPOSITORY = "-type d -name '*.git' -prune";
    private static final String GIST = " -path '*/gist/*' ! -path '*/gist/*/*'";
    private static final String HOOKS = USER + "git-hooks/";

    /** What Elasticsearch has, as backup-utils asks for it. */
    private static final String INDICES =
            "set -o pipefail; timeout -k 5 60 curl -sf 'localhost:9201/_cat/indices/audit_log*?h=index' | wc -l";

    public RestoredContents {
        Objects.requireNonNull(repositories);
        Objects.requireNonNull(gists);
        Objects.requireNonNull(storage);
        Objects.requireNonNull(pages);
        Objects.requireNonNull(gitHooks);
        Objects.requireNonNull(auditLog);
    }

    /**
     * Counts all of them side by side, in one time for all.
     *
     * @param configured whether the appliance is set up; a new one loads its audit log when it is
     */
    static RestoredContents count(Connection connection, boolean configured, Duration limit) throws IOException {
        long seconds = Math.max(1, limit.toSeconds());
        String waiting = find(USER + "elasticsearch-restore", "-maxdepth 1", "-type f -name 'audit_log*.gz'", seconds);
        List<Optional<Long>> counts = connection
                .ask(
                        List.of(
                                found(USER + "repositories", "", REPOSITORY, seconds),
                                found(USER + "repositories", "", REPOSITORY + GIST, seconds),
                                find(USER + "storage", "-mindepth 4 -maxdepth 4", "-type f", seconds),
                                find(USER + "pages", "-mindepth 5 -maxdepth 5", "", seconds),
                                find(HOOKS + "environments/tarballs", "", "-type f", seconds),
                                find(HOOKS + "repos", "", "-type f", seconds),
                                configured ? INDICES : waiting),
                        limit)
                .stream()
                .map(answer ->
                        answer.filter(text -> COUNT.matcher(text).matches()).map(Long::valueOf))
                .toList();
        Optional<Long> hooks = counts.get(4).flatMap(one -> counts.get(5).map(other -> one + other));
        return new RestoredContents(counts.get(0), counts.get(1), counts.get(2), counts.get(3), hooks, counts.get(6));
    }

    private static String find(String folder, String depth, String tests, long seconds) {
        return "if sudo test -e " + folder + "; then " + found(folder, depth, tests, seconds)
                + "; else sudo true && echo 0; fi";
    }

    /** A name may hold a line break, so bytes are counted. What vanishes meanwhile is no error; what cannot be read is one. */
    private static String found(String folder, String depth, String tests, long seconds) {
        return "set -o pipefail; sudo timeout -k 5 " + seconds + " find -H " + folder + " " + depth
                + " -ignore_readdir_race " + tests + " -printf x | wc -c";
    }

    /** What is known where nothing was counted. */
    static RestoredContents unknown() {
        Optional<Long> none = Optional.empty();
        return new RestoredContents(none, none, none, none, none, none);
    }
}
