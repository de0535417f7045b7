# The image holds one static file, the certificates of public authorities (for
# SMTP and web hooks) and an empty /data. It has no shell and no package
# manager, and runs as 65532, a number that no ordinary account has.

FROM golang:1.26.8-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
# .git may belong to another user than the one who builds.
RUN git config --global --add safe.directory /src
RUN .ci/build /out/hocso \
 && mkdir -m 0700 /out/data

FROM scratch
ARG VERSION=dev
ARG REVISION=unknown
ARG CREATED=
LABEL org.opencontainers.image.title="hocso" \
      org.opencontainers.image.description="Lightweight learning platform for digital skills: Markdown courses, exams, results on the national standard" \
      org.opencontainers.image.licenses="MIT AND CC-BY-4.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}"
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/hocso /hocso
COPY --from=build --chown=65532:65532 /out/data /data
# There is no /tmp: what spills from memory goes to the volume, which also lets
# the root file system be mounted read-only.
ENV HOCSO_ADDR=0.0.0.0:8080 \
    HOCSO_DATA=/data \
    TMPDIR=/data \
    SQLITE_TMPDIR=/data
WORKDIR /data
USER 65532:65532
VOLUME ["/data"]
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["/hocso", "health"]
ENTRYPOINT ["/hocso"]
CMD ["serve"]
