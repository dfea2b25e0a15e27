import Core

/// Makes the API's names of CloudFormation's, and unknown what an intrinsic function gives.
///
/// Source: the resource reference of `AWS::ECS::TaskDefinition` against RegisterTaskDefinition of the ECS API.
enum CloudFormationValue {
  /// Names that are not the API's with a capital first.
  private static let exceptions = [
    "EFSVolumeConfiguration": "efsVolumeConfiguration",
    "FSxWindowsFileServerVolumeConfiguration": "fsxWindowsFileServerVolumeConfiguration",
    "IAM": "iam", "FilesystemId": "fileSystemId",
  ]
  /// Members whose own members are named by the user.
  private static let freeForm: Set<String> = ["options", "dockerLabels", "driverOpts", "labels"]

  /// nil for what stands for nothing at all (`AWS::NoValue`).
  static func resolved(_ value: DocumentValue, isFreeForm: Bool = false) -> DocumentValue? {
    var out = value
    switch value.kind {
    case .list(let items): out.kind = .list(items.compactMap { resolved($0) })
    case .object(let members):
      if let function = function(members) { return called(function, value) }
      out.kind = .object(
        members.compactMap { member in
          let name = isFreeForm ? member.key : name(member.key)
          guard let inner = resolved(member.value, isFreeForm: freeForm.contains(name)) else { return nil }
          return DocumentValue.Member(key: member.key, name: name, keyRange: member.keyRange, value: inner)
        })
    case .text, .null, .bool, .number, .unknown: return value.resolvingPlaceholders()
    }
    return out
  }

  /// The member that makes an object a call of a function.
  static func function(_ members: [DocumentValue.Member]) -> DocumentValue.Member? {
    if members.count == 1, let only = members.first, only.key == "Ref" { return only }
    return members.first { $0.key.utf8.starts(with: "Fn::".utf8) }
  }

  private static func called(_ function: DocumentValue.Member, _ value: DocumentValue) -> DocumentValue? {
    var out = value
    let argument = function.value.text
    if function.key == "Ref", argument == "AWS::NoValue" { return nil }
    if function.key == "Fn::Sub", let argument, !argument.holds("${") {
      out.kind = .text(argument)
    } else {
      out.kind = .unknown(DocumentWords.bare(function.key))
      out.written = argument ?? dynamicReference(in: function)
    }
    return out
  }

  /// The beginning of a dynamic reference that `Fn::Join` puts together, as the CDK writes one.
  private static func dynamicReference(in function: DocumentValue.Member) -> String? {
    guard function.key == "Fn::Join", let parts = function.value.list, parts.count == 2 else { return nil }
    return parts[1].list?.first { $0.text?.utf8.starts(with: "{{resolve:".utf8) ?? false }?.text
  }

  private static func name(_ key: String) -> String {
    if let name = exceptions[key] { return name }
    guard let first = key.utf8.first, (65...90).contains(first) else { return key }
    return String(decoding: [first | 0x20], as: UTF8.self) + key.dropFirst()
  }
}
