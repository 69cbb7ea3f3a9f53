package io.ghekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.lab.PlantedRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where we write, we end with as many files as we began with. */
class BoundedStateIT extends OneTarget {
    private static final String RUN_ID = "\\d{8}T\\d{6}Z-([a-z]+)-[0-9a-f]{4}";

    @Test
    void onceAsManyRunsAreKeptAsMayBeNothingOfOursGrows() throws Exception {
        deployment.sections("journal: {keep: 10}");
        deployment.configure("");
        new PlantedRuns(deployment.state()).failures(12);
        backUpAndRestore();
        Set<String> before = ours();
        long runs = runs();

        backUpAndRestore();

        assertThat(ours()).isEqualTo(before);
        assertThat(runs()).isEqualTo(runs).isBetween(10L, 13L);
    }

    /** Each run prunes before it begins, so one is there beyond those that are kept. */
    private void backUpAndRestore() {
        assertThat(Typed.at(deployment, "backup").status()).isZero();
        assertThat(Typed.at(deployment, "restore", TARGET, "--yes", TARGET, "--foreground")
                        .status())
                .isZero();
    }

    /** Of the temporary directory what bears a run's id: other programs use it, too. */
    private Set<String> ours() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(deployment.state())) {
            files.map(file -> deployment.state().relativize(file).toString())
                    .map(name -> name.replaceAll(RUN_ID, "$1"))
                    .forEach(names::add);
        }
        for (String run : journal.ids()) {
            Path left = Path.of(System.getProperty("java.io.tmpdir")).resolve("ghe-keeper-" + run);
            assertThat(left).doesNotExist();
        }
        return names;
    }

    private long runs() {
        return journal.ids().size();
    }
}
