package io.ghekeeper.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import io.ghekeeper.journal.KeepLease;
import io.ghekeeper.journal.Run;
import io.ghekeeper.keep.KeepTask;
import io.ghekeeper.keep.KeepWork;
import io.ghekeeper.keep.OneKeepLane;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeepJobTest {
    private static final KeepTask NOTHING = now -> Optional.empty();

    @TempDir
    private Path volume;

    private OneKeepLane lane;
    private final Starter starter = new Starter();

    /** Instead of processes: what is asked of them. */
    private static final class Starter implements KeepJob.KeepStarter {
        private final List<String> asked = new ArrayList<>();
        private boolean alive;
        private boolean refuses;
        private Runnable ended = () -> {};

        @Override
        public boolean isAlive() {
            return alive;
        }

        @Override
        public void begin(KeepWork work, Runnable done) {
            ended = done;
            asked.add(work.words());
            if (refuses) {
                throw new Failure(FailureKind.INTERNAL, "no process", "Look.");
            }
            alive = true;
        }

        @Override
        public void end() {
            asked.add("end");
            alive = false;
        }
    }

    @BeforeEach
    void make() throws IOException {
        lane = new OneKeepLane(volume);
    }

    @Test
    void oneProcessAtATimeIsBegun() {
        KeepJob job = job(due("first"));

        job.beginIfDue();
        job.beginIfDue();

        assertThat(starter.asked).containsExactly("first");
    }

    @Test
    void whenARunHasEndedTheNextThatIsDueBegins() {
        List<String> left = new ArrayList<>(List.of("seal", "retention"));
        KeepJob job = job(
                now -> left.isEmpty() ? Optional.empty() : due(left.remove(0)).due(now));

        job.beginIfDue();
        starter.alive = false;
        starter.ended.run();

        assertThat(starter.asked).containsExactly("seal", "retention");
    }

    @Test
    void whatHasJustBeenDoneIsNotBegunAgainAtOnce() {
        KeepJob job = job(due("same"));

        job.beginIfDue();
        starter.alive = false;
        starter.ended.run();

        assertThat(starter.asked).containsExactly("same");
    }

    @Test
    void theFirstTaskThatIsDueIsDone() {
        job(NOTHING, due("second"), due("third")).beginIfDue();

        assertThat(starter.asked).containsExactly("second");
    }

    @Test
    void aTaskThatCannotBeAskedKeepsNoOtherFromBeingDone() {
        KeepTask broken = now -> {
            throw new Failure(FailureKind.VOLUME_UNUSABLE, "cannot read", "Look.");
        };

        job(broken, due("second")).beginIfDue();

        assertThat(starter.asked).containsExactly("second");
    }

    @Test
    void nothingIsBegunWhereNothingIsDue() {
        job(NOTHING).beginIfDue();

        assertThat(starter.asked).isEmpty();
    }

    @Test
    void nothingIsBegunWhileAnotherProcessHasTheKeepLane() {
        try (KeepLease lease = lane.journal().acquireKeep()) {
            assertThat(lease).isNotNull();
            job(due("first")).beginIfDue();
        }

        assertThat(starter.asked).isEmpty();
    }

    @Test
    void saysWhatWorksInTheLane() {
        KeepJob job = job(NOTHING);
        assertThat(job.occupant()).isEmpty();
        try (KeepLease lease = lane.journal().acquireKeep()) {
            assertThat(job.occupant()).contains("another process, which reads or removes snapshots");
            Run run = lane.journal()
                    .begin(lease, Run.Kind.VERIFY, Run.Trigger.HAND)
                    .run();
            assertThat(job.occupant()).contains("run " + run.id() + ", which reads or removes snapshots");
        }
        assertThat(job.occupant()).isEmpty();

        starter.alive = true;

        assertThat(job.occupant()).isPresent();
    }

    @Test
    void whatFailsIsNoFailureOfTheCaller() {
        starter.refuses = true;

        job(due("first")).beginIfDue();

        assertThat(starter.asked).containsExactly("first");
    }

    @Test
    void afterTheEndNothingIsBegun() {
        KeepJob job = job(due("first"));

        job.stop();
        job.beginIfDue();

        assertThat(starter.asked).containsExactly("end");
    }

    private static KeepTask due(String words) {
        return now -> Optional.of(new KeepWork(Run.Kind.SEAL, List.of("seal"), words));
    }

    private KeepJob job(KeepTask... tasks) {
        return new KeepJob(List.of(tasks), lane.journal(), starter, lane.clock());
    }
}
