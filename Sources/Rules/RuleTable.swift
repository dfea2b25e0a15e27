import BuildChecks
import Core
import LintRules

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
    ReadOnlyConfig.self,
    ReadOnlyDaemons.self,
    ReadOnlyEntrypoint.self,
    ReadOnlyEnvironment.self,
    ReadOnlyExec.self,
    ReadOnlyLogFile.self,
    ReadOnlyPidDirectory.self,
    ReadOnlyPlan.self,
    ReadOnlyState.self,
    ReadOnlyVolumeLost.self,
    ReadOnlyVolumeOwner.self,
    ReadOnlyWorkingDirectory.self,
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

  public static let deployment: [any DeploymentRule.Type] = [
    ComposeCapabilities.self,
    ComposeHostNamespaces.self,
    ComposePrivileges.self,
    ComposePrivileged.self,
    ComposeReadOnly.self,
    ComposeSecret.self,
    ComposeSocket.self,
    ComposeUser.self,
    ECSCapabilityAdd.self,
    ECSCapabilityDrop.self,
    ECSDevices.self,
    ECSEssential.self,
    ECSExecReadOnly.self,
    ECSHealthCheck.self,
    ECSImage.self,
    ECSLimits.self,
    ECSLog.self,
    ECSNetworkMode.self,
    ECSSharedProcesses.self,
    ECSPort.self,
    ECSPrivileged.self,
    ECSReadOnlyRoot.self,
    ECSReadOnlyMounts.self,
    ECSRole.self,
    ECSRuntime.self,
    ECSSecurityOptions.self,
    ECSSecretEnvironment.self,
    ECSSecretReference.self,
    ECSUser.self,
    ECSUserHostNetwork.self,
    ECSVolume.self,
    KubernetesCapabilities.self,
    KubernetesHostNamespaces.self,
    KubernetesHostPath.self,
    KubernetesLimits.self,
    KubernetesPrivileges.self,
    KubernetesPrivileged.self,
    KubernetesReadOnly.self,
    KubernetesSeccomp.self,
    KubernetesSecret.self,
    KubernetesUser.self,
  ]

  /// Of all rules, sorted by id.
  public static let infos: [RuleInfo] =
    (dockerfile.map { $0.info } + lint.map { $0.info } + checkInfos + image.map { $0.info } + deployment.map { $0.info })
    .map { info in
      var info = info
      info.aliases += (SharedFacts.aliases[info.id] ?? []).filter { !info.aliases.contains($0) }
      return info
    }
    .sorted { $0.id < $1.id }

  /// hadolint's rules, sorted by number.
  public static let lint: [any LintRule.Type] = LintTable.all

  /// The checks of `docker build --check`, sorted by name.
  public static let buildChecks: [any BuildCheck.Type] = BuildCheckTable.all

  private static let checkInfos: [RuleInfo] = buildChecks.map { check in
    var info = check.info
    info.controls = [.buildKit(info.id.description)]
    return info
  }

  public static func info(_ id: RuleID) -> RuleInfo? { infos.first { $0.id == id } }

  /// What all rules together need to have been looked at.
  public static let imageNeeds: ImageNeeds = infos.reduce(into: ImageNeeds()) { needs, info in
    needs.programs.formUnion(info.needs.programs)
    needs.contents.formUnion(info.needs.contents)
  }
}
