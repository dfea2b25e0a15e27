import Core
import TestSupport
import Testing

@testable import Rules

@Suite struct DockerfileVolumeTests {
  @Test(arguments: [
    "FROM a\nVOLUME ⟦/etc⟧\n",
    "FROM a\nVOLUME /data ⟦/usr/⟧ ⟦//bin/./⟧\n",
    "FROM a\nVOLUME [⟦\"/root\"⟧, \"/data\", ⟦\"/\"⟧]\n",
    "FROM a\nVOLUME ⟦/var/lib/../../proc⟧ ⟦sys⟧\n",
    "FROM a\nARG D=/dev\nVOLUME ⟦$D⟧ ⟦${X:-/boot}⟧\n",
    "FROM a\nVOLUME ⟦/var/run/docker.sock⟧\n",
    "FROM a AS b\nVOLUME ⟦/sbin⟧\nFROM b\n",
  ]) func `a system directory`(_ text: String) {
    let file = TestDockerfile(text)
    #expect(file.findings(DockerfileVolume.self).map(TestDockerfile.range) == file.marked)
  }

  @Test(arguments: [
    "FROM a\nVOLUME /data /var/lib/mysql /etc/nginx /usr/share/app /root/.cache /sys/fs/cgroup /tmp /run\n",
    "FROM a\nVOLUME $unknown /etc$unknown\n",
    "FROM a AS b\nVOLUME /etc\nFROM c\n",
    "FROM a\nONBUILD VOLUME /etc\n",
    "FROM mcr.microsoft.com/windows/servercore:ltsc2022\nVOLUME /etc\n",
  ]) func `a directory of data, or an unknown one`(_ text: String) {
    #expect(TestDockerfile.findings(DockerfileVolume.self, text).isEmpty)
  }
}
