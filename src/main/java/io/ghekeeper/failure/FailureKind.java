package io.ghekeeper.failure;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Every kind of failure, with the three names by which the world outside knows it. None of them ever changes its
 * meaning: scripts test the exit status, alerts the label, people search for the code.
 *
 * <p>Exit statuses go by tens: 1x configuration and receivers of messages, 2x the key, 3x AWS, 4x the appliance, 5x runs and the engine, 6x the
 * volume and stores, 7x limits and doubts, 8x what a restore refuses, 9x restores and drills. 100 is a fault of the program's own; from 101 native snapshots. 0 is success, 1 and 3 to 9 states of {@code status}, 2 a command line that cannot be
 * read; 128 and above are signals.
 */
public enum FailureKind {
    INTERNAL(
            100,
            "A fault of ghe-keeper's own, or of the machine under it.",
            "Report it with everything that was printed. The last good snapshot is untouched, and the next run"
                    + " begins from it."),

    CONFIGURATION_INVALID(
            10,
            "The file or a variable holds what cannot be used. Nothing was begun.",
            "`ghe-keeper config check` lists every problem with its place; correct them all, then start again."),
    CONFIGURATION_UNREADABLE(
            11,
            "The configuration, or the file of known hosts, is not there or cannot be read or written by this"
                    + " user.",
            "Check the path that the message names, its owner and mode, and that the secret or config map is"
                    + " mounted there."),
    NOTICE_NOT_DELIVERED(
            12,
            "`ghe-keeper notify test` could not deliver its message to everybody who is configured under `notify`.",
            "Each receiver's line says why. `docs/notify.md` says how each is set up, and what must be let out of the"
                    + " cluster."),
    IMPORT_INCOMPLETE(
            13,
            "`ghe-keeper config import` printed a configuration, and lines of the earlier files are not in it.",
            "Read the comments behind `##` in what it printed. Add the times of each backup among these lines to"
                    + " `schedule.backup`."),

    KEY_MISSING(
            20,
            "There is nothing where `key.source` says that the key's value is kept, or it is empty.",
            "Check `key.source` and what it reads; put there what `ghe-keeper key encrypt` prints; then"
                    + " `ghe-keeper key check`."),
    KEY_NOT_A_PRIVATE_KEY(
            21,
            "What was read, or what KMS decrypted, is no private SSH key that can be used.",
            "Encrypt the private half, not the `.pub` file, with `ghe-keeper key encrypt`; then `ghe-keeper key"
                    + " check`."),
    KEY_HAS_PASSPHRASE(
            22,
            "The key needs a passphrase, which ghe-keeper cannot type.",
            "Take it off with `ssh-keygen -p -N '' -f FILE` and encrypt the key again: KMS protects it."),
    KEY_CIPHERTEXT_MALFORMED(
            23,
            "The value begins as one that KMS made, but it was cut off or changed on its way here.",
            "Copy the whole value again, without line breaks, or make a new one with `ghe-keeper key encrypt`."),
    KEY_TOO_LONG(
            24,
            "The key is longer than KMS encrypts or decrypts at once.",
            "Use an ed25519 key (`ssh-keygen -t ed25519 -N ''`), and let it in on the appliance."),
    KEY_DIRECTORY_UNSAFE(
            25,
            "`key.directory` is on a disk, or open to others, or cannot be written; or a decrypted key could not"
                    + " be removed from it.",
            "Mount memory there (tmpfs; in Kubernetes an `emptyDir` with `medium: Memory`), and name a folder in it"
                    + " that is this user's alone (mode 0700). If the message names a key that stayed, remove that file"
                    + " by hand."),

    KMS_KEY_UNUSABLE(
            30,
            "The KMS key is not there, is disabled, or waits for its deletion.",
            "Check its id and region, enable it or cancel its deletion. Without it the value cannot be decrypted"
                    + " any more: make a new SSH key then."),
    KMS_ACCESS_DENIED(
            31,
            "AWS knows who asks and refuses: to decrypt by this KMS key, or to read the S3 object with the key.",
            "Allow `kms:Decrypt` (`s3:GetObject`) in the role's policy and in the key's; an encryption context"
                    + " may be a condition."),
    AWS_CREDENTIALS_EXPIRED(
            32,
            "The AWS credentials were good once and are not any more.",
            "Renew them. In a pod, check that the service account's token is mounted and fresh, and that the"
                    + " clock is right."),
    AWS_CREDENTIALS_MISSING(
            33,
            "There are no AWS credentials, or AWS does not know them.",
            "Give the pod or instance its role (`docs/iam`), or correct `AWS_ACCESS_KEY_ID` and"
                    + " `AWS_SECRET_ACCESS_KEY`. A container on EC2 reaches the instance's role with a metadata hop"
                    + " limit of 2."),
    AWS_THROTTLED(
            34,
            Chance.CAN_PASS,
            "AWS asked to slow down, again and again.",
            "Wait some minutes. If it lasts, look for what else in the account calls KMS so often."),
    AWS_REGION_MISSING(
            35, "Nothing says which AWS region to ask.", "Set `kms.region`, or `AWS_REGION` in the environment."),
    AWS_UNREACHABLE(
            36,
            Chance.CAN_PASS,
            "AWS did not answer: no route, no name, no TLS, or too slow.",
            "Check the way from here to AWS (NAT, VPC endpoint, proxy, DNS), and `kms.endpoint`."),
    KMS_CIPHERTEXT_REFUSED(
            37,
            "KMS cannot decrypt the value: it was made by another key, in another region, or with another"
                    + " encryption context.",
            "Compare `kms.encryption-context` and `kms.region` with those of the encryption; else encrypt the key"
                    + " again."),
    AWS_FAILED(
            38,
            "AWS answered with an error that has no kind of its own here, or refused the time of the request.",
            "Read what AWS said, in the message. Where it shows two times, set this machine's clock by NTP. At 500 and"
                    + " above the fault is on AWS's side: try again later."),
    S3_OBJECT_UNREADABLE(
            39,
            "The S3 object that holds the key's value is not there, or cannot be read.",
            "Check `key.s3-uri`, the bucket's region, and the role's right to `s3:GetObject`."),

    APPLIANCE_UNREACHABLE(
            40,
            Chance.CAN_PASS,
            "No SSH connection to the appliance could be made.",
            "Is it up, and is its SSH port (122) open from here? Check security groups, DNS, and"
                    + " `appliance.host`."),
    HOST_KEY_UNKNOWN(
            41,
            "The appliance's host key is not among the known hosts, so ghe-keeper cannot know whether the"
                    + " host is the appliance.",
            "Compare the fingerprint in the message with the one on the appliance's console; then `ghe-keeper"
                    + " appliance trust --yes`."),
    HOST_KEY_CHANGED(
            42,
            "The appliance shows another host key than the recorded one, or one that is called revoked. Somebody"
                    + " may be in between.",
            "Find out why first: was it reinstalled or failed over? Only then record the new key, as the"
                    + " message says."),
    KEY_REFUSED(
            43,
            "The appliance does not let our key in.",
            "`ghe-keeper key check` prints the public line. Add it under SSH access in the Management Console."),
    APPLIANCE_TOO_OLD(
            44,
            "The appliance's release is too old for this engine.",
            "Install the engine of the appliance's feature release, or upgrade the appliance."),
    APPLIANCE_IS_REPLICA(
            45,
            "The host is a high-availability replica, whose data may be behind.",
            "Set `appliance.host` to the primary; after a failover, that is the other one."),
    NOT_AN_APPLIANCE(
            46,
            "Something answers there, but not as GitHub Enterprise Server does.",
            "Check `appliance.host` and `appliance.port`: 122 is the appliance's administrative SSH, 22 serves"
                    + " git."),
    CONNECTION_LOST(
            47,
            Chance.CAN_PASS,
            "The connection to the appliance broke in the middle.",
            "Check the network and the appliance's load. The next run transfers only what the last good snapshot"
                    + " lacks."),
    APPLIANCE_IS_ANOTHER(
            48,
            "The host is a healthy appliance, but not the one whose snapshots lie here: its uuid differs from the"
                    + " configured one, or it shows none.",
            "Check `appliance.host`. If the appliance was replaced on purpose, set `appliance.uuid` to the uuid"
                    + " in the message."),
    ENGINE_UNFIT(
            49,
            "This engine does not fit the appliance: it must be of the same feature release, or up to two"
                    + " newer, and the appliance must accept it.",
            "Install the release that the message names. Where it is installed and does not fit by its number, set"
                    + " `engine.version`. Where the appliance refuses it, correct the version file of the engine: its"
                    + " content is what the appliance is asked with."),

    RUN_ACTIVE(
            50,
            "Another run is in progress on this volume. ghe-keeper did nothing.",
            "Wait for it: `ghe-keeper status` shows how far it is. If it must end: `ghe-keeper cancel RUN`."),
    ENGINE_ACTIVE(
            51,
            "A ghe-backup or ghe-restore that is not ours is running here; or processes of an earlier run cannot"
                    + " be ended; or another run on this machine did not end within hours.",
            "`ghe-keeper markers` names the process: wait for it, or end it. What not even SIGKILL ends hangs in"
                    + " the kernel, mostly on the volume: restart the pod or the machine."),
    RUN_INTERRUPTED(
            52,
            "A signal ended the run, or its process was killed. A backup's snapshot is incomplete; a restore's target"
                    + " is left as the message says.",
            "After a backup nothing: the next one works from the last good snapshot. After a restore `ghe-keeper"
                    + " restore --again RUN`. If it happens often, look for what ends the pod (memory, eviction,"
                    + " deployments)."),
    ENGINE_MISSING(
            53,
            "There is no engine where `engine.home` says.",
            "Set `engine.home` to the folder that holds `bin/ghe-backup`, or install it there."),
    ENGINE_STEPS_FAILED(
            54,
            "`ghe-backup` came to its end, but steps of it failed. Its snapshot is incomplete.",
            "Read what those steps printed with `ghe-keeper logs RUN`; the cause is mostly on the appliance: a"
                    + " service, its disk, its load."),
    ENGINE_FAILED(
            55,
            "`ghe-backup` could not be started, or ended for a reason that ghe-keeper does not know.",
            "Read what it printed, with `ghe-keeper logs RUN`, and run `ghe-keeper doctor`."),
    CAPTURE_UNPROVEN(
            56,
            "`ghe-backup` ended with 0, but a proof is missing: `incomplete` is still there, `current` does not name the"
                    + " snapshot, or its closing line is missing and the snapshot lacks content. It does not count as good.",
            "Read the log with `ghe-keeper logs RUN`, and back up again. Do not restore from that snapshot."),
    MARKER_UNPROVEN(
            57,
            "`markers --clear` left a marker, because its run is alive or not proven dead.",
            "`ghe-keeper markers` says why. End that process if it must end, then clear again; do not delete the"
                    + " file."),
    RUN_UNKNOWN(
            58,
            "There is no run of that name, or it is not one that the command is for.",
            "List the runs with `ghe-keeper runs`."),
    ENGINE_TOOL_MISSING(
            59,
            "A program that the engine calls is not installed, or does not run for this user.",
            "Install the packages that the message names. Without them the engine goes wrong in ways that it"
                    + " does not report."),

    VOLUME_FULL(
            60,
            "The volume is full, or has too little room for another snapshot. The last good one is untouched.",
            "Make the volume larger, or remove old snapshots as \"By hand\" describes. Fewer are kept with a"
                    + " shorter `retention.policy`, or a smaller `engine.keep-snapshots`; `ghe-keeper retention run` deletes"
                    + " the others at once."),
    VOLUME_UNUSABLE(
            61,
            "A file or folder on the volume, or the temporary directory, cannot be read, made or written.",
            "Check that it is mounted, writable (`dmesg` shows whether an error made it read-only), and this"
                    + " user's."),
    JOURNAL_UNREADABLE(
            62,
            "The record of a run is damaged or of a newer ghe-keeper, or the runs cannot be listed.",
            "One such record stops no backup, and its `output.log` can still be read. If it is of a newer format,"
                    + " go back to that version; if all are bad, check the volume."),
    VOLUME_OUT_OF_INODES(
            63,
            "The volume has room left, but too few inodes for the files of another snapshot.",
            "Remove old snapshots as \"By hand\" describes, or move to a file system with more inodes (XFS makes"
                    + " them as needed)."),
    VOLUME_NOT_MOUNTED(
            64,
            "The data directory is not on the volume: backups would fill the container's own layer or its host's"
                    + " own disk, and be lost with it.",
            "Mount the volume at the parent folder of `data.directory`; a new one must be attached and formatted first,"
                    + " and the container started after it is mounted. Only for trying things out, or where the"
                    + " host's disk is meant: `data.mount: any`."),
    LINKS_UNSUPPORTED(
            65,
            "The volume's file system has no hard links or no symbolic links, and snapshots need both.",
            "Use ext4 or XFS. Network and FUSE file systems often lack them."),
    SUPERVISOR_ACTIVE(
            66,
            "Another `ghe-keeper supervise` is running on this volume. The second one ended, and changed nothing.",
            "The message names the first one. Stop it before you start another; `ghe-keeper status` shows whether it is"
                    + " alive."),
    STORE_FAILED(
            67,
            "A store of objects outside the volume, a folder or a bucket, failed or did not answer with what was put"
                    + " there.",
            "Read which object and why. Check the store's disk, or the bucket and the role's rights to it; `ghe-keeper archive"
                    + " check` tries what the archive wants of a bucket."),
    STORE_DENIED(
            93,
            "S3 knows who asks and refuses the role something at the bucket of `archive.store`.",
            "Give the role what `docs/iam/archive.json` allows, with your bucket and prefix in it; with"
                    + " `archive.kms-key-id`, also `kms:GenerateDataKey` and `kms:Decrypt` by that key. `ghe-keeper archive"
                    + " check` tries it out."),
    RETENTION_FAILED(
            68,
            "A snapshot that the policy does not keep could not be deleted. The others were.",
            "`ghe-keeper runs show RUN` names each, with the place and the reason: a mount, an immutable file, another"
                    + " owner. Put that right. The next retention run ends the deletion; `ghe-keeper retention run` does it"
                    + " at once."),
    ENCRYPTION_FAILED(
            69,
            "The program `age`, which encrypts what goes to the store and decrypts what is read there, is missing or failed; or no"
                    + " identity that was given fits. What it was to encrypt was not sent.",
            "Read its words in the message. Where no identity fits, give the one of another recipient. Install Debian's package `age`, which is in the image. Where it was ended by"
                    + " signal 9, give the container more memory."),

    RUN_OVERDUE(
            70,
            "The run took longer than `backup.time-limit` or `restore.time-limit` and was ended, with all its"
                    + " processes.",
            "See in `ghe-keeper logs RUN` which step took so long. If the appliance has grown, raise the limit."),
    RUN_SILENT(
            71,
            "Nothing was printed and no byte arrived for `backup.silence-limit` or `restore.silence-limit`; the run"
                    + " was ended, with all its"
                    + " processes.",
            "Look at the appliance first, then the network and the volume: one of them hung. The step is in"
                    + " `ghe-keeper logs RUN`."),
    RUN_CANCELLED(
            72,
            "Somebody ended the run with `ghe-keeper cancel`.",
            "Nothing, if that was meant: the next tick backs up again, or `ghe-keeper backup` does at once. A"
                    + " restore's target is left as the message says; `ghe-keeper restore --again RUN` repeats it."),
    SNAPSHOT_SUSPECT(
            73,
            "The backup ended with 0, but holds much less than the one before, or the engine itself reported content as"
                    + " skipped or missing. It does not become the last good one.",
            "The message says what is missing. If that was meant: `ghe-keeper snapshots accept SNAPSHOT`. Else look"
                    + " at the appliance before older snapshots are pruned."),
    RUN_NOT_ACTIVE(
            74, "`cancel` was asked to end a run that has ended.", "Nothing; `ghe-keeper runs` shows how it ended."),
    OUTPUT_TOO_LONG(
            75,
            "The run printed more than a twentieth of the volume holds, and more than 1 GiB; it was ended, with all"
                    + " its processes, before its log filled the volume. No backup or restore that fits on the volume"
                    + " prints that much.",
            "`ghe-keeper logs RUN` shows the first MiB of it: look for what is said again and again, mostly of the"
                    + " appliance or the network."),
    SEAL_FAILED(
            76,
            "A file of the snapshot cannot be read, or changed while it was sealed. There is no seal of the snapshot.",
            "The message names the file. `dmesg` shows errors of the volume. Nothing but the engine may write into"
                    + " snapshots. Then `ghe-keeper seal SNAPSHOT`."),
    SEAL_MISSING(
            77,
            "The snapshot has no seal, so it is not known what it contained. It cannot be verified, and is not archived.",
            "`ghe-keeper seal SNAPSHOT` writes a seal of what is there now. Damage before that cannot be found."),
    SEAL_DAMAGED(
            78,
            "The seal of a snapshot is damaged, or of a newer ghe-keeper. It says nothing of the snapshot.",
            "Check the volume, with `dmesg` for one. Move the seal's root away, which the message names; then `ghe-keeper"
                    + " seal SNAPSHOT` writes a seal of what is there now."),
    SNAPSHOT_DAMAGED(
            79,
            "The snapshot is not what it was when it was sealed: content differs, is missing or cannot be read. Or it"
                    + " shares such a file with another snapshot.",
            "`ghe-keeper verify SNAPSHOT` names each file. Do not restore from it; choose another one with"
                    + " `ghe-keeper snapshots`. Check the volume, with `dmesg` for one. Then `ghe-keeper backup` fetches"
                    + " the damaged files again."),

    SNAPSHOT_UNKNOWN(
            80,
            "There is no snapshot of that name, or none at all. Nothing was changed.",
            "List them with `ghe-keeper snapshots`; `latest` takes the last good one."),
    SNAPSHOT_INCOMPLETE(
            81,
            "The snapshot is incomplete: its backup failed or was cut off. `ghe-restore` would restore it all the"
                    + " same and report success.",
            "Choose another one: `ghe-keeper snapshots`."),
    SNAPSHOT_IN_DOUBT(
            82,
            "The snapshot is suspect: the comparison found too little in it.",
            "See what it lacks with `ghe-keeper snapshots`, and choose another one; or restore it as it is with"
                    + " `--accept-suspect`."),
    SNAPSHOT_BEING_WRITTEN(
            83, "A backup is writing this snapshot.", "Choose another one, or wait for that run: `ghe-keeper status`."),
    TARGET_UNFIT(
            84,
            "The target's release does not fit the snapshot: it must be the same or newer, by two feature releases"
                    + " at most. `ghe-restore` does not look.",
            "Install on the target a release that fits, as the message says."),
    TARGET_NOT_IN_MAINTENANCE(
            85,
            "The target is configured and not in maintenance mode: people may be using it.",
            "Set maintenance mode on the target, or let `--maintenance` do it."),
    TARGET_REPLICATES(
            86,
            "The target is a replica or has one: a restore would be replicated, or overwritten.",
            "Tear replication down first (`ghe-repl-teardown`), then restore."),
    TARGET_FULL(
            87, "The target has too little room for what the snapshot holds.", "Give the target a larger data disk."),
    CONSENT_MISSING(
            88,
            "No person confirmed that this host may be overwritten. ghe-keeper changed nothing.",
            "Type the host's name when asked, or say it with `--yes HOST`."),
    TARGET_IS_PRODUCTION(
            89,
            "The target is the appliance that is backed up. Nothing was changed.",
            "If that is really the one to be overwritten, say it with `--overwrite-production`."),
    RESTORE_FAILED(
            90,
            "`ghe-restore` failed. The target is left half restored, in maintenance mode, and says so itself.",
            "Read `ghe-keeper logs RUN`, put right what it names, and repeat it with `ghe-keeper restore --again"
                    + " RUN`."),
    RESTORE_UNPROVEN(
            91,
            "`ghe-restore` ended with 0, but a check on the target is bad, its closing line is missing, or it reported"
                    + " content as skipped or missing.",
            "Read the message and `ghe-keeper logs RUN`; do not lift maintenance mode before it is understood."),
    DRILL_FAILED(
            92,
            "What a drill restored is not what the snapshot holds.",
            "Read what differs; do not rely on that snapshot before it is understood."),

    CHECK_FAILED(
            94,
            "A deep check found that a dump of the snapshot is cut off or damaged. The snapshot is suspect, and no measure"
                    + " for later ones.",
            "The message names the file. Look at the appliance, then take a backup with `ghe-keeper backup`. If that"
                    + " file was meant to be so: `ghe-keeper snapshots accept SNAPSHOT`."),
    ARCHIVE_DAMAGED(
            95,
            "The store outside of the volume does not have an archived snapshot whole: an object is missing, changed,"
                    + " damaged or hidden. The snapshot does not count as archived any more.",
            "`ghe-keeper archive show SNAPSHOT` names objects. docs/archive.md has what to do for each finding. Find out who"
                    + " changes the store before you put it right; then `ghe-keeper archive verify`."),
    ARCHIVE_COLD(
            96,
            "An object of the archive is in a storage class from which nothing is read at once, as `GLACIER` or `DEEP_ARCHIVE`."
                    + " It is there; a copy of it has to be asked for, which takes hours and costs money.",
            "`ghe-keeper restore HOST --from-archive --plan` says how many objects, and how long it takes; `--warm-up bulk` or"
                    + " `--warm-up standard` asks for them. `ghe-keeper archive attach` has the same option. Type the first command"
                    + " again when they are there."),
    REPOSITORY_UNKNOWN(
            98,
            "No repository of this name or id is in the snapshots that were searched, or several are.",
            "A name may be missing or stale in a snapshot: search by the id. `ghe-keeper repository find NAME --all` searches"
                    + " all snapshots. Where several are listed, name one by its path."),
    REPOSITORY_UNFIT(
            99,
            "The repository was not exported: git or room is missing, the target is there already, or the repository is broken"
                    + " or has no commit.",
            "The message says which. Of a broken repository, `--accept-broken` exports what is whole, and names the rest. An"
                    + " earlier snapshot may have it whole. docs/repository.md says more."),

    NATIVE_FAILED(
            101,
            "AWS did not do what native snapshots need, for a reason that has no kind of its own here. The backup in the"
                    + " volume is untouched.",
            "Read what AWS said, in the message. `ghe-keeper native list` shows what is there."),
    NATIVE_DENIED(
            102,
            "AWS knows who asks, and refuses a call for native snapshots.",
            "The hint names the action and the resource: allow it in the role's policy (`docs/iam`). `ghe-keeper doctor`"
                    + " tries each right, and changes nothing."),
    NATIVE_VOLUME_UNPROVEN(
            103,
            "It is not proven which EBS volume has the data directory, or which ones an appliance has: none fits, several do,"
                    + " or AWS describes another one. No snapshot was taken.",
            "Set `native.volume-id` to the volume that the message or the EC2 console names, and check `native.region`. For an"
                    + " appliance, name the address that only its instance has."),
    NATIVE_UNKNOWN(
            104,
            "The answer to a call was lost, and it is not known yet whether AWS made the snapshot.",
            "Nothing to do: it is looked for by its tag, and no second one is made meanwhile. `ghe-keeper native list`"
                    + " shows what was found."),
    NATIVE_NOT_EXPIRED(
            105,
            "Snapshots that are to be deleted could not be, or it could not be proven which ones may be. The others were"
                    + " deleted.",
            "Read the reason behind each one that stayed; then `ghe-keeper native expire --plan`.");

    private enum Chance {
        CAN_PASS,
        STAYS
    }

    private final int exitStatus;
    private final Chance chance;
    private final String meaning;
    private final String remedy;

    FailureKind(int exitStatus, String meaning, String remedy) {
        this(exitStatus, Chance.STAYS, meaning, remedy);
    }

    FailureKind(int exitStatus, Chance chance, String meaning, String remedy) {
        this.exitStatus = exitStatus;
        this.chance = chance;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    /** The stable name in run records and messages, as {@code host-key-changed}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind of this code; nothing where it is of another release. */
    public static Optional<FailureKind> of(String code) {
        return Arrays.stream(values()).filter(kind -> kind.code().equals(code)).findFirst();
    }

    /** The kind of this exit status; nothing where it is none of a failure. */
    public static Optional<FailureKind> of(int exitStatus) {
        return Arrays.stream(values())
                .filter(kind -> kind.exitStatus == exitStatus)
                .findFirst();
    }

    /** The process's exit status when this ends a command. */
    public int exitStatus() {
        return exitStatus;
    }

    /** Whether the key could not be opened or used: by what is wrong with it, or because AWS or the appliance refused. */
    public boolean isOfTheKey() {
        return this == KEY_REFUSED
                || (exitStatus >= KEY_MISSING.exitStatus && exitStatus < APPLIANCE_UNREACHABLE.exitStatus);
    }

    /** Whether AWS refused or failed, or was not reached. */
    public boolean isOfAws() {
        return exitStatus >= KMS_KEY_UNUSABLE.exitStatus && exitStatus < APPLIANCE_UNREACHABLE.exitStatus;
    }

    /** Whether only what works on native snapshots fails so. */
    public boolean isOfNativeSnapshots() {
        return exitStatus >= NATIVE_FAILED.exitStatus && exitStatus <= NATIVE_NOT_EXPIRED.exitStatus;
    }

    /** Whether it is of the key, AWS, the appliance, or the target of a restore. */
    public boolean isOfAnotherMachine() {
        return (exitStatus >= KEY_MISSING.exitStatus && exitStatus < RUN_ACTIVE.exitStatus)
                || (exitStatus >= TARGET_UNFIT.exitStatus && exitStatus <= DRILL_FAILED.exitStatus);
    }

    /** Whether the cause can pass by itself, so that the same may succeed a little later. */
    public boolean canPass() {
        return chance == Chance.CAN_PASS;
    }

    /** The bounded label of metrics, as {@code host_key_changed}. */
    public String metricLabel() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it means, for who has just met it: a sentence or two in Markdown. */
    public String meaning() {
        return meaning;
    }

    /** What to do then, the same way. */
    public String remedy() {
        return remedy;
    }
}
