import BuildModel
import Core
import Dockerfile
import ImageArchive
import Testing

@testable import Engine

/// Which history item of an image is which instruction of a Dockerfile.
@Suite struct HistoryMatchTests {
  /// Lines of the Dockerfile by layer, and the base's layers.
  private func match(_ dockerfile: String, _ history: [String], target: String? = nil) -> ([Int?], Int?) {
    var config = ImageConfig()
    // A leading - marks an item without a layer.
    config.history = history.map { item in
      let isEmpty = item.hasPrefix("-")
      return ImageConfig.HistoryEntry(
        createdBy: isEmpty ? String(item.dropFirst()) : item, comment: nil, isEmptyLayer: isEmpty)
    }
    let build = BuildModel(DockerfileSyntax(Array(dockerfile.utf8)), file: "Dockerfile", targetStage: target)
    let found = HistoryMatch(config, layerCount: history.count { !$0.hasPrefix("-") }, build: build)
    return (found.nodeByLayer.map { $0.map { build.syntax.nodes[$0].lines.lowerBound } }, found.baseLayers)
  }

  private static let dockerfile = """
    FROM debian:12
    ARG V=1
    ENV A=b
    RUN apt-get update \\
      && apt-get install -y x
    COPY --chown=1 a b /srv/
    WORKDIR /srv
    USER 1000
    CMD ["run", "it"]
    """

  @Test func `the classic builder's forms`() {
    let (lines, base) = match(
      Self.dockerfile,
      [
        "/bin/sh -c #(nop) ADD file:1234 in / ", "-/bin/sh -c #(nop)  CMD [\"bash\"]", "-/bin/sh -c #(nop)  ARG V=1",
        "-/bin/sh -c #(nop)  ENV A=b", "|1 V=1 /bin/sh -c apt-get update   && apt-get install -y x",
        "/bin/sh -c #(nop) COPY --chown=1multi:99 in /srv/ ", "/bin/sh -c #(nop) WORKDIR /srv",
        "-/bin/sh -c #(nop)  USER 1000", "-/bin/sh -c #(nop)  CMD [\"run\" \"it\"]",
      ])
    #expect(lines == [nil, 4, 6, 7])
    #expect(base == 1)
  }

  @Test func `BuildKit's forms`() {
    let (lines, base) = match(
      Self.dockerfile,
      [
        "# debian.sh --arch 'amd64' out/ 'bookworm'", "-ARG V=1", "-ENV A=b",
        "RUN |1 V=1 /bin/sh -c apt-get update   && apt-get install -y x # buildkit",
        "COPY --chown=1 a b /srv/ # buildkit", "WORKDIR /srv", "-USER 1000", "-CMD [\"run\" \"it\"]",
      ])
    #expect(lines == [nil, 4, 6, 7])
    #expect(base == 1)
  }

  @Test(arguments: [
    ("RUN <<EOF\nmkdir -p /a\nln -s /a /b\nEOF", "RUN /bin/sh -c mkdir -p /a\nln -s /a /b\n # buildkit"),
    ("RUN [\"/bin/busybox\", \"--install\"]", "RUN /bin/busybox --install # buildkit"),
    ("RUN [\"/bin/busybox\", \"--install\"]", "/bin/busybox --install"),
    ("SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\nRUN x | y", "RUN /bin/bash -o pipefail -c x | y # buildkit"),
    ("ARG A=1\nRUN x $A", "RUN |1 A=1 /bin/sh -c x $A # buildkit"),
    ("RUN x $A", "RUN x $A"),
    ("COPY --from=build /out /app", "COPY /out /app # buildkit"),
    ("ARG D=/app\nCOPY x ${D}/", "COPY x /app/ # buildkit"),
    ("COPY a .", "/bin/sh -c #(nop) COPY file:12 in . "),
    ("ADD https://x.example/a /b", "ADD https://x.example/a /b # buildkit"),
    ("COPY <<EOF /etc/x\ny\nEOF", "COPY EOF /etc/x # buildkit"),
  ])
  func `one instruction is found by its text`(instruction: String, item: String) {
    let (lines, _) = match("FROM scratch\n\(instruction)\n", [item])
    #expect(lines.count == 1 && lines[0] != nil)
  }

  @Test(arguments: [
    ("RUN true", "RUN /bin/sh -c echo true # buildkit"), ("RUN x", "/bin/sh -c y"),
    ("COPY a /x", "COPY a /y # buildkit"), ("COPY a /x", "ADD a /x # buildkit"), ("RUN x", "crane flatten sha256:1"),
  ])
  func `another text is another instruction`(instruction: String, item: String) {
    let (lines, base) = match("FROM debian:12\n\(instruction)\n", [item])
    #expect(lines == [nil] && base == nil)
  }

  @Test func `equal steps are matched in order, the base's left alone`() {
    let (lines, base) = match("FROM a\nRUN x\nRUN x\n", ["/bin/sh -c x", "/bin/sh -c x", "/bin/sh -c x"])
    #expect(lines == [nil, 2, 3] && base == 1)
  }

  @Test func `steps of the stages that ship count, in their order`() {
    let text = "FROM a AS one\nRUN x\nFROM b AS two\nRUN y\nFROM one\nRUN z\n"
    #expect(match(text, ["/bin/sh -c base", "/bin/sh -c x", "/bin/sh -c z"]).0 == [nil, 2, 6])
    #expect(match(text, ["/bin/sh -c y"], target: "two").0 == [4])
  }

  @Test func `a layer on top that the file does not know leaves the base open`() {
    let (lines, base) = match("FROM a\nRUN x\n", ["/bin/sh -c base", "/bin/sh -c x", "/bin/sh -c more"])
    #expect(lines == [nil, 2, nil] && base == nil)
  }

  @Test func `history that does not fit the layers says nothing`() {
    var config = ImageConfig()
    config.history = [ImageConfig.HistoryEntry(createdBy: "RUN x", comment: nil, isEmptyLayer: false)]
    let build = BuildModel(DockerfileSyntax(Array("FROM a\nRUN x\n".utf8)), file: "D")
    #expect(HistoryMatch(config, layerCount: 3, build: build).nodeByLayer == [nil, nil, nil])
  }
}
