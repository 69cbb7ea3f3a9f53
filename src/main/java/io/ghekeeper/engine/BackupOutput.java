package io.ghekeeper.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What backup-utils prints, read as far as it can be believed: titles of steps, the two closing lines, and the last lines
 * that speak of an error. Its form differs between releases; what is not understood is passed over, and nothing is
 * called a success for it.
 */
final class BackupOutput {
    /** Steps that every backup has, in their order (backup-utils 3.11 and 3.12); the others show when they begin. */
    private static final List<String> ALWAYS = List.of(
            "GitHub secrets",
            "GitHub settings",
            "SSH authorized keys",
            "SSH host keys",
            "MySQL database",
            "Redis database",
            "audit log",
            "Git repositories",
            "GitHub Pages artifacts",
            "storage data",
            "custom Git hooks",
            "Elasticsearch indices");

    private static final Pattern STEP = Pattern.compile("(?:INFO\\s+)\"?Backing up (.+?) ?\\.\\.\\.\"?\\s*$");
    private static final Pattern FINISHED = Pattern.compile("INFO\\s+Backup of \\S+ finished\\.\\s*$");
    private static final Pattern FAILED_STEPS = Pattern.compile("Snapshot incomplete\\. Some steps failed: (.*)$");
    /** Of what no cause is known yet; what {@link Diagnosis} knows counts as well. */
    private static final Pattern TROUBLE =
            Pattern.compile("(?i)error|fail|warn|denied|cannot|could ?n[o']t|broken|timeout");

    private static final Pattern INFORMATION = Pattern.compile("^\\S+Z\\s+INFO\\s");

    private final Consumer<Step> progress;
    private final Set<String> begun = new LinkedHashSet<>();
    private final List<String> failedSteps = new ArrayList<>();
    private final TroubleLines trouble = new TroubleLines();
    private boolean finished;

    BackupOutput(Consumer<Step> progress) {
        this.progress = progress;
    }

    synchronized void line(String line) {
        Matcher step = STEP.matcher(line);
        if (step.find()) {
            begin(step.group(1));
            return;
        }
        if (FINISHED.matcher(line).find()) {
            finished = true;
            return;
        }
        Matcher failed = FAILED_STEPS.matcher(line);
        if (failed.find()) {
            Arrays.stream(failed.group(1).split("[,.\\s]+", -1))
                    .filter(name -> name.matches("[A-Za-z0-9_-]{1,60}"))
                    .forEach(failedSteps::add);
        } else if (speaksOfTrouble(line)) {
            trouble.add(line);
        }
    }

    private static boolean speaksOfTrouble(String line) {
        return !INFORMATION.matcher(line).find()
                && (Diagnosis.recognises(line) || TROUBLE.matcher(line).find());
    }

    private void begin(String rawTitle) {
        String title = rawTitle.replaceFirst("^MySQL database .*", "MySQL database");
        if (begun.add(title)) {
            long unexpected =
                    begun.stream().filter(known -> !ALWAYS.contains(known)).count();
            progress.accept(new Step(begun.size(), (int) (ALWAYS.size() + unexpected), title));
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

    /** Whether any step had begun. */
    synchronized boolean anyStepBegun() {
        return !begun.isEmpty();
    }

    /** The last lines that speak of an error, the oldest first. */
    synchronized List<String> trouble() {
        return trouble.all();
    }
}
