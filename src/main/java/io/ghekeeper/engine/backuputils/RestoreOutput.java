package io.ghekeeper.engine.backuputils;

import io.ghekeeper.engine.Step;
import io.ghekeeper.engine.StepId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code ghe-restore} prints, read as far as it can be believed: titles of steps, the closing line, and what may
 * explain a failure. Among them stand the names of all files that are copied, which anybody may have chosen
 * who has a page or a hook, and what the target's own programs print: only whole lines in the tool's own form count.
 */
final class RestoreOutput implements OutputReader {
    /** Steps that every restore onto a configured appliance has (backup-utils 3.11 and 3.12), in their order. */
    private static final List<String> ALWAYS = titles(
            StepId.SECRETS,
            StepId.UUID,
            StepId.MYSQL,
            StepId.REDIS,
            StepId.REPOSITORIES,
            StepId.GISTS,
            StepId.PAGES,
            StepId.AUTHORIZED_KEYS,
            StepId.STORAGE,
            StepId.GIT_HOOKS,
            StepId.ELASTICSEARCH,
            StepId.AUDIT_LOG,
            StepId.CONFIGURATION,
            StepId.HOST_KEYS);

    private static final List<String> WITH_SETTINGS = titles(StepId.LICENSE, StepId.SETTINGS, StepId.CA_CERTIFICATES);
    private static final String CONFIGURING = StepId.CONFIGURATION.inRestore();
    private static final String LAST = StepId.HOST_KEYS.inRestore();
    private static final int MOST_STEPS = 100;

    /** What it calls otherwise than people do. */
    private static final Map<String, String> TITLES = Map.of(
            "secrets and applying cleanup", "secrets",
            "settings and applying configuration", "settings",
            "Git Repositories", "Git repositories");

    /** Printed in the form of a step, but no steps: they announce how the next steps are done, or are a part of one. */
    private static final Set<String> NO_STEPS =
            Set.of("data serially", "data in parallel", "Elasticsearch audit log migration sentinel file");

    private static final String INFO = LineKind.STAMP + "INFO  ";
    private static final Pattern STEP =
            Pattern.compile(INFO + "(?:Restoring ([A-Za-z0-9 ,()/_-]{1,120}?)|(" + CONFIGURING + ")) \\.\\.\\.\\s*");
    /** What comes then is its cleaning up. */
    private static final Pattern AFTERWARDS = Pattern.compile(INFO + " ?Exiting, cleaning up .*");

    private final Pattern finishedLine;
    private final boolean withSettings;
    private final Consumer<Step> progress;
    private final Set<String> begun = new LinkedHashSet<>();
    private final Transcript transcript = new Transcript();
    private boolean finished;

    /** Of one restore onto a host, by the name that is passed to backup-utils. */
    RestoreOutput(String hostName, boolean withSettings, Consumer<Step> progress) {
        this.finishedLine =
                Pattern.compile(INFO + "Restore of " + Pattern.quote(hostName) + "(:\\d+)? finished\\.\\s*");
        this.withSettings = withSettings;
        this.progress = progress;
    }

    @Override
    public synchronized void look() {
        transcript.look();
    }

    @Override
    public synchronized void ssh(String line) {
        transcript.ssh(line);
    }

    @Override
    public synchronized void line(String line) {
        Matcher step = STEP.matcher(line);
        if (step.matches()) {
            begin(step.group(1) == null ? step.group(2) : step.group(1));
        } else if (finishedLine.matcher(line).matches()) {
            finished = true;
        } else if (AFTERWARDS.matcher(line).matches()) {
            transcript.close();
        } else {
            transcript.line(line);
        }
    }

    private void begin(String printed) {
        String title = TITLES.getOrDefault(printed, printed.replaceFirst("^MySQL database .*", "MySQL database"));
        if (NO_STEPS.contains(title) || begun.size() >= MOST_STEPS || !begun.add(title)) {
            return;
        }
        transcript.begin(title);
        progress.accept(new Step(begun.size(), total(title), title, StepTitles.find(title)));
    }

    /** A new appliance takes the settings unasked, and has no configuration run: its settings page begins that. */
    private int total(String title) {
        if (title.equals(LAST)) {
            return begun.size();
        }
        Set<String> all = new LinkedHashSet<>(ALWAYS);
        if (withSettings) {
            all.addAll(WITH_SETTINGS);
        } else if (begun.contains("settings")) {
            all.remove(CONFIGURING);
        }
        all.addAll(begun);
        return all.size();
    }

    /** Whether the closing line of a restore that came to its end was printed. */
    synchronized boolean finished() {
        return finished;
    }

    /** The step that began last; nothing before the first, when nothing was changed on the target yet. */
    synchronized Optional<String> runningStep() {
        return transcript.anyStepBegun() ? Optional.of(transcript.running().title()) : Optional.empty();
    }

    /** What was heard. */
    synchronized Transcript transcript() {
        return transcript;
    }

    private static List<String> titles(StepId... steps) {
        return Stream.of(steps).map(StepId::inRestore).toList();
    }
}
