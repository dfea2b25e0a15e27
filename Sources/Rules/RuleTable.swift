import Core

/// All rules, sorted by id. Adding a rule means one file and one line here.
public enum RuleTable {
  public static let image: [any ImageRule.Type] = [
    MetaHealthcheck.self,
    MetaMissingBin.self,
    MetaPath.self,
    MetaPort22.self,
    MetaShellForm.self,
    MetaVolumeSensitive.self,
    PermDevnode.self,
    PermFilecap.self,
    PermFilecapEperm.self,
    PermHardlinkSurvivor.self,
    PermLate.self,
    PermNoowner.self,
    PermSensitive.self,
    PermSetgid.self,
    PermSetiddir.self,
    PermSetuid.self,
    PermSetuidScript.self,
    PermSetuidUser.self,
    PermStock.self,
    PermSudo.self,
    PermWWDir.self,
    PermWWFile.self,
    ReadOnlyLogFile.self,
    ReadOnlyPidDirectory.self,
    ReadOnlyPlan.self,
    ReadOnlyState.self,
    ReadOnlyVolumeOwner.self,
    ReadOnlyWritable.self,
    ReadOnlyWriter.self,
    ToolBuild.self,
    ToolDebug.self,
    ToolEdit.self,
    ToolExploit.self,
    ToolFetch.self,
    ToolInterp.self,
    ToolLolbin.self,
    ToolNet.self,
    ToolPkg.self,
    ToolPriv.self,
    ToolRecon.self,
    ToolShell.self,
    ToolSshd.self,
    UserDropsRoot.self,
    UserGID0.self,
    UserHome.self,
    UserLowUID.self,
    UserName.self,
    UserOwnsApp.self,
    UserPrivGroup.self,
    UserRange.self,
    UserRoot.self,
    UserUnresolved.self,
  ]

  public static let dockerfile: [any DockerfileRule.Type] = [
    DockerfilePipeShell.self,
    DockerfileRemoteAdd.self,
    DockerfileSecret.self,
    DockerfileSetuidAdded.self,
    DockerfileSetuidIneffective.self,
    DockerfileSetuidMissing.self,
    DockerfileSetuidOrder.self,
    DockerfileShellLeft.self,
    DockerfileSSHD.self,
    DockerfileSudo.self,
    DockerfileTLSOff.self,
    DockerfileToolLeft.self,
    DockerfileUserMissing.self,
    DockerfileUserRoot.self,
    DockerfileVolume.self,
    DockerfileWorldWritable.self,
    DockerfileWritableRoot.self,
  ]

  /// Of all rules, sorted by id.
  public static let infos: [RuleInfo] = (dockerfile.map { $0.info } + image.map { $0.info }).sorted { $0.id < $1.id }

  public static func info(_ id: RuleID) -> RuleInfo? { infos.first { $0.id == id } }

  /// What all rules together need to have been looked at.
  public static let imageNeeds: ImageNeeds = image.reduce(into: ImageNeeds()) { needs, rule in
    needs.programs.formUnion(rule.info.needs.programs)
    needs.contents.formUnion(rule.info.needs.contents)
  }
}
