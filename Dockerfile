# The static executable alone in an image: no root, no shell.
#   docker build -t localhost/imgscan .
#   docker run --rm -v "$PWD:/work:ro" localhost/imgscan .
# SWIFT takes a digest where the build has to be the same to the byte: --build-arg SWIFT=swift@sha256:...
ARG SWIFT=swift:6.3-bookworm

FROM ${SWIFT} AS build
ARG SOURCE_DATE_EPOCH
WORKDIR /src
COPY . .
RUN sh packaging/dist.sh && install -D -m 0755 dist/imgscan-*-linux-*/imgscan /out/imgscan

FROM scratch
COPY --chown=0:0 --chmod=0755 --from=build /out/imgscan /usr/local/bin/imgscan
WORKDIR /work
USER 65532:65532
ENTRYPOINT ["/usr/local/bin/imgscan"]
