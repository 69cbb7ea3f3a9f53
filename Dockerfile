# ghe-keeper's image. Build it from the root of the project:
#
#   docker build -t ghe-keeper:0.1.0 --build-arg BACKUP_UTILS_SHA256=<sha256 of its release> .
#
# Where the internet cannot be reached, put the release's tarball into vendor/, and name base images of a mirror by
# --build-arg BUILD_IMAGE=... --build-arg RUNTIME_IMAGE=... (Debian 12, both). docs/image.md says more.
ARG BUILD_IMAGE=docker.io/library/debian:bookworm-slim
ARG RUNTIME_IMAGE=docker.io/library/debian:bookworm-slim

# ---- backup-utils: GitHub's release, with the checksum that was given -------------------------------------------------
FROM ${BUILD_IMAGE} AS backup-utils
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates curl \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /backup-utils
# LICENSE is always there, so that a missing vendor/ is no error.
COPY LICENSE vendor* ./vendor/
ARG BACKUP_UTILS_VERSION=3.21.1
ARG BACKUP_UTILS_SHA256
RUN name="github-backup-utils-v${BACKUP_UTILS_VERSION}.tar.gz" \
 && if [ -z "${BACKUP_UTILS_SHA256}" ]; then \
      echo "BACKUP_UTILS_SHA256 is missing: give the sha256 of ${name} by --build-arg" >&2; exit 1; \
    fi \
 && if [ ! -f "vendor/${name}" ]; then \
      curl --fail --location --silent --show-error --retry 3 --output "vendor/${name}" \
        "https://github.com/github/backup-utils/releases/download/v${BACKUP_UTILS_VERSION}/${name}"; \
    fi \
 && echo "${BACKUP_UTILS_SHA256}  vendor/${name}" | sha256sum --check --strict \
 && mkdir /opt/backup-utils \
 && tar --extract --gzip --file "vendor/${name}" --directory /opt/backup-utils --strip-components 1 --no-same-owner \
 && chmod -R u=rwX,go=rX /opt/backup-utils \
 && test -x /opt/backup-utils/bin/ghe-backup

# ---- ghe-keeper: its jar, a Java runtime with just the modules that it uses, and an archive of its classes -------------
FROM ${BUILD_IMAGE} AS build
# Java's package links its manual pages, whose folder slim images lack.
RUN mkdir -p /usr/share/man/man1 \
 && apt-get update \
 && apt-get install -y --no-install-recommends maven openjdk-17-jdk-headless openssh-client \
 && rm -rf /var/lib/apt/lists/*
# java.desktop and java.sql are named by optional parts of libraries only. jdk.crypto.ec (for TLS), jdk.net and jdk.random
# are found as services, which no tool that reads the jar can see.
RUN jlink --output /opt/ghe-keeper/java --no-header-files --no-man-pages \
      --add-modules java.base,java.logging,java.management,java.naming,java.security.jgss,java.security.sasl,java.xml,jdk.crypto.ec,jdk.httpserver,jdk.net,jdk.random,jdk.unsupported \
 && cp --dereference /etc/ssl/certs/java/cacerts /opt/ghe-keeper/java/lib/security/cacerts \
 && /opt/ghe-keeper/java/bin/java -Xshare:dump
WORKDIR /build
COPY pom.xml ./
COPY .mvn ./.mvn
COPY bin ./bin
COPY src/main ./src/main
RUN --mount=type=cache,target=/root/.m2 \
    mvn --batch-mode --no-transfer-progress -Dmaven.test.skip=true -Dexec.skip package \
 && mkdir /opt/ghe-keeper/bin /opt/ghe-keeper/lib \
 && cp bin/ghe-keeper bin/ghe-keeper-alive bin/java.options bin/keep.java.options /opt/ghe-keeper/bin/ \
 && cp target/ghe-keeper.jar /opt/ghe-keeper/lib/ \
 && cp bin/archive-classes /opt/ghe-keeper/bin/ \
 && JAVA_HOME=/opt/ghe-keeper/java /opt/ghe-keeper/bin/archive-classes /opt/ghe-keeper/lib/ghe-keeper.jar \
 && rm /opt/ghe-keeper/bin/archive-classes

# ---- what is shipped ----------------------------------------------------------------------------------------------------
FROM ${RUNTIME_IMAGE}
# What backup-utils calls, age, which encrypts what leaves the volume, and tini, which reaps what outlives its parent: restores do.
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      age bash bc ca-certificates gawk git jq moreutils mount openssh-client pigz procps rsync tini util-linux \
 && apt-get clean && rm -rf /var/lib/apt/lists/* /var/cache/debconf/*-old /var/log/* \
# Taupage starts containers as user 999; ssh refuses a user without a name.
 && groupadd --system --gid 999 ghe-keeper \
 && useradd --system --uid 999 --gid 999 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin ghe-keeper \
 && mkdir /data /etc/ghe-keeper \
# What docker mounts by --tmpfs takes the mode of what it covers.
 && chmod 1777 /run \
# No process may become another user in here.
 && find / -xdev -perm /6000 -type f -exec chmod a-s {} + \
 && ln -s /opt/ghe-keeper/bin/ghe-keeper /opt/ghe-keeper/bin/ghe-keeper-alive /usr/local/bin/
COPY --from=backup-utils /opt/backup-utils /opt/backup-utils
COPY --from=build /opt/ghe-keeper /opt/ghe-keeper
COPY LICENSE /opt/ghe-keeper/LICENSE
# Hints name pages as docs/restore.md: they are where a command in the container looks for them.
COPY docs /opt/ghe-keeper/docs
COPY src/main/resources/ghe-keeper.1 /usr/local/share/man/man1/ghe-keeper.1

ARG VERSION=0.1.0
ARG REVISION=unknown
ARG BACKUP_UTILS_VERSION=3.21.1
ARG RUNTIME_IMAGE
LABEL org.opencontainers.image.title="ghe-keeper" \
      org.opencontainers.image.description="Backups and restores of GitHub Enterprise Server, on a schedule, onto a volume" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.base.name="${RUNTIME_IMAGE}" \
      io.ghekeeper.backup-utils.version="${BACKUP_UTILS_VERSION}"

ENV JAVA_HOME=/opt/ghe-keeper/java LANG=C.UTF-8 MALLOC_ARENA_MAX=1
USER 999:999
WORKDIR /opt/ghe-keeper
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["/opt/ghe-keeper/bin/ghe-keeper-alive"]
# As bin/ghe-keeper starts it, but without a shell.
ENTRYPOINT ["/usr/bin/tini", "--", "/opt/ghe-keeper/java/bin/java", "@/opt/ghe-keeper/bin/java.options", \
            "-XX:SharedArchiveFile=/opt/ghe-keeper/lib/ghe-keeper.jsa", "-Dghe-keeper.launcher=/opt/ghe-keeper/bin/ghe-keeper", \
            "-jar", "/opt/ghe-keeper/lib/ghe-keeper.jar"]
CMD ["supervise"]
