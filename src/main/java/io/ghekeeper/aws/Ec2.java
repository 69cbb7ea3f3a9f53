package io.ghekeeper.aws;

import io.ghekeeper.aws.Ec2Forms.UnfitAnswer;
import io.ghekeeper.aws.QueryCalls.QueryAnswer;
import io.ghekeeper.aws.QueryCalls.Refusal;
import io.ghekeeper.failure.Failure;
import io.ghekeeper.failure.FailureKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * EBS volumes and snapshots of one Region, by EC2's query API 2016-11-15. Each question reads all pages, or fails: half a list
 * would look like a whole one. Failures are of an AWS or NATIVE kind.
 */
public final class Ec2 implements AutoCloseable {
    static final String VERSION = "2016-11-15";

    private static final String DRY_RUN = "DryRun";
    private static final String ALLOWED = "DryRunOperation";
    private static final Set<String> NO_VOLUME = Set.of("InvalidVolume.NotFound", "InvalidVolumeID.Malformed");
    private static final Set<String> NO_SNAPSHOT = Set.of("InvalidSnapshot.NotFound", "InvalidSnapshotID.Malformed");

    /** More pages than any account has: one that never ends is a fault of what answers. */
    private static final int MOST_PAGES = 10_000;

    /** EC2's limit of values in a filter. */
    private static final int MOST_VALUES = 200;

    private final QueryCalls calls;

    Ec2(QueryCalls calls) {
        this.calls = calls;
    }

    /** One element of an answer as a value. */
    private interface ElementForm<T> {
        T of(XmlElement element) throws UnfitAnswer;
    }

    /** The volume of an id; nothing where there is none. */
    public Optional<EbsVolume> volume(String id) {
        Map<String, String> parameters = Map.of("VolumeId.1", id);
        Question question = question("looking at volume " + id, "ec2:DescribeVolumes", "*");
        return found(question, "DescribeVolumes", parameters, NO_VOLUME)
                .flatMap(answer -> only(question, answer, "volumeSet", Ec2Forms::volume));
    }

    /** The volumes that have a tag. */
    public List<EbsVolume> volumesWith(String tagKey, String value) {
        Map<String, String> parameters = new HashMap<>();
        filter(parameters, 1, "tag:" + tagKey, List.of(value));
        return pages(
                        question("looking for volumes with the tag " + tagKey, "ec2:DescribeVolumes", "*"),
                        "DescribeVolumes",
                        parameters,
                        "volumeSet",
                        Ec2Forms::volume)
                .all();
    }

    /** The snapshots of this account that were made of a volume. */
    public EbsSnapshots snapshotsOfVolume(String volume) {
        return snapshots("listing the snapshots of " + volume, "volume-id", volume);
    }

    /** The snapshots of this account that have a tag. */
    public EbsSnapshots snapshotsWith(String tagKey, String value) {
        return snapshots("looking for snapshots with the tag " + tagKey + " " + value, "tag:" + tagKey, value);
    }

    private EbsSnapshots snapshots(String doing, String filter, String value) {
        Map<String, String> parameters = new HashMap<>();
        parameters.put("Owner.1", "self"); // else all public ones, too
        filter(parameters, 1, filter, List.of(value));
        AllPages<EbsSnapshot> listed = pages(
                question(doing, "ec2:DescribeSnapshots", "*"),
                "DescribeSnapshots",
                parameters,
                "snapshotSet",
                Ec2Forms::snapshot);
        return new EbsSnapshots(listed.all(), listed.awsTime());
    }

    /** The snapshot of an id; nothing where there is none. */
    public Optional<EbsSnapshot> snapshot(String id) {
        Question question = question("looking at snapshot " + id, "ec2:DescribeSnapshots", "*");
        return found(question, "DescribeSnapshots", Map.of("SnapshotId.1", id, "Owner.1", "self"), NO_SNAPSHOT)
                .flatMap(answer -> only(question, answer, "snapshotSet", Ec2Forms::snapshot));
    }

    /**
     * Asks for a snapshot of a volume, once. EBS copies by itself from then on.
     *
     * @param tags are on it from the first instant
     * @throws Failure NATIVE_UNKNOWN where the answer was lost: it may have been made, and then it has the tags; any other kind
     *     where it is certain that none was made
     */
    public EbsSnapshot createSnapshot(String volume, String description, Map<String, String> tags) {
        Deed deed = new Deed("making a snapshot of " + volume, failures("ec2:CreateSnapshot", volumeArn(volume)));
        QueryAnswer answer = act(deed, "CreateSnapshot", creation(volume, description, tags));
        try {
            return Ec2Forms.snapshot(answer.root());
        } catch (UnfitAnswer e) {
            throw unknown(unfit(deed, e));
        }
    }

    /** Requires the right to make a snapshot, by a call that makes none. Fails with NATIVE_DENIED where it is missing. */
    public void requireMayCreateSnapshot(String volume, Map<String, String> tags) {
        tryOut(
                new Question(
                        "trying the right to make a snapshot of " + volume,
                        failures("ec2:CreateSnapshot and ec2:CreateTags", volumeArn(volume))),
                "CreateSnapshot",
                creation(volume, "", tags));
    }

    /**
     * Deletes a snapshot, once.
     *
     * @return false where there was none
     * @throws Failure NATIVE_UNKNOWN where the answer was lost; any other kind where it is still there
     */
    public boolean deleteSnapshot(String id) {
        Deed deed = new Deed("deleting snapshot " + id, failures("ec2:DeleteSnapshot", snapshotArn(id)));
        try {
            calls.send(deed, "DeleteSnapshot", Map.of("SnapshotId", id));
            return true;
        } catch (Refusal e) {
            if (NO_SNAPSHOT.contains(e.code())) {
                return false;
            }
            throw e.isCertain() ? e.failure(deed) : unknown(e.failure(deed));
        }
    }

    /** Requires the right to delete a snapshot, by a call that deletes none. Fails with NATIVE_DENIED where it is missing. */
    public void requireMayDeleteSnapshot(String id) {
        tryOut(
                new Question(
                        "trying the right to delete snapshot " + id, failures("ec2:DeleteSnapshot", snapshotArn(id))),
                "DeleteSnapshot",
                Map.of("SnapshotId", id));
    }

    /** The locks of those that have or had one, by the id of the snapshot. */
    public Map<String, SnapshotLock> locks(Collection<String> ids) {
        Question question = question("asking which snapshots are locked", "ec2:DescribeLockedSnapshots", "*");
        Map<String, SnapshotLock> locks = new HashMap<>();
        pages(
                        question,
                        "DescribeLockedSnapshots",
                        Map.of(),
                        "snapshotSet",
                        item -> Map.entry(Ec2Forms.lockedSnapshot(item), Ec2Forms.lock(item)))
                .all()
                .forEach(entry -> locks.put(entry.getKey(), entry.getValue()));
        locks.keySet().retainAll(Set.copyOf(ids));
        return locks;
    }

    /** The images of this account that use snapshots: ids of images by the id of the snapshot. */
    public Map<String, List<String>> imagesOf(Collection<String> snapshotIds) {
        Map<String, List<String>> images = new HashMap<>();
        List<String> ids = List.copyOf(new HashSet<>(snapshotIds));
        for (int from = 0; from < ids.size(); from += MOST_VALUES) {
            List<String> some = ids.subList(from, Math.min(ids.size(), from + MOST_VALUES));
            Map<String, String> parameters =
                    new HashMap<>(Map.of("Owner.1", "self", "IncludeDeprecated", "true", "IncludeDisabled", "true"));
            filter(parameters, 1, "block-device-mapping.snapshot-id", some);
            pages(
                            question("asking which images use snapshots", "ec2:DescribeImages", "*"),
                            "DescribeImages",
                            parameters,
                            "imagesSet",
                            item -> Map.entry(Ec2Forms.image(item), Ec2Forms.snapshotsOf(item)))
                    .all()
                    .forEach(image -> image.getValue().stream()
                            .filter(some::contains)
                            .forEach(id -> images.computeIfAbsent(id, none -> new ArrayList<>())
                                    .add(image.getKey())));
        }
        return images;
    }

    private record AllPages<T>(List<T> all, Optional<Instant> awsTime) {}

    private <T> AllPages<T> pages(
            Question question, String action, Map<String, String> parameters, String list, ElementForm<T> form) {
        List<T> all = new ArrayList<>();
        Set<String> tokens = new HashSet<>();
        Map<String, String> page = new TreeMap<>(parameters);
        for (int count = 0; count < MOST_PAGES; count++) {
            QueryAnswer answer = ask(question, action, page);
            try {
                for (XmlElement item : answer.root().items(list)) {
                    all.add(form.of(item));
                }
            } catch (UnfitAnswer e) {
                throw unfit(question, e);
            }
            Optional<String> next = answer.root().text("nextToken");
            if (next.isEmpty()) {
                return new AllPages<>(all, answer.date().flatMap(BucketFacts::instant));
            }
            if (!tokens.add(next.get())) {
                throw unfit(question, new UnfitAnswer("a page leads back to an earlier one"));
            }
            page.put("NextToken", next.get());
        }
        throw unfit(question, new UnfitAnswer("more than " + MOST_PAGES + " pages"));
    }

    private Optional<QueryAnswer> found(
            Question question, String action, Map<String, String> parameters, Set<String> missing) {
        try {
            return Optional.of(calls.send(question, action, parameters));
        } catch (Refusal e) {
            if (missing.contains(e.code())) {
                return Optional.empty();
            }
            throw e.failure(question);
        }
    }

    private static <T> Optional<T> only(Question question, QueryAnswer answer, String list, ElementForm<T> form) {
        List<XmlElement> items = answer.root().items(list);
        try {
            if (items.size() > 1) {
                throw new UnfitAnswer("there are " + items.size() + " of one id");
            }
            return items.isEmpty() ? Optional.empty() : Optional.of(form.of(items.get(0)));
        } catch (UnfitAnswer e) {
            throw unfit(question, e);
        }
    }

    private QueryAnswer ask(Question question, String action, Map<String, String> parameters) {
        try {
            return calls.send(question, action, parameters);
        } catch (Refusal e) {
            throw e.failure(question);
        }
    }

    private QueryAnswer act(Deed deed, String action, Map<String, String> parameters) {
        try {
            return calls.send(deed, action, parameters);
        } catch (Refusal e) {
            throw e.isCertain() ? e.failure(deed) : unknown(e.failure(deed));
        }
    }

    /** A call with DryRun is always refused: with this code where it would have been allowed. */
    private void tryOut(Question question, String action, Map<String, String> parameters) {
        Map<String, String> dry = new TreeMap<>(parameters);
        dry.put(DRY_RUN, "true");
        try {
            calls.send(question, action, dry);
        } catch (Refusal e) {
            if (!e.code().equals(ALLOWED)) {
                throw e.failure(question);
            }
        }
    }

    private static Map<String, String> creation(String volume, String description, Map<String, String> tags) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("VolumeId", volume);
        if (!description.isEmpty()) {
            parameters.put("Description", description);
        }
        if (!tags.isEmpty()) {
            parameters.put("TagSpecification.1.ResourceType", "snapshot");
        }
        int number = 1;
        for (Map.Entry<String, String> tag : new TreeMap<>(tags).entrySet()) {
            parameters.put("TagSpecification.1.Tag." + number + ".Key", tag.getKey());
            parameters.put("TagSpecification.1.Tag." + number + ".Value", tag.getValue());
            number++;
        }
        return parameters;
    }

    private static void filter(Map<String, String> parameters, int number, String name, List<String> values) {
        parameters.put("Filter." + number + ".Name", name);
        for (int i = 0; i < values.size(); i++) {
            parameters.put("Filter." + number + ".Value." + (i + 1), values.get(i));
        }
    }

    private static Question question(String doing, String action, String resource) {
        return new Question(doing, failures(action, resource));
    }

    private static CallFailures failures(String action, String resource) {
        return CallFailures.ofEc2("Allow " + action + " on " + resource + " to that role (docs/iam).");
    }

    private static String volumeArn(String volume) {
        return "arn:aws:ec2:*:*:volume/" + volume + " and arn:aws:ec2:*::snapshot/*";
    }

    private static String snapshotArn(String id) {
        return "arn:aws:ec2:*::snapshot/" + id;
    }

    private static Failure unknown(Failure lost) {
        return new Failure(FailureKind.NATIVE_UNKNOWN, lost.getMessage(), lost.hint(), lost);
    }

    private static Failure unfit(AwsCall call, UnfitAnswer e) {
        return new Failure(
                FailureKind.NATIVE_FAILED,
                call.doing() + " failed: the answer is not as EC2 gives it: " + e.getMessage(),
                "Check native.endpoint, and what stands between here and EC2.",
                e);
    }

    @Override
    public void close() {
        calls.close();
    }
}
