#!/usr/bin/env python3
"""Dockerfiles for the benchmark: dockerfiles.py TARGET [SOURCE]

Fills TARGET with directories 0000, 0001, … that hold one Dockerfile each: copies of all files below SOURCE, or, without
it, 1,185 files made here that look like real ones (1.3 KiB and eleven instructions on average).
"""
import os
import random
import sys

COUNT = 1185
BASES = ["debian:12", "ubuntu:24.04", "alpine:3.20", "node:22-slim", "python:3.12-slim", "golang:1.22", "php:8.3-fpm", "registry.example/base:7"]
PACKAGES = "ca-certificates curl git gnupg jq libpq-dev make nginx openssl procps sudo tzdata unzip wget xz-utils zlib1g".split()


def packages(random, base):
    names = random.sample(PACKAGES, random.randint(2, 9))
    if base.startswith("alpine"):
        return "apk add --no-cache --virtual .deps \\\n      " + " \\\n      ".join(names) + " \\\n && apk del .deps"
    lines = " \\\n      ".join(names)
    return f"set -eux; apt-get update && apt-get install -y --no-install-recommends \\\n      {lines} \\\n # clean up\n && rm -rf /var/lib/apt/lists/*"


def dockerfile(random):
    lines = [f"# image {random.randint(1, 999)}", f"ARG VERSION={random.randint(1, 9)}.{random.randint(0, 99)}"]
    if random.random() < 0.4:
        lines += [f"FROM {random.choice(BASES)} AS build", "WORKDIR /src", "COPY . .", "RUN make -j4 && make install DESTDIR=/out"]
    base = random.choice(BASES)
    lines += [f"FROM {base}", "ARG VERSION", "ENV LANG=C.UTF-8 APP_HOME=/srv/app APP_VERSION=$VERSION"]
    for _ in range(random.randint(1, 3)):
        lines.append("RUN " + packages(random, base))
    lines.append(
        "RUN url=https://files.example/${APP_VERSION}/app.tar.gz; \\\n    for n in 1 2 3; do wget -O /tmp/a.tgz \"$url\" && break; done; \\\n"
        "    echo '0123456789abcdef  /tmp/a.tgz' | sha256sum -c -; \\\n    mkdir -p \"$APP_HOME\" && tar -xzf /tmp/a.tgz -C \"$APP_HOME\" && rm /tmp/a.tgz; \\\n"
        "    if [ -x \"$APP_HOME/setup\" ]; then \"$APP_HOME/setup\" --quiet; fi; \\\n    chown -R 10001:10001 \"$APP_HOME/data\" || true")
    if random.random() < 0.3:
        lines.append("RUN find / -xdev -perm /6000 -type f -exec chmod a-s {} + || true")
    lines += ["WORKDIR /srv/app", "EXPOSE 8080", "VOLUME /srv/app/data"]
    if random.random() < 0.2:
        lines.append("USER 10001:10001")
    lines.append('ENTRYPOINT ["/srv/app/run", "--port", "8080"]' if random.random() < 0.7 else "CMD /srv/app/run --port 8080")
    return "\n".join(lines) + "\n"


def texts(source):
    if source is None:
        chance = random.Random(1185)
        for _ in range(COUNT):
            yield dockerfile(chance).encode()
        return
    for folder, folders, names in os.walk(source):
        folders.sort()
        for name in sorted(names):
            with open(os.path.join(folder, name), "rb") as file:
                yield file.read()


def main():
    target, source = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None
    for number, text in enumerate(texts(source)):
        folder = os.path.join(target, f"{number:04}")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "Dockerfile"), "wb") as file:
            file.write(text)


if __name__ == "__main__":
    main()
