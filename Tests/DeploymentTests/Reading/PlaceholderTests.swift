import Testing

@testable import Deployment

@Suite struct PlaceholderTests {
  @Test(arguments: [
    ("app:${TAG}", "${TAG}"), ("${A", "${A"), ("{{ .Values.x }}:1", "{{ .Values.x }}"),
    ("{{resolve:ssm:x}}", "{{resolve:ssm:x}}"), ("a <%= b %>", "<%= b %>"), ("{% if x %}", "{% if x %}"),
    ("<IMAGE1_NAME>", "<IMAGE1_NAME>"), ("<your image>", "<your image>"),
    ("arn:aws:iam::<account-id>:role/x", "<account-id>"), ("%IMAGE%", "%IMAGE%"), ("repo/%TAG_1%", "%TAG_1%"),
    ("$IMAGE", "$IMAGE"), ("$image", "$image"), ("repo/app:$TAG", "$TAG"),
  ])
  func `a placeholder is seen`(_ text: String, _ part: String) {
    #expect(Placeholder.first(in: text) == part)
  }

  @Test(arguments: [
    "", "$", "pa$Word", "pa$WORD", "$$", "$1", "cost: $5", "a:$1", "{{", "{{ x", "}}", "<", "<html>x", "a < b > c",
    "echo <in >out", "<1>", "100%", "%d%s", "%2F%2f", "a%AB%", "%Y-%m-%d", "$(NAME)", "{\"a\": {}}", "%%%", "<>",
  ])
  func `what is none is left alone`(_ text: String) {
    #expect(Placeholder.first(in: text) == nil)
  }

  @Test func `a placeholder is shown short and safe`() {
    #expect(Placeholder.first(in: "${\u{1B}}") == "${\\u{1b}}")
    #expect(Placeholder.first(in: "${" + String(repeating: "a", count: 100) + "}")?.utf8.count == 63)
  }

  @Test(.timeLimit(.minutes(5)), arguments: ["{{", "<%", "{%", "<A", "%AA", "$A", "/$A", "<"])
  func `many beginnings without an end take little time`(_ part: String) {
    let text = String(repeating: part, count: 500_000)
    _ = Placeholder.first(in: text)
  }
}
