package io.ghekeeper.engine.backuputils;

import io.ghekeeper.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A run of an engine, kept apart from others; in a process of its own when it is another user's. */
final class TmpRunProgram {
    private TmpRunProgram() {}

    /** The arguments: the folder of the test, and the name of the run. */
    public static void main(String[] arguments) {
        String path = System.getenv("PATH");
        TmpSeparation separation = new TmpSeparation(path);
        if (separation.state().way() != TmpSeparation.Way.OWN_TMP_WITHOUT_ROOT) {
            System.exit(98);
        }
        System.exit(run(separation, Path.of(arguments[0]), arguments[1], path, Path.of("/tmp"), Map.of()));
    }

    static int run(
            TmpSeparation separation, Path folder, String name, String path, Path tmp, Map<String, String> more) {
        try {
            Path directory = Files.createTempDirectory(folder, "run-");
            Map<String, String> environment = new HashMap<>(Map.of(
                    "PATH", path,
                    "TMPDIR", directory.toString(),
                    "PLACE", folder.toString(),
                    "MACHINE_TMP", tmp.toString(),
                    "NAME", name));
            environment.putAll(more);
            return separation.run(
                    directory,
                    new Command(
                            List.of(folder.resolve("ghe-backup").toString()),
                            environment,
                            folder.resolve("output-" + name)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
