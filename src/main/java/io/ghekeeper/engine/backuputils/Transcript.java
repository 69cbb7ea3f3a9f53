package io.ghekeeper.engine.backuputils;

import io.ghekeeper.engine.StepId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What was heard of one run's programs, by the step that was running. Bounded, however much is printed. */
final class Transcript {
    private static final int MOST_STEPS = 100;
    private static final int MOST_OF_SSH = 400;
    private static final Pattern ENDED = Pattern.compile(SshForms.ENDED);

    private record OfSsh(String line, int look) {}

    private final List<StepLines> steps = new ArrayList<>();
    private final Deque<OfSsh> ssh = new ArrayDeque<>();
    private int look;
    private boolean closed;

    Transcript() {
        steps.add(new StepLines("", 0));
    }

    void look() {
        look++;
    }

    void ssh(String line) {
        ssh.addLast(new OfSsh(line.strip(), look));
        if (ssh.size() > MOST_OF_SSH) {
            ssh.removeFirst();
        }
    }

    void line(String line) {
        if (!closed) {
            running().add(line);
        }
    }

    /** What comes now belongs to this step. */
    void begin(String title) {
        if (steps.size() <= MOST_STEPS && of(title).isEmpty()) {
            running().end(look);
            steps.add(new StepLines(title, look));
        }
    }

    /** What is printed from now on belongs to no step and explains nothing: the engine cleans up. */
    void close() {
        closed = true;
    }

    /** The step that began last; before the first one, what came before it. */
    StepLines running() {
        return steps.get(steps.size() - 1);
    }

    boolean anyStepBegun() {
        return steps.size() > 1;
    }

    Optional<StepLines> of(String title) {
        return steps.stream().filter(step -> step.title().equals(title)).findFirst();
    }

    /** What was printed of a step, by what it does. */
    Optional<StepLines> of(StepId id) {
        return steps.stream()
                .filter(step -> StepTitles.find(step.title()).filter(id::equals).isPresent())
                .findFirst();
    }

    /** All steps that have begun, and what came before them. */
    List<StepLines> all() {
        return List.copyOf(steps);
    }

    /** What ssh said while a step was running. */
    Stream<String> ssh(StepLines step) {
        return ssh(step::wasRunningAt);
    }

    /** What ssh said at any time. */
    Stream<String> ssh() {
        return ssh(look -> true);
    }

    /** Whether a connection ended while a step was running. */
    Optional<String> ended(StepLines step) {
        return ssh(step).filter(line -> ENDED.matcher(line).matches()).findFirst();
    }

    private Stream<String> ssh(Predicate<Integer> when) {
        return ssh.stream().filter(said -> when.test(said.look())).map(OfSsh::line);
    }
}
