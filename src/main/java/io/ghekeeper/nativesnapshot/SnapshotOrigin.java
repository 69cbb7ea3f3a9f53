package io.ghekeeper.nativesnapshot;

import io.ghekeeper.aws.EbsSnapshot;
import java.util.Map;
import java.util.Set;

/**
 * Who made an EBS snapshot, by what its tags and description say. The names of others' tags are those that
 * Amazon Data Lifecycle Manager, AWS Backup and the EBS CSI driver are known to set; none was seen on AWS itself.
 */
public enum SnapshotOrigin {
    /** A keeper with our label. */
    OWN("keeper"),
    OTHER_KEEPER("other keeper"),
    /** Amazon Data Lifecycle Manager. */
    DLM("DLM"),
    AWS_BACKUP("AWS Backup"),
    /** The EBS CSI driver of Kubernetes, for a VolumeSnapshot. */
    CSI_DRIVER("CSI driver"),
    /** Another program with the tags of AWS' own, which no person can set. */
    AWS("AWS"),
    /** Or a program that leaves no tag of its own. */
    PERSON("a person");

    private static final Set<String> CSI_TAGS =
            Set.of("ebs.csi.aws.com/cluster", "CSIVolumeSnapshotName", "kubernetes.io/created-for/pvc/name");
    private static final String BACKUP_DESCRIPTION = "created by the AWS Backup service";

    private final String words;

    SnapshotOrigin(String words) {
        this.words = words;
    }

    /** At most 12 characters. */
    public String words() {
        return words;
    }

    /** Whose it is. What AWS or a driver manages is theirs, also where it has our tags. */
    public static SnapshotOrigin of(EbsSnapshot snapshot, String label) {
        Map<String, String> tags = snapshot.tags();
        if (hasPrefix(tags, "aws:dlm:")) {
            return DLM;
        }
        if (hasPrefix(tags, "aws:backup:") || snapshot.description().contains(BACKUP_DESCRIPTION)) {
            return AWS_BACKUP;
        }
        if (hasPrefix(tags, "aws:")) {
            return AWS;
        }
        if (CSI_TAGS.stream().anyMatch(tags::containsKey)) {
            return CSI_DRIVER;
        }
        if (tags.getOrDefault(NativeTags.RUN, "").isBlank()) {
            return PERSON;
        }
        return label.equals(tags.get(NativeTags.LABEL)) ? OWN : OTHER_KEEPER;
    }

    private static boolean hasPrefix(Map<String, String> tags, String prefix) {
        return tags.keySet().stream().anyMatch(key -> key.startsWith(prefix));
    }
}
