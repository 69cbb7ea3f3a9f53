package io.ghekeeper.nativesnapshot;

import io.ghekeeper.aws.EbsSnapshot;
import io.ghekeeper.aws.Ec2;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.nativesnapshot.ProtectionSettings.NativeCopy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Lists the copies in the Regions of the configuration. Changes nothing. */
public final class CopyList {
    private final Function<NativeCopy, Ec2> regions;

    /** @param regions makes the calls in the Region of copies; each is closed here */
    @SuppressWarnings("MissingSummary")
    public CopyList(Function<NativeCopy, Ec2> regions) {
        this.regions = regions;
    }

    /**
     * A copy.
     *
     * @param region where it is
     */
    public record ListedCopy(String region, EbsSnapshot snapshot) {
        public ListedCopy {
            Objects.requireNonNull(region);
            Objects.requireNonNull(snapshot);
        }

        /** Whether it is of a snapshot, by its tag. */
        boolean isOf(String home, String id) {
            return SnapshotCopies.source(home, id).equals(snapshot.tags().get(NativeTags.COPY_OF));
        }

        /** Such as {@code eu-central-1}, or {@code eu-central-1 pending 42 %}. */
        public String words() {
            return snapshot.isCompleted()
                    ? region
                    : region + " " + snapshot.state()
                            + (snapshot.progress().isPresent()
                                    ? " " + snapshot.progress().getAsInt() + " %"
                                    : "");
        }
    }

    /** All with our label that are copies. A Region that does not answer is a warning. */
    List<ListedCopy> list(NativeSettings settings, List<String> warnings) {
        List<ListedCopy> found = new ArrayList<>();
        for (NativeCopy copy : settings.protection().copies()) {
            try (Ec2 target = regions.apply(copy)) {
                target.snapshotsWith(NativeTags.LABEL, settings.label()).all().stream()
                        .filter(one -> one.tags().containsKey(NativeTags.COPY_OF))
                        .sorted(ExpiryPlan.NEWEST_FIRST)
                        .forEach(one -> found.add(new ListedCopy(copy.region(), one)));
            } catch (Failure failure) {
                warnings.add("which copies are in " + copy.region() + " is unknown: " + failure.getMessage() + ". "
                        + failure.hint());
            }
        }
        return found;
    }
}
