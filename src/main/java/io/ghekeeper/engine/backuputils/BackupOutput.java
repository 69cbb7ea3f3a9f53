package io.ghekeeper.engine.backuputils;

import io.ghekeeper.engine.Step;
import io.ghekeeper.engine.StepId;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code ghe-backup} prints, read as far as it can be believed: titles of steps, the two closing lines, and what may
 * explain a failure. Only whole lines in the tool's own form count. What is not understood is passed over, and nothing is
 * called a success for it.
 */
final class BackupOutput implements OutputReader {
    /** Steps that every backup has, in their order (backup-utils 3.11 and 3.12); the others show when they begin. */
    private static final List<String> ALWAYS = Stream.of(
                    StepId.SECRETS,
                    StepId.SETTINGS,
                    StepId.AUTHORIZED_KEYS,
                    StepId.HOST_KEYS,
                    StepId.MYSQL,
                    StepId.REDIS,
                    StepId.AUDIT_LOG,
                    StepId.REPOSITORIES,
                    StepId.PAGES,
                    StepId.STORAGE,
                    StepId.GIT_HOOKS,
                    StepId.ELASTICSEARCH)
            .map(StepId::inBackup)
            .toList();

    private static final int MOST_STEPS = 100;
    private static final String INFO = LineKind.STAMP + "INFO  ";
    private static final Pattern STEP =
            Pattern.compile(INFO + "\"?Backing up ([A-Za-z0-9 ,()/_-]{1,120}?) ?\\.\\.\\.\"?\\s*");
    private static final Pattern FAILED_STEPS =
            Pattern.compile(LineKind.STAMP + "ERROR  Error: Snapshot incomplete\\. Some steps failed: (.*)");

    /** Behind the last step, when steps failed. */
    private static final Pattern AFTERWARDS = Pattern.compile(INFO + "Skipping pruning snapshots.*");

    private final Pattern finishedLine;
    private final boolean inParallel;
    private final Consumer<Step> progress;
    private final Set<String> begun = new LinkedHashSet<>();
    private final Set<String> failedSteps = new LinkedHashSet<>();
    private final Transcript transcript = new Transcript();
    private boolean finished;

    /**
     * Of one backup of a host, by the name that is passed to backup-utils.
     *
     * @param inParallel whether the lines of several steps may be mixed
     */
    BackupOutput(String hostName, boolean inParallel, Consumer<Step> progress) {
        this.finishedLine = Pattern.compile(INFO + "Backup of " + Pattern.quote(hostName) + "(:\\d+)? finished\\.\\s*");
        this.inParallel = inParallel;
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
        Matcher failed = FAILED_STEPS.matcher(line);
        if (step.matches()) {
            begin(step.group(1));
        } else if (finishedLine.matcher(line).matches()) {
            finished = true;
        } else if (failed.matches()) {
            failed(failed.group(1));
        } else if (AFTERWARDS.matcher(line).matches()) {
            transcript.close();
        } else {
            transcript.line(line);
        }
    }

    private void failed(String names) {
        failedSteps.clear(); // it is said once, at the end
        Arrays.stream(names.split("[,.\\s]+", -1))
                .filter(name -> name.matches("[A-Za-z0-9_-]{1,60}"))
                .forEach(failedSteps::add);
    }

    private void begin(String rawTitle) {
        String title = rawTitle.replaceFirst("^MySQL database .*", "MySQL database");
        if (begun.size() < MOST_STEPS && begun.add(title)) {
            transcript.begin(title);
            long unexpected =
                    begun.stream().filter(known -> !ALWAYS.contains(known)).count();
            progress.accept(new Step(begun.size(), (int) (ALWAYS.size() + unexpected), title, StepTitles.find(title)));
        }
    }

    /** Whether the closing line of a wholly good backup was printed. */
    synchronized boolean finished() {
        return finished;
    }

    /** The steps that it says failed, by backup-utils' own short names. */
    synchronized List<String> failedSteps() {
        return List.copyOf(failedSteps);
    }

    synchronized boolean anyStepBegun() {
        return transcript.anyStepBegun();
    }

    /** What was heard. */
    synchronized Transcript transcript() {
        return transcript;
    }

    /** What was printed during a step, by backup-utils' own short name; empty where lines may be mixed. */
    synchronized Optional<StepLines> linesOf(String failedStep) {
        return inParallel ? Optional.empty() : StepTitles.failed(failedStep).flatMap(transcript::of);
    }
}
