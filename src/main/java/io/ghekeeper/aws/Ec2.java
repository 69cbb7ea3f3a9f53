package io.ghekeeper.aws;

import io.ghekeeper.aws.Ec2Forms.UnfitAnswer;
import io.ghekeeper.aws.QueryCalls.QueryAnswer;
import io.ghekeeper.failure.Failure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * EBS volumes and snapshots of one Region, by EC2's query API 2016-11-15. Each question reads all pages, or fails: half a list
 * would look like a whole one. Failures are of an AWS or NATIVE kind.
 */
public final class Ec2 implements AutoCloseable {
    private static final Set<String> NO_VOLUME = Set.of("InvalidVolume.NotFound", "InvalidVolumeID.Malformed");
    private static final Set<String> NO_SNAPSHOT = Set.of("InvalidSnapshot.NotFound", "InvalidSnapshotID.Malformed");

    private static final String TAG = "CreateTags";

    /** EC2's limit of values in a filter. */
    private static final int MOST_VALUES = 200;

    private final Ec2Calls calls;

    Ec2(Ec2Calls calls) {
        this.calls = calls;
    }

    /** The Region that is asked. */
    public String region() {
        return calls.region();
    }

    /** Locks, shares and copies, in the same Region. */
    public Ec2Protection protection() {
        return new Ec2Protection(calls);
    }

    /** The instances of the same Region. */
    public Ec2Instances instances() {
        return new Ec2Instances(calls);
    }

    /** The volume of an id; nothing where there is none. */
    public Optional<EbsVolume> volume(String id) {
        Question question = Ec2Calls.question("looking at volume " + id, "ec2:DescribeVolumes", "*");
        return calls.one(question, "DescribeVolumes", Map.of("VolumeId.1", id), NO_VOLUME, "volumeSet", item -> {
            EbsVolume volume = Ec2Forms.volume(item);
            Ec2Forms.requireId(id, volume.id());
            return volume;
        });
    }

    /** The volumes that have a tag. */
    public List<EbsVolume> volumesWith(String tagKey, String value) {
        Map<String, String> parameters = new HashMap<>();
        Ec2Calls.filter(parameters, 1, "tag:" + tagKey, List.of(value));
        return calls.pages(
                        Ec2Calls.question("looking for volumes with the tag " + tagKey, "ec2:DescribeVolumes", "*"),
                        "DescribeVolumes",
                        parameters,
                        "volumeSet",
                        Ec2Forms::volume)
                .all();
    }

    /** All tags of a volume or an instance. */
    public Map<String, String> tags(String resource) {
        Map<String, String> parameters = new HashMap<>();
        Ec2Calls.filter(parameters, 1, "resource-id", List.of(resource));
        Map<String, String> tags = new HashMap<>();
        calls.pages(
                        Ec2Calls.question("reading the tags of " + resource, "ec2:DescribeTags", "*"),
                        "DescribeTags",
                        parameters,
                        "tagSet",
                        Ec2Forms::tag)
                .all()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
        return tags;
    }

    /** Sets a tag of a volume or an instance, in the place of an earlier one of that name. */
    public void setTag(String resource, String key, String value) {
        calls.act(
                new Deed("setting the tag " + key + " of " + resource, tagging(resource)),
                TAG,
                tag(resource, key, value));
    }

    /** Requires the right to set a tag, by a call that sets none. Fails with NATIVE_DENIED where it is missing. */
    public void requireMayTag(String resource, String key) {
        Question question =
                new Question("trying the right to set the tag " + key + " of " + resource, tagging(resource));
        calls.tryOut(question, TAG, tag(resource, key, ""));
    }

    private static CallFailures tagging(String resource) {
        return Ec2Calls.failures(
                "ec2:CreateTags",
                "arn:aws:ec2:*:*:" + (resource.startsWith("i-") ? "instance/" : "volume/") + resource);
    }

    private static Map<String, String> tag(String resource, String key, String value) {
        return Map.of("ResourceId.1", resource, "Tag.1.Key", key, "Tag.1.Value", value);
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
        Ec2Calls.filter(parameters, 1, filter, List.of(value));
        Ec2Calls.AllPages<EbsSnapshot> listed = calls.pages(
                Ec2Calls.question(doing, "ec2:DescribeSnapshots", "*"),
                "DescribeSnapshots",
                parameters,
                "snapshotSet",
                Ec2Forms::snapshot);
        return new EbsSnapshots(listed.all(), listed.awsTime());
    }

    /** The snapshot of an id; nothing where there is none. */
    public Optional<EbsSnapshot> snapshot(String id) {
        Question question = Ec2Calls.question("looking at snapshot " + id, "ec2:DescribeSnapshots", "*");
        Map<String, String> parameters = Map.of("SnapshotId.1", id, "Owner.1", "self");
        return calls.one(question, "DescribeSnapshots", parameters, NO_SNAPSHOT, "snapshotSet", item -> {
            EbsSnapshot snapshot = Ec2Forms.snapshot(item);
            Ec2Forms.requireId(id, snapshot.id());
            return snapshot;
        });
    }

    /**
     * Asks for a snapshot of a volume, once. EBS copies by itself from then on.
     *
     * @param tags are on it from the first instant
     * @throws Failure NATIVE_UNKNOWN where the answer was lost: it may have been made, and then it has the tags; any other kind
     *     where it is certain that none was made
     */
    public EbsSnapshot createSnapshot(String volume, String description, Map<String, String> tags) {
        Deed deed =
                new Deed("making a snapshot of " + volume, Ec2Calls.failures("ec2:CreateSnapshot", volumeArn(volume)));
        QueryAnswer answer = calls.act(deed, "CreateSnapshot", creation(volume, description, tags));
        try {
            return Ec2Forms.snapshot(answer.root());
        } catch (UnfitAnswer e) {
            throw Ec2Calls.unknown(Ec2Calls.unfit(deed, e));
        }
    }

    /** Requires the right to make a snapshot, by a call that makes none. Fails with NATIVE_DENIED where it is missing. */
    public void requireMayCreateSnapshot(String volume, Map<String, String> tags) {
        calls.tryOut(
                new Question(
                        "trying the right to make a snapshot of " + volume,
                        Ec2Calls.failures("ec2:CreateSnapshot and ec2:CreateTags", volumeArn(volume))),
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
        Deed deed = new Deed("deleting snapshot " + id, Ec2Calls.failures("ec2:DeleteSnapshot", snapshotArn(id)));
        return calls.actOn(deed, "DeleteSnapshot", Map.of("SnapshotId", id), NO_SNAPSHOT)
                .isPresent();
    }

    /** Requires the right to delete a snapshot, by a call that deletes none. Fails with NATIVE_DENIED where it is missing. */
    public void requireMayDeleteSnapshot(String id) {
        calls.tryOut(
                new Question(
                        "trying the right to delete snapshot " + id,
                        Ec2Calls.failures("ec2:DeleteSnapshot", snapshotArn(id))),
                "DeleteSnapshot",
                Map.of("SnapshotId", id));
    }

    /** The locks of those that have or had one, by the id of the snapshot. */
    public Map<String, SnapshotLock> locks(Collection<String> ids) {
        Question question = Ec2Calls.question("asking which snapshots are locked", "ec2:DescribeLockedSnapshots", "*");
        Map<String, SnapshotLock> locks = new HashMap<>();
        calls.pages(
                        question,
                        "DescribeLockedSnapshots",
                        Map.of(),
                        "snapshotSet",
                        item -> Map.entry(Ec2Forms.snapshotId(item), Ec2Forms.lock(item)))
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
            Ec2Calls.filter(parameters, 1, "block-device-mapping.snapshot-id", some);
            calls.pages(
                            Ec2Calls.question("asking which images use snapshots", "ec2:DescribeImages", "*"),
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

    private static Map<String, String> creation(String volume, String description, Map<String, String> tags) {
        Map<String, String> parameters = new HashMap<>();
        parameters.put("VolumeId", volume);
        if (!description.isEmpty()) {
            parameters.put("Description", description);
        }
        Ec2Calls.tagSpecification(parameters, "snapshot", tags);
        return parameters;
    }

    private static String volumeArn(String volume) {
        return "arn:aws:ec2:*:*:volume/" + volume + " and arn:aws:ec2:*::snapshot/*";
    }

    private static String snapshotArn(String id) {
        return "arn:aws:ec2:*::snapshot/" + id;
    }

    @Override
    public void close() {
        calls.close();
    }
}
