package io.ghekeeper.engine.backuputils;

import io.ghekeeper.engine.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The findings in what an engine prints, line by line, with the objects that stand around a warning: before it, as the
 * difference of two lists of routes (3.12), or behind it, a path or a complaint a line. Few are kept; all are counted.
 */
final class Findings {
    private static final int MOST = 30;
    private static final int MOST_NAMES = 5;
    private static final long DIGEST_FACTOR = 1_000_003;

    private static final Pattern STAMP = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ .*");
    private static final Pattern DIFFERENCE = Pattern.compile("diff --git \\S*source_routes \\S*destination_routes");
    private static final Pattern ONLY_THERE = Pattern.compile("-([^-].*)");
    private static final Pattern IN_DIFFERENCE = Pattern.compile("(index |@@ |--- |\\+).*");
    private static final Pattern PATH = Pattern.compile("\\s*(?:[-*]\\s+)?(\\w+(?:/[\\w.+-]+){2,})\\s*");
    private static final Pattern COMPLAINTS_FOLLOW = Pattern.compile("(?i).*failed to restore successfully.*");
    private static final Pattern TOOK = Pattern.compile("ghe-\\S.* took \\d+s");

    /** What the target's own programs print in a configuration run has the form of anything. */
    private static final Pattern CONFIGURING = Pattern.compile(STAMP.pattern() + "INFO  Configuring .*");

    private final RsyncListing listing;
    private final Map<String, Named> found = new LinkedHashMap<>();
    private Named inDifference = new Named();
    private Optional<Named> last = Optional.empty();
    private boolean complaintsFollow;
    private boolean configuring;
    private long more;

    /** @param options of backup-utils, by name */
    @SuppressWarnings("MissingSummary")
    Findings(Map<String, String> options) {
        listing = new RsyncListing(options);
    }

    /** What was named with one warning. */
    private static final class Named {
        private final List<String> names = new ArrayList<>();
        private long digest;
        private long count;

        void add(String name) {
            String plain = Finding.plain(name);
            if (names.size() < MOST_NAMES) {
                names.add(plain);
            }
            digest = digest * DIGEST_FACTOR + plain.hashCode();
            count++;
        }

        void add(Named others) {
            others.names.stream().limit(MOST_NAMES - names.size()).forEach(names::add);
            digest = digest * DIGEST_FACTOR + others.digest;
            count += others.count;
        }

        Finding finding(String words) {
            return new Finding(words, names, count, Long.toHexString(digest));
        }
    }

    synchronized void line(String line) {
        if (listing.takes(line)) {
            return;
        }
        boolean stamped = STAMP.matcher(line).matches();
        if (stamped) {
            configuring = CONFIGURING.matcher(line).matches();
        }
        Optional<String> words = configuring ? Optional.empty() : WarningLine.finding(line);
        if (words.isPresent()) {
            add(words.get());
        } else if (!differs(line)) {
            follow(line, stamped);
        }
    }

    private void add(String words) {
        Named named = found.get(words);
        if (named == null && found.size() >= MOST) {
            more++;
            last = Optional.empty();
        } else if (named == null) {
            found.put(words, inDifference);
            last = Optional.of(inDifference);
        } else {
            named.add(inDifference);
            last = Optional.of(named);
        }
        inDifference = new Named();
        complaintsFollow = COMPLAINTS_FOLLOW.matcher(words).matches();
    }

    /** Whether a line is of the difference that is printed before the warning of missing routes. */
    private boolean differs(String line) {
        if (DIFFERENCE.matcher(line).matches()) {
            inDifference = new Named();
            last = Optional.empty();
            return true;
        }
        Matcher only = ONLY_THERE.matcher(line);
        if (only.matches() && last.isEmpty()) {
            inDifference.add(only.group(1));
            return true;
        }
        return IN_DIFFERENCE.matcher(line).matches() && last.isEmpty();
    }

    /** Objects stand directly behind the warning, if at all. */
    private void follow(String line, boolean stamped) {
        Matcher path = PATH.matcher(line);
        boolean complaint = complaintsFollow
                && !stamped
                && !line.isBlank()
                && !TOOK.matcher(line).matches();
        if (last.isPresent() && path.matches()) {
            last.get().add(path.group(1));
        } else if (last.isPresent() && complaint) {
            last.get().add(line);
        } else {
            last = Optional.empty();
            inDifference = new Named();
        }
    }

    /** In the order in which they came. */
    synchronized List<Finding> all() {
        List<Finding> all = new ArrayList<>();
        found.forEach((words, named) -> all.add(named.finding(words)));
        if (more > 0) {
            all.add(new Finding(more + " more warnings of absent content", List.of(), 0, ""));
        }
        return all;
    }
}
