import Core
import JSONText
import Reports

/// The JSON Schema of the configuration file, for editors and checkers.
public enum ConfigSchema {
  /// A schema of draft-07, with a line feed at its end.
  public static func text() -> String {
    var json = JSONWriter()
    json.object { json in
      json.member("$schema", "http://json-schema.org/draft-07/schema#")
      json.member("title", "imgscan configuration")
      json.member("description", "The file .imgscan.yaml (or .yml, or .json) of imgscan.")
      json.member("type", "object")
      json.member("additionalProperties", false)
      json.member("properties", object: properties)
      json.member("definitions", object: definitions)
    }
    return json.text + "\n"
  }

  private static func properties(_ json: inout JSONWriter) {
    property(&json, "$schema", "the place of this schema, for editors") { $0.member("type", "string") }
    for key in ConfigReader.keys {
      if let setting = SettingTable.setting(key), setting.scope != .commandLine {
        property(&json, key, setting.summary) { value(&$0, of: setting) }
      } else {
        structured(&json, key)
      }
    }
  }

  private static func structured(_ json: inout JSONWriter, _ key: String) {
    switch key {
    case "rules":
      property(&json, key, "severities of rules, by id or alias; off turns a rule off") { json in
        json.member("type", ["object", "null"])
        json.objectMember("propertyNames") { reference(&$0, "rule") }
        json.objectMember("additionalProperties") { reference(&$0, "level") }
      }
    case "ignore":
      list(&json, key, "findings that do not count") { json in
        json.arrayMember("anyOf") { json in
          json.object { reference(&$0, "rule") }
          json.object { reference(&$0, "ignore") }
        }
      }
    case "allow-setuid":
      list(&json, key, "set-id files that are meant to be") { json in
        json.arrayMember("anyOf") { json in
          json.object { reference(&$0, "rootPath") }
          json.object { reference(&$0, "allowance") }
        }
      }
    default:
      list(&json, key, "patterns of files that searches leave out") { reference(&$0, "text") }
    }
  }

  private static func value(_ json: inout JSONWriter, of setting: Setting) {
    switch setting.kind {
    case .flag:
      json.member("type", "boolean")
      json.member("default", setting.standard == "true")
    case .number(let range):
      json.member("type", "integer")
      json.member("minimum", range.lowerBound)
      if range.upperBound <= Int(Int32.max) { json.member("maximum", range.upperBound) }
      if let number = Int(setting.standard) { json.member("default", number) }
    case .choice(let words):
      json.member("enum", words)
      if !setting.standard.isEmpty { json.member("default", setting.standard) }
    case .text, .path, .list: textType(&json)
    }
  }

  private static func definitions(_ json: inout JSONWriter) {
    json.objectMember("text") { textType(&$0) }
    json.objectMember("rule") { json in
      json.member("description", "the id of a rule, or its name in another tool")
      json.member("enum", RuleNames.all)
    }
    json.objectMember("level") { $0.member("enum", ConfigReader.levelWords) }
    json.objectMember("day") { json in
      json.member("description", "the last day on which the entry counts, such as 2027-03-01")
      json.member("type", "string")
      json.member("pattern", "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")
    }
    json.objectMember("rootPath") { json in
      json.member("description", "a path in the image, from its root; a pattern")
      json.member("type", "string")
      json.member("pattern", "^/")
    }
    json.member("ignore", object: ignore)
    json.member("allowance", object: allowance)
  }

  private static func ignore(_ json: inout JSONWriter) {
    json.member("type", "object")
    json.member("additionalProperties", false)
    json.arrayMember("oneOf") { json in
      for key in ["rule", "rules"] { json.object { $0.member("required", [key]) } }
    }
    json.objectMember("properties") { json in
      property(&json, "rule", "a rule", reference: "rule")
      property(&json, "rules", "rules") { json in
        json.member("type", "array")
        json.member("minItems", 1)
        json.objectMember("items") { reference(&$0, "rule") }
      }
      property(&json, "path", "a pattern: with / in front for paths in the image, else for files", reference: "text")
      property(&json, "image", "a pattern for names of images, such as web:*", reference: "text")
      property(&json, "layer", "whose layers") { $0.member("enum", ["base", "own"]) }
      property(&json, "reason", "why it is right to ignore it", reference: "text")
      property(&json, "expires", "the last day on which it counts", reference: "day")
    }
  }

  private static func allowance(_ json: inout JSONWriter) {
    json.member("type", "object")
    json.member("additionalProperties", false)
    json.member("required", ["path"])
    json.objectMember("properties") { json in
      property(&json, "path", "a pattern for paths in the image", reference: "rootPath")
      property(&json, "owner", "user:group or user, by name or number", reference: "text")
      property(&json, "mode", "octal permission bits, such as 4755") { json in
        json.arrayMember("anyOf") { json in
          json.object { json in
            json.member("type", "integer")
            json.member("minimum", 0)
            json.member("maximum", 7777)
          }
          json.object { json in
            json.member("type", "string")
            json.member("pattern", "^[0-7]{3,4}$")
          }
        }
      }
      property(&json, "package", "the package that the file must come from", reference: "text")
      property(&json, "reason", "why it is right to have it", reference: "text")
      property(&json, "expires", "the last day on which it counts", reference: "day")
    }
  }

  private static func textType(_ json: inout JSONWriter) {
    json.member("type", ["string", "number"])
    json.member("minLength", 1)
  }

  private static func reference(_ json: inout JSONWriter, _ name: String) {
    json.member("$ref", "#/definitions/\(name)")
  }

  /// In draft-07 nothing beside a reference counts, so that a description needs an `allOf`.
  private static func property(_ json: inout JSONWriter, _ key: String, _ description: String, reference name: String) {
    property(&json, key, description) { json in
      json.member("allOf", array: { json in json.object { reference(&$0, name) } })
    }
  }

  private static func property(
    _ json: inout JSONWriter, _ key: String, _ description: String, _ body: (inout JSONWriter) -> Void
  ) {
    json.objectMember(key) { json in
      json.member("description", description)
      body(&json)
    }
  }

  private static func list(
    _ json: inout JSONWriter, _ key: String, _ description: String, items: (inout JSONWriter) -> Void
  ) {
    property(&json, key, description) { json in
      json.member("type", ["array", "null"])
      json.member("items", object: items)
    }
  }
}
