package io.ghekeeper.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The data directory of the figures, like that of an appliance: real bare repositories, a dump, and later snapshots of it. */
final class BenchTree {
    /** Twenty repositories of random content, each twenty times. */
    private static final String MAKE_FIRST = """
            top=$1; work=$2; mkdir -p $work
            for ((i = 0; i < 20; i++)); do
              git init -q --bare $work/one.git; rm -f $work/one.git/hooks/*.sample; mkdir $work/blobs
              head -c 2400000 /dev/urandom | split -a 3 -b 12k - $work/blobs/
              ls $work/blobs/* | git --git-dir=$work/one.git hash-object -w --stdin-paths >$work/ids
              tree=$(awk '{printf "100644 blob %s\\t%d\\n", $1, NR}' $work/ids | git --git-dir=$work/one.git mktree)
              commit=$(echo x | git -c user.name=n -c user.email=e --git-dir=$work/one.git commit-tree $tree)
              git --git-dir=$work/one.git update-ref refs/heads/main $commit
              for ((j = 0; j < 20; j++)); do
                hash=$(printf %06x $(((i * 20 + j) * 7919 * 104729 & 0xffffff)))
                network=$top/repositories/${hash:0:1}/nw/${hash:0:2}/${hash:2:2}/${hash:4:2}/$i-$j
                mkdir -p $network; cp -r $work/one.git $network/$i.git
              done
              rm -r $work/one.git $work/blobs
            done
            head -c 57m /dev/urandom | gzip -1 >$top/mysql.sql.gz
            echo v3.12.1 >$top/version; echo 3c7d0a5e-1f0e-4b52-9d3e-6a5a1c1b7f10 >$top/uuid
            """;

    private static final String SHARE = "cp -al $1 $2; cd $2; ";

    private static final String NEW_DUMP = "rm mysql.sql.gz; head -c 57m /dev/urandom | gzip -1 >mysql.sql.gz; ";

    private static final String CHANGE = """
            find repositories -type f -size +1k | awk 'NR % 100 == 0' | while read -r file; do
              rm "$file"; head -c 12k /dev/urandom >"$file"
            done
            """;

    private BenchTree() {}

    /** 400 repositories with 80,000 files, and a dump. */
    static void first(Path snapshot, Path work) throws IOException, InterruptedException {
        run(MAKE_FIRST, snapshot.toString(), work.toString());
    }

    /** The snapshot after it, which shares all files. */
    static void unchanged(Path first, Path next) throws IOException, InterruptedException {
        run(SHARE, first.toString(), next.toString());
    }

    /** 1 % of the files are others, and the dump is the same. */
    static void changed(Path first, Path next) throws IOException, InterruptedException {
        run(SHARE + CHANGE, first.toString(), next.toString());
    }

    /** 1 % of the files are others, and the dump is new. */
    static void changedWithDump(Path first, Path next) throws IOException, InterruptedException {
        run(SHARE + NEW_DUMP + CHANGE, first.toString(), next.toString());
    }

    /** Only the dump is new. */
    static void withDump(Path first, Path next) throws IOException, InterruptedException {
        run(SHARE + NEW_DUMP, first.toString(), next.toString());
    }

    /** Runs a script of bash, which must end well. */
    static void run(String script, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", "-euo", "pipefail", "-c", script, "bash"));
        command.addAll(List.of(arguments));
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IllegalStateException("a script ended with " + status + ": " + script);
        }
    }
}
