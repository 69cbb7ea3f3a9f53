package io.ghekeeper.deploy;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page that is wrong fails at the stand-ins alone, also where no real kubectl, aws or docker is. */
class StandInsIT {
    @TempDir
    static Path folder;

    private static TypedPage shell;

    @BeforeAll
    static void deploy() {
        shell = new TypedPage(folder, false, Map.of());
        shell.render(Manifests.BASE, Manifests.in(Manifests.BASE));
        shell.render(
                Manifests.OVERLAYS.resolve("adopt-volume"), Manifests.in(Manifests.OVERLAYS.resolve("adopt-volume")));
        shell.standIns()
                .know(
                        "group ghe-keeper-1-AppServer",
                        "snapshot snap-0abc",
                        "instance i-0abc",
                        "volume vol-0abc",
                        "container taupageapp");
        shell.type("kubectl apply -f k8s/namespace.sample.yaml && kubectl apply -n ghe-backup -k k8s/base");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kubectl get pvc data-ghe-backup-statefulset-ghe-backup-0",
                "kubectl -n other get pods",
                "kubectl -n ghe-backup get pots",
                "kubectl -n ghe-backup get pod statefulset-ghe-backup-0 -o tall",
                "kubectl -n ghe-backup exec -it ghe-backup-0 -- ghe-keeper status",
                "kubectl -n ghe-backup exec -it statefulset-ghe-backup-0 -- sh",
                "kubectl -n ghe-backup scale statefulset ghe-backup --replicas=0",
                "kubectl -n ghe-backup scale statefulset statefulset-ghe-backup --replica=0",
                "kubectl -n ghe-backup scale statefulset statefulset-ghe-backup --replicas=2",
                "kubectl -n ghe-backup delete pvc data-ghe-backup-statefulset-ghe-backup-0",
                "kubectl -n ghe-backup patch networkpolicy other --type=json -p '[]'",
                "kubectl -n ghe-backup patch networkpolicy ghe-backup --type=json -p '[]'",
                "kubectl -n ghe-backup patch pvc data-ghe-backup-statefulset-ghe-backup-0 -p '{'",
                "kubectl apply -n ghe-backup -k k8s/other",
                "kubectl -n ghe-backup rollout status statefulset/statefulset-ghe-backup",
                "kubectl -n ghe-backup wait --for=delete pod/statefulset-ghe-backup-0 --timeout=10m",
                "kubectl apply -n ghe-backup -k k8s/overlays/adopt-volume",
                "kubectl label namespace ghe-backup pod-security.kubernetes.io/enforce=baseline",
                "kubectl label namespace ghe-backup pod-security.kubernetes.io/enforce=none --overwrite",
                "kubectl -n ghe-backup logs -f job/ghe-backup-adopt-volume",
                "kubectl -n ghe-backup create secret generic a --from-file=kms_private_ssh_key=k8s/base/kustomization.yaml",
                "kubectl -n ghe-backup get pods -l app=ghe-backups",
                "kubectl -n ghe-backup describe pod ghe-backup-0",
                "kubectl -n ghe-backup port-forward statefulset-ghe-backup-0 8081",
                "kubectl -n ghe-backup cp statefulset-ghe-backup-0:/tmp/hello.bundle hello.bundle",
                "kubectl -n ghe-backup create secret generic a --from-file=other",
                "kubectl -n ghe-backup edit networkpolicy other",
                "kubectl taint node node-1 node.kubernetes.io/out-of-service=nodeshutdown:NoExecute",
                "kubectl delete -n ghe-backup -k k8s/overlays/adopt-volume",
                "aws s3api put-public-access-block --bucket other --public-access-block-configuration BlockPublicAcls=true",
                "aws s3api delete-bucket --bucket archive-bucket",
                "aws s3api restore-object --bucket other --key a --version-id=v --restore-request Days=7",
                "aws s3api head-object --bucket other --key a --query Restore",
                "aws ec2 create-volume --snapshot snap-0abc --availability-zone eu-west-1a --volume-type gp3",
                "aws ec2 create-volume --snapshot-id snap-0abc --availability-zone eu-west-1 --volume-type gp3",
                "aws ec2 create-volume --availability-zone eu-west-1a --size 1000 --volume-type gp3",
                "aws ec2 attach-volume --volume-id vol-0def --instance-id i-0abc --device /dev/sdf",
                "aws ec2 create-tags --resources snap-0def --tags Key=ghe-keeper-pin,Value=audit",
                "aws ec2 create-tags --resources snap-0abc --tags Key=ghe-keeper-label,Value=audit",
                "aws ec2 wait instance-terminated --instance-ids i-0abc",
                "aws ec2 modify-instance-metadata-options --instance-id i-0abc --http-put-response-hop-limit 1",
                "aws autoscaling suspend-processes --auto-scaling-group-name other --scaling-processes Launch",
                "aws autoscaling suspend-processes --auto-scaling-group-name ghe-keeper-1-AppServer --scaling-processes Start",
                "aws iam create-role --role-name a --assume-role-policy-document file://docs/iam/other.json",
                "aws s3 cp s3://other/prefix/restore.sh restore.sh",
                "docker exec -it other ghe-keeper status",
                "docker exec -it taupageapp sh",
                "docker run --rm registry.example.com/other:1 config sample",
                "docker run -d --name ghe-keeper -v /mnt/other:/data registry.example.com/ghe-keeper:0.1.0",
                "docker run -d --name taupageapp registry.example.com/ghe-keeper:0.1.0",
                "docker run --rm -w /work registry.example.com/ghe-keeper:0.1.0 version",
                "docker push registry.example.com/ghe-keeper:0.1.0",
                "docker image inspect --format '{{json .Config.Labels}}' registry.example.com/ghe-keeper:0.1.0",
                "sudo rm -r /etc",
                "senza create senza/other.yaml 1 --region eu-west-1",
                "senza create senza/ghe-keeper.yaml 1 --region eu-west-1 ImageVersion=0.1.0",
                "senza delete senza/ghe-keeper.yaml 1 --region eu-west-1"
            })
    void refuseWhatTheyDoNotKnow(String command) {
        assertThatThrownBy(() -> shell.type(command)).isInstanceOf(IllegalStateException.class);
    }
}
