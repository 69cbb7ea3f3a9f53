package io.ghekeeper.lab;

import static io.ghekeeper.lab.Ec2Documents.document;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What {@link FakeEc2} answers to locks, shares and copies. A copy whose presigned address is missing or wrong is begun and ends
 * with the state error, as the documentation of CopySnapshot says of encrypted snapshots.
 */
final class Ec2ProtectionAnswers {
    private static final int MOST_DAYS = 36_500;
    private static final int MOST_HOURS = 72;

    private final FakeEbs ebs;
    private final String region;
    private Optional<Source> source = Optional.empty();

    Ec2ProtectionAnswers(FakeEbs ebs, String region) {
        this.ebs = ebs;
        this.region = region;
    }

    private record Source(String region, FakeEbs ebs, SignatureCheck signatures) {}

    void copiesFrom(String other, FakeEbs snapshots, SignatureCheck signatures) {
        source = Optional.of(new Source(other, snapshots, signatures));
    }

    String of(String action, Map<String, String> parameters) throws FakeEbs.Refused {
        return switch (action) {
            case "LockSnapshot" -> lock(parameters);
            case "ModifySnapshotAttribute" -> share(parameters);
            default -> copy(parameters);
        };
    }

    private String lock(Map<String, String> parameters) throws FakeEbs.Refused {
        String mode = parameters.getOrDefault("LockMode", "");
        boolean compliance = mode.equals("compliance");
        int days = number(parameters, "LockDuration", MOST_DAYS);
        if (!compliance && (!mode.equals("governance") || parameters.containsKey("CoolOffPeriod"))) {
            throw new FakeEbs.Refused("InvalidParameterValue", "lockMode or coolOffPeriod is invalid.");
        }
        if (parameters.containsKey("CoolOffPeriod")) {
            number(parameters, "CoolOffPeriod", MOST_HOURS);
        }
        FakeEbs.Snapshot snapshot = ebs.own(parameters.get("SnapshotId"));
        if (!snapshot.state.equals("pending") && !snapshot.state.equals("completed")) {
            throw new FakeEbs.Refused("IncorrectState", "The snapshot is " + snapshot.state);
        }
        if (snapshot.lock.equals("compliance")) {
            throw new FakeEbs.Refused("OperationNotPermitted", "The snapshot is locked in compliance mode.");
        }
        snapshot.lock =
                mode.equals("compliance") && parameters.containsKey("CoolOffPeriod") ? "compliance-cooloff" : mode;
        snapshot.lockedUntil = Instant.now().plus(Duration.ofDays(days));
        return document(
                "LockSnapshotResponse",
                "<snapshotId>" + snapshot.id + "</snapshotId><lockState>" + snapshot.lock + "</lockState>");
    }

    private static int number(Map<String, String> parameters, String name, int most) throws FakeEbs.Refused {
        String text = parameters.getOrDefault(name, "");
        if (!text.matches("[1-9][0-9]{0,5}") || Integer.parseInt(text) > most) {
            throw new FakeEbs.Refused("InvalidParameterValue", name + " is invalid: " + text);
        }
        return Integer.parseInt(text);
    }

    private String share(Map<String, String> parameters) throws FakeEbs.Refused {
        String account = parameters.getOrDefault("UserId.1", "");
        if (!"createVolumePermission".equals(parameters.get("Attribute"))
                || !"add".equals(parameters.get("OperationType"))) {
            throw new FakeEbs.Refused("InvalidParameterCombination", "Attribute or operationType is invalid.");
        }
        if (!account.matches("[0-9]{12}")) {
            throw new FakeEbs.Refused("InvalidUserID.Malformed", "Invalid user id: \"" + account + "\"");
        }
        ebs.own(parameters.get("SnapshotId")).sharedWith.add(account);
        return document("ModifySnapshotAttributeResponse", "<return>true</return>");
    }

    private String copy(Map<String, String> parameters) throws FakeEbs.Refused {
        Source from = source.filter(one -> one.region().equals(parameters.get("SourceRegion")))
                .orElseThrow(() -> new FakeEbs.Refused("InvalidParameterValue", "The source Region is not known."));
        FakeEbs.Snapshot original = from.ebs().own(parameters.get("SourceSnapshotId"));
        if (!original.state.equals("completed")) {
            throw new FakeEbs.Refused("IncorrectState", "The snapshot " + original.id + " is " + original.state);
        }
        FakeEbs.Snapshot copy =
                ebs.copy(original, parameters.getOrDefault("Description", ""), Ec2Documents.tags(parameters));
        if (!isReadable(from, parameters)) {
            copy.state = "error";
        }
        return document("CopySnapshotResponse", "<snapshotId>" + copy.id + "</snapshotId>");
    }

    private boolean isReadable(Source from, Map<String, String> parameters) {
        Optional<Map<String, String>> read = Optional.ofNullable(parameters.get("PresignedUrl"))
                .flatMap(url -> from.signatures().presigned(URI.create(url)));
        return read.filter(query -> "CopySnapshot".equals(query.get("Action"))
                        && from.region().equals(query.get("SourceRegion"))
                        && region.equals(query.get("DestinationRegion"))
                        && parameters.get("SourceSnapshotId").equals(query.get("SourceSnapshotId")))
                .isPresent();
    }
}
