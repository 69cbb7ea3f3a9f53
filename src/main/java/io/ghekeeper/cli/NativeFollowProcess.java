package io.ghekeeper.cli;

import io.ghekeeper.journal.Run;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process that follows native snapshots: the supervisor itself loads nothing of AWS for it. */
final class NativeFollowProcess implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(NativeFollowProcess.class);
    private static final long LIMIT_MINUTES = 10;

    private final RootCommand root;

    NativeFollowProcess(RootCommand root) {
        this.root = root;
    }

    @Override
    public void run() {
        RunProcess begun = new DetachedRun(root).start(Run.Kind.NATIVE, List.of("native-follow"));
        Process process = begun.process();
        try {
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return;
        }
        if (process.exitValue() == 0) {
            root.keeper().core().journal().startupLog().remove(begun.output());
        } else {
            LOG.warn("native snapshots are not followed: {}", begun.refusal().getMessage());
        }
    }
}
