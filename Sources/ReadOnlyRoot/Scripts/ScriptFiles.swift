/// The scripts that images start by, by the names they usually have.
public enum ScriptFiles {
  /// Directories whose scripts an entrypoint runs.
  static let hooks: Set<String> = [
    "/docker-entrypoint.d", "/docker-entrypoint-init.d", "/docker-entrypoint-initdb.d", "/entrypoint.d",
    "/etc/entrypoint.d", "/etc/cont-init.d", "/etc/my_init.d", "/custom-cont-init.d",
  ]

  private static let directories = [
    "/", "/usr/local/bin/", "/usr/bin/", "/usr/local/sbin/", "/usr/sbin/", "/bin/", "/opt/", "/app/", "/app/bin/",
    "/srv/", "/docker/", "/scripts/", "/usr/src/app/", "/code/", "/home/app/",
  ]
  private static let names = [
    "docker-entrypoint.sh", "entrypoint.sh", "docker-entrypoint", "entrypoint", "start.sh", "run.sh", "init.sh",
    "startup.sh", "boot.sh", "bootstrap.sh", "launch.sh", "start", "docker-start.sh", "docker-php-entrypoint",
    "apache2-foreground", "httpd-foreground", "wait-for-it.sh", "setup.sh", "cmd.sh", "entry.sh", "migrate.sh",
  ]

  /// The files whose contents are wanted.
  public static let contents: Set<String> = Set(hooks.map { $0 + "/*" })
    .union(directories.flatMap { directory in names.map { directory + $0 } })
    .union(["/etc/apache2/envvars", "/etc/default/apache2"])
}
