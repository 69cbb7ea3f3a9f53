package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.journal.Journal;
import io.ghekeeper.journal.Run;
import io.ghekeeper.journal.RunEvent;
import io.ghekeeper.lab.Deployment;
import io.ghekeeper.lab.PseudoTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A deployment with one good snapshot, a target in maintenance mode, and an engine that is quick until it is held. */
abstract class OneTarget extends OneDeployment {
    static final String TARGET = "127.0.0.2";

    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

    Journal journal;
    private final List<PseudoTerminal> terminals = new ArrayList<>();

    @BeforeEach
    void capture() throws IOException {
        deployment.target().files().maintenance(true);
        deployment.useQuickEngine();
        deployment.configure("");
        HandMade.keeper(deployment).runs().backup().run(Run.Cause.HAND);
        journal = HandMade.journal(deployment);
    }

    /** The same by the stand-in, which stays the engine. */
    void captureByStandIn() throws IOException {
        deployment.target().files().maintenance(true);
        deployment.configure("");
        haveSnapshot();
        journal = HandMade.journal(deployment);
    }

    @AfterEach
    void closeTerminals() {
        terminals.forEach(PseudoTerminal::close);
    }

    PseudoTerminal terminal(String... arguments) throws IOException {
        PseudoTerminal terminal = PseudoTerminal.open(folder, deployment.command(arguments));
        terminals.add(terminal);
        return terminal;
    }

    Process restore(String... arguments) throws IOException {
        String[] all = Stream.concat(Stream.of("restore", TARGET, "--yes", TARGET), Stream.of(arguments))
                .toArray(String[]::new);
        return deployment.start(log, all);
    }

    /** The same in the test's own process: the restore has one of its own, and here is who follows it. */
    CompletableFuture<Deployment.Result> following(String... arguments) {
        return CompletableFuture.supplyAsync(() -> typed(arguments));
    }

    /** Begins a restore without a follower. */
    void detached() {
        Deployment.Result begun = typed("--detach");
        assertThat(begun.status()).as(begun.err()).isZero();
    }

    private Deployment.Result typed(String... arguments) {
        return Typed.at(
                deployment,
                Stream.concat(Stream.of("restore", TARGET, "--yes", TARGET), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    /** The newest restore, when it is what is waited for. */
    Run restoreThat(Predicate<Run> is) {
        return Awaitility.await()
                .until(() -> journal.restores().filter(is).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    /** A restore at the repositories, where the engine is held. */
    Run held() {
        return restoreThat(run -> run.isOpen() && isAt(run, "Git repositories"));
    }

    static boolean isAt(Run run, String title) {
        return run.last(RunEvent.StepBegun.class)
                .filter(step -> title.equals(step.details().get("title")))
                .isPresent();
    }

    Run ended(Run run) {
        return Awaitility.await().until(() -> journal.find(run.id()), now -> !now.isOpen());
    }

    String code(Run run) {
        return run.end().orElseThrow().reason().map(Run.Reason::code).orElse("");
    }

    /** What a restore must not leave anywhere, each with its name. */
    List<String> leftBy(Run run) throws IOException {
        List<String> left = new ArrayList<>();
        deployment.holdersOfTheKeyBelow(deployment.keyDirectory()).forEach(file -> left.add("the key in " + file));
        deployment.holdersOfTheKeyBelow(folder.resolve("data")).forEach(file -> left.add("the key in " + file));
        names(deployment.state(), name -> name.startsWith("starting-"), left);
        names(deployment.data(), name -> name.startsWith("in-progress"), left);
        names(TEMPORARY, name -> name.contains(run.id()), left);
        HandMade.keeper(deployment)
                .core()
                .runProcesses()
                .alive(run.id())
                .forEach(process -> left.add(process.toString()));
        return left;
    }

    private static void names(Path place, Predicate<String> wanted, List<String> found) throws IOException {
        try (Stream<Path> entries = Files.list(place)) {
            entries.map(entry -> entry.getFileName().toString()).filter(wanted).forEach(found::add);
        }
    }
}
