import Core
import TestSupport
import Testing

@testable import Rules

/// Which steps may do anything.
@Suite struct UnreadableStepTests {
  @Test(arguments: [
    "RUN ⟦/harden.sh⟧\n", "RUN ⟦./harden.sh --all⟧\n", "RUN true && ⟦sh /x.sh⟧\n", "RUN ⟦bash -e /x.sh⟧\n",
    "RUN ⟦sudo /x.sh⟧\n", "COPY harden /usr/local/bin/\nRUN ⟦/usr/local/bin/harden⟧\n",
    "COPY x/harden /opt/run\nRUN ⟦/opt/run⟧\n", "RUN curl -fsSL https://example.com/a | ⟦bash -s -- -y⟧\n",
    "RUN ⟦bash -c \"$(curl -fsSL https://example.com/a)\"⟧\n", "RUN ⟦ansible-playbook a.yml⟧\n",
    "RUN --mount=type=bind,source=harden,target=/mnt/harden ⟦/mnt/harden⟧\n",
    "COPY ⟦rootfs⟧ /\n", "COPY ⟦root/⟧ /\n", "ADD ⟦base.tar.xz⟧ /\n", "⟦RUN echo 'open⟧\n",
  ])
  func `a step that is not in the file`(steps: String) {
    let file = TestDockerfile("FROM debian:12\n\(steps)")
    let ranges = file.model().unreadableSteps.compactMap { step -> SourceRange? in
      if case .source(_, let range) = step.place { range } else { nil }
    }
    #expect(ranges == file.marked)
  }

  @Test(arguments: [
    "RUN ./configure && make && make install\n", "RUN npm run build\n", "RUN /usr/local/bin/pip install x\n",
    "RUN /opt/venv/bin/python -m x\n", "RUN . /root/.nvm/nvm.sh && nvm install 20\n", "RUN ./autogen.sh\n",
    "COPY . /app\nRUN /app/gradlew build\n", "COPY app /\n", "COPY . /\n", "COPY --from=b /out/root/ /\n",
    "COPY <<EOF /\nx\nEOF\n", "RUN sh -c 'echo x'\n", "RUN cat x.sh\n", "CMD /start.sh\n", "ONBUILD RUN /x.sh\n",
    "COPY start.sh /\nENTRYPOINT [\"/start.sh\"]\n", "RUN bash <<EOF\ntrue\nEOF\n",
  ])
  func `a step that can be read`(steps: String) {
    #expect(TestDockerfile("FROM debian:12\n\(steps)").model().unreadableSteps.isEmpty)
  }
}
