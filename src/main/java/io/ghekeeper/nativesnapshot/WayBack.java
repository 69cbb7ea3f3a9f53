package io.ghekeeper.nativesnapshot;

import io.ghekeeper.journal.NativeEvent.UndoMade;
import io.ghekeeper.journal.NativeEvent.UndoMade.SnapshotOfDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands by which a person takes an appliance back to its snapshots: they put a volume of each in the place of the one that
 * the instance has. They delete nothing, and ghe-keeper never runs them.
 */
public final class WayBack {
    /** A zone's name begins with that of its Region, as {@code eu-west-1a} and {@code us-west-2-lax-1a} do. */
    private static final Pattern ZONE = Pattern.compile("([a-z]+(?:-[a-z]+)+-[0-9]+)[a-z0-9-]*");

    private static final Pattern INSTANCE = Pattern.compile("i-[0-9a-f]+");

    private WayBack() {}

    /** Lines for bash and zsh, with at most 78 characters in each; none where the record does not say all of it. */
    public static List<String> commands(UndoMade made) {
        Matcher zone = ZONE.matcher(made.zone());
        if (!zone.matches() || !INSTANCE.matcher(made.instance()).matches()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("export AWS_REGION=" + zone.group(1) + " AWS_DEFAULT_REGION=" + zone.group(1));
        for (int i = 0; i < made.snapshots().size(); i++) {
            lines.addAll(volume("new" + (i + 1), made.snapshots().get(i).snapshot(), made.zone()));
        }
        lines.add("aws ec2 stop-instances --instance-ids " + made.instance());
        lines.add("aws ec2 wait instance-stopped --instance-ids " + made.instance());
        for (int i = 0; i < made.snapshots().size(); i++) {
            lines.addAll(exchange("new" + (i + 1), made.snapshots().get(i), made.instance()));
        }
        lines.add("aws ec2 start-instances --instance-ids " + made.instance());
        return lines;
    }

    private static List<String> volume(String name, String snapshot, String zone) {
        return List.of(
                "aws ec2 wait snapshot-completed --snapshot-ids " + snapshot,
                name + "=$(aws ec2 create-volume --availability-zone " + zone + " \\",
                "  --volume-type gp3 --snapshot-id " + snapshot + " \\",
                "  --query VolumeId --output text)",
                "aws ec2 wait volume-available --volume-ids $" + name);
    }

    private static List<String> exchange(String name, SnapshotOfDevice old, String instance) {
        return List.of(
                "aws ec2 detach-volume --volume-id " + old.volume(),
                "aws ec2 wait volume-available --volume-ids " + old.volume(),
                "aws ec2 attach-volume --instance-id " + instance + " \\",
                "  --device " + old.device() + " --volume-id $" + name);
    }
}
