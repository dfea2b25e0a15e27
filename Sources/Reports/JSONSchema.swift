/// What `imgscan schema` prints: the shape of the JSON report.
public enum JSONSchema {
  /// A JSON Schema of draft 2020-12, with a line feed at its end.
  public static let text = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "imgscan report",
      "description": "Keys are always present, null when unknown; later versions only add keys.",
      "type": "object",
      "required": ["schemaVersion", "tool", "targets", "findings", "incidents", "warnings", "summary"],
      "properties": {
        "schemaVersion": {"const": 1},
        "tool": {
          "type": "object",
          "required": ["name", "version"],
          "properties": {"name": {"const": "imgscan"}, "version": {"type": "string"}}
        },
        "targets": {"type": "array", "items": {"$ref": "#/$defs/target"}},
        "findings": {
          "description": "Sorted by target, severity (worst first), rule, location.",
          "type": "array",
          "items": {"$ref": "#/$defs/finding"}
        },
        "incidents": {
          "description": "What could not be read; any makes the exit status 2.",
          "type": "array",
          "items": {"$ref": "#/$defs/incident"}
        },
        "warnings": {
          "description": "Oddities that hide nothing.",
          "type": "array",
          "items": {"$ref": "#/$defs/incident"}
        },
        "summary": {"$ref": "#/$defs/summary"}
      },
      "$defs": {
        "severity": {"enum": ["critical", "high", "medium", "low", "info"]},
        "natural": {"type": "integer", "minimum": 0},
        "position": {"type": ["integer", "null"], "minimum": 1},
        "text": {"type": ["string", "null"]},
        "target": {
          "type": "object",
          "required": [
            "id", "kind", "name", "reference", "platform", "digest", "layers", "digestsVerified", "rules",
            "repositoryPath", "configFile", "profile", "failOn"
          ],
          "properties": {
            "id": {"$ref": "#/$defs/natural"},
            "kind": {"enum": ["image", "dockerfile", "ecs", "compose", "k8s", "configuration"]},
            "name": {"type": "string"},
            "reference": {"$ref": "#/$defs/text"},
            "platform": {"$ref": "#/$defs/text"},
            "digest": {"$ref": "#/$defs/text"},
            "layers": {"type": "array", "items": {"$ref": "#/$defs/layer"}},
            "digestsVerified": {"type": "boolean"},
            "rules": {"description": "How many rules looked at it.", "$ref": "#/$defs/natural"},
            "repositoryPath": {
              "description": "Its path from the root of its repository or the working directory; the name when it is below neither.",
              "type": "string"
            },
            "configFile": {"description": "The configuration file that holds for it.", "$ref": "#/$defs/text"},
            "profile": {"enum": ["default", "strict", "runbook"]},
            "failOn": {
              "description": "Findings at or above it fail; null for the level of the run.",
              "anyOf": [{"$ref": "#/$defs/severity"}, {"type": "null"}]
            }
          }
        },
        "layer": {
          "type": "object",
          "required": ["index", "diffID", "createdBy", "origin", "source"],
          "properties": {
            "index": {"description": "0 is the lowest.", "$ref": "#/$defs/natural"},
            "diffID": {"$ref": "#/$defs/text"},
            "createdBy": {"$ref": "#/$defs/text"},
            "origin": {"enum": ["base", "own", "unknown"]},
            "source": {"description": "The Dockerfile's instruction that wrote it; null when none is known.", "$ref": "#/$defs/lines"}
          }
        },
        "lines": {
          "description": "Lines of a text file, from 1.",
          "type": ["object", "null"],
          "required": ["file", "startLine", "endLine"],
          "properties": {
            "file": {"type": "string"},
            "startLine": {"$ref": "#/$defs/natural"},
            "endLine": {"$ref": "#/$defs/natural"}
          }
        },
        "location": {
          "description": "Lines and columns count from 1, columns in bytes of UTF-8; endColumn is exclusive: the end is the position after the last byte.",
          "type": "object",
          "required": ["file", "path", "pointer", "startLine", "startColumn", "endLine", "endColumn"],
          "properties": {
            "file": {"description": "A file beside the image, such as a Dockerfile.", "$ref": "#/$defs/text"},
            "path": {"description": "A path inside the image.", "$ref": "#/$defs/text"},
            "pointer": {"description": "A JSON pointer into the image config, or into the deployment file.", "$ref": "#/$defs/text"},
            "startLine": {"$ref": "#/$defs/position"},
            "startColumn": {"$ref": "#/$defs/position"},
            "endLine": {"$ref": "#/$defs/position"},
            "endColumn": {"$ref": "#/$defs/position"}
          }
        },
        "maybeLocation": {"anyOf": [{"$ref": "#/$defs/location"}, {"type": "null"}]},
        "finding": {
          "type": "object",
          "required": [
            "target", "rule", "severity", "title", "message", "label", "location", "layer", "cause", "change",
            "evidence", "notes", "fixes", "controls", "aliases", "fingerprint", "suppressed"
          ],
          "properties": {
            "target": {"description": "The id of its target.", "$ref": "#/$defs/natural"},
            "rule": {"type": "string"},
            "severity": {"$ref": "#/$defs/severity"},
            "title": {"$ref": "#/$defs/text"},
            "message": {"type": "string"},
            "label": {
              "description": "What is to be said at the location itself, shorter than the message.",
              "$ref": "#/$defs/text"
            },
            "location": {"$ref": "#/$defs/location"},
            "layer": {"anyOf": [{"$ref": "#/$defs/layer"}, {"type": "null"}]},
            "cause": {"description": "For an image whose Dockerfile is known: the instruction that caused it.", "$ref": "#/$defs/lines"},
            "change": {
              "description": "For an image whose Dockerfile is known: where the change belongs.",
              "type": ["object", "null"],
              "required": ["kind", "lines"],
              "properties": {"kind": {"enum": ["change", "add-before", "add-after"]}, "lines": {"$ref": "#/$defs/lines"}}
            },
            "evidence": {"type": "array", "items": {"type": "string"}},
            "notes": {"type": "array", "items": {"$ref": "#/$defs/note"}},
            "fixes": {"type": "array", "items": {"$ref": "#/$defs/fix"}},
            "controls": {"type": "array", "items": {"type": "string"}},
            "aliases": {"type": "array", "items": {"type": "string"}},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
            "suppressed": {"anyOf": [{"$ref": "#/$defs/suppression"}, {"type": "null"}]}
          }
        },
        "note": {
          "type": "object",
          "required": ["message", "location"],
          "properties": {"message": {"type": "string"}, "location": {"$ref": "#/$defs/maybeLocation"}}
        },
        "fix": {
          "description": "Without edits it is advice in words; safe edits cannot break what works today.",
          "type": "object",
          "required": ["description", "safe", "edits"],
          "properties": {
            "description": {"type": "string"},
            "safe": {"type": "boolean"},
            "edits": {"type": "array", "items": {"$ref": "#/$defs/edit"}}
          }
        },
        "edit": {
          "description": "Puts text in the place of a range, counted as in a location; an empty range is an insertion.",
          "type": "object",
          "required": ["file", "startLine", "startColumn", "endLine", "endColumn", "text"],
          "properties": {
            "file": {"type": "string"},
            "startLine": {"$ref": "#/$defs/position"},
            "startColumn": {"$ref": "#/$defs/position"},
            "endLine": {"$ref": "#/$defs/position"},
            "endColumn": {"$ref": "#/$defs/position"},
            "text": {"type": "string"}
          }
        },
        "suppression": {
          "type": "object",
          "required": ["by", "reason", "expires", "location"],
          "properties": {
            "by": {"enum": ["imgscan", "hadolint", "buildkit", "config", "allow-setuid", "baseline", "base"]},
            "reason": {"$ref": "#/$defs/text"},
            "expires": {"description": "The last day on which it counts.", "$ref": "#/$defs/text"},
            "location": {"description": "The comment or the entry that says it.", "$ref": "#/$defs/maybeLocation"}
          }
        },
        "incident": {
          "type": "object",
          "required": ["target", "code", "message", "location"],
          "properties": {
            "target": {"description": "The id of its target; null when it is about the run.", "type": ["integer", "null"], "minimum": 0},
            "code": {"type": "string"},
            "message": {"type": "string"},
            "location": {"$ref": "#/$defs/maybeLocation"}
          }
        },
        "summary": {
          "type": "object",
          "required": ["bySeverity", "suppressed", "failOn", "failed", "exitStatus"],
          "properties": {
            "bySeverity": {
              "type": "object",
              "required": ["critical", "high", "medium", "low", "info"],
              "additionalProperties": {"$ref": "#/$defs/natural"}
            },
            "suppressed": {"$ref": "#/$defs/natural"},
            "failOn": {"$ref": "#/$defs/severity"},
            "failed": {"description": "Also true when the scan is incomplete.", "type": "boolean"},
            "exitStatus": {"$ref": "#/$defs/natural"}
          }
        }
      }
    }

    """#
}
