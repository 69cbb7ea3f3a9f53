package io.ghekeeper.run;

import io.ghekeeper.engine.Engine;

/** What a run does beside its own thread, as its limits see it. */
public interface RunActivity {
    /** A number that changes whenever the run receives or reads something. */
    long moved(String runId);

    /** Ends its processes, and waits until they are gone. */
    void end(String runId);

    /** Of a run that does one thing after the other. */
    static RunActivity both(RunActivity first, RunActivity second) {
        return new RunActivity() {
            @Override
            public long moved(String runId) {
                return first.moved(runId) + second.moved(runId);
            }

            @Override
            public void end(String runId) {
                first.end(runId);
                second.end(runId);
            }
        };
    }

    /** Of the runs of an engine. */
    static RunActivity of(Engine engine) {
        return new RunActivity() {
            @Override
            public long moved(String runId) {
                return engine.transferred(runId);
            }

            @Override
            public void end(String runId) {
                engine.end(runId);
            }
        };
    }
}
