package io.ghekeeper.aws;

import io.ghekeeper.aws.Ec2Forms.UnfitAnswer;
import io.ghekeeper.aws.QueryCalls.QueryAnswer;
import io.ghekeeper.failure.Failure;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What protects snapshots of one Region beyond being there: a lock, other accounts that may use them, and copies of snapshots of
 * another Region. Each deed is sent once. It fails with NATIVE_UNKNOWN where its answer was lost, and with any other kind where it
 * is certain that nothing was done.
 */
public final class Ec2Protection {
    private static final String LOCK = "LockSnapshot";
    private static final String SHARE = "ModifySnapshotAttribute";
    private static final String COPY = "CopySnapshot";
    private static final String SNAPSHOT = "SnapshotId";

    private final Ec2Calls calls;

    Ec2Protection(Ec2Calls calls) {
        this.calls = calls;
    }

    /**
     * A lock as it is asked for.
     *
     * @param mode {@code governance} or {@code compliance}
     * @param days from 1 to 36500
     * @param coolOffHours from 1 to 72, in which a compliance lock can be taken back; nothing for none
     */
    public record LockRequest(String mode, int days, OptionalInt coolOffHours) {}

    /**
     * A copy as it is asked for in the Region where it is to be.
     *
     * @param snapshot that is copied, of another Region
     * @param region of that snapshot
     * @param url that EC2 reads that snapshot with: see {@link #copyUrl}. It is a secret for a while
     * @param key KMS key of the copy's Region; nothing for the key of EBS there
     */
    public record CopyRequest(String snapshot, String region, String url, Optional<String> key) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "copy of " + snapshot + " in " + region;
        }
    }

    /** Locks a snapshot that is pending or completed. One that is locked gets this lock instead. */
    public void lock(String id, LockRequest request) {
        calls.act(new Deed("locking snapshot " + id, failures("ec2:LockSnapshot", id)), LOCK, locked(id, request));
    }

    /** Requires the right to lock a snapshot, by a call that locks none. Fails with NATIVE_DENIED where it is missing. */
    public void requireMayLock(String id, LockRequest request) {
        Question question = new Question("trying the right to lock snapshot " + id, failures("ec2:LockSnapshot", id));
        calls.tryOut(question, LOCK, locked(id, request));
    }

    private static Map<String, String> locked(String id, LockRequest request) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put(SNAPSHOT, id);
        parameters.put("LockMode", request.mode());
        parameters.put("LockDuration", Integer.toString(request.days()));
        request.coolOffHours().ifPresent(hours -> parameters.put("CoolOffPeriod", Integer.toString(hours)));
        return parameters;
    }

    /** Lets an account make volumes of a snapshot. Where it may already, nothing changes. */
    public void share(String id, String account) {
        calls.act(
                new Deed(
                        "sharing snapshot " + id + " with account " + account,
                        failures("ec2:ModifySnapshotAttribute", id)),
                SHARE,
                shared(id, account));
    }

    /** Requires the right to share a snapshot, by a call that shares none. Fails with NATIVE_DENIED where it is missing. */
    public void requireMayShare(String id, String account) {
        calls.tryOut(
                new Question("trying the right to share snapshot " + id, failures("ec2:ModifySnapshotAttribute", id)),
                SHARE,
                shared(id, account));
    }

    private static Map<String, String> shared(String id, String account) {
        return Map.of(SNAPSHOT, id, "Attribute", "createVolumePermission", "OperationType", "add", "UserId.1", account);
    }

    /**
     * The address by which EC2 of another Region may read a snapshot of this one, for an hour. Nothing is sent. The documentation
     * of CopySnapshot asks for it where a snapshot is encrypted, and allows it for each.
     */
    public String copyUrl(String id, String targetRegion) {
        return calls.presigned(
                COPY,
                Map.of(
                        "SourceRegion", calls.region(),
                        "SourceSnapshotId", id,
                        "DestinationRegion", targetRegion));
    }

    /**
     * Asks for a copy in this Region.
     *
     * @param tags are on it from the first instant
     * @return its id; EBS copies by itself from then on
     * @throws Failure NATIVE_UNKNOWN where the answer was lost: it may have been made, and then it has the tags
     */
    public String copy(CopyRequest request, String description, Map<String, String> tags) {
        Deed deed = new Deed("copying " + request.snapshot() + " to " + calls.region(), copyFailures());
        QueryAnswer answer = calls.act(deed, COPY, copied(request, description, tags));
        try {
            return Ec2Forms.snapshotId(answer.root());
        } catch (UnfitAnswer e) {
            throw Ec2Calls.unknown(Ec2Calls.unfit(deed, e));
        }
    }

    /** Requires the right to copy to this Region, by a call that copies nothing. Fails with NATIVE_DENIED where it is missing. */
    public void requireMayCopy(CopyRequest request, Map<String, String> tags) {
        Question question = new Question("trying the right to copy snapshots to " + calls.region(), copyFailures());
        calls.tryOut(question, COPY, copied(request, "", tags));
    }

    private static Map<String, String> copied(CopyRequest request, String description, Map<String, String> tags) {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("SourceRegion", request.region());
        parameters.put("SourceSnapshotId", request.snapshot());
        parameters.put("PresignedUrl", request.url());
        if (!description.isEmpty()) {
            parameters.put("Description", description);
        }
        request.key().ifPresent(key -> {
            parameters.put("Encrypted", "true");
            parameters.put("KmsKeyId", key);
        });
        Ec2Calls.tagSpecification(parameters, "snapshot", tags);
        return parameters;
    }

    private CallFailures copyFailures() {
        return Ec2Calls.failures(
                "ec2:CopySnapshot and ec2:CreateTags", "arn:aws:ec2:" + calls.region() + "::snapshot/*");
    }

    private static CallFailures failures(String action, String id) {
        return Ec2Calls.failures(action, "arn:aws:ec2:*::snapshot/" + id);
    }
}
