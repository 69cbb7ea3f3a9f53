package io.ghekeeper.appliance;

import io.ghekeeper.appliance.RepositoryCheck.RepositoryState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The bare repositories on an appliance, over a connection that is open. Their names are data: one that goes back into a
 * command consists of letters, digits, dots, hyphens and underscores only, and stands in quotes.
 */
final class Repositories {
    private static final String ROOT = "/data/user/repositories";

    /** Not into them: a repository holds none. What vanishes meanwhile is no error; what cannot be read is one. */
    private static final String FIND =
            "set -o pipefail; sudo find " + ROOT + " -ignore_readdir_race -type d -name '*.git' -prune -printf ";

    private static final Pattern NAME =
            Pattern.compile("(?:[0-9A-Za-z][0-9A-Za-z._-]{0,99}/){0,12}[0-9A-Za-z][0-9A-Za-z._-]{0,99}\\.git");
    private static final Pattern ENDED = Pattern.compile("\\A(.*)\\bstatus (\\d{1,3})\\z", Pattern.DOTALL);
    private static final int LONGEST_PATH = 4096;
    private static final int LONGEST_LIST = 1024 * 1024;

    /** Seconds from the signal to end until the process must be gone. */
    private static final int GRACE = 5;

    private static final int TIMED_OUT = 124;
    private static final int NOT_STARTED = 126;
    private static final int NOT_FOUND = 127;

    private final Connection connection;

    Repositories(Connection connection) {
        this.connection = connection;
    }

    /** A random sample of them, as paths below their root; empty where the list takes longer than the limit. */
    Optional<List<String>> sample(int most, Duration limit) throws IOException {
        int longest = (int) Math.min((long) most * (LONGEST_PATH + 1), LONGEST_LIST);
        return connection
                .ask(FIND + "'%P\\0' | shuf -z -n " + most, limit, longest)
                .map(answer -> Stream.of(answer.split("\0", -1))
                        .filter(name -> !name.isEmpty())
                        .toList());
    }

    /** Checks one after the other, until the time is over. */
    List<RepositoryCheck> check(List<String> names, Duration limit) throws IOException {
        long begin = System.nanoTime();
        List<RepositoryCheck> checks = new ArrayList<>();
        for (String name : names) {
            checks.add(check(name, limit.minusNanos(System.nanoTime() - begin)));
        }
        return checks;
    }

    private RepositoryCheck check(String name, Duration left) throws IOException {
        String shown = ConnectionFailures.fit(name);
        if (!NAME.matcher(name).matches()) {
            return new RepositoryCheck(shown, RepositoryState.UNCHECKED, "its name is none of an appliance's");
        }
        if (left.toSeconds() < 1) {
            return new RepositoryCheck(shown, RepositoryState.UNFINISHED, "no time was left for it");
        }
        return connection
                .ask(fsck(name, left.toSeconds()), left.plusSeconds(2 * GRACE), Connection.LONGEST_ANSWER)
                .map(ENDED::matcher)
                .filter(Matcher::matches)
                .map(ended -> judge(shown, Integer.parseInt(ended.group(2)), ended.group(1)))
                .orElseGet(
                        () -> new RepositoryCheck(shown, RepositoryState.UNFINISHED, "git fsck did not end in time"));
    }

    /**
     * As the user whose repositories they are, and no longer there than we wait for it. Without the folder's name in
     * {@code --git-dir}, git would look for a repository further up. The admin's shell is bash.
     */
    private static String fsck(String name, long seconds) {
        return "sudo -u git timeout -k " + GRACE + " " + seconds + " git --git-dir='" + ROOT + "/" + name
                + "' fsck --no-dangling --no-progress </dev/null 2>&1 | { head -c 1000; cat >/dev/null; echo; };"
                + " echo \"status ${PIPESTATUS[0]}\"";
    }

    private static RepositoryCheck judge(String name, int status, String said) {
        String complaint =
                ConnectionFailures.fit(said.strip().lines().findFirst().orElse(""));
        return switch (status) {
            case 0 -> new RepositoryCheck(name, RepositoryState.SOUND, "");
            case TIMED_OUT -> new RepositoryCheck(name, RepositoryState.UNFINISHED, "git fsck did not end in time");
            case NOT_STARTED, NOT_FOUND -> new RepositoryCheck(name, RepositoryState.UNCHECKED, complaint);
            default ->
                new RepositoryCheck(name, RepositoryState.BROKEN, complaint.isEmpty() ? "status " + status : complaint);
        };
    }
}
