package io.ghekeeper.repository;

import io.ghekeeper.lab.Tool;
import io.ghekeeper.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot with a fork network of real repositories, as GHES lays it out: 4 and its fork 9, which share network.git; a wiki;
 * and a gist. Repository 4 has a configuration and hooks that write a file when they are used.
 */
public final class ForkNetwork {
    public static final String NETWORK = "repositories/5/nw/5f/f1/2d/4";
    static final String FIRST = "repositories/5/nw/5f/f1/2d/4/4.git";
    static final String FORK = "repositories/5/nw/5f/f1/2d/4/9.git";
    static final String GIST = "repositories/5/a8/3f/02/gist/0123abcd.git";

    private static final String MAKE = """
            set -eu
            export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null HOME=/nonexistent
            export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
            work=$2/work; used=$2/used
            git init -q -b main "$work"; cd "$work"
            echo one > one; git add .; git commit -q -m one
            git tag v1
            git update-ref refs/pull/1/head HEAD
            git update-ref refs/__gh__/svn/1 HEAD
            mkdir -p "$1/repositories/5/nw/5f/f1/2d/4" "$1/repositories/5/a8/3f/02/gist"
            net=$1/repositories/5/nw/5f/f1/2d/4
            git clone -q --mirror "$work" "$net/network.git"
            git -C "$net/network.git" repack -q -a -d
            for id in 4 9; do
              git init -q --bare -b main "$net/$id.git"
              echo ../../network.git/objects > "$net/$id.git/objects/info/alternates"
              git -C "$net/$id.git" fetch -q "$work" '+refs/*:refs/*'
            done
            git -C "$net/4.git" pack-refs --all
            echo two > two; git add .; git commit -q -m two
            git -C "$net/4.git" fetch -q "$work" '+refs/heads/main:refs/heads/main'
            git clone -q --mirror "$work" "$net/4.wiki.git"
            git clone -q --mirror "$work" "$1/repositories/5/a8/3f/02/gist/0123abcd.git"
            echo Octo/Hello > "$net/4.git/info/nwo"; echo other/hello > "$net/9.git/info/nwo"
            cat >> "$net/4.git/config" <<EOF
            [core]
              fsmonitor = touch $used
              hooksPath = $net/4.git/hooks
              sshCommand = touch $used
              pager = touch $used
              alternateRefsCommand = touch $used
            [include]
              path = /nonexistent/included
            [gc]
              auto = 1
            [extensions]
              refuse = true
            EOF
            for hook in reference-transaction pre-auto-gc post-checkout fsmonitor-watchman; do
              printf '#!/bin/sh\\ntouch %s\\n' "$used" > "$net/4.git/hooks/$hook"; chmod +x "$net/4.git/hooks/$hook"
            done
            """;

    private ForkNetwork() {}

    /**
     * Makes it.
     *
     * @param snapshot its folder, which is there
     * @param aside an empty folder: it gets a file {@code used} when the foreign configuration is used
     */
    public static void make(Path snapshot, Path aside) {
        Tool.run("bash", "-c", MAKE, "make", snapshot.toString(), aside.toString());
    }

    static Snapshot snapshot(Path folder) {
        return new Snapshot(folder.getFileName().toString(), folder, true, true, Optional.of("v3.12.1"));
    }

    /** What {@code git} prints in a repository, without any configuration of ours. */
    static String git(Path repository, String... arguments) {
        List<String> line =
                new ArrayList<>(List.of("env", "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null", "git"));
        line.addAll(List.of("-c", "safe.directory=*", "--git-dir=" + repository));
        line.addAll(List.of(arguments));
        return Tool.run(line);
    }

    static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
