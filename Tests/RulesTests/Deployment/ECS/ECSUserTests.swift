import Core
import RootFS
import TestSupport
import Testing

@testable import Rules

@Suite struct ECSUserTests {
  static let accounts = ExampleFile(
    "/etc/passwd", content: "root:x:0:0::/root:/bin/sh\ntoor:x:0:0::/:/bin/sh\napp:x:1000:1000::/:/bin/sh\n")
  static func image(_ user: String) -> ECSScan.Image {
    ECSScan.Image(config: #"{"User":"\#(user)","Cmd":["/app"]}"#, layers: [[.program("/app"), accounts]])
  }
  static let windows = #""runtimePlatform": {"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"}"#

  @Test(arguments: [
    ECSCase("absent fails", ["high /name"]),
    ECSCase("root fails", #""user": "root""#, ["high /user"]),
    ECSCase("0 fails", #""user": "0""#, ["high /user"]),
    ECSCase("0 as a number fails", #""user": 0"#, ["high /user"]),
    ECSCase("another user passes", #""user": "1000""#),
    ECSCase("a name passes", #""user": "app:app""#),
    ECSCase("root's group alone passes", #""user": "1000:0""#),
    ECSCase("not told", #""user": "${APP_USER}""#, ["info /user"]),
    ECSCase("a log router needs root", #""user": "0", "firelensConfiguration": {"type": "fluentbit"}"#, ["low /user"]),
    ECSCase("absent, with an image of another user", ["low /name"]).with(image("app")),
    ECSCase("absent, with an image of root", ["high /name"]).with(image("")),
    ECSCase("absent, with an image whose user is nobody", ["high /name"]).with(image("ghost")),
    ECSCase("a name that is uid 0 in the image", #""user": "toor""#, ["high /user"]).with(image("app")),
    ECSCase("a name that the image does not have", #""user": "ghost""#, ["high /user"]).with(image("app")),
    ECSCase("a name that the image has", #""user": "app""#).with(image("")),
    ECSCase("Windows: absent fails", task: windows, ["high /name"]),
    ECSCase("Windows: the administrator fails", #""user": "ContainerAdministrator""#, task: windows, ["high /user"]),
    ECSCase("Windows: the user passes", #""user": "ContainerUser""#, task: windows),
  ]) func `user`(example: ECSCase) throws {
    #expect(try example.found(ECSUser.self) == example.expected)
  }

  @Test(arguments: ["0:0", "root:root", "0:1000", ":1000", "+0", "00", "root:app", " 0 "])
  func `root that the control passes fails here, and the message says so`(user: String) throws {
    let found = try ECSScan.findings(ECSUser.self, ECSScan.task(#""user": "\#(user)""#))
    #expect(found.map(\.severity) == [.high])
    #expect(
      found.first?.notes.map(\.message) == [
        "the control ECS.20 looks for \"root\" and \"0\" alone and passes this spelling"
      ])
  }

  @Test(arguments: ["root", "0"]) func `root that the control sees has no such note`(user: String) throws {
    #expect(try ECSScan.findings(ECSUser.self, ECSScan.task(#""user": "\#(user)""#)).first?.notes == [])
  }

  @Test(arguments: [#", "user": "0""#, ""]) func `no other user is proposed for a log router`(user: String) throws {
    let router = #""firelensConfiguration": {"type": "fluentbit"}"# + user
    let found = try ECSScan.findings(ECSUser.self, ECSScan.task(router))
    #expect(found.map(\.fix) == ["accept it for the router, with the reason written down"])
    #expect(found.map(\.severity) == [.low])
  }

  @Test func `absent with a user in the image says both facts and proposes that user`() throws {
    let found = try ECSScan.findings(ECSUser.self, ECSScan.task(), images: [Self.image("app")])
    #expect(
      found.first?.message
        == "container \"web\" has no user, which fails ECS.20, though its image runs as 1000:1000 (USER app)")
    #expect(found.first?.fix == #""user": "1000:1000""#)
  }

  @Test func `root in the definition is answered with the image's own user`() throws {
    let found = try ECSScan.findings(ECSUser.self, ECSScan.task(#""user": "root""#), images: [Self.image("app")])
    #expect(found.map(\.fix) == [#""user": "1000:1000""#] && found.map(\.severity) == [.high])
  }

  static let host = #""networkMode": "host""#
  @Test(arguments: [
    ECSCase("root in the host's network", #""user": "0:0""#, task: host, ["high /user"]),
    ECSCase("no user", task: host, ["high /name"]),
    ECSCase("a user", #""user": "1000""#, task: host),
    ECSCase("privileged is another rule's", #""user": "0", "privileged": true"#, task: host),
    ECSCase("another network", #""user": "0""#, task: #""networkMode": "awsvpc""#),
    ECSCase("an unknown user", #""user": "${U}""#, task: host),
    ECSCase("no user, with an image of another user", task: host).with(image("app")),
    ECSCase("no user, with an image of root", task: host, ["high /name"]).with(image("")),
  ]) func `host network`(example: ECSCase) throws {
    #expect(try example.found(ECSUserHostNetwork.self) == example.expected)
  }

  @Test(arguments: [
    ("team/app:1", true), ("registry.example.com/team/app:1", true), ("team/app:1@sha256:12", true),
    ("team/app:2", false), ("other/app:1", false),
  ]) func `an image is told by its name`(reference: String, isTold: Bool) throws {
    let text =
      #"{"family":"a","containerDefinitions":[{"name":"a","image":"123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app:1"},{"name":"b","image":"nginx:1"}]}"#
    var app = Self.image("app")
    app.reference = reference
    #expect(try ECSScan.findings(ECSUser.self, text, images: [app]).first?.severity == (isTold ? .low : .high))
  }

  @Test func `the image is that of the reference, whatever its registry`() throws {
    let text =
      #"{"family":"a","containerDefinitions":[{"name":"a","image":"123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app:1"},{"name":"b","image":"nginx:1"}]}"#
    var app = Self.image("app")
    app.reference = "team/app:1"
    let found = try ECSScan.findings(ECSUser.self, text, images: [app])
    #expect(found.map(ECSScan.short) == ["low /containerDefinitions/0/name", "high /containerDefinitions/1/name"])
    #expect(found.last?.message.holds("as root when the image says nothing") == true)
  }

  @Test func `an image of another name is the only essential container's`() throws {
    let text =
      #"{"family":"a","containerDefinitions":[{"name":"a","image":"x/app:2"},{"name":"b","image":"nginx:1","essential":false}]}"#
    let found = try ECSScan.findings(ECSUser.self, text, images: [Self.image("app")])
    #expect(found.map(\.severity) == [.low, .high])
  }

  @Test func `an image of two essential containers is nobody's`() throws {
    let text = #"{"family":"a","containerDefinitions":[{"name":"a","image":"x/app:2"},{"name":"b","image":"nginx:1"}]}"#
    #expect(try ECSScan.findings(ECSUser.self, text, images: [Self.image("app")]).map(\.severity) == [.high, .high])
  }
}
