import Core
import TestSupport
import Testing

@testable import BuildModel
@testable import Rules

@Suite struct DockerfilePackageCommandTests {
  /// The one package command of a RUN.
  private func command(_ run: String, before: String = "") -> PackageCommand? {
    let model = TestDockerfile("FROM debian:12\n\(before)RUN \(run)\n").model()
    return model.packageCommands(of: model.commands(of: model.stages.flatMap(\.steps))).first
  }

  @Test(arguments: [
    ("apt-get install -y curl=7.88.1-10 wget/bookworm libc6:i386 'nano'", "curl wget libc6 nano"),
    ("apt-get -o Acquire::Retries=3 -yqt bookworm-backports install --no-install-recommends curl", "curl"),
    ("apt install -y ./x.deb https://example.org/y.deb curl", "curl"),
    ("apt-get install -y g++ libstdc++6 curl+ g++-12", "g++ libstdc++6 curl g++-12"),
    ("apt-get install curl=$VERSION", "curl"),
    ("sudo DEBIAN_FRONTEND=noninteractive apt-get install -y curl", "curl"),
    ("aptitude install -y curl", "curl"),
    (
      "apk add --no-cache -X https://example.org/edge curl@edge 'wget<2' nano~=8 jq~1.7 vim>=9", "curl wget nano jq vim"
    ),
    ("apk --no-cache --repository https://example.org/edge add curl", "curl"),
    ("apk add -t .build gcc", "gcc"),
    ("yum install -y --setopt=tsflags=nodocs --enablerepo epel curl-7.61.1-34.el8.x86_64 gcc-c++", "curl gcc-c++"),
    ("dnf -y install java-1.8.0-openjdk perl.x86_64 'curl >= 8'", "java-1.8.0-openjdk perl curl"),
    ("microdnf install --installroot /mnt/root --releasever 9 curl", "curl"),
    ("yum -y groupinstall 'Development Tools' git", "@Development Tools @git"),
    ("dnf group install -y development-tools", "@development-tools"),
    ("dnf install -y @development-tools", "@development-tools"),
    ("zypper -n in --repo main curl=8.0 wget", "curl wget"),
    ("zypper --non-interactive install -t pattern devel_basis", "pattern:devel_basis"),
    ("pacman -Sy --noconfirm extra/gcc make", "gcc make"),
    ("rpm -e --nodeps curl", "curl"),
    ("dpkg --purge curl", "curl"),
    ("apt-get install -y python3-{dev,pip}", "python3-dev python3-pip"),
  ])
  func `names are read without version, release, architecture, repository and options`(run: String, names: String) {
    #expect(command(run)?.packages.map(\.name).joined(separator: " ") == names)
  }

  @Test(arguments: [
    ("apt-get install curl", PackageCommand.Action.install), ("apt-get upgrade -y", .upgrade),
    ("apt-get dist-upgrade", .upgrade), ("apt-get update", .other), ("apt-get clean", .other),
    ("apt-get download curl", .other), ("apt-get -s install curl", .other), ("apt-get purge curl", .remove),
    ("apt-get autoremove", .autoremove), ("apt-mark auto '.*'", .markAuto), ("apt-mark manual $x", .markManual),
    ("apt-mark hold curl", .other), ("apt-mark showmanual", .other), ("apt-get build-dep curl", .install),
    ("dpkg -i /tmp/x.deb", .install), ("dpkg --print-architecture", .other), ("dpkg -r curl", .remove),
    ("apk add curl", .install), ("apk update", .other), ("apk upgrade", .upgrade), ("apk del curl", .remove),
    ("yum update -y", .upgrade), ("yum localinstall x.rpm", .install), ("yum clean all", .other),
    ("dnf makecache", .other), ("tdnf install -y curl", .install), ("dnf install --downloadonly curl", .other),
    ("rpm -Uvh https://example.org/x.rpm", .install), ("rpm --import key", .other), ("rpm -qa", .other),
    ("zypper ref", .other), ("zypper dup", .upgrade), ("zypper rm -u curl", .remove),
    ("pacman -Syu --noconfirm", .upgrade), ("pacman -Scc", .other), ("pacman -Rns gcc", .remove),
    ("pacman -U x.pkg.tar.zst", .install), ("pacman -Ss curl", .other),
  ])
  func `the action is known by the verb or the mode`(run: String, action: PackageCommand.Action) {
    #expect(command(run)?.action == action)
  }

  @Test(arguments: [
    "pip install curl", "npm install curl", "gem install x", "go install x@latest", "cargo install x",
    "install -d /curl", "echo apt-get install curl", "# apt-get install curl",
  ])
  func `other programs are no package managers`(run: String) { #expect(command(run) == nil) }

  @Test func `what belongs to a removal is kept`() throws {
    let virtual = try #require(command("apk add --no-cache --virtual .fetch curl"))
    #expect(virtual.virtualName == ".fetch")
    let purge = try #require(command("apt-get purge -y --auto-remove curl"))
    #expect(purge.purges)
    #expect(purge.removesUnused)
    let inverted = try #require(command("apt-get install -y curl- wget"))
    #expect(inverted.packages.map(\.isInverted) == [true, false])
    #expect(command("apk add --root /out curl")?.otherRoot == "/out")
    #expect(command("dnf install --installroot=/ curl")?.otherRoot == nil)
  }

  @Test func `variables are followed, and what is not known is said`() throws {
    let known = try #require(command("deps='curl gcc'; apt-get install -y $deps $MORE", before: "ENV MORE=wget\n"))
    #expect(known.packages.map(\.name) == ["curl", "gcc", "wget"])
    #expect(known.isAllKnown)
    let unknown = try #require(command("apt-get install -y curl $DEPS $(cat list)"))
    #expect(unknown.packages.map(\.name) == ["curl"])
    #expect(!unknown.isAllKnown)
    #expect(command("apt-get install -y nginx=${VERSION}-1")?.isAllKnown == true)
    #expect(command("apt-get $OPTIONS install -y curl")?.packages.map(\.name) == ["curl"])
  }
}
